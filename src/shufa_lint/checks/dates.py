"""Check type ``dates``: days that do not exist (2月30日, 13月)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import Found, ends
from shufa_lint.outline.ordinal import han_value

_ARABIC_YEAR, _HAN_YEAR = r"(?:19|20)[0-9]{2}", r"[一二][〇○零一二三四五六七八九]{3}"
_DAY = (
    rf"(?:(?P<year>{_ARABIC_YEAR})年)?(?P<month>[0-9]{{1,2}})月(?P<day>[0-9]{{1,2}})[日号]"
    r"(?:(?:[—～~-]|至|到)(?P<last>[0-9]{1,2})日)?"
)
_HAN_DAY = (
    rf"(?:(?P<year>{_HAN_YEAR})年)?(?P<month>[一二三四五六七八九十]{{1,3}})月(?P<day>[一二三四五六七八九十]{{1,3}})日"
)
_MONTH = rf"(?P<year>{_ARABIC_YEAR})年(?P<month>[0-9]{{1,2}})月"
_HAN_MONTH = rf"(?P<year>{_HAN_YEAR})年(?P<month>[一二三四五六七八九十]{{1,3}})月"
_NUMERIC = rf"(?P<year>{_ARABIC_YEAR})(?P<mark>[-./])(?P<month>[0-9]{{1,2}})(?P<mark2>[-./])(?P<day>[0-9]{{1,2}})"
_CODE = r"[0-9A-Za-z.\-/]"
_LAST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Options(BaseOptions):
    """No options."""


def patterns(options: Options) -> Iterable[str]:
    """Return the forms of dates."""
    return (_DAY, _HAN_DAY, _MONTH, _HAN_MONTH, _NUMERIC)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a date. Captures: ``reason``, one clause that says why there is no such day."""
    matches: dict[int, Match] = {}
    for pattern in patterns(options):
        for found in context.search(pattern):
            if found.before(1).isdigit() or (pattern == _NUMERIC and _is_code(found)):
                continue
            if reason := _reason(found):
                matches.setdefault(found.span().start, Match(found.span(), {"reason": reason}))
    yield from (matches[start] for start in sorted(matches))


def _is_code(found: Found) -> bool:
    around = found.before(1) + found.after(1)
    odd = found.match["mark"] != found.match["mark2"] or not 1 <= int(found.match["month"]) <= 12
    return odd or int(found.match["day"]) > 31 or ends(f"{_CODE}.?", around)


def _reason(found: Found) -> str:
    """Return why there is no such day, nothing for a day that exists."""
    groups = found.match.groupdict()
    month = _value(groups["month"] or "")
    if not 1 <= month <= 12:
        return "一年只有12个月" if month else "没有0月"
    for name in ("day", "last"):
        if not groups.get(name):
            continue
        day, most = _value(groups[name] or ""), _LAST_DAY[month - 1]
        year = _value(groups["year"]) if groups["year"] else None
        if month == 2 and year is not None and not _is_leap(year):
            most = 28
            if day == 29:
                return f"{year}年不是闰年，2月只有28天"
        if not 1 <= day <= most:
            return f"{month}月最多{most}天" if day else "没有0日"
    return ""


def _value(written: str) -> int:
    return int(written) if written.isascii() else han_value(written)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

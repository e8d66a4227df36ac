"""Dates as documents write them, and whether a calendar has them."""

from __future__ import annotations

from calendar import monthrange

from shufa_lint.outline.ordinal import han_value
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Span

_HAN = "[一二三四五六七八九十]{1,3}"
_YEAR = "(?:19|20)[0-9]{2}|[一二][零〇○一二三四五六七八九]{3}"
_MONTH_DAY = f"(?:[0-9]{{1,2}}月[0-9]{{1,2}}日|{_HAN}月{_HAN}日)"

YEAR = regex(_YEAR)
FORMS = {
    "date": regex(f"^(?:{_YEAR})年{_MONTH_DAY}$"),
    "month-day": regex(f"^{_MONTH_DAY}$"),
    "some-date": regex(
        "[0-9零〇一二三四五六七八九十今去本上下]+个?(?:年|月|日|号|季度|周|[点时])|^目前$|年底$|^(?:19|20)[0-9]{2}$"
    ),
}
"""What a date must look like that is whole, that lacks its year, that is any date."""
_DATE = regex(
    rf"(?:(?P<year>{_YEAR})年)?(?<![0-9一二三四五六七八九十])(?P<month>[0-9]{{1,4}}|{_HAN})月"
    rf"(?:(?P<day>[0-9]{{1,4}}|{_HAN})日)?"
)
_LEAP_YEAR = 2000


def false_dates(text: str, line: Span) -> list[tuple[Span, str]]:
    """Return the dates in a line of *text* that no calendar has, and how they are written."""
    found = []
    for match in _DATE.finditer(text, line.start, line.end):
        month, day = number_of(match["month"]), number_of(match["day"] or "1")
        year = number_of(match["year"].replace("○", "〇")) if match["year"] else _LEAP_YEAR
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            found.append((Span(*match.span()), match.group()))
    return found


def number_of(written: str) -> int:
    """Return the number that Arabic or Chinese numerals stand for."""
    return int(written) if written.isascii() else han_value(written)

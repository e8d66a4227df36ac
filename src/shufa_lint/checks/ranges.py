"""Check type ``ranges``: from-to expressions (2021—2025年, 4.5%—5%): the mark between, and the unit of the first.

GB/T 15834—2011 4.13.3.2: the mark between two ends is — or ～. GB/T 15835—2011 5.1.3: a sign or unit of the first
number may be left out only where that is not ambiguous; 15%～30% is not written 15～30%, nor 9亿～16亿 as 9～16亿.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import Found, begins, ends
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["mark", "unit"]

_WRONG = r"(?P<mark>--|[-–−﹣~])"
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_UNIT = (
    r"(?:%|％|万|亿|年|月|日|天|岁|个|名|人|次|件|项|条|家|户|周|期|倍|元|公里|千米|米|厘米|毫米|亩|吨|小时|分钟|页|章|节|所|处|座|场|"
    r"支|批|级|℃)"
)
_RANGES = (
    rf"(?P<low>(?:19|20)[0-9]{{2}}年?){_WRONG}(?:19|20)?[0-9]{{2}}(?:年|学年)",
    rf"[（(](?P<low>(?:19|20)[0-9]{{2}}){_WRONG}(?:19|20)[0-9]{{2}}[）)]",
    rf"(?P<low>{_NUMBER}{_UNIT}?){_WRONG}{_NUMBER}{_UNIT}",
    rf"(?P<low>{_NUMBER}{_UNIT}?)(?P<mark>~){_NUMBER}",
)
_WITHOUT_UNIT = rf"(?P<low>{_NUMBER})(?P<mark>--|[-–−﹣~～—－―])(?P<high>{_NUMBER})(?P<unit>%|％|万亿|万|亿)"
_CODE_BEFORE = r"[A-Za-z0-9./〔\[#№第—～~-]|[A-Za-z][ -]?"
_CODE_AFTER = r"[A-Za-z0-9-]|[号楼室栋幢]"
_TITLE = r"《[^《》]*"
_LONGEST_TITLE, _NEAR = 120, 2
_PATTERNS: dict[FaultKind, tuple[str, ...]] = {"mark": _RANGES, "unit": (_WITHOUT_UNIT,)}


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


def patterns(options: Options) -> Iterable[str]:
    """Return the forms that are looked for."""
    return _PATTERNS[options.fault]


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a range. Captures: ``expected``. Case of mark: ``in-title`` inside 《》, perhaps as printed."""
    yield from _units(context) if options.fault == "unit" else _marks(context)


def _marks(context: Context) -> Iterator[Match]:
    without_unit = {found.span("mark") for found in context.search(_WITHOUT_UNIT) if not _is_code(found)}
    seen: dict[Span, Match] = {}
    for pattern in _RANGES:
        for found in context.search(pattern):
            span = found.span("mark")
            if span in seen or span in without_unit or _is_code(found):
                continue
            written = found.match.group()
            start, end = (at - found.span().start for at in span)
            expected = written[:start] + "—" + written[end:]
            inside = ends(_TITLE, found.before(_LONGEST_TITLE))
            captures = {"written": written.strip("（）()"), "expected": expected.strip("（）()")}
            seen[span] = Match(span, captures, "in-title" if inside else None, edits=(Edit(*span, "—"),))
    yield from (seen[span] for span in sorted(seen))


def _units(context: Context) -> Iterator[Match]:
    for found in context.search(_WITHOUT_UNIT):
        low, mark, unit = found.match["low"], found.match["mark"], found.match["unit"]
        if _is_code(found) or (float(low) > float(found.match["high"]) and unit not in "%％"):
            continue
        mark = mark if mark in "～—" else "—"
        captures = {"expected": f"{low}{unit}{mark}{found.match['high']}{unit}", "unit": unit}
        edits = (Edit(found.span("low").end, found.span("high").start, unit + mark),)
        yield Match(found.span(), captures, edits=edits)


def _is_code(found: Found) -> bool:
    """Say whether the figures are part of a code, a date or a telephone number."""
    low = found.span("low").start - found.base
    before = found.match.string[max(0, low - _NEAR) : low]
    return ends(_CODE_BEFORE, before) or begins(_CODE_AFTER, found.after())

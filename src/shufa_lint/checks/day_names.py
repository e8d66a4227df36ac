"""Check type ``day-names``: days that go by their date (“12·4”国家宪法日), written with a point in place of 间隔号.

GB/T 15834—2011 4.14.3.5. A decimal looks the same, so a day counts only before a known name, inside quotation marks, or
in a list with one of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Self

from pydantic import ValidationInfo, model_validator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.matching import Pattern, compose
from shufa_lint.checks.patterns import Found, begins
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Edit

_DATE = r"(?:1[0-2]|0?[1-9])[.．](?:3[01]|[12][0-9]|0?[1-9])"
_BEFORE = regex(r"(?:^|[^0-9.．A-Za-z第\-—~～￥¥$])$")
_AFTER = regex(r"(?![0-9.．%％‰A-Za-z])")
_JOINT = regex(r"[”\"]?[^，。；、0-9“”]{0,16}[、，和及与]+[“\"]?$")
_NODE = regex(
    r"[”\"]?等?(?:各类|一些)?(?:重要|重大|关键|特殊)?(?:的)?(?:时间|宣传|法治|普法)*(?:节点|节日|宣传日|纪念日|主题日)"
)


class Day(BaseOptions):
    """One row of the table: a day's ``date`` (12.4), and a pattern for words that its ``name`` has."""

    date: str
    name: Pattern


class Options(BaseOptions):
    """The ``days`` that are known by name."""

    days: tuple[Day, ...]

    @cached_property
    def names(self) -> str:
        """A pattern for what follows a date that is a day's: the name of one of them."""
        return rf"[”\"]?日?[一-龥]{{0,6}}?(?:{'|'.join(day.name for day in self.days)})[一-龥]{{0,6}}?[日周月节]"

    @cached_property
    def dates(self) -> frozenset[str]:
        """The dates of all days."""
        return frozenset(day.date for day in self.days)

    @model_validator(mode="after")
    def _composed(self, info: ValidationInfo) -> Self:
        compose(self.names, info)
        return self


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern of a date with a point."""
    return (_DATE,)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a day. Captures: ``found``, ``expected``."""
    by_line: dict[int, list[Found]] = {}
    for found in context.search(_DATE):
        line, (start, end) = found.match.string, found.match.span()
        if _BEFORE.search(line[max(0, start - 1) : start]) and _AFTER.match(line, end):
            by_line.setdefault(found.base, []).append(found)
    for base in sorted(by_line):
        for found in _named(by_line[base], options):
            yield _match(found)


def _named(row: list[Found], options: Options) -> list[Found]:
    """Return the members of *row*, in one line, that are days: by their own name, or by that of a neighbour."""
    sure = [_is_named(found, options) for found in row]
    known = [_key(found) in options.dates for found in row]
    order = range(len(row))
    for i in (*order, *reversed(order)):
        if not sure[i] and known[i]:
            sure[i] = (i > 0 and sure[i - 1] and _joined(row[i - 1], row[i])) or (
                i + 1 < len(row) and sure[i + 1] and _joined(row[i], row[i + 1])
            )
    return [found for found, is_sure in zip(row, sure, strict=True) if is_sure]


def _is_named(found: Found, options: Options) -> bool:
    line, (start, end) = found.match.string, found.match.span()
    if begins(options.names, found.after()):
        return True
    quoted = line[start - 1 : start] in ("“", '"') and line[end : end + 1] in ("”", '"')
    return _key(found) in options.dates and bool(quoted or _NODE.match(line, end))


def _joined(one: Found, other: Found) -> bool:
    return bool(_JOINT.fullmatch(one.match.string[one.match.end() : other.match.start()]))


def _key(found: Found) -> str:
    month, day = re.split("[.．]", found.match.group())
    return f"{int(month)}.{int(day)}"


def _match(found: Found) -> Match:
    span, line = found.span(), found.match.string
    month, day = _key(found).split(".")
    quoted = line[found.match.start() - 1 : found.match.start()] == "“" and found.match.start() > 0
    expected = f"{month}·{day}" if quoted else f"“{month}·{day}”"
    captures = {"found": found.match.group(), "expected": f"“{month}·{day}”"}
    return Match(span, captures, edits=(Edit(*span, expected),))

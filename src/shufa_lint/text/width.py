"""How many cells a text takes on a terminal, and where its lines may break."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from shufa_lint.text.regex import regex
from shufa_lint.text.span import Span

_OPENING = "第（《〈〔【「『“‘([{"
_CLOSING = "，。、；：？！）》〉〕】」』”’…—％·,.;:?!)]}%"
_UNIT = regex(rf"[ \u3000]+|[{re.escape(_OPENING)}]*(?:[!-~\u00c0-\u024f]+|.)[{re.escape(_CLOSING)}]*", re.S)
"""What no line end may divide: a Latin word or a character, with the marks that must not be left without it."""


def cells(text: str, *, ambiguous: int = 1) -> int:
    """Return the cells that *text* takes; *ambiguous* is the width of “ ” — … ①, which is 2 on a Chinese console."""
    if text.isascii():
        return len(text)
    return sum(_width(c, ambiguous) for c in text)


def _width(c: str, ambiguous: int) -> int:
    if unicodedata.combining(c):
        return 0
    kind = unicodedata.east_asian_width(c)
    return 2 if kind in "WF" else ambiguous if kind == "A" else 1


def wrap(text: str, width: int, *, measure: Callable[[str], int] = cells) -> list[Span]:
    """Return where the lines of *text* stand when none may take more than *width* cells; at least one line.

    Blanks at a break belong to no line. A unit longer than a line is cut.
    """
    lines: list[Span] = []
    start = end = 0
    for at, stop in _pieces(text, width, measure):
        if measure(text[start:stop]) > width and end > start:
            lines.append(Span(start, end))
            start = at
        end = stop
    return [*lines, Span(start, end)]


def _pieces(text: str, width: int, measure: Callable[[str], int]) -> Iterator[Span]:
    """Yield the units of *text* that are not blank, cut where one is longer than a line."""
    for unit in _UNIT.finditer(text):
        at, stop = unit.span()
        while measure(text[at:stop]) > width:
            cut = at + max(1, len(head(text[at:stop], width, measure=measure)))
            yield Span(at, cut)
            at = cut
        if text[at:stop].strip():
            yield Span(at, stop)


def head(text: str, width: int, *, measure: Callable[[str], int] = cells) -> str:
    """Return the longest beginning of *text* that takes no more than *width* cells."""
    used = 0
    for at, c in enumerate(text):
        used += measure(c)
        if used > width:
            return text[:at]
    return text


def tail(text: str, width: int, *, measure: Callable[[str], int] = cells) -> str:
    """Return the longest end of *text* that takes no more than *width* cells."""
    return head(text[::-1], width, measure=measure)[::-1]

"""A decoded text that knows its lines."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from shufa_lint.text.regex import regex
from shufa_lint.text.span import Span

FILLER = "\ufdd0"
"""Stands for one character of mark-up that is no part of the document's words (a Unicode noncharacter).

A reader puts it in place of such characters, so that offsets into the filled text and into the file's text agree."""

BLANKS = "".join(map(chr, (0x20, 0x09, 0x0B, 0x0C, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200E), 0x2028, 0x2029)))
BLANKS += "\u202f\u205f\u2060\u3000\ufeff" + FILLER
"""Characters that may stand before the first word of a line without being part of it: all that print as nothing."""

_LINE_END = regex(r"\r\n|\n|\r")


class Position(NamedTuple):
    """A place as people name it: both numbers count from 1, the column in code points."""

    line: int
    column: int


class SourceText:
    """A text with its lines, which end with \\n, \\r\\n or \\r only. Offsets count code points of the text as it is."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def lines(self) -> list[Span]:
        """The lines in order, without their line ends; a text has at least one, and one after a last line end."""
        lines: list[Span] = []
        start = 0
        for end in _LINE_END.finditer(self.text):
            lines.append(Span(start, end.start()))
            start = end.end()
        lines.append(Span(start, len(self.text)))
        return lines

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_index(self, offset: int) -> int:
        """Return the index (from 0) of the line that holds *offset*; a line end belongs to the line that it ends."""
        return bisect_right(self._starts, offset) - 1

    def line_at(self, offset: int) -> Span:
        """Return the line that holds *offset*."""
        return self.lines[self.line_index(offset)]

    def position(self, offset: int) -> Position:
        """Return line and column of *offset*."""
        index = self.line_index(offset)
        return Position(index + 1, offset - self._starts[index] + 1)

    def offset(self, position: Position) -> int:
        """Return the offset of *position*; the inverse of :meth:`position`."""
        return self._starts[position.line - 1] + position.column - 1

"""Offsets into a text ⇄ the positions of the Language Server Protocol.

The protocol counts lines from 0, and within a line the code units of an encoding that client and server agree on.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from shufa_lint.text.source import SourceText

_UNIT_BYTES = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
_CODECS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_BLOCK = 1024
"""Characters between two places whose distance from the start is known: no line is too long to look things up in."""


class Place(NamedTuple):
    """A position as the protocol has it: both numbers count from 0, ``character`` in code units."""

    line: int
    character: int


class Positions:
    """The places in *text*, in the code units of *encoding*: utf-8, utf-16 or utf-32.

    Half of a surrogate pair, which a client may send, counts as the one code unit that it is.
    """

    def __init__(self, text: str, encoding: str) -> None:
        self.text = text
        self.source = SourceText(text)
        self._codec = _CODECS[encoding]
        self._bytes = _UNIT_BYTES[encoding]

    def place(self, offset: int) -> Place:
        """Return the place of *offset*, which lies in the text or at its end."""
        index = self.source.line_index(offset)
        return Place(index, self._before(offset) - self._before(self.source.lines[index].start))

    def offset(self, place: Place) -> int:
        """Return the offset of *place*, as the protocol has it: what lies behind the end of a line is its end, what
        lies behind the last line the end of the text; a place inside a character is in front of it."""
        line, character = place
        if line < 0:
            return 0
        if line >= len(self.source.lines):
            return len(self.text)
        start, end = self.source.lines[line]
        return start if character <= 0 else min(end, self._at(self._before(start) + character))

    def _size(self, start: int, end: int) -> int:
        return len(self.text[start:end].encode(self._codec, "surrogatepass")) // self._bytes

    @cached_property
    def _known(self) -> list[int]:
        """The code units before each block of characters, and before the end."""
        starts = range(0, len(self.text), _BLOCK)
        return [0, *accumulate(self._size(start, start + _BLOCK) for start in starts)]

    def _before(self, offset: int) -> int:
        """Return how many code units stand before *offset*."""
        block = offset // _BLOCK
        return self._known[block] + self._size(block * _BLOCK, offset)

    def _at(self, units: int) -> int:
        """Return the last offset before which there are no more than so many code units."""
        block = bisect_right(self._known, units) - 1
        low, high = block * _BLOCK, min(len(self.text), (block + 1) * _BLOCK)
        while low < high:
            middle = (low + high + 1) // 2
            if self._before(middle) <= units:
                low = middle
            else:
                high = middle - 1
        return low

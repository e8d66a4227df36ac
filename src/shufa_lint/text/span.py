"""Where something stands in a text, and what should stand there instead."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of offsets, counted in Unicode code points from the start of the decoded text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of *text* that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share a character; an empty span overlaps what it stands inside or at the edge of."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end


class Edit(NamedTuple):
    """Replace the characters from ``start`` to ``end`` by ``text``; an empty range inserts, an empty text deletes."""

    start: int
    end: int
    text: str


def splice(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with all edits applied; raise ValueError where two of them overlap."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.start < at:
            raise ValueError(f"overlapping edits at offset {edit.start}")
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


def compose(first: Iterable[Edit], second: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return the edits that do at once what *first* does to a text and then *second* to the result.

    Neither holds edits that overlap. Edits that touch each other become one.
    """
    made: list[Edit] = []
    between = _Between(first)
    at = 0
    for edit in sorted(second):
        for kept in between.take(edit.start - at):
            _add(made, kept)
        for dropped in between.take(edit.end - edit.start):
            _add(made, Edit(dropped.start, dropped.end, ""))
        _add(made, Edit(between.reached, between.reached, edit.text))
        at = edit.end
    for kept in between.rest():
        _add(made, kept)
    return tuple(edit for edit in made if edit.text or edit.start < edit.end)


class _Kept(NamedTuple):
    """Characters of a text that edits leave as they are."""

    start: int
    end: int


class _Between:
    """The text that edits make of another one, to be taken piece by piece: what was kept, and what was put in.

    ``reached`` is the offset in the other text that the next piece starts at.
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._pieces: deque[_Kept | Edit] = deque()
        self.reached = at = 0
        for edit in sorted(edits):
            self._pieces += (_Kept(at, edit.start), edit)
            at = edit.end
        self._pieces.append(_Kept(at, sys.maxsize))

    def take(self, length: int) -> Iterator[_Kept | Edit]:
        """Yield the pieces of the next *length* characters."""
        while length > 0:
            piece = self._pieces.popleft()
            own = len(piece.text) if isinstance(piece, Edit) else piece.end - piece.start
            if own > length:
                piece, rest = _cut(piece, length)
                self._pieces.appendleft(rest)
            self.reached = piece.end
            length -= own
            yield piece

    def rest(self) -> Iterator[_Kept | Edit]:
        """Yield all pieces that are left."""
        yield from self._pieces


def _cut(piece: _Kept | Edit, length: int) -> tuple[_Kept | Edit, _Kept | Edit]:
    if isinstance(piece, Edit):
        return Edit(piece.start, piece.end, piece.text[:length]), Edit(piece.end, piece.end, piece.text[length:])
    return _Kept(piece.start, piece.start + length), _Kept(piece.start + length, piece.end)


def _add(edits: list[Edit], piece: _Kept | Edit) -> None:
    """Put *piece*, which follows all others, to *edits*; what was kept only parts them."""
    if isinstance(piece, _Kept):
        return
    if edits and edits[-1].end == piece.start:
        piece = Edit(edits[-1].start, piece.end, edits.pop().text + piece.text)
    edits.append(piece)

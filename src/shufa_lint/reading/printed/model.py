"""Pages as a parser finds them, and the text that was rebuilt from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """One character on a page. Lengths are in points, x to the right and y *down*, so that reading order is ascending.

    ``baseline`` is where the line stands that it is written on; ``number`` is the parser's own for the character.
    """

    char: str
    left: float
    right: float
    baseline: float
    height: float
    number: int


class Page(NamedTuple):
    """One page: its glyphs in the order of the file, and the share (0.0 to 1.0) of it that pictures cover."""

    width: float
    height: float
    glyphs: Sequence[Glyph]
    pictures: float = 0.0


class Place(NamedTuple):
    """Where a character of the rebuilt text stands: the page, from 0, and the parser's number for the character."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text with a line for each paragraph.

    ``places`` has an entry for each character, None for line ends and blanks that stand for empty room on the paper.
    ``scanned`` and ``garbled`` are numbers of pages, from 1: those that are pictures of text, and those whose
    characters cannot be told.
    """

    text: str
    places: tuple[Place | None, ...]
    scanned: tuple[int, ...] = ()
    garbled: tuple[int, ...] = ()

"""Glyphs into lines: what stands on one baseline, with blanks where the paper has room or the file has spaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from shufa_lint.reading.printed.model import Glyph, Page, Place
from shufa_lint.reading.printed.radicals import plain_han

_WIDE = "\u3000"

_SAME_BASELINE = 0.4
"""How far, in the height of the characters, two of one line may stand apart: a raised note mark does."""
_STEP_BACK = 0.1
"""How far before the one that it follows a character may begin, in the same measure: two can be one glyph (——)."""
_LATIN_SPACE = 0.18
_HAN_SPACE = 0.8
"""From which room on, in the width of a Han character, a blank was meant; less is justification."""
_MOST_BLANKS = 4
_BLANKS = " \t\u00a0\u2002\u2003\u3000"
_DISORDER = 0.3
"""From which share of lines that stand above the one before on, the order of the file is no reading order."""


@dataclass(frozen=True)
class Line:
    """Characters on one baseline of a page (from 0); ``places`` has an entry for each, None for a blank put in."""

    page: int
    left: float
    right: float
    baseline: float
    em: float
    text: str
    places: tuple[Place | None, ...]
    glyphs: tuple[Glyph, ...]


def lines_of(page: Page, number: int) -> list[Line]:
    """Return the lines of a page, from top to bottom as far as the file says what follows what."""
    rows = [*_rows(page.glyphs)]
    upward = sum(after[0].baseline < before[0].baseline - before[0].height for before, after in pairwise(rows))
    if upward > max(1, _DISORDER * len(rows)):
        rows = [sorted(row, key=attrgetter("left")) for row in _rows_downwards(page.glyphs)]
    return [line for line in (_line(row, number) for row in rows) if line]


def _rows_downwards(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield what stands on one baseline, whatever the order of the file."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=attrgetter("baseline")):
        if row and glyph.baseline - row[-1].baseline > _SAME_BASELINE * max(1.0, glyph.height):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    row: list[Glyph] = []
    for glyph in glyphs:
        if row and not _follows(row[-1], glyph):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _follows(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.height, glyph.height, 1.0)
    return abs(glyph.baseline - last.baseline) < _SAME_BASELINE * size and glyph.left > last.left - _STEP_BACK * size


def _line(row: list[Glyph], page: int) -> Line | None:
    """Return the line of *row*; None where nothing but blanks stands in it."""
    inked = tuple(glyph for glyph in row if glyph.char not in _BLANKS)
    if not inked:
        return None
    em = _em(inked)
    text, places = plain_han(inked[0].char), [_place(page, inked[0])]
    spaces: list[Glyph] = []
    before = inked[0]
    for glyph in row[row.index(before) + 1 :]:
        if glyph.char in _BLANKS:
            spaces.append(glyph)
            continue
        blanks = _blanks(before, spaces, glyph, em)
        text += blanks + plain_han(glyph.char)
        places += [_place(page, space) for space in spaces] if len(blanks) == len(spaces) else [None] * len(blanks)
        places.append(_place(page, glyph))
        before, spaces = glyph, []
    return Line(page, inked[0].left, before.right, inked[0].baseline, em, text, tuple(places), inked)


def _place(page: int, glyph: Glyph) -> Place | None:
    return Place(page, glyph.number)


def _em(glyphs: Sequence[Glyph]) -> float:
    """Return the width of a Han character in a line, or what it would be."""
    widths = [glyph.right - glyph.left for glyph in glyphs if is_han(glyph.char)]
    return max(1.0, median(widths or [glyph.height for glyph in glyphs]))


def _blanks(before: Glyph, spaces: list[Glyph], after: Glyph, em: float) -> str:
    """Return the blanks between two characters: the file's own, or what the room between them stands for.

    Between Latin letters or digits and Han none is kept: many programs that print put some there.
    """
    room = (after.left - before.right) / em
    mixed = is_han(before.char) != is_han(after.char)
    if spaces:
        own = "".join(space.char for space in spaces)
        return "" if mixed and len(own) == 1 and own != _WIDE and room < 1 else own
    if not is_han(before.char) and not is_han(after.char):
        return " " if _LATIN_SPACE < room < 1 else _WIDE * min(_MOST_BLANKS, round(room))
    return _WIDE * min(_MOST_BLANKS, max(1, round(room))) if room > _HAN_SPACE else ""


def is_han(char: str) -> bool:
    """Say whether a character is as wide as a Han character: Han and the punctuation that goes with it."""
    return char >= "\u2e80" or char in "“”‘’—…·×①②③④⑤⑥⑦⑧⑨⑩《》"

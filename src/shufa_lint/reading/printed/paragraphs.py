"""Lines into paragraphs: where a line was wrapped by the program that printed it, and where its writer ended it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from statistics import median
from typing import NamedTuple

from shufa_lint.reading.printed.furniture import without_furniture
from shufa_lint.reading.printed.lines import Line, is_han, lines_of
from shufa_lint.reading.printed.model import Page, Place, PrintedText
from shufa_lint.text.regex import regex

_INDENT = 1.2
_FIRST_LINE = 2.0
_SIZE = 1.15
_PITCH = 1.7
"""From which indent (in characters), difference of size (as a ratio) or of line pitch on a new paragraph begins."""
_SLACK = 0.3
"""How much room, in characters, may be left over by rounding and justification."""

_QUOTES = "“”‘’"
_CLOSING = "，。、；：？！）》〉】〕％%…—,.;:?!)\\]}~·/"
_OPENING = "（《〈【〔“‘(\\[{"
"""What the rules of setting keep from the start and from the end of a line, as in a character class."""

_LATIN = r"[A-Za-z0-9.,%+\-/:_?&=#@]"
_UNIT = regex(rf"[{_OPENING}]*(?:{_LATIN}+|.)(?:[{_QUOTES}][{_OPENING}]*(?:{_LATIN}+|.)|[{_CLOSING}]+{_LATIN}*)*")
"""What no program parts at the end of a line. Quotation marks hold to both sides, as some programs have it."""
_HEADING = regex(
    r"[一二三四五六七八九十]{1,3}、|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）](?![项款条目、])|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百]+[章节条]|附件"
)
_MIDST = "，、（《第条款及和与或至"
"""What stands before the number of an article or an item that is only spoken of."""
_WIDEST_MARGIN = 0.155
_UNEVEN = 1.6
"""How much of the width of a page a margin takes at most, and how much wider that on the right may be."""
_SCANNED = 0.3
"""From which share of a page that pictures cover on, a page without words is the picture of one."""
_FEW = 12
"""So few characters on a scanned page are a stamp or a number, not its text."""
_GARBLED = 0.2


class _Column(NamedTuple):
    """Between what edges the lines of a page run."""

    left: float
    right: float


def rebuild(pages: Sequence[Page]) -> PrintedText:
    """Return the text that *pages* were printed from, as far as they show it."""
    found = [lines_of(page, number) for number, page in enumerate(pages)]
    kept = without_furniture(found, [page.height for page in pages])
    scanned = [number for number, page in enumerate(pages, 1) if _is_scanned(page, kept[number - 1])]
    garbled = [number for number, lines in enumerate(kept, 1) if _is_garbled(lines)]
    columns = _columns(pages, kept)
    pitch = _pitch(kept)
    text = _Text()
    last: Line | None = None
    for line in chain.from_iterable(kept):
        if last and _goes_on(last, line, columns, pitch):
            text.join(last, line)
        else:
            text.begin(line)
        last = line
    return text.finished(scanned, garbled)


def _goes_on(last: Line, line: Line, columns: Sequence[_Column], pitch: float) -> bool:
    """Say whether *line* is what *last* had no room for: a line that its writer began would have fitted, stands apart,
    is indented or begins as headings do."""
    em = max(last.em, line.em)
    if em > _SIZE * min(last.em, line.em):
        return False
    down = line.baseline - last.baseline
    if last.page == line.page and not 0 < down < _PITCH * pitch:
        return False
    room = columns[last.page].right - last.right
    indent = line.left - columns[line.page].left
    if indent > _SLACK * em and _is_centred(last, columns[last.page]) and _is_centred(line, columns[line.page]):
        room *= 2
    elif indent > _INDENT * em:
        return False
    if _first_unit(line) < room - _SLACK * em:
        return False
    return not (_HEADING.match(line.text) and last.text[-1] not in _MIDST)


def _is_centred(line: Line, column: _Column) -> bool:
    return abs((line.left - column.left) - (column.right - line.right)) < _INDENT * line.em


def _first_unit(line: Line) -> float:
    """Return the width of what cannot be parted at the start of a line: a word or number, with its punctuation."""
    unit = _UNIT.match(line.text)
    end = unit.end() if unit else 1
    inked = sum(place is not None for place in line.places[:end])
    return line.glyphs[min(inked, len(line.glyphs)) - 1].right - line.left


def _columns(pages: Sequence[Page], kept: Sequence[list[Line]]) -> list[_Column]:
    """Return the column of each page, which pages of one width share."""
    by_width: dict[int, list[Line]] = {}
    for page, lines in zip(pages, kept, strict=True):
        by_width.setdefault(round(page.width), []).extend(lines)
    columns = {width: _column(width, lines) for width, lines in by_width.items()}
    return [columns[round(page.width)] for page in pages]


def _column(width: float, lines: list[Line]) -> _Column:
    """Return the edges that several lines keep to; of short lines, what the margin on the left makes likely."""
    if not lines:
        return _Column(0.0, width)
    em = median(line.em for line in lines)
    left = min(_kept_to([line.left for line in lines], em))
    rights = _kept_to([_firm_right(line) for line in lines], em, least=3)
    margin = min(left, _WIDEST_MARGIN * width)
    if rights and max(rights) > width - _UNEVEN * margin:
        return _Column(left, max(rights))
    indent = _FIRST_LINE * em if left > margin else 0.0  # no line was wrapped: all begin a paragraph
    return _Column(left - indent, max(width - margin, *(line.right for line in lines)))


def _firm_right(line: Line) -> float:
    """Return where the words of a line end; a stop behind them may hang over the edge."""
    return next((glyph.right for glyph in reversed(line.glyphs) if glyph.char not in _CLOSING + _QUOTES), line.right)


def _kept_to(edges: list[float], em: float, least: int = 2) -> list[float]:
    """Return those of *edges* that enough lines share, all of them if none is shared and few lines are asked for."""
    counts = Counter(round(edge / em) for edge in edges)
    wanted = max(least, len(edges) // 25)
    shared = [edge for edge in edges if sum(counts[round(edge / em) + step] for step in (-1, 0, 1)) >= wanted]
    return shared or (edges if least == 2 else [])


def _pitch(kept: Sequence[list[Line]]) -> float:
    """Return how far apart lines of one paragraph stand: the usual distance of two lines."""
    steps = [
        later.baseline - line.baseline
        for lines in kept
        for line, later in pairwise(lines)
        if later.baseline > line.baseline
    ]
    return median(steps) if steps else 0.0


def _is_scanned(page: Page, lines: list[Line]) -> bool:
    return page.pictures > _SCANNED and sum(len(line.text) for line in lines) < _FEW


def _is_garbled(lines: list[Line]) -> bool:
    """Say whether the font of a page does not tell which characters it draws."""
    text = "".join(line.text for line in lines)
    unknown = sum(char < " " or char == "\ufffd" or "\ue000" <= char < "\uf900" for char in text)
    return unknown > _GARBLED * len(text)


class _Text:
    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._places: list[Place | None] = []

    def begin(self, line: Line) -> None:
        if self._pieces:
            self._add("\n", [None])
        self._add(line.text, line.places)

    def join(self, last: Line, line: Line) -> None:
        ends, starts = last.text[-1], line.text[0]
        if not is_han(ends) and not is_han(starts) and ends.isalpha() and starts.isalpha():
            self._add(" ", [None])
        self._add(line.text, line.places)

    def _add(self, text: str, places: Iterable[Place | None]) -> None:
        self._pieces.append(text)
        self._places += places

    def finished(self, scanned: Iterable[int], garbled: Iterable[int]) -> PrintedText:
        if self._pieces:
            self._add("\n", [None])
        return PrintedText("".join(self._pieces), tuple(self._places), tuple(scanned), tuple(garbled))

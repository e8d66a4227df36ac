"""Effective formatting: direct, then of the styles, then the defaults; indents of lists in between."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from shufa_lint.reading.layout import ParagraphLayout, RunLayout
from shufa_lint.reading.model import Region
from shufa_lint.reading.word.model import Piece, WordText
from shufa_lint.reading.word.names import P_PR, R_PR, w
from shufa_lint.reading.word.numbering import Definitions
from shufa_lint.reading.word.sections import Section
from shufa_lint.reading.word.settings import Settings, paragraph_settings, run_settings
from shufa_lint.reading.word.styles import Styles
from shufa_lint.text.span import Span

_ELSEWHERE = ("text-box", "footnote", "endnote", "header", "footer")
"""Regions whose paragraphs are no part of the body's layout."""
_PLAIN_LINE = 12.0
"""Points that a line counts for in w:beforeLines where there is no grid."""
_FROM_NUMBERING = ("left", "left_chars", "right", "right_chars", "first_line", "first_line_chars", "hanging")


class Looks:
    """What the paragraphs and runs of one document look like."""

    def __init__(self, styles: Styles, definitions: Definitions) -> None:
        self._styles, self._definitions = styles, definitions

    def paragraphs(self, word: WordText, sections: list[Section]) -> Iterator[ParagraphLayout]:
        """Yield the layout of each paragraph of the body, those in its tables included."""
        tables = _Ranges(region for region in word.regions if region.kind == "table")
        elsewhere = _Ranges(region for region in word.regions if region.kind in _ELSEWHERE)
        starts = [section.span.start for section in sections]
        grid_lines = [_grid_line(section) for section in sections]
        pieces = iter(word.pieces)
        new_page = False
        for span, element in word.paragraphs:
            own = _pieces_of(pieces, span)
            if span in elsewhere or span.start > sections[-1].span.end:
                continue
            grid_line = grid_lines[max(0, bisect_right(starts, span.start) - 1)]
            paragraph = self._paragraph(span, element, own, grid_line, span in tables)
            breaks = _page_breaks(element)
            yield paragraph._replace(page_break_before=True) if new_page or breaks.first else paragraph
            new_page = breaks.last

    def settings(self, element: Any) -> tuple[str | None, Settings]:
        """Return the style of a w:p and what its styles, its list and it itself say of it."""
        properties = element.find(P_PR)
        style = self._styles.of(properties)
        place = self._definitions.place(properties, style)
        level = self._definitions.level(place) if place else None
        indents = {} if level is None else paragraph_settings(level.find(P_PR))
        indents = {name: value for name, value in indents.items() if name in _FROM_NUMBERING}
        if place and place.from_style:
            own = {**self._based_on(place.from_style), **indents, **self._said_since(style, place.from_style)}
        else:
            own = {**self._styles.paragraph(style), **indents}
        return style, {**self._styles.paragraph_defaults, **own, **paragraph_settings(properties)}

    def runs(self, pieces: list[Piece], style: str | None, element: Any) -> Iterator[RunLayout]:
        """Yield the layout of a paragraph's *pieces*, together where those beside each other look the same."""
        last: RunLayout | None = None
        for run, group in groupby(pieces, key=_run_of):
            members = list(group)
            span = Span(members[0].span.start, members[-1].span.end)
            own = self._run(span, run, style, element)
            if last and last[1:] == own[1:] and last.span.end == span.start:
                own = own._replace(span=Span(last.span.start, span.end))
            elif last:
                yield last
            last = own
        if last:
            yield last

    def _based_on(self, style: str) -> Settings:
        """Return what the styles say that *style* is based on."""
        chain = [name for name, _ in self._styles.chain(style)]
        return self._styles.paragraph(chain[1]) if len(chain) > 1 else {}

    def _said_since(self, style: str | None, origin: str) -> Settings:
        """Return what the styles from *origin*, which brings the list, on to *style* say."""
        said: list[Settings] = []
        for name, element in self._styles.chain(style):
            said.append(paragraph_settings(element.find(P_PR)))
            if name == origin:
                break
        merged: Settings = {}
        for settings in reversed(said):
            merged.update(settings)
        return merged

    def _run(self, span: Span, run: Any | None, style: str | None, element: Any) -> RunLayout:
        if run is None:  # an automatic number looks like the paragraph's mark, where its list says nothing else
            mark = element.find(f"{P_PR}/{R_PR}")
            place = self._definitions.place(element.find(P_PR), style)
            level = self._definitions.level(place) if place else None
            listed = {} if level is None else run_settings(level.find(R_PR), self._styles.theme)
            settings = {**self._styles.run(style, mark), **listed}
        else:
            settings = self._styles.run(style, run.find(R_PR))
        return RunLayout(
            span=span,
            font=settings.get("font"),
            latin_font=settings.get("latin_font"),
            size=settings.get("size"),
            bold=bool(settings.get("bold")),
            italic=bool(settings.get("italic")),
            underline=bool(settings.get("underline")),
            colour=settings.get("colour"),
        )

    def _paragraph(
        self, span: Span, element: Any, pieces: list[Piece], grid_line: float, in_table: bool
    ) -> ParagraphLayout:
        style, said = self.settings(element)
        return ParagraphLayout(
            span=span,
            style=self._styles.name(style),
            alignment=said.get("alignment", "left"),
            first_line=said.get("first_line", 0.0),
            first_line_chars=said.get("first_line_chars") or None,
            left=said.get("left", 0.0),
            left_chars=said.get("left_chars") or None,
            right=said.get("right", 0.0),
            right_chars=said.get("right_chars") or None,
            hanging=said.get("hanging", 0.0),
            line_rule=said.get("line_rule", "auto"),
            line=said.get("line"),
            before=_distance(said, "before", grid_line),
            after=_distance(said, "after", grid_line),
            page_break_before=bool(said.get("page_break_before")),
            in_table=in_table,
            runs=tuple(self.runs(pieces, style, element)),
        )


class _Ranges:
    """Spans that do not overlap, asked which of them holds another one."""

    def __init__(self, regions: Iterator[Region]) -> None:
        self._spans = sorted(region.span for region in regions)
        self._starts = [span.start for span in self._spans]

    def __contains__(self, span: object) -> bool:
        if not isinstance(span, Span):
            return False
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and span.start <= self._spans[at].end


class _PageBreaks(NamedTuple):
    """Whether the words of a paragraph begin on a new page, and whether those of the next one do."""

    first: bool
    last: bool


def _page_breaks(element: Any) -> _PageBreaks:
    """Return what breaks (w:br) at the edges of a w:p do; in one without words they count for both sides."""
    marks = [mark.tag == _BREAK for mark in element.iter(_BREAK, _TEXT) if _is_page_break(mark) or mark.text]
    return _PageBreaks(marks[:1] == [True], marks[-1:] == [True])


def _is_page_break(mark: Any) -> bool:
    page: bool = mark.tag == _BREAK and mark.get(w("type")) == "page"
    return page


def _pieces_of(pieces: Iterator[Piece], span: Span) -> list[Piece]:
    """Take from *pieces* those of a paragraph and its line end, and return them without that."""
    own: list[Piece] = []
    for piece in pieces:
        if piece.span.start >= span.end:
            break
        own.append(piece)
    return own


def _run_of(piece: Piece) -> Any | None:
    element = piece.element
    while element is not None and element.tag != _RUN:
        element = element.getparent()
    return element


def _grid_line(section: Section) -> float:
    grid = section.properties.find(w("docGrid"))
    pitch = None if grid is None or not grid.get(w("type")) else grid.get(w("linePitch"))
    return int(pitch) / 20 if pitch and pitch.isdecimal() and len(pitch) < 6 else _PLAIN_LINE


def _distance(said: Settings, name: str, grid_line: float) -> float:
    lines: float | None = said.get(f"{name}_lines")
    value: float = said.get(name, 0.0)
    return lines * grid_line if lines else value


_RUN = w("r")
_BREAK = w("br")
_TEXT = w("t")

"""The layout of an example's document: each part set as GB/T 9704—2012 has it, but for what the example names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

from shufa_lint.checks.base import Context
from shufa_lint.checks.formatting import Placed, Role, placed
from shufa_lint.checks.genre import Genre
from shufa_lint.checks.patterns import PatternSet
from shufa_lint.checks.typefaces import POINTS_PER_MM
from shufa_lint.outline.parse import parse
from shufa_lint.reading.layout import Alignment, Grid, Layout, PageLayout, PageNumber, ParagraphLayout, RunLayout
from shufa_lint.reading.model import Reading, Region
from shufa_lint.rulebook.example_layout import ExampleLayout, Line, Number, Type
from shufa_lint.text.span import Span


class _Look(NamedTuple):
    """How the standard has a part of a document."""

    font: str = "仿宋_GB2312"
    size: float = 16
    align: Alignment = "both"
    first_line: float = 2
    right: float = 0
    new_page: bool = False


_AT_MARGIN = _Look(first_line=0)
_LOOKS: dict[Role, _Look] = {
    "title": _Look("方正小标宋简体", 22, "center", 0),
    "below-title": _Look("楷体_GB2312", 16, "center", 0),
    "recipients": _AT_MARGIN,
    "table": _AT_MARGIN,
    "signature": _Look(align="right", first_line=0, right=4),
    "annex-mark": _Look("黑体", 16, "both", 0, new_page=True),
    "annex-title": _Look("方正小标宋简体", 22, "center", 0),
}
_HEADINGS = {1: _Look("黑体"), 2: _Look("楷体_GB2312")}


def laid_out(reading: Reading, example: ExampleLayout) -> Reading:
    """Return the *reading* of an example's text with the layout of its document."""
    spans = [line for line in reading.source.lines if line.start < line.end or line.end < len(reading.source)]
    draft = replace(reading, layout=_layout(reading, [_paragraph(span, _Look(), []) for span in spans], example))
    parts = placed(Context(draft, parse(draft.words), Genre(), PatternSet(())))
    paragraphs = [
        _with_words(_paragraph(part.layout.span, _look(part), example.of_line(number)), reading.source.text, example)
        for number, part in enumerate(parts, 1)
    ]
    regions = (*reading.regions, *(Region("hidden", span) for span in _places(reading, example.hidden)))
    return replace(reading, layout=_layout(reading, paragraphs, example), regions=regions)


def _look(part: Placed) -> _Look:
    if part.section:
        return _HEADINGS.get(part.section.level, _Look())
    return _LOOKS.get(part.role, _Look())


def _paragraph(span: Span, look: _Look, changes: Iterable[Line]) -> ParagraphLayout:
    said = Line()
    for change in changes:
        said = said.model_copy(update=change.model_dump(exclude_none=True))
    run = RunLayout(span, look.font, look.font, look.size, False, False, False, None)
    new_page = look.new_page if said.new_page is None else said.new_page
    return ParagraphLayout(
        span=span,
        style="Normal",
        alignment=said.align or look.align,
        first_line=0,
        first_line_chars=look.first_line if said.first_line is None else said.first_line,
        left=0,
        left_chars=said.left or 0,
        right=0,
        right_chars=look.right if said.right is None else said.right,
        hanging=0,
        line_rule=said.rule or "exact",
        line=29 if said.line is None else said.line,
        before=0,
        after=0,
        page_break_before=new_page,
        in_table=bool(said.table),
        runs=(_changed(run, said),),
    )


def _changed(run: RunLayout, said: Type) -> RunLayout:
    return run._replace(
        font=said.font or run.font,
        latin_font=said.font or run.latin_font,
        size=said.size or run.size,
        bold=run.bold if said.bold is None else said.bold,
        colour=said.colour or run.colour,
    )


def _with_words(paragraph: ParagraphLayout, text: str, example: ExampleLayout) -> ParagraphLayout:
    """Return *paragraph* with those of its words that look otherwise as runs of their own."""
    runs: list[RunLayout] = list(paragraph.runs)
    for words, said in example.words.items():
        start = text.find(words, *paragraph.span)
        if start >= 0:
            place = Span(start, start + len(words))
            runs = [piece for run in runs for piece in _split(run, place, said)]
    return paragraph._replace(runs=tuple(runs))


def _split(run: RunLayout, place: Span, said: Type) -> Iterator[RunLayout]:
    start, end = max(run.span.start, place.start), min(run.span.end, place.end)
    if start >= end:
        yield run
        return
    if run.span.start < start:
        yield run._replace(span=Span(run.span.start, start))
    yield _changed(run, said)._replace(span=Span(start, end))
    if end < run.span.end:
        yield run._replace(span=Span(end, run.span.end))


def _layout(reading: Reading, paragraphs: Iterable[ParagraphLayout], example: ExampleLayout) -> Layout:
    return Layout(
        pages=tuple(_pages(reading, example)),
        paragraphs=tuple(paragraphs),
        date_fields=_places(reading, example.date_field),
        revisions=_places(reading, example.revision),
        comments=_places(reading, example.comment),
        numbers=_places(reading, example.automatic),
    )


def _pages(reading: Reading, example: ExampleLayout) -> Iterator[PageLayout]:
    """Yield the pages section by section, each from the line that the example names to the next such line."""
    lines = reading.source.lines
    starts = {0: example.page} | {lines[int(number) - 1].start: page for number, page in example.pages.items()}
    footers = _footers(example.number) if isinstance(example.number, Number) else ()
    ends = [*sorted(starts)[1:], len(reading.source)]
    for (start, page), end in zip(sorted(starts.items(), key=itemgetter(0)), ends, strict=True):
        lengths = (page.width, page.height, page.top, page.bottom, page.left, page.right)
        width, height, top, bottom, left, right = (length * POINTS_PER_MM for length in lengths)
        grid: Grid = "lines" if page.grid else "none"
        yield PageLayout(Span(start, end), width, height, top, bottom, left, right, grid, page.grid, 0, True, footers)


def _footers(number: Number) -> tuple[PageNumber, ...]:
    odd, even = number.align or "right", number.align or "left"
    return (
        PageNumber("default", number.text, True, odd, number.font, number.size),
        PageNumber("even", number.text, True, even, number.font, number.size),
    )


def _places(reading: Reading, words: Iterable[str]) -> tuple[Span, ...]:
    """Return where each of *words* first stands; raise ValueError for one that does not."""
    text = reading.source.text
    return tuple(Span(start, start + len(word)) for word in words for start in [text.index(word)])

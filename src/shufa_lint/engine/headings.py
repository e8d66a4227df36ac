"""The headings of a document, as much of its outline as a report shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from shufa_lint.engine.model import Heading
from shufa_lint.outline.model import Document, Section
from shufa_lint.text.span import Span


def headings_of(document: Document, over: Callable[[str], str]) -> tuple[Heading, ...]:
    """Return the title, the numbered headings and the annexes in document order; *over* masks what is private."""
    return tuple(_headings(document, over))


def _headings(document: Document, over: Callable[[str], str]) -> Iterator[Heading]:
    if document.title and document.title_span:
        yield Heading(document.title_span, 0, over(document.title), "title")
    yield from _sections(document.sections, 0, over)
    for annex in document.annexes:
        yield Heading(annex.marker, 1, over(annex.title or ""), "annex")
        yield from _sections(annex.sections, 1, over)


def _sections(sections: Iterable[Section], above: int, over: Callable[[str], str]) -> Iterator[Heading]:
    """Yield *sections* and all below them, which no text nests deeper than there are kinds of ordinals."""
    for section in sections:
        rank = max(section.level, above + 1)
        span = Span(section.ordinal.span.start, max(section.ordinal.span.end, section.title_span.end))
        yield Heading(span, rank, section.ordinal.written + over(section.title), "section")
        yield from _sections(section.children, rank, over)

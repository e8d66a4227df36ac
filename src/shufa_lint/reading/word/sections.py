"""Sections: the paper of their pages, and the headers and footers that are shown on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from shufa_lint.reading.layout import Grid, PageLayout, PageNumber
from shufa_lint.reading.word.names import P_PR, R, w
from shufa_lint.reading.word.settings import is_on, points
from shufa_lint.text.span import Span

PageKind = Literal["default", "even", "first"]
StoryKind = Literal["header", "footer"]
_KINDS: tuple[PageKind, ...] = ("default", "even", "first")
_GRIDS: dict[str, Grid] = {
    "lines": "lines",
    "linesAndChars": "linesAndChars",
    "snapToChars": "linesAndChars",
}
_CHARACTER_UNITS = 4096
"""Of these there are so many to the point in w:charSpace."""


class Section(NamedTuple):
    """A section: its text, its w:sectPr, and the relations of the headers and footers that it shows."""

    span: Span
    properties: Any
    shown: dict[tuple[StoryKind, PageKind], str]


def sections(paragraphs: Iterable[tuple[Span, Any]], body: Any, end: int, even_and_odd: bool) -> list[Section]:
    """Return the sections of a body with these *paragraphs* and of *end* characters, in order.

    A header or footer that a section does not define is that of the section before.
    """
    found: list[Section] = []
    start = 0
    inherited: dict[tuple[StoryKind, PageKind], str] = {}
    for span, properties in _ends(paragraphs, body, end):
        inherited = inherited | _references(properties)
        shown = {key: value for key, value in inherited.items() if _is_shown(key[1], properties, even_and_odd)}
        found.append(Section(Span(start, span.end), properties, shown))
        start = span.end
    return found


def page_layout(section: Section, even_and_odd: bool, footers: tuple[PageNumber, ...]) -> PageLayout:
    """Return the paper of a section; Word's own values, those of Letter paper, where the file does not say."""
    size, margins, grid = (section.properties.find(w(name)) for name in ("pgSz", "pgMar", "docGrid"))
    kind = None if grid is None else grid.get(w("type"), "default")
    space = None if grid is None else points(grid.get(w("charSpace")), _CHARACTER_UNITS)
    return PageLayout(
        span=section.span,
        width=_length(size, "w", 612.0),
        height=_length(size, "h", 792.0),
        top=abs(_length(margins, "top", 72.0)),
        bottom=abs(_length(margins, "bottom", 72.0)),
        left=_length(margins, "left", 72.0) + _length(margins, "gutter", 0.0),
        right=_length(margins, "right", 72.0),
        grid=None if kind is None else _GRIDS.get(kind, "none"),
        line_pitch=None if grid is None else points(grid.get(w("linePitch"))),
        char_space=space,
        even_and_odd=even_and_odd,
        footers=footers,
    )


def shown_parts(found: Iterable[Section], kind: StoryKind) -> list[str]:
    """Return the relations of all headers, or footers, that some section shows, each once."""
    parts = (section.shown.get((kind, page)) for section in found for page in _KINDS)
    return list(dict.fromkeys(part for part in parts if part))


def _ends(paragraphs: Iterable[tuple[Span, Any]], body: Any, end: int) -> Iterator[tuple[Span, Any]]:
    """Yield where each section ends and its w:sectPr; the last one's is the body's own."""
    for span, element in paragraphs:
        properties = element.find(f"{P_PR}/{w('sectPr')}")
        if properties is not None:
            yield Span(span.start, min(span.end + 1, end)), properties
    last = body.find(w("sectPr"))
    yield Span(0, end), last if last is not None else body.makeelement(w("sectPr"))


def _references(properties: Any) -> dict[tuple[StoryKind, PageKind], str]:
    found: dict[tuple[StoryKind, PageKind], str] = {}
    kinds: tuple[StoryKind, ...] = ("header", "footer")
    for kind in kinds:
        for reference in properties.findall(w(f"{kind}Reference")):
            page = reference.get(w("type"), "default")
            if page in _KINDS:
                found[kind, page] = reference.get(f"{{{R}}}id", "")
    return found


def _is_shown(page: PageKind, properties: Any, even_and_odd: bool) -> bool:
    if page == "first":
        return is_on(properties.find(w("titlePg")))
    return page == "default" or even_and_odd


def _length(element: Any | None, name: str, default: float) -> float:
    value = None if element is None else points(element.get(w(name)))
    return default if value is None else value


def has_even_pages(settings: Any | None) -> bool:
    """Say whether the settings part asks for headers and footers of their own on pages of even numbers."""
    return settings is not None and is_on(settings.find(w("evenAndOddHeaders")))

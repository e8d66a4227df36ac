"""The paragraphs of a document as the rules on layout see them: what part each one is, and how its words look."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeVar

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.head import recipients
from shufa_lint.outline.model import Annex, Section
from shufa_lint.reading.layout import PageLayout, ParagraphLayout
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

Role = Literal[
    "blank", "table", "above-title", "title", "below-title", "recipients", "heading", "text", "note", "signature",
    "after", "annex-mark", "annex-title", "annex",
]  # fmt: skip
"""What part of a document a paragraph is: ``note`` names the annexes (附件：…), ``below-title`` is a byline or date,
``after`` what stands behind the sign-off: remarks in brackets, 抄送 and 印发 (版记)."""

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")

_NOTE = regex(rf"附[{BLANKS}]*件[{BLANKS}]*[：:][{BLANKS}]*\S")
_NOTE_ITEM = regex(r"\d{1,2}\s*[.．、]\s*\S")
_ANNEX_MARK = regex(rf"附[{BLANKS}]*件[{BLANKS}]*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})?[{BLANKS}]*[：:]?$")
_HAN = regex("[\u4e00-\u9fff]")
_ENDED = regex(r"[。！？；：”’]$")
_IMPRINT = regex(rf"抄[{BLANKS}]*[送报][{BLANKS}]*[：:]|（.*）$|.*印发$")
_EDGES = BLANKS + "\r\n"
_SHOWN = 20
_LONGEST = 40
_LABELS = 3
_RUNNING = 28
"""So many characters make a full line (GB/T 9704—2012 5.2.3)."""


class Placed(NamedTuple):
    """A paragraph of a document with a layout: its part, its words without the blanks around them, its heading."""

    layout: ParagraphLayout
    role: Role
    span: Span
    section: Section | None = None

    @property
    def running(self) -> bool:
        """Whether the layout is that of more than one line; where not, an indent may be of the one line only."""
        return self.span.end - self.span.start > _RUNNING


class Stretch(NamedTuple):
    """Characters of one look, as far as it is judged; ``han`` counts the Han characters among them."""

    font: str | None
    size: float | None
    bold: bool
    span: Span
    han: int


def placed(context: Context) -> list[Placed]:
    """Return the paragraphs in order of the text; none where the file says nothing of its layout."""
    return context.once(_placed)


def of_role(context: Context, *roles: Role) -> Iterator[Placed]:
    """Yield the paragraphs that are one of these parts."""
    return (paragraph for paragraph in placed(context) if paragraph.role in roles)


def is_sentence(context: Context, paragraph: Placed) -> bool:
    """Say whether the paragraph is running text, not a line of its own such as an unnumbered heading."""
    return paragraph.running or bool(_ENDED.search(paragraph.span.of(context.words)))


def page_of(context: Context, offset: int) -> PageLayout | None:
    """Return the pages on which the characters at *offset* stand."""
    layout = context.reading.layout
    pages = layout.pages if layout else ()
    at = bisect_right(pages, offset, key=lambda page: page.span.start)
    return pages[at - 1] if at else None


def stretches(context: Context, paragraph: Placed, within: Span | None = None) -> list[Stretch]:
    """Return the words of *paragraph* as runs of one look each; what has no Han characters belongs to its neighbour."""
    start, end = within or paragraph.span
    found: list[Stretch] = []
    for run in paragraph.layout.runs:
        span = Span(max(run.span.start, start), min(run.span.end, end))
        if span.start >= span.end:
            continue
        han = len(_HAN.findall(span.of(context.words)))
        last = found[-1] if found else None
        if last and (not han or (last.font, last.size, last.bold) == (run.font, run.size, run.bold)):
            found[-1] = last._replace(span=Span(last.span.start, span.end), han=last.han + han)
        elif han:
            found.append(Stretch(run.font, run.size, run.bold, span, han))
    return found


def main_look(context: Context, paragraph: Placed, within: Span | None = None) -> Stretch | None:
    """Return the look of most Han characters of *paragraph*; None where it has none."""
    weights: dict[tuple[str | None, float | None, bool], int] = {}
    for stretch in stretches(context, paragraph, within):
        look = stretch.font, stretch.size, stretch.bold
        weights[look] = weights.get(look, 0) + stretch.han
    if not weights:
        return None
    look = max(weights, key=lambda look: weights[look])
    return Stretch(*look, within or paragraph.span, weights[look])


def grouped(places: Iterable[tuple[_K, _V]]) -> dict[_K, list[_V]]:
    """Return the places of each fault, faults and places in the order in which they come."""
    groups: dict[_K, list[_V]] = {}
    for fault, place in places:
        groups.setdefault(fault, []).append(place)
    return groups


def folded(
    context: Context, places: list[Span], captures: Mapping[str, str], case: str | None = None, unit: str = "处"
) -> Match:
    """Return one match for a fault in several *places*: at the first of them, with labels at a few of the others.

    The capture ``places`` counts them, （共12处）, and is empty for a single one.
    """
    text = context.source.text
    labels = tuple(Label(head(text, span), head(text, span).of(text)) for span in places[1 : 1 + _LABELS])
    count = f"（共{len(places)}{unit}）" if len(places) > 1 else ""
    return Match(head(text, places[0]), {**captures, "places": count}, case, labels)


def head(text: str, span: Span) -> Span:
    """Return *span*, or of a long one its beginning, which is enough to find the place by and stays in one line."""
    line = span.of(text).split("\n", 1)[0]
    shown = line if len(line) <= _LONGEST else line[:_SHOWN]
    return Span(span.start, span.start + len(shown.rstrip(_EDGES)))


def chars(paragraph: ParagraphLayout, in_chars: float | None, points: float) -> float:
    """Return a length of *paragraph* in characters, from characters where they are given, else from points."""
    if in_chars is not None:
        return in_chars
    return points / character_width(paragraph)


def character_width(paragraph: ParagraphLayout) -> float:
    """Return the size of the first characters of *paragraph* in points, 16 where nothing says it."""
    return next((run.size for run in paragraph.runs if run.size), 16.0)


def first_indent(paragraph: Placed, words: str) -> float:
    """Return how far the first word stands from the left margin, in characters, blanks before it included."""
    layout = paragraph.layout
    left = chars(layout, layout.left_chars, layout.left)
    first = layout.first_line_chars
    if first is None:
        first = (layout.first_line - layout.hanging) / character_width(layout)
    return left + first + typed_indent(words[layout.span.start : paragraph.span.start])


def typed_indent(blanks: str) -> float:
    """Return how many characters wide *blanks* are; an ideographic space is one."""
    return sum(1.0 if blank == "\u3000" else 0.5 if blank in " \xa0" else 0.0 for blank in blanks)


def _placed(context: Context) -> list[Placed]:
    layout = context.reading.layout
    if layout is None:
        return []
    judge = _Judge(context)
    return [judge.placed(paragraph) for paragraph in layout.paragraphs]


class _Judge:
    """Knows the parts of one document."""

    def __init__(self, context: Context) -> None:
        document = context.document
        self._context = context
        self._words = context.words
        self._title = document.title_span
        self._recipients = recipients(context)
        self._sections = [section for section in document.every_section if document.in_main(section.heading.start)]
        self._starts = [section.heading.start for section in self._sections]
        starts = [document.opening.start] if document.opening else []
        starts += self._starts[:1]
        self._body = min(starts, default=self._title.end if self._title else 0)
        self._signature = document.signature
        annexes = [annex for annex in document.annexes if _is_marked(annex, self._words)]
        self._marks = [annex.marker for annex in annexes]
        self._annex_titles = [title for annex in annexes if (title := _title_of(annex, self._words))]
        self._note_goes_on = False

    def placed(self, paragraph: ParagraphLayout) -> Placed:
        """Return *paragraph* with its part; the paragraphs are asked for in order."""
        words = paragraph.span.of(self._words)
        start = paragraph.span.start + len(words) - len(words.lstrip(_EDGES))
        span = Span(start, max(start, paragraph.span.start + len(words.rstrip(_EDGES))))
        if span.start == span.end:
            return Placed(paragraph, "blank", span)
        if paragraph.in_table:
            return Placed(paragraph, "table", span)
        if not self._context.document.in_main(span.start):
            return Placed(paragraph, self._annex_role(span), span)
        role, section = self._main_role(span), self._section(paragraph.span)
        return (
            Placed(paragraph, "heading", span, section) if section and role == "text" else Placed(paragraph, role, span)
        )

    def _section(self, span: Span) -> Section | None:
        at = bisect_left(self._starts, span.start)
        return self._sections[at] if at < len(self._starts) and self._starts[at] < span.end else None

    def _main_role(self, span: Span) -> Role:
        if self._title and span.overlaps(self._title):
            return "title"
        if self._title and span.start < self._title.start:
            return "above-title"
        if self._signature and span.start >= self._signature.start:
            return "signature" if span.start < self._signature.end else "after"
        if any(span.overlaps(line) for line in self._recipients):
            return "recipients"
        if span.start < self._body:
            return "below-title"
        if _IMPRINT.match(span.of(self._words)):
            return "after"
        return "note" if self._is_note(span) else "text"

    def _is_note(self, span: Span) -> bool:
        words = span.of(self._words)
        goes_on = self._note_goes_on and _NOTE_ITEM.match(words)
        self._note_goes_on = bool(goes_on or (span.start >= self._body and _NOTE.match(words)))
        return self._note_goes_on

    def _annex_role(self, span: Span) -> Role:
        if _meets(span, self._marks):
            return "annex-mark"
        return "annex-title" if _meets(span, self._annex_titles) else "annex"


def _meets(span: Span, places: list[Span]) -> bool:
    """Say whether *span* overlaps one of *places*, which are in order."""
    at = bisect_right(places, span.end, key=lambda place: place.start) - 1
    return at >= 0 and span.overlaps(places[at])


def _is_marked(annex: Annex, words: str) -> bool:
    return bool(_ANNEX_MARK.match(annex.marker.of(words).strip(_EDGES)))


def _title_of(annex: Annex, words: str) -> Span | None:
    """Return where the title of *annex* stands, over all its lines."""
    title, first, end = annex.title or "", None, 0
    for paragraph in annex.paragraphs:
        line = paragraph.span.of(words).strip(_EDGES)
        if not title or not line or not title.startswith(line):
            break
        title = title.removeprefix(line)
        first, end = paragraph.span.start if first is None else first, paragraph.span.end
    return None if first is None else Span(first, end)

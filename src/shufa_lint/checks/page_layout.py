"""Check type ``page-layout``: paper, margins, type area and page numbers (GB/T 9704—2012 5.1, 5.2.1, 7.5).

All sections of a document that have the same fault are one finding, at the beginning of the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.formatting import grouped
from shufa_lint.checks.typefaces import POINTS_PER_MM, TypeOptions, Wanted, spell_millimetres
from shufa_lint.reading.layout import PageLayout, PageNumber
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

FaultKind = Literal["size", "margins", "type-area", "number"]
Side = Literal["top", "bottom", "left", "right"]

_SIDES: dict[Side, str] = {"top": "天头（上边距）", "bottom": "下边距", "left": "订口（左边距）", "right": "右边距"}
_PAPERS = {
    (216, 279): "Letter 信纸", (216, 356): "Legal 纸", (297, 420): "A3 纸", (148, 210): "A5 纸", (176, 250): "B5 纸",
    (182, 257): "B5 纸", (184, 260): "16开纸", (195, 270): "大16开纸", (250, 353): "B4 纸", (257, 364): "B4 纸",
}  # fmt: skip
_DASHES = regex(r"^[—－―─]\s*\d*\s*[—－―─]$")
_HYPHENS = regex(r"^[-–~·]+\s*\d*\s*[-–~·]+$")
_EDGES = BLANKS + "\r\n"


class Margin(BaseOptions):
    """What a margin must be, ``wanted`` with ``within`` on either side, or ``instead``; in millimetres."""

    side: Side
    wanted: float
    within: float = 1.0
    instead: float | None = None


class Options(TypeOptions):
    """``fault`` is what is judged. Lengths are in millimetres: ``width`` and ``height`` of the paper, ``within`` so
    much; the ``margins``. The typeface is that of page numbers; a text of fewer characters than ``one_page`` may go
    without."""

    fault: FaultKind
    width: float = 0
    height: float = 0
    within: float = 1.0
    margins: tuple[Margin, ...] = ()
    one_page: int | None = None


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the check reads no text."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match for each way in which pages are not as wanted. Captures: ``found``. Cases, of page numbers:
    ``none`` (there are none), ``position`` (only their place is another)."""
    match options.fault:
        case "size":
            yield from _folded(context, _sizes(context, options))
        case "margins" | "type-area":
            yield from _folded(context, _margins(context, options))
        case "number":
            yield from _numbers(context, options)


def _pages(context: Context) -> tuple[PageLayout, ...]:
    layout = context.reading.layout
    return layout.pages if layout else ()


def _folded(context: Context, faults: Iterable[tuple[str, Span]]) -> Iterator[Match]:
    for found, spans in grouped(faults).items():
        places = [_first_words(context, span) for span in spans]
        labels = tuple(Label(place, place.of(context.source.text)) for place in places[1:4])
        yield Match(Span(places[0].start, places[0].start), {"found": found}, labels=labels)


def _first_words(context: Context, span: Span) -> Span:
    """Return the beginning of the first line with words in *span*."""
    words = span.of(context.words)
    start = span.start + len(words) - len(words.lstrip(_EDGES))
    line = context.words[start : start + 20].split("\n", 1)[0].rstrip(_EDGES)
    return Span(start, start + len(line)) if line else Span(span.start, span.start)


def _sizes(context: Context, options: Options) -> Iterator[tuple[str, Span]]:
    for page in _pages(context):
        if not context.document.in_main(page.span.start):
            continue  # a table of an annex may need a larger sheet
        short, long = sorted((page.width / POINTS_PER_MM, page.height / POINTS_PER_MM))
        if not short or (_near(short, options.width, options.within) and _near(long, options.height, options.within)):
            continue
        name = next((name for (w, h), name in _PAPERS.items() if _near(short, w, 2) and _near(long, h, 2)), "")
        found = f"{spell_millimetres(page.width)}×{spell_millimetres(page.height)}毫米" + (
            f"（{name}）" if name else ""
        )
        yield found, page.span


def _near(value: float, wanted: float, within: float) -> bool:
    return abs(value - wanted) <= within + 0.05  # points and twips do not hold whole millimetres


def _margins(context: Context, options: Options) -> Iterator[tuple[str, Span]]:
    for page in _pages(context):
        if page.width > page.height or not page.width:
            continue  # a table on its side: its margins turn with the page
        faults = [fault for margin in options.margins if (fault := _margin_fault(page, margin))]
        if faults:
            yield "，".join(faults), page.span


def _margin_fault(page: PageLayout, margin: Margin) -> str | None:
    value = abs(getattr(page, margin.side)) / POINTS_PER_MM
    if _near(value, margin.wanted, margin.within) or (margin.instead is not None and _near(value, margin.instead, 0.3)):
        return None
    return f"{_SIDES[margin.side]}{spell_millimetres(value * POINTS_PER_MM)}毫米"


def _numbers(context: Context, options: Options) -> Iterator[Match]:
    pages = [page for page in _pages(context) if context.document.in_main(page.span.start)]
    if not pages:
        return
    place = _first_words(context, pages[0].span).start
    footers = [footer for page in pages for footer in page.footers if footer.has_page_field]
    if not any(footer.has_page_field for page in _pages(context) for footer in page.footers):
        if len(context.words) >= (options.one_page or 0):
            yield Match(Span(place, place), {"found": "没有页码"}, "none")
        return
    form = list(dict.fromkeys(fault for footer in footers for fault in _form_faults(footer, options)))
    position = list(_position_faults(pages, footers))
    if form or position:
        yield Match(Span(place, place), {"found": "，".join((*form, *position))}, None if form else "position")


def _form_faults(footer: PageNumber, options: Options) -> Iterator[str]:
    text = footer.text.strip(_EDGES)
    if _HYPHENS.match(text):
        yield "数字左右是短横，不是一字线"
    elif not _DASHES.match(text):
        yield "数字左右没有一字线"
    if unlike := Wanted(options).unlike(footer.font, footer.size):
        yield f"用的是{unlike}"


def _position_faults(pages: list[PageLayout], footers: list[PageNumber]) -> Iterator[str]:
    """Odd pages have their number on the right, even ones on the left."""
    shown = {footer.kind: footer.alignment for footer in footers}
    if shown.get("default") in ("center", "distribute"):
        yield "居中"
    elif not any(page.even_and_odd for page in pages) and "default" in shown:
        yield "单双页在同一边"
    elif shown.get("default") in ("left", "both") and "even" in shown:
        yield "单页居左"
    elif shown.get("even") == "right":
        yield "双页居右"

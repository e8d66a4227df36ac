"""Check type ``line-layout``: the distance of lines and the indent of paragraphs (GB/T 9704—2012 5.2.3, 7.3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from typing import Literal, NamedTuple

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.formatting import (
    Placed,
    character_width,
    chars,
    first_indent,
    folded,
    grouped,
    is_sentence,
    of_role,
    page_of,
)
from shufa_lint.checks.typefaces import spell_number
from shufa_lint.reading.layout import PageLayout, ParagraphLayout
from shufa_lint.text.span import Span

_NATURAL = (1.1, 1.35)
"""The height of a line in sizes of its characters, for the fonts that documents are set in: not known exactly."""
_NEAR = 0.1
_FULL_LINE = 28
_MULTIPLES = {1.0: "单倍行距", 1.5: "1.5倍行距", 2.0: "2倍行距"}


class Options(BaseOptions):
    """What is judged: the ``pitch`` of lines, from ``least`` to ``most`` points, or the ``indent``, ``wanted``
    characters with ``within`` on either side."""

    fault: Literal["pitch", "indent"]
    least: float = 0
    most: float = 0
    wanted: float = 2
    within: float = 0.4


class _Pitch(NamedTuple):
    """The distance of lines in points, between two bounds where the file does not tell it exactly."""

    least: float
    most: float


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the check reads no text."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match for each way in which lines are set otherwise, at its first place. Captures: ``found``,
    ``places``, of the pitch also ``rows`` (how many lines a page takes). Cases: ``left``, an indent of all lines."""
    return _pitches(context, options) if options.fault == "pitch" else _indents(context, options)


def _pitches(context: Context, options: Options) -> Iterator[Match]:
    faults: list[tuple[tuple[str, str], Span]] = []
    for paragraph in of_role(context, "text"):
        if not paragraph.running:
            continue
        page = page_of(context, paragraph.span.start)
        pitch = _pitch(paragraph.layout, page)
        if pitch and (pitch.most < options.least - _NEAR or pitch.least > options.most + _NEAR):
            faults.append(((_spelled(paragraph.layout, page), _rows(pitch, page)), paragraph.span))
    for (found, rows), spans in grouped(faults).items():
        yield folded(context, spans, {"found": found, "rows": rows}, unit="段")


def _pitch(paragraph: ParagraphLayout, page: PageLayout | None) -> _Pitch | None:
    """Return the distance of the lines of *paragraph*; None where the file does not say it."""
    line = _line(paragraph)
    if line is None or paragraph.line_rule == "exact":
        return None if line is None else _Pitch(line, line)
    least, most = (character_width(paragraph) * natural for natural in _NATURAL)
    if paragraph.line_rule == "atLeast":
        return _Pitch(max(line, least), max(line, most))
    if page and page.grid in ("lines", "linesAndChars") and page.line_pitch:
        least, most = (ceil(height / page.line_pitch) * page.line_pitch for height in (least, most))
    return _Pitch(least * line, most * line)


def _line(paragraph: ParagraphLayout) -> float | None:
    """Return the distance of lines in points, or in lines for the rule ``auto``, where nothing said means one."""
    return 1.0 if paragraph.line is None and paragraph.line_rule == "auto" else paragraph.line


def _spelled(paragraph: ParagraphLayout, page: PageLayout | None) -> str:
    line = _line(paragraph) or 0
    if paragraph.line_rule == "exact":
        return f"固定值{spell_number(line)}磅"
    if paragraph.line_rule == "atLeast":
        return f"最小值{spell_number(line)}磅"
    return _MULTIPLES.get(round(line, 2)) or f"{spell_number(line, 2)}倍行距"


def _rows(pitch: _Pitch, page: PageLayout | None) -> str:
    """Return how many lines fit on a page, as 22 or 28～34."""
    height = page.height - abs(page.top) - abs(page.bottom) if page and page.height else 0
    if height <= 0 or pitch.least <= 0:
        return ""
    fewest, most = int(height / pitch.most + 0.05), int(height / pitch.least + 0.05)
    return f"，一页大约{fewest}行" if fewest == most else f"，一页大约{fewest}到{most}行"


def _indents(context: Context, options: Options) -> Iterator[Match]:
    faults: list[tuple[tuple[str, str | None], Span]] = []
    for paragraph in of_role(context, "text", "heading"):
        layout = paragraph.layout
        if layout.alignment in ("center", "right") or "\t" in context.words[layout.span.start : paragraph.span.start]:
            continue
        if paragraph.role == "text" and not is_sentence(context, paragraph):
            continue
        if fault := _indent_fault(context, paragraph, options):
            faults.append((fault, paragraph.span))
    for (found, case), spans in grouped(faults).items():
        yield folded(context, spans, {"found": found}, case, unit="段")


def _indent_fault(context: Context, paragraph: Placed, options: Options) -> tuple[str, str | None] | None:
    """Return how the first line of *paragraph* begins, or, where it begins as it should, how the others do."""
    first = first_indent(paragraph, context.words)
    if abs(first - options.wanted) > options.within:
        return ("顶格" if abs(first) < options.within else _spelled_indent(first)), None
    left = chars(paragraph.layout, paragraph.layout.left_chars, paragraph.layout.left)
    if abs(left) > options.within and paragraph.span.end - paragraph.span.start > _FULL_LINE:
        return _spelled_indent(left), "left"
    return None


def _spelled_indent(width: float) -> str:
    amount = f"{spell_number(abs(width))}字"
    return f"空了{amount}" if width > 0 else f"伸出左边{amount}"

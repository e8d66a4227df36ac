"""Check type ``part-layout``: where the recipients, the note on annexes, the sign-off and the heads of annexes stand
(GB/T 9704—2012 7.3.2, 7.3.4, 7.3.5, 7.3.7)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.formatting import (
    Placed,
    chars,
    first_indent,
    folded,
    grouped,
    main_look,
    of_role,
    placed,
    typed_indent,
)
from shufa_lint.checks.typefaces import TypeOptions, Wanted, spell_number
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Edit, Span

Part = Literal["recipients", "note", "sign-off", "annex"]

_NEAR = 0.5
_FAR_LEFT = 8
_PUSHED = 3
"""So many empty paragraphs push what follows them to the next page, or were meant to; fewer part it from that."""
_LONGEST = 120
_ORGAN = regex(
    r"^[^。；：:!！？“”《》]*(?:[委府办室局厅部院会组处队司]|中心|机关|单位|部门|街道|[镇乡]|集团|公司|大学|学院)(?:（[^）]{1,20}）)?$"
)
_BETWEEN = regex(r"[，、,]")
_MARK = regex(r"[，。；、.,;]$")


class Options(TypeOptions):
    """The ``part`` that is judged. The typeface is that of the word 附件 above an annex; a note is indented by
    ``indent`` characters; a sign-off stands at least ``gap`` characters from the right."""

    part: Part
    indent: float = 2
    gap: float = 1


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the check reads no text."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match for each way in which a part is set otherwise. Captures: ``found``, ``places``. Cases: ``indent``
    (recipients that do not begin at the margin), ``title`` (of an annex, not centred), ``page`` (an annex that begins
    on the page of the text)."""
    match options.part:
        case "recipients":
            yield from _recipients(context)
        case "note":
            yield from _note(context, options)
        case "sign-off":
            yield from _sign_off(context, options)
        case "annex":
            yield from _annexes(context, options)


def _recipients(context: Context) -> Iterator[Match]:
    for paragraph in of_role(context, "recipients"):
        if abs(first_indent(paragraph, context.words)) > _NEAR and paragraph.layout.alignment in ("left", "both"):
            yield folded(context, [paragraph.span], {}, "indent")
    for paragraph in _unmarked_recipients(context):
        words = paragraph.span.of(context.words)
        mark = _MARK.search(words)
        end = paragraph.span.end
        place = Span(end - 1, end) if mark else Span(end, end)
        found = f"后面是“{mark.group()}”" if mark else "后面没有标点"
        yield Match(place, {"found": found}, edits=(Edit(place.start, place.end, "："),))


def _unmarked_recipients(context: Context) -> Iterator[Placed]:
    """Yield the line below the title that stands at the margin and names organs, without its colon."""
    paragraphs = [paragraph for paragraph in placed(context) if paragraph.role not in ("blank", "above-title", "title")]
    if not paragraphs or any(paragraph.role == "recipients" for paragraph in paragraphs):
        return
    first = paragraphs[0]
    at_margin = first.layout.alignment in ("left", "both") and abs(first_indent(first, context.words)) <= _NEAR
    if first.role in ("below-title", "text") and at_margin and _names_organs(first.span.of(context.words)):
        yield first


def _names_organs(line: str) -> bool:
    bare = _MARK.sub("", line)
    return len(line) <= _LONGEST and all(_ORGAN.match(name) for name in _BETWEEN.split(bare))


def _note(context: Context, options: Options) -> Iterator[Match]:
    note = next(of_role(context, "note"), None)
    if note is None:
        return
    faults: list[str] = []
    indent = first_indent(note, context.words)
    if note.layout.alignment in ("left", "both") and abs(indent - options.indent) > _NEAR:
        faults.append("顶格" if abs(indent) <= _NEAR else f"左边空了{spell_number(indent)}字")
    if not _stands_off(context, note):
        faults.append("与正文之间没有空一行")
    if faults:
        yield folded(context, [note.span], {"found": "，".join(faults)})


def _stands_off(context: Context, paragraph: Placed) -> bool:
    """Say whether an empty line, or as much, stands above *paragraph*."""
    everything = placed(context)
    at = everything.index(paragraph)
    above = everything[at - 1] if at else None
    if above is None or above.role == "blank" or paragraph.layout.page_break_before:
        return True
    return max(paragraph.layout.before, above.layout.after) >= 12


def _sign_off(context: Context, options: Options) -> Iterator[Match]:
    faults = [
        (found, paragraph.span)
        for paragraph in of_role(context, "signature")
        if (found := _sign_off_fault(context, paragraph, options))
    ]
    for found, spans in grouped(faults).items():
        yield folded(context, spans, {"found": found}, unit="行")


def _sign_off_fault(context: Context, paragraph: Placed, options: Options) -> str | None:
    layout = paragraph.layout
    if layout.alignment == "center":
        return "居中"
    if layout.alignment == "right":
        after = context.words[paragraph.span.end : layout.span.end]
        gap = chars(layout, layout.right_chars, layout.right) + typed_indent(after)
        return "紧靠右边" if gap < options.gap else None
    before = context.words[layout.span.start : paragraph.span.start]
    start = first_indent(paragraph, context.words)
    if "\t" in before or start >= _FAR_LEFT:
        return None
    return "顶格" if abs(start) <= _NEAR else "靠左"


def _annexes(context: Context, options: Options) -> Iterator[Match]:
    wanted = Wanted(options)
    heads = list(of_role(context, "annex-mark"))
    faults = [(found, mark.span) for mark in heads if (found := _mark_fault(context, mark, wanted))]
    for found, spans in grouped(faults).items():
        yield folded(context, spans, {"found": found})
    if pages := [mark.span for mark in _on_pages_of_others(context)]:
        yield folded(context, pages, {}, "page")
    titles = of_role(context, "annex-title")
    if aside := [title.span for title in titles if title.layout.alignment not in ("center", "distribute")]:
        yield folded(context, aside, {}, "title")


def _mark_fault(context: Context, mark: Placed, wanted: Wanted) -> str:
    look = main_look(context, mark)
    unlike = look and wanted.unlike(look.font, look.size)
    faults = [f"用的是{unlike}"] if unlike else []
    if mark.layout.alignment in ("center", "right") or abs(first_indent(mark, context.words)) > _NEAR:
        faults.append("没有顶格")
    return "，".join(faults)


def _on_pages_of_others(context: Context) -> Iterator[Placed]:
    """Yield the heads of annexes that begin on the page of what stands above; empty lines may have pushed them on."""
    layout = context.reading.layout
    sections = [page.span.start for page in layout.pages] if layout else []
    above: Placed | None = None
    between: list[Placed] = []
    for paragraph in placed(context):
        between.append(paragraph)
        if paragraph.role == "blank":
            continue
        if paragraph.role == "annex-mark" and above and len(between) <= _PUSHED:
            gap = context.source.text[above.span.end : paragraph.span.start]
            new_section = bisect_right(sections, paragraph.span.start) > bisect_right(sections, above.span.end)
            if not new_section and "\f" not in gap and not any(place.layout.page_break_before for place in between):
                yield paragraph
        above, between = paragraph, []

"""Check type ``text-layout``: typeface, size and colour of the title, the headings and the running text
(GB/T 9704—2012 5.2.2, 5.2.4, 7.3.1, 7.3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.formatting import (
    Placed,
    Stretch,
    chars,
    folded,
    grouped,
    is_sentence,
    main_look,
    of_role,
    placed,
    stretches,
)
from shufa_lint.checks.typefaces import TypeOptions, Unlike, Wanted, spell_number, spell_size
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

_LEVELS = "一二三四"
_LONGEST_HEADING = 60
_STOPPED = regex(rf"[。；;：:，][{BLANKS}]*$")
_LETTERHEAD = 26.0
"""From this size on red characters are the name of the issuing organ (发文机关标志), not text."""
_COLOURS = {
    "FF0000": "红色", "C00000": "深红色", "EE0000": "红色", "0000FF": "蓝色", "0563C1": "蓝色（超链接）",
    "0070C0": "蓝色", "00B0F0": "浅蓝色", "002060": "深蓝色", "FFFFFF": "白色（打印出来看不见）", "FFFF00": "黄色",
    "00B050": "绿色", "7030A0": "紫色", "808080": "灰色", "7F7F7F": "灰色", "A6A6A6": "灰色", "BFBFBF": "浅灰色",
}  # fmt: skip


class Options(TypeOptions):
    """What is judged: the ``part``, or the ``colour`` of all parts.

    ``families`` are wanted, of headings level by level. Up to ``emphasis`` characters of the right size may stand in
    another known typeface. A colour none of whose parts (0 to 255) is above ``dark`` counts as black.
    """

    part: Literal["title", "headings", "body", "colour"]
    emphasis: int | None = None
    dark: int | None = None


class _Heading(NamedTuple):
    """A heading's level and the look of its words."""

    level: int
    look: Stretch


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the check reads no text."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match for each look that is not as wanted, at its first place. Captures: ``found``, ``wanted``,
    ``places``, and for headings ``levels``. Cases: ``bold`` and ``mixed-bold``, of headings."""
    match options.part:
        case "title":
            yield from _title(context, options)
        case "headings":
            yield from _headings(context, options)
        case "body":
            yield from _body(context, options)
        case "colour":
            yield from _colours(context, options)


def _title(context: Context, options: Options) -> Iterator[Match]:
    wanted = Wanted(options)
    said: list[str] = []
    first: Span | None = None
    for paragraph in of_role(context, "title"):
        within = _common(paragraph.span, context.document.title_span)
        look = main_look(context, paragraph, within)
        unlike = look and wanted.unlike(look.font, look.size)
        faults = [f"用的是{unlike}"] if unlike else []
        faults += _off_centre(paragraph)
        if faults and first is None:
            first = within
        said += [fault for fault in faults if not any(fault[:2] == other[:2] for other in said)]
    if first is not None:
        captures = {"found": "，".join(said), "wanted": f"{spell_size(options.size)}{options.families[0]}体"}
        yield folded(context, [first], captures)


def _common(span: Span, other: Span | None) -> Span:
    return Span(max(span.start, other.start), min(span.end, other.end)) if other else span


def _off_centre(paragraph: Placed) -> Iterator[str]:
    layout = paragraph.layout
    if layout.alignment not in ("center", "distribute"):
        yield "没有居中"
        return
    indent = chars(layout, layout.first_line_chars, layout.first_line - layout.hanging)
    if layout.alignment == "center" and abs(indent) >= 1:
        yield f"居中了却还留着首行缩进（{spell_number(indent)}字），整行偏了"


def _headings(context: Context, options: Options) -> Iterator[Match]:
    wanted = Wanted(options)
    judged = [heading for paragraph in _judged_headings(context) if (heading := _heading(context, paragraph))]
    held = {heading.level for heading in judged}
    faults: list[tuple[Unlike, _Heading]] = []
    sound: list[_Heading] = []
    for heading in judged:
        families = [options.families[heading.level - 1]]
        if heading.level == 3 and 2 not in held:
            families.append(options.families[1])  # 一、 and 1. are two layers, of which the second is in 楷体
        if unlike := wanted.unlike(heading.look.font, heading.look.size, families):
            faults.append((unlike, heading))
        else:
            sound.append(heading)
    for unlike, headings in grouped(faults).items():
        named = sorted({heading.level for heading in headings})
        right = grouped((options.families[level - 1], level) for level in named)
        told = (f"{_layers(levels)}用{spell_size(options.size)}{family}" for family, levels in right.items())
        captures = {"levels": _layers(named), "found": str(unlike), "wanted": "，".join(told)}
        yield folded(context, [heading.look.span for heading in headings], captures)
    yield from _bold(context, sound)


def _judged_headings(context: Context) -> Iterator[Placed]:
    """Yield what is surely a heading of one of the four layers; an item of a list that is one sentence is not."""
    for paragraph in of_role(context, "heading"):
        section = paragraph.section
        if section is None or not 1 <= section.level <= len(_LEVELS) or len(section.title) > _LONGEST_HEADING:
            continue
        alone = not section.run_in and not section.paragraphs and not section.children
        if alone and section.level > 1 and _STOPPED.search(section.heading.of(context.words)):
            continue
        yield paragraph


def _heading(context: Context, paragraph: Placed) -> _Heading | None:
    section = paragraph.section
    if section is None:
        return None
    look = main_look(context, paragraph, Span(section.ordinal.span.start, section.title_span.end))
    return look and _Heading(section.level, look)


def _layer(level: int) -> str:
    return f"第{_LEVELS[level - 1]}层"


def _layers(levels: Iterable[int]) -> str:
    return "、".join(map(_layer, levels))


def _bold(context: Context, headings: list[_Heading]) -> Iterator[Match]:
    """Headings in bold: house style where all of a level are, a fault where some are."""
    everywhere: list[Span] = []
    levels: list[int] = []
    for level in range(1, len(_LEVELS) + 1):
        looks = [heading.look for heading in headings if heading.level == level]
        bold = [look.span for look in looks if look.bold]
        plain = [look.span for look in looks if not look.bold]
        if bold and not plain:
            everywhere += bold
            levels.append(level)
        elif bold:
            few, seldom, often = (bold, "加粗", "不加粗") if len(bold) <= len(plain) else (plain, "不加粗", "加粗")
            captures = {"levels": _layer(level), "seldom": seldom, "often": often}
            yield folded(context, few, captures, "mixed-bold")
    if everywhere:
        yield folded(context, sorted(everywhere), {"levels": _layers(levels)}, "bold")


def _body(context: Context, options: Options) -> Iterator[Match]:
    wanted = Wanted(options)
    faults: list[tuple[Unlike, Span]] = []
    for paragraph in of_role(context, "text"):
        if not is_sentence(context, paragraph):
            continue
        told: set[Unlike] = set()  # once a paragraph
        for look in stretches(context, paragraph):
            unlike = wanted.unlike(look.font, look.size) if look.han > 1 else None
            if unlike is None or unlike in told or _is_emphasis(look, unlike, options, wanted):
                continue
            told.add(unlike)
            faults.append((unlike, look.span))
    for unlike, spans in grouped(faults).items():
        right = Unlike(unlike.font and f"{options.families[0]}体", None if unlike.size is None else options.size)
        yield folded(context, spans, {"found": str(unlike), "wanted": str(right)}, unit="段")


def _is_emphasis(look: Stretch, unlike: Unlike, options: Options, wanted: Wanted) -> bool:
    """Say whether a few words stand in another typeface on purpose: 一是, the first sentence of a paragraph."""
    return unlike.size is None and look.han <= (options.emphasis or 0) and bool(look.font and wanted.of(look.font))


def _colours(context: Context, options: Options) -> Iterator[Match]:
    faults: list[tuple[str, Span]] = []
    for paragraph in placed(context):
        if paragraph.role in ("blank", "table", "above-title"):
            continue
        last = None
        for run in paragraph.layout.runs:
            span = _common(run.span, paragraph.span)
            colour = run.colour
            if span.start >= span.end or not span.of(context.words).strip(BLANKS):
                continue
            if colour is None or _is_black(colour, options.dark or 0) or _is_letterhead(run.size, colour):
                last = None
            elif colour == last:
                faults[-1] = (colour, Span(faults[-1][1].start, span.end))
            else:
                faults.append((colour, span))
                last = colour
    for colour, spans in grouped(faults).items():
        yield folded(context, spans, {"found": _COLOURS.get(colour, f"彩色（#{colour}）")})


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (0, 2, 4)) if len(colour) == 6 else (0, 0, 0)


def _is_black(colour: str, dark: int) -> bool:
    try:
        return max(_parts(colour)) <= dark
    except ValueError:
        return True


def _is_letterhead(size: float | None, colour: str) -> bool:
    red, green, blue = _parts(colour)
    return size is not None and size >= _LETTERHEAD and red > 2 * max(green, blue)

"""Check type ``sections``: the parts that a kind of document must have, found by meaning, headed or not.

First-level headings are named by the parts' patterns; what no part has as a heading may still be a passage of running
text. One missing part is one fault, at the place where the part belongs. The parts stand in the order of the kind; a
part that has to name things (problems) must not merely allude to them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.genre import Part
from shufa_lint.checks.patterns import matches
from shufa_lint.outline.model import Section
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

FaultKind = Literal["missing", "not-separate", "vague", "out-of-order"]

_ENOUGH_BODY = 60
_ENOUGH_DETAIL = 60
_ENOUGH_ITEMS = 2
_ITEM_MARK = regex(r"(?:^|[。；：\s])(?:[一二三四五六七八九十]是|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、])")
_STOP = regex(r"[；;。、：\r\n]")
_STOP_OR_COMMA = regex(r"[；;。、：，,\r\n]")
_WORDS = regex(r"[一-龥]")
_SHORTEST_ITEM = 4
_PLAIN = regex(r"[一-龥0-9]{4,20}[：:]?")
_SHORTCOMING = regex(r"不|缺|欠|弱|少|差|低|慢|难|窄|浅|滞后|单一|有待|有限|偏|形式主义|过于|粗放|参差")
_NO_ITEM = regex(  # alludes to shortcomings, or says what is to be done about them
    r"^(?:需要|有待|还需|今后|以后|下一?步|我?将|我们将|本人将|要(?!求)|努力|不断|无$|没有)|取得了?[^，]{0,8}(?:成绩|成效|进展)|"
    r"(?:存在|还有|仍有|尚有|有)(?:着|了)?(?:一些|一定|不少|许多|诸多|较大|很多|明显|某些|以下)?(?:的)?(?:问题|不足|差距|短板|薄弱环节)"
    r"(?:[和与、](?:问题|不足|差距|短板))?$"
)
_AND = regex(r"以及|及其?|和|与|暨|、|，")
_LIST_FOLLOWS = regex(r"(?:[：:]|如下|方面|表现(?:在|为)?)[。，]?\s*$")


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


class Located(NamedTuple):
    """Where a part stands: as sections of its own, else as a passage, else nowhere.

    ``inner`` is the heading below the first level that names it, ``trigger`` the words that begin it in running text;
    ``headed`` says that it stands under a heading without a number.
    """

    part: Part
    sections: list[Section]
    passage: Span | None = None
    inner: Section | None = None
    trigger: Span | None = None
    headed: bool = False


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the patterns come with the kind of document."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a part. Cases of not-separate: ``short`` for a draft so short that headings may be left out."""
    faults: dict[FaultKind, Callable[[Context, list[Located]], Iterator[Match]]] = {
        "missing": _missing,
        "not-separate": _not_separate,
        "vague": _vague,
        "out-of-order": _out_of_order,
    }
    return faults[options.fault](context, context.once(_located))


def _captures(part: Part) -> dict[str, str]:
    return {"part": part.name, "accepted": "或者".join(f"“{heading}”" for heading in part.accepted)}


def _missing(context: Context, located: list[Located]) -> Iterator[Match]:
    if context.broken_off:
        return
    for i, place in enumerate(located):
        if place.part.required and not place.sections and place.passage is None and not place.headed:
            yield Match(_belongs(context, located, i), _captures(place.part))


def _not_separate(context: Context, located: list[Located]) -> Iterator[Match]:
    short = sum(map(len, context.words.split())) < context.genre.short
    for part, sections, passage, *_ in located:
        if part.required and part.separate and not sections and passage is not None:
            yield Match(passage, _captures(part), case="short" if short else None)


def _vague(context: Context, located: list[Located]) -> Iterator[Match]:
    """A part that names fewer than two things and spends fewer than 60 characters on them; case ``single``: it names
    one."""
    for place in located:
        if not place.part.specific:
            continue
        sections = place.sections or ([place.inner] if place.inner else [])
        if sections:
            text = "\n".join(context.words[section.title_span.end : section.span.end] for section in sections)
            named = text
            at = sections[0].title_span
        elif place.trigger and place.passage:
            text = context.words[place.trigger.end : _end_of_passage(context, place.trigger, located)]
            named = place.trigger.of(context.words) + text  # 存在学习不深、宣传不够等问题 names them before it ends
            at = place.passage
        else:
            continue
        items = _items(named)
        if not _LIST_FOLLOWS.search(text) and _detail(text) < _ENOUGH_DETAIL and items < _ENOUGH_ITEMS:
            yield Match(at, _captures(place.part), case="single" if items else None)


def _end_of_passage(context: Context, trigger: Span, located: list[Located]) -> int:
    """Return where a passage ends: with its paragraph, or before the next part begins in it."""
    end = context.line_of(trigger.end).end
    others = [place.trigger.start for place in located if place.trigger and place.trigger.start >= trigger.end]
    return min([end, *others])


def _detail(text: str) -> int:
    return len("".join(text.split()).strip("，。：；,;:"))


def _items(text: str) -> int:
    """Return how many things *text* names: numbered ones, statements, or shortcomings joined by commas."""
    marked = len(_ITEM_MARK.findall(text))
    stated = sum(map(_is_item, _STOP.split(text)))
    named = sum(_is_item(piece) and bool(_SHORTCOMING.search(piece)) for piece in _STOP_OR_COMMA.split(text))
    return max(marked, stated, named)


def _is_item(piece: str) -> bool:
    words = piece.strip(BLANKS + "，,")
    return len(_WORDS.findall(words)) >= _SHORTEST_ITEM and not _NO_ITEM.search(words)


def _out_of_order(context: Context, located: list[Located]) -> Iterator[Match]:
    """One match for each part that another, which belongs before it, follows; compared by their first sections.

    Sections whose ordinals are out of order too (二、 before 一、) were swapped, which the ordinals tell.
    """
    if not context.genre.ordered:
        return
    stand = sorted((place.sections[0].span.start, rank, place) for rank, place in enumerate(located) if place.sections)
    for (_, rank, place), (_, following, follower) in itertools.pairwise(stand):
        first, other = place.sections[0], follower.sections[0]
        if first.ordinal.value > other.ordinal.value:
            continue
        if rank > following and (_names(follower.part, other.title) or _is_followed(other, located, follower)):
            captures = {"part": place.part.name, "other": follower.part.name}
            yield Match(first.title_span, captures, labels=(Label(other.title_span, other.title),))


def _is_followed(themed: Section, located: list[Located], own: Located) -> bool:
    """Say whether a section of another part stands after *themed*: the last section of all may be about anything."""
    others = [place for place in located if place.part is not own.part and place.sections]
    return any(place.sections[-1].span.start > themed.span.start for place in others)


def _located(context: Context) -> list[Located]:
    title = context.document.title or ""
    parts = [part for part in context.genre.parts if part.when is None or matches(part.when, title)]
    named: dict[str, list[Section]] = {part.id: [] for part in parts}
    for section in _top(context):
        for part in _parts_of(section.title, parts):
            named[part.id].append(section)
    return [Located(part, named[part.id]) if named[part.id] else _unheaded(context, part) for part in parts]


def _top(context: Context) -> Iterable[Section]:
    """Return the sections of the highest level that the document uses."""
    sections = context.document.sections
    highest = min((section.level for section in sections), default=0)
    return [section for section in sections if section.level == highest]


def _parts_of(title: str, parts: Iterable[Part]) -> list[Part]:
    """Return the parts that a heading names: one, or two that it joins (存在的问题及下一步打算)."""
    found = [_part_of(title, parts), *(_part_of(piece, parts, themed=False) for piece in _AND.split(title))]
    return list({part.id: part for part in found if part}.values())


def _part_of(title: str, parts: Iterable[Part], themed: bool = True) -> Part | None:
    for part in sorted(parts, key=lambda part: part.priority):
        if _names(part, title):
            return part
    return next((part for part in parts if part.otherwise and themed), None)


def _names(part: Part, title: str) -> bool:
    return matches(part.heading, title) and not (part.unless and matches(part.unless, title))


def _unheaded(context: Context, part: Part) -> Located:
    """Return the paragraph in which the part is only a passage; headings below the first level count as text."""
    if any(_names(part, heading) for heading in context.once(_plain_headings)):
        return Located(part, [], headed=True)
    if part.otherwise:
        return Located(part, [], None if context.document.sections else _first_body_line(context))
    for section in context.document.every_section:
        if section.level > 1 and _names(part, section.title):
            return Located(part, [], section.title_span, section)
    hits = [found.span() for way in part.passages for found in context.search(way)]
    main = [hit for hit in hits if context.document.in_main(hit.start)]
    if not main:
        return Located(part, [])
    hit = min(main)
    lead = len(hit.of(context.words)) - len(hit.of(context.words).lstrip(BLANKS + "。；！？，"))
    line = context.line_of(hit.end)
    stop = context.words.find("。", hit.end, line.end)
    return Located(part, [], Span(hit.start + lead, line.end if stop < 0 else stop), trigger=hit)


def _plain_headings(context: Context) -> list[str]:
    """Return the short lines of the body that read like headings: no number, no mark at all, and text below them."""
    after = context.document.title_span.end if context.document.title_span else 0
    body = (line for line in context.source.lines if line.start >= after)
    lines = filter(None, (line.of(context.words).strip(BLANKS) for line in body))
    return [line for line, below in itertools.pairwise(lines) if _PLAIN.fullmatch(line) and len(below) > len(line)]


def _first_body_line(context: Context) -> Span | None:
    """Return the first long line after title and opening, in a text without headings."""
    for paragraph in context.document.all_paragraphs():
        line = paragraph.span
        if line.end - line.start >= _ENOUGH_BODY and not _is_opening(context, line):
            return line
    return None


def _is_opening(context: Context, line: Span) -> bool:
    return line == context.document.paragraphs[0].span or any(
        matches(way, line.of(context.words)) for way in context.genre.opening
    )


def _belongs(context: Context, located: list[Located], index: int) -> Span:
    """Return the empty span where a missing part belongs: after the part before it, else before the one after it."""
    for earlier in reversed(located[:index]):
        if earlier.sections:
            return _after(context, earlier.sections[-1].span.end)
    for later in located[index + 1 :]:
        if later.sections:
            at = later.sections[0].heading.start
            return Span(at, at)
    return _after(context, context.document.signature.start if context.document.signature else len(context.words))


def _after(context: Context, offset: int) -> Span:
    end = len(context.words[:offset].rstrip(BLANKS + "\r\n"))
    return Span(end, end)

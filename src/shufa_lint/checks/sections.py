"""Check type ``sections``: the parts that a kind of document must have, found by meaning, headed or not.

First-level headings are named by the parts' patterns; what no part has as a heading may still be a passage of running
text. One missing part is one fault, at the place where the part belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.genre import Part
from shufa_lint.checks.patterns import matches
from shufa_lint.outline.model import Section
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

FaultKind = Literal["missing", "not-separate"]

_ENOUGH_BODY = 60


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


class Located(NamedTuple):
    """Where a part stands: as sections of its own, else as a passage, else nowhere."""

    part: Part
    sections: list[Section]
    passage: Span | None


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the patterns come with the kind of document."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a part. Cases of not-separate: ``short`` for a draft so short that headings may be left out."""
    located = context.once(_located)
    for i, (part, sections, passage) in enumerate(located):
        if sections or not part.required:
            continue
        captures = {"part": part.name, "accepted": "、".join(f"“{heading}”" for heading in part.accepted)}
        if passage is None and options.fault == "missing":
            yield Match(_belongs(context, located, i), captures)
        elif passage is not None and options.fault == "not-separate":
            short = sum(map(len, context.words.split())) < context.genre.short
            yield Match(passage, captures, case="short" if short else None)


def _located(context: Context) -> list[Located]:
    parts = context.genre.parts
    named: dict[str, list[Section]] = {part.id: [] for part in parts}
    for section in _top(context):
        if part := _part_of(section.title, parts):
            named[part.id].append(section)
    return [Located(part, named[part.id], None if named[part.id] else _passage(context, part)) for part in parts]


def _top(context: Context) -> Iterable[Section]:
    """Return the sections of the highest level that the document uses."""
    sections = context.document.sections
    highest = min((section.level for section in sections), default=0)
    return [section for section in sections if section.level == highest]


def _part_of(title: str, parts: Iterable[Part]) -> Part | None:
    for part in sorted(parts, key=lambda part: part.priority):
        if matches(part.heading, title):
            return part
    return next((part for part in parts if part.otherwise), None)


def _passage(context: Context, part: Part) -> Span | None:
    """Return the paragraph in which the part is only a passage; headings below the first level count as text."""
    for section in context.document.every_section:
        if section.level > 1 and matches(part.heading, section.title) and not part.otherwise:
            return section.title_span
    if part.otherwise:
        return None if context.document.sections else _first_body_line(context)
    hits = [found.span() for way in part.passages for found in context.search(way)]
    main = [hit for hit in hits if context.document.in_main(hit.start)]
    if not main:
        return None
    hit = min(main)
    lead = len(hit.of(context.words)) - len(hit.of(context.words).lstrip(BLANKS + "。；！？"))
    line = context.line_of(hit.end)
    stop = context.words.find("。", hit.end, line.end)
    return Span(hit.start + lead, line.end if stop < 0 else stop)


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

"""Check type ``nesting``: how headings stand below each other: skipped and inverted levels, lone and empty ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import matches
from shufa_lint.outline.model import Section, Tree
from shufa_lint.outline.ordinal import Style, written
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

FaultKind = Literal["skip", "inversion", "lone-child", "empty", "duplicate", "too-deep"]

_NUMBERED = (1, 2, 3, 4)
_SHORTEST_HEADING, _LONGEST_HEADING = 4, 45
_INNER_LIST = regex(r"\s*一、")
_HIGHER_HEAD = regex(r"\s*第[一二三四五六七八九十百零〇\d]+[编章节条部]")


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the outline has the headings."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a fault, at the ordinal of the heading where it shows."""
    faults = {"skip": _skips, "inversion": _inversions, "lone-child": _lone_children, "empty": _empty}
    faults |= {"duplicate": _duplicates, "too-deep": _too_deep}
    for tree in context.document.trees:
        yield from faults[options.fault](tree, context)


def _skips(tree: Tree, context: Context) -> Iterator[Match]:
    """一、→（1） and （一）→（1）; 一、→1. is accepted practice where a text has two levels."""
    for section in tree.every_section:
        first = section.children[0] if section.children else None
        if section.level in (1, 2) and first is not None and first.level == 4 and first.ordinal.value == 1:
            captures = {"above": section.ordinal.written, "found": first.ordinal.written, "expected": _below(section)}
            label = Label(section.ordinal.span, section.ordinal.written)
            yield Match(first.ordinal.span, captures, labels=(label,))


def _below(section: Section) -> str:
    return written(1, "han-bracketed") if section.level == 1 else written(1, "arabic")


def _inversions(tree: Tree, context: Context) -> Iterator[Match]:
    """（一） 一、 二、 （二） 一、…: a list of a higher level begins inside an item of a lower one, which then goes on.

    A text may begin at any level (GB/T 15834—2011 B.3.8), so only the going on shows that the higher stood inside.
    """
    stream = [section for section in tree.every_section if section.level in _NUMBERED]
    highest = 5
    for i, (item, inner) in enumerate(pairwise(stream)):
        begins = item.level > inner.level and item.ordinal.value == inner.ordinal.value == 1
        if begins and highest > inner.level:
            later = next((section for section in stream[i + 2 :] if section.level == item.level), None)
            if later is not None and later.ordinal.value == 2:
                captures = {"above": item.ordinal.written, "found": inner.ordinal.written}
                yield Match(inner.ordinal.span, captures, labels=(Label(item.ordinal.span, item.ordinal.written),))
            return
        highest = min(highest, item.level)


def _lone_children(tree: Tree, context: Context) -> Iterator[Match]:
    """（一） without （二）: what is not divided needs no number; a text that breaks off may go on with it."""
    following = _followers(tree)
    end = tree.every_section[-1].span.end if context.broken_off and tree.every_section else -1
    for parent in tree.every_section:
        if parent.span.end == end:
            continue
        if len(parent.children) == 1 and parent.children[0].level in _NUMBERED:
            child = parent.children[0]
            follower = following.get(child.span.start, 1)
            if child.ordinal.value == follower == 1:
                expected = written(2, child.ordinal.style)
                yield Match(child.ordinal.span, {"found": child.ordinal.written, "expected": expected})


def _followers(tree: Tree) -> dict[int, int]:
    """Return for each section, by its start, the number of the next one of its style; none after the last."""
    following: dict[int, int] = {}
    ahead: dict[Style, int] = {}
    for section in reversed(tree.every_section):
        style = section.ordinal.style
        if style in ahead:
            following[section.span.start] = ahead[style]
        ahead[style] = section.ordinal.value
    return following


def _empty(tree: Tree, context: Context) -> Iterator[Match]:
    """A heading with no text and no heading below it, among headings that have some."""
    groups: list[Sequence[Section]] = [tree.sections, *(section.children for section in tree.every_section)]
    titles = Counter(section.title for section in tree.every_section)  # a table of contents names each heading twice
    for group in groups:
        headings = [section for section in group if section.level in (1, 2)]
        empty = [section for section in headings if titles[section.title] == 1 and _is_empty(section, context)]
        if len(empty) * 2 <= len(headings) or len(headings) == 1:
            for section in empty:
                yield Match(section.heading, {"title": section.ordinal.written + section.title})


def _is_empty(section: Section, context: Context) -> bool:
    if section.run_in or section.paragraphs or section.children or len(section.title) > _LONGEST_HEADING:
        return False
    line = section.heading.of(context.words).rstrip(BLANKS)
    after = Span(section.heading.end, len(context.words)).of(context.words)[:400]
    if line[-1:] in "。；，：;,:" or _HIGHER_HEAD.match(after) or (section.level == 2 and _INNER_LIST.match(after)):
        return False
    if after.strip(BLANKS + "\r\n"):
        return True
    # A text may be cut off at its last heading; only a part that the kind of document requires is known to be empty.
    return any(matches(part.heading, section.title) for part in context.genre.parts)


def _duplicates(tree: Tree, context: Context) -> Iterator[Match]:
    """The same heading twice in one list; a list that begins anew is another, or the text after its contents."""
    groups: list[Sequence[Section]] = [tree.sections, *(section.children for section in tree.every_section)]
    for group in groups:
        first: dict[str, Section] = {}
        for section in group:
            if section.ordinal.value == 1:
                first = {}
            if section.level in (1, 2, 3) and _has_text(section):
                earlier = first.setdefault(section.title, section)
                if earlier is not section:
                    label = Label(earlier.title_span, earlier.ordinal.written + earlier.title)
                    yield Match(section.title_span, {"title": section.title}, labels=(label,))


def _has_text(section: Section) -> bool:
    """Say whether the section is a heading with text below it, not an item of a list or a form."""
    below = section.run_in or bool(section.paragraphs or section.children)
    return below and _SHORTEST_HEADING <= len(section.title) <= _LONGEST_HEADING


def _too_deep(tree: Tree, context: Context) -> Iterator[Match]:
    """A fifth level (①) below the four that GB/T 9704—2012 7.3.3 names; the first is told, the others are like it."""
    for section in tree.every_section:
        if section.level == _NUMBERED[-1] and section.children:
            above, deep = section.ordinal, section.children[0].ordinal
            captures = {"above": above.written, "found": deep.written}
            yield Match(deep.span, captures, labels=(Label(above.span, above.written),))
            return

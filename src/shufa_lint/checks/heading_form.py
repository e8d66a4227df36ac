"""Check type ``heading-form``: what headings on a line of their own end with, and how long they are.

Of published level-1 headings 16 % end with 。, and what runs into its text ends with one by right, so only a level of
which every heading stands alone can be uneven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.outline.model import Section, Tree
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["end-mark", "mixed-end", "long"]

_WRONG_ENDS = "；，：、;,:"
_ENDS = "。；：，、！？…;:,"
_LEADS = regex("下列|如下|以下|之一|应当|可以")
_LONGEST, _SHORT, _SENTENCE = 45, 30, 25
_SEVERAL, _FEW = 4, 3


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the outline has the headings."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a heading. Captures: ``title``, ``mark`` (may be empty), ``length``."""
    faults = {"end-mark": _wrong_ends, "mixed-end": _mixed_ends, "long": _long}
    for tree in context.document.trees:
        yield from faults[options.fault](context, tree)


def _end(context: Context, section: Section) -> Span:
    """Return the last character of a heading's line."""
    at = section.heading.start + len(section.heading.of(context.words).rstrip(BLANKS))
    return Span(at - 1, at)


def _stands_alone(context: Context, section: Section) -> bool:
    """Say whether the heading is one: nothing runs in, something stands below it, no sentence ends inside."""
    text = section.heading.of(context.words).rstrip(BLANKS)
    below = bool(section.paragraphs or section.children)
    return not section.run_in and below and not any(mark in text[:-1] for mark in "。；：！？")


def _wrong_ends(context: Context, tree: Tree) -> Iterator[Match]:
    """A heading ends ；， or ：, while the others of its level do not: else they are items of a list."""
    for section in tree.every_section:
        end = _end(context, section)
        mark = end.of(context.words)
        if section.level != 1 or mark not in _WRONG_ENDS or not _stands_alone(context, section):
            continue
        if len(section.title) <= _SHORT and not _LEADS.search(section.title) and not _is_item(context, tree, mark):
            captures = {"title": section.title, "mark": mark}
            yield Match(end, captures, edits=(Edit(*end, ""),))


def _is_item(context: Context, tree: Tree, mark: str) -> bool:
    """Say whether the level-1 lines are items: most of them end with such a mark."""
    level = [section for section in tree.every_section if section.level == 1]
    alike = [section for section in level if _end(context, section).of(context.words) == mark]
    return len(alike) > 1 and 2 * len(alike) >= len(level)


def _mixed_ends(context: Context, tree: Tree) -> Iterator[Match]:
    """The few headings of a level that end with 。 where the others have none, or the other way round."""
    for level in (1, 2, 3):
        mine = [section for section in tree.every_section if section.level == level]
        if len(mine) < _SEVERAL or not all(_stands_alone(context, section) for section in mine):
            continue
        ended = [section for section in mine if _end(context, section).of(context.words) == "。"]
        bare = [section for section in mine if _end(context, section).of(context.words) not in "。；：，！？…”）"]
        if len(ended) + len(bare) < len(mine) - 1 or not ended or not bare:
            continue  # one with another mark is another rule's business
        few, usual = (ended, bare) if len(ended) <= len(bare) else (bare, ended)
        if len(few) > _FEW or 3 * len(few) > len(mine):
            continue
        example = usual[0]
        for section in few:
            if few is ended and section is mine[-1] and len(section.title) > _SENTENCE and "，" in section.title:
                continue  # the last item, which is text: only a telephone number or an annex stands below it
            end = _end(context, section)
            edit = Edit(*end, "") if few is ended else Edit(end.end, end.end, "。")
            captures = {"title": section.title, "mark": end.of(context.words) if few is ended else ""}
            label = Label(_end(context, example), f"{example.ordinal.written}{example.title}")
            case = "ended" if few is ended else "bare"
            yield Match(end, captures, case, (label,), (edit,))


def _long(context: Context, tree: Tree) -> Iterator[Match]:
    for section in tree.sections:
        marked = _end(context, section).of(context.words) in _ENDS  # a sentence rather than a heading
        if section.level == 1 and len(section.title) > _LONGEST and not marked and _stands_alone(context, section):
            yield Match(section.title_span, {"title": section.title, "length": str(len(section.title))})

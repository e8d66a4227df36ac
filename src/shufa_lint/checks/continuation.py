"""Check type ``continuation``: whether the numbers of a level restart under each heading or run on through the text.

Either is practice (of 69 published documents with （一） under several 一、 34 restart, 33 run on); a level that does
both says two things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.outline.model import Section, Tree

_LEVELS = (2, 3, 4)
_SEVERAL = 4


class Options(BaseOptions):
    """Nothing to set."""


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the outline has the numbers."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a level, at the first list that differs from most. Captures: ``found``, ``before``. Cases:
    ``restarts`` where most run on, ``runs-on`` where most restart."""
    for tree in context.document.trees:
        for level in _LEVELS:
            yield from _level(tree, level)


def _level(tree: Tree, level: int) -> Iterator[Match]:
    lists = [group for group in _groups(tree, level) if group]
    restarts, runs_on = [], []
    for before, group in pairwise(lists):
        first, last = group[0].ordinal, before[-1].ordinal
        if last.value < 2:  # （一） alone: 二 after it would be both
            continue
        if first.value == 1:
            restarts.append((last, first))
        elif first.value == last.value + 1:
            runs_on.append((last, first))
    if not restarts or not runs_on or len(restarts) + len(runs_on) < _SEVERAL:
        return
    case, odd = ("restarts", restarts) if len(restarts) <= len(runs_on) else ("runs-on", runs_on)
    last, first = odd[0]
    yield Match(first.span, {"found": first.written, "before": last.written}, case, (Label(last.span, last.written),))


def _groups(tree: Tree, level: int) -> Iterator[list[Section]]:
    """Yield the sections of *level* parent by parent; only those whose parent is of the level above."""
    for section in tree.every_section:
        if section.level == level - 1:
            yield [child for child in section.children if child.level == level]

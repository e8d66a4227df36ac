"""Check type ``clause-form``: how clause marks are written and whether they belong together.

A lone 一是, two series in one list, a comma after 一是 or none after 首先.

GB/T 15834—2011 B.3.1: a comma after 第一, 其一, 首先; B.3.7: no mark after 一是, 一要.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.outline.model import ClauseOrdinal, Section, Tree
from shufa_lint.outline.ordinal import Series, clause_mark
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["lone", "mixed-series", "mark"]

_NEAR, _FAR = 150, 2000
_SEVERAL = 3
_FOLLOWERS = regex(
    r"二是|二要|二则|二来|二、|（二）|②|其次|其二|第二|再次|再者|另一|最后|还要|同时|此外|另外|二[一-龥]"
)


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the outline has the clauses."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a clause mark. Captures: ``found``, ``expected``, ``before``."""
    faults = {"lone": _lone, "mixed-series": _mixed_series, "mark": _wrong_marks}
    for tree in context.document.trees:
        yield from faults[options.fault](context, tree)


def _lone(context: Context, tree: Tree) -> Iterator[Match]:
    """一是 without any second item in its line or in the next two lines."""
    ends = _ends_of_lists(tree)
    for clauses in tree.clause_lists:
        if any(clause.ordinal.value > 1 for clause in clauses):
            continue
        for clause in clauses:
            ordinal = clause.ordinal
            after = bisect_right(ends, ordinal.span.end)
            end = ends[after] if after < len(ends) else len(context.words)
            if ordinal.series not in ("是", "要") or _goes_on(context, ordinal.span, end):
                continue
            expected = clause_mark(2, ordinal.series)
            yield Match(ordinal.span, {"found": ordinal.written, "expected": expected})


def _goes_on(context: Context, mark: Span, end: int) -> bool:
    """Say whether the list goes on in other words before *end*, or may have: the text breaks off in the paragraph that
    it opens."""
    index = context.source.line_index(mark.start)
    lines = [line for line in context.source.lines[index : index + 6] if line.of(context.words).strip(BLANKS)][:3]
    if len(lines) == 1 and not context.words[lines[0].start : mark.start].strip(BLANKS):
        return True
    if context.broken_off and not context.words[lines[-1].end :].strip(BLANKS + "\r\n"):
        return True
    return bool(_FOLLOWERS.search(context.words[mark.end : min(lines[-1].end, mark.end + _FAR, end)]))


def _ends_of_lists(tree: Tree) -> list[int]:
    """Return where headings stand that no list goes on with: all but a 二、 that no 一、 stands before."""
    first: dict[int, Section] = {}
    for section in tree.every_section:
        first.setdefault(section.level, section)
    return [
        section.heading.start
        for section in tree.every_section
        if section is not first[section.level] or section.ordinal.value != 2
    ]


def _mixed_series(context: Context, tree: Tree) -> Iterator[Match]:
    """第一，… 二是…: the second item goes on with the number of another series, close by."""
    for clauses in tree.clause_lists:
        begun: set[Series] = set()
        for clause, other in pairwise(clauses):
            one, two = clause.ordinal, other.ordinal
            follows = two.value == one.value + 1 and two.span.start - one.span.end <= _NEAR
            alike = one.series == two.series or {one.series, two.series} == {"是", "要"}
            if follows and not alike and two.series not in begun:
                captures = {"found": two.written, "before": one.written, "expected": clause_mark(two.value, one.series)}
                yield Match(two.span, captures, labels=(Label(one.span, one.written),))
            begun.add(one.series)


def _wrong_marks(context: Context, tree: Tree) -> Iterator[Match]:
    """一是，→ 一是 and 首先、→ 首先，; one match (case ``throughout``) for a list of which every item is so."""
    for clauses in tree.clause_lists:
        by_series: dict[Series, list[Match | None]] = {}
        for clause in clauses:
            by_series.setdefault(clause.ordinal.series, []).append(_wrong_mark(context, clause.ordinal))
        for judged in by_series.values():
            wrong = [match for match in judged if match]
            if len(wrong) >= _SEVERAL and len(wrong) == len(judged):
                captures = {**wrong[0].captures, "count": str(len(wrong))}
                edits = tuple(edit for match in wrong for edit in match.edits)
                yield Match(wrong[0].span, captures, "throughout", edits=edits)
            else:
                yield from wrong


def _wrong_mark(context: Context, ordinal: ClauseOrdinal) -> Match | None:
    """A half-width comma after 首先 is the right mark in the wrong width: another rule's business."""
    if ordinal.series in ("是", "要"):
        span = Span(ordinal.span.start, ordinal.span.end + 1)
        if span.of(context.words)[-1:] not in tuple("，、：,:"):
            return None
        captures = {"found": span.of(context.words), "expected": ordinal.written}
        return Match(span, captures, edits=(Edit(span.end - 1, span.end, ""),))
    if ordinal.written[-1] not in "、：:":
        return None
    captures = {"found": ordinal.written, "expected": ordinal.written[:-1] + "，"}
    return Match(ordinal.span, captures, edits=(Edit(*ordinal.span, captures["expected"]),))

"""Check type ``clauses``: the numbers of inline enumerations (一是…；二是…；三是…).

A clause mark counts only at a clause boundary, where 366 of 366 published lists are well formed. A list may go on in
the next paragraph of its section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.outline.model import Clause, ClauseOrdinal
from shufa_lint.outline.ordinal import Series, clause_mark
from shufa_lint.text.regex import regex

_INLINE_HEADING = regex(r"。[ \u3000]?(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[）)])")
_NEAR = 2000
FaultKind = Literal["gap", "repeat", "without-first"]


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


class Fault(NamedTuple):
    """A clause whose number is wrong at its place."""

    kind: FaultKind
    at: ClauseOrdinal
    expected: int
    before: ClauseOrdinal | None


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the outline has the clauses."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a fault, at the clause mark where it shows."""
    for fault in context.once(_faults):
        if fault.kind == options.fault:
            labels = (Label(fault.before.span, fault.before.written),) if fault.before else ()
            captures = {
                "found": fault.at.written,
                "expected": clause_mark(fault.expected, fault.at.series),
                "before": fault.before.written if fault.before else "",
            }
            yield Match(fault.at.span, captures, labels=labels)


def _faults(context: Context) -> list[Fault]:
    faults: list[Fault] = []
    for tree in context.document.trees:
        for clauses in tree.clause_lists:
            faults += _judged(clauses, context.words)
    return sorted(faults, key=lambda fault: fault.at.span)


def _judged(clauses: Sequence[Clause], words: str) -> Iterator[Fault]:
    """Walk one body's clauses. A list inside an item of another (七是…一是…二是… 八是…) interrupts it, no more; a
    numbered heading in mid-line (…四是…。（二）…。二是…) ends it."""
    running: dict[Series, list[ClauseOrdinal]] = {}
    latest = 0
    for clause, follower in zip(clauses, [*clauses[1:], None], strict=False):
        ordinal = clause.ordinal
        lists = running.setdefault(ordinal.series, [])
        due = lists[-1].value + 1 if lists else 1
        if ordinal.value == 1:
            lists.append(ordinal)
        elif ordinal.value in (due, latest + 1):
            lists[-1:] = [ordinal]
        elif lists and lists[-1].value > 1 and (outer := _interrupted(lists, ordinal.value)):
            lists[outer - 1 :] = [ordinal]
        else:
            slipped = follower is not None and follower.ordinal.value == due + 1
            before = lists[-1] if lists and not _is_divided(words, lists[-1], ordinal) else None
            if fault := _fault(ordinal, before, due):
                yield fault
            lists[-1:] = [ordinal.model_copy(update={"value": due}) if slipped else ordinal]
        latest = lists[-1].value


def _is_divided(words: str, before: ClauseOrdinal, ordinal: ClauseOrdinal) -> bool:
    start = max(before.span.end, ordinal.span.start - _NEAR)
    return bool(_INLINE_HEADING.search(words, start, ordinal.span.start))


def _interrupted(lists: list[ClauseOrdinal], value: int) -> int:
    """Return which of the interrupted lists goes on with *value*, counted from 1, or 0."""
    return next((n for n in range(len(lists) - 1, 0, -1) if lists[n - 1].value + 1 == value), 0)


def _fault(ordinal: ClauseOrdinal, before: ClauseOrdinal | None, due: int) -> Fault | None:
    if before is None:
        # 第二， may follow a 第一 that is written in other words.
        return Fault("without-first", ordinal, 1, None) if ordinal.series in ("是", "要") else None
    return Fault("gap" if ordinal.value > due else "repeat", ordinal, due, before)

"""Answers into a document: match the rows of a form with its blanks, fill in what fits, look again at the result.

Nothing is filled that is not certain. What was filled is checked like any other text: an answer that makes a date that
does not exist, that the file's encoding lacks, or that is a placeholder itself, is taken back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shufa_lint.engine.answers import MisfitError, fit
from shufa_lint.engine.blanks import Blank
from shufa_lint.engine.form import Answered, Asked, asked
from shufa_lint.engine.lint import lint
from shufa_lint.engine.locators import Index, LostError, parse_locator
from shufa_lint.engine.plan import Planner
from shufa_lint.engine.rewriting import Rewriter, Rewritten, UnwritableError
from shufa_lint.engine.written_dates import false_dates
from shufa_lint.reading.model import Reading
from shufa_lint.reading.sheet import Cell
from shufa_lint.text.language import tr
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Edit, Span


class UnfillableError(Exception):
    """A document cannot be filled in at all; ``str()`` is one phrase in Chinese."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row whose answer was not filled in, and why."""

    row: Answered
    reason: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A document after its answers. ``data`` are the bytes to write; outside the blanks they are those of the file.

    ``answers`` are the rows with what was put in, ``open`` the rows without an answer, ``left`` the blanks that the new
    text still has.
    """

    data: bytes
    answers: tuple[tuple[Answered, str], ...]
    refused: tuple[Refused, ...]
    open: tuple[Answered, ...]
    left: Asked


@dataclass(frozen=True, slots=True)
class _Choice:
    row: Answered
    blank: Blank
    text: str


def fill(rewriter: Rewriter, planner: Planner, path: str, form: Sequence[Answered]) -> Filled:
    """Return the document of *rewriter*, a file at *path*, with the answers of *form*, whose rows all speak of it."""
    before = look(rewriter.reading, planner, path)
    if rewriter.refusal:
        raise UnfillableError(tr("{refusal}，没有填").format(refusal=rewriter.refusal))
    refused: dict[int, Refused] = {}
    given = _answers(form, refused)
    chosen = _chosen(before, given, refused)
    worker = _Worker(rewriter, planner, path, before.report.profile)
    while True:
        state = worker.after(chosen)
        if isinstance(state, tuple):
            break
        refused |= {number: Refused(chosen[number].row, reason) for number, reason in state.items()}
        chosen = {number: choice for number, choice in chosen.items() if number not in state}
    filled, left = state
    return Filled(
        filled,
        tuple((choice.row, choice.text) for choice in chosen.values()),
        tuple(refused[number] for number in sorted(refused)),
        tuple(row for row in form if row.number not in chosen and row.number not in refused),
        left,
    )


def look(reading: Reading, planner: Planner, path: str, profile: str | None = None) -> Asked:
    """Return the blanks of a document; raises UnfillableError where it cannot be read or a rule failed."""
    for problem in reading.problems:
        if problem.kind in ("unreadable-document", "no-text-layer"):
            raise UnfillableError(problem.reason)
    report = lint(reading, planner, path, profile)
    if report.crashed:
        raise UnfillableError(tr("规则出错（{names}），找不全没填的空").format(names=tr("、").join(report.crashed)))
    return asked(report, planner.rulebook.entries)


def _answers(form: Sequence[Answered], refused: dict[int, Refused]) -> list[tuple[Answered, Cell]]:
    """Return the rows with their answers: their own, or the one that their group has."""
    by_group: dict[str, dict[Cell, None]] = {}
    for row in form:
        if row.group and not row.answer.empty:
            by_group.setdefault(row.group, {})[row.answer] = None
    given: dict[str, tuple[Answered, Cell]] = {}
    for row in form:
        shared = list(by_group.get(row.group, ())) if row.group else []
        cell = row.answer if not row.answer.empty or len(shared) != 1 else shared[0]
        if cell.empty:
            continue
        first = given.setdefault(row.key, (row, cell))
        if first[0] is row or first[1] == cell:
            continue
        reason = tr("与第 {number} 行是同一个空，答案却不一样").format(number=first[0].number)
        refused[row.number] = Refused(row, reason)
        refused[first[0].number] = Refused(
            first[0], tr("与第 {number} 行是同一个空，答案却不一样").format(number=row.number)
        )
    return [(row, cell) for row, cell in given.values() if row.number not in refused]


def _chosen(before: Asked, given: Iterable[tuple[Answered, Cell]], refused: dict[int, Refused]) -> dict[int, _Choice]:
    """Return, by row, what goes into which blank."""
    index = Index(before.locators)
    chosen: dict[int, _Choice] = {}
    takers: dict[int, list[Answered]] = {}
    for row, cell in given:
        try:
            at = index.find(parse_locator(row.key))
            takers.setdefault(at, []).append(row)
            chosen[row.number] = _Choice(row, before.blanks[at], fit(before.blanks[at], cell))
        except (LostError, MisfitError) as error:
            refused[row.number] = Refused(row, str(error))
    for rows in takers.values():
        if len(rows) > 1:
            for row in rows:
                chosen.pop(row.number, None)
                others = tr("、").join(str(other.number) for other in rows if other is not row)
                refused[row.number] = Refused(
                    row, tr("和第 {others} 行指到了同一个空，分不清该填哪个").format(others=others)
                )
    return chosen


class _Worker:
    """Fills one document in and judges the result."""

    def __init__(self, rewriter: Rewriter, planner: Planner, path: str, profile: str) -> None:
        self._rewriter = rewriter
        self._planner = planner
        self._path = path
        self._profile = profile

    def after(self, chosen: Mapping[int, _Choice]) -> tuple[bytes, Asked] | dict[int, str]:
        """Return the new bytes and what is still blank, or the rows that must be taken back with the reasons."""
        try:
            data, reading = self._with(chosen.values())
        except UnwritableError as error:
            return self._unwritable(chosen, str(error))
        spans = _new_spans(chosen)
        if wrong := _false_dates(reading.source.text, spans):
            return wrong
        left = look(reading, self._planner, self._path, self._profile)
        return _still_blank(left, spans) or (data, left)

    def _with(self, choices: Iterable[_Choice]) -> Rewritten:
        return self._rewriter.rewrite(sorted(Edit(*choice.blank.span, choice.text) for choice in choices))

    def _unwritable(self, chosen: Mapping[int, _Choice], reason: str) -> dict[int, str]:
        """Return the rows whose answers cannot be written even one by one."""
        guilty: dict[int, str] = {}
        for number, choice in chosen.items():
            try:
                self._with([choice])
            except UnwritableError as error:
                guilty[number] = str(error)
        if not guilty:
            raise UnfillableError(tr("{reason}，没有填").format(reason=reason))
        return guilty


def _new_spans(chosen: Mapping[int, _Choice]) -> list[tuple[Span, int]]:
    """Return where the answers stand in the new text, in order, with their rows."""
    spans: list[tuple[Span, int]] = []
    shift = 0
    for number, choice in sorted(chosen.items(), key=lambda item: item[1].blank.span):
        start = choice.blank.span.start + shift
        spans.append((Span(start, start + len(choice.text)), number))
        shift += len(choice.text) - (choice.blank.span.end - choice.blank.span.start)
    return spans


def _touched(spans: Sequence[tuple[Span, int]], starts: Sequence[int], place: Span) -> Iterable[int]:
    """Yield the rows whose answers share a character with *place*."""
    at = bisect_right(starts, place.end - 1) - 1
    while at >= 0 and spans[at][0].end > place.start:
        yield spans[at][1]
        at -= 1


def _false_dates(text: str, spans: Sequence[tuple[Span, int]]) -> dict[int, str]:
    source = SourceText(text)
    starts = [span.start for span, _ in spans]
    wrong: dict[int, str] = {}
    for line in sorted({source.line_at(span.start) for span, _ in spans}):
        for place, written in false_dates(text, line):
            wrong |= dict.fromkeys(
                _touched(spans, starts, place), tr("填上就成了“{written}”，没有这一天").format(written=written)
            )
    return wrong


def _still_blank(left: Asked, spans: Sequence[tuple[Span, int]]) -> dict[int, str]:
    starts = [span.start for span, _ in spans]
    reason = tr("答案里还有没填的记号，填上仍是一个空")
    return {number: reason for blank in left.blanks for number in _touched(spans, starts, blank.finding.span)}

"""Mend what rules can mend: choose fixes, splice their edits, prove the result, go on until nothing is left to do.

A fix is proved by checking the text that it makes: what it mends is gone, nothing new is found, no placeholder has come
or gone, and the ordinals of the outline are as they were unless the rule says that it changes them. A fix that fails
its proof is withdrawn and named.
"""

from __future__ import annotations

import sys
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import attrgetter

from shufa_lint.engine.lint import lint
from shufa_lint.engine.model import FileReport, Finding
from shufa_lint.engine.plan import Planner
from shufa_lint.engine.rewriting import Rewriter, UnwritableError
from shufa_lint.engine.waivers import Waivers
from shufa_lint.outline.parse import parse
from shufa_lint.reading.model import Reading
from shufa_lint.text.language import tr, tr_noop
from shufa_lint.text.span import Edit, Span, compose

_ROUNDS = 8
"""How often fixes are chosen anew: one fix may lie in the way of another, or make it possible."""
_SINGLY = 100
"""How many findings of one rule are tried one by one where they do not hold together."""
_CLOSE_BY = 8
_rule = attrgetter("rule")
UNSAFE = tr_noop("改法要人看过再用：加上 --unsafe-fixes 才改")
_UNPROVED = tr_noop("改了会引出别的问题，没有改")
_IN_THE_WAY = tr_noop("与别处的改动叠在一起，没有改")


@dataclass(frozen=True, slots=True)
class Withheld:
    """A finding that has a fix which was not applied, and why."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A document before and after its fixes. ``original`` are its bytes, ``data`` those to write: with the encoding,
    the byte order mark and the line ends of the file. ``report`` is on the new text. ``copied`` says that ``data`` show
    what was changed and are a copy, which never takes the place of the original. ``edits`` are those of ``before`` that
    make ``after``."""

    before: str
    after: str
    original: bytes
    data: bytes
    applied: tuple[Finding, ...]
    withheld: tuple[Withheld, ...]
    report: FileReport
    copied: bool = False
    edits: tuple[Edit, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything was mended."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class _State:
    """One text on the way: its bytes, how it reads, what is found in it, and the edits of the original that make it."""

    data: bytes
    reading: Reading
    report: FileReport
    edits: tuple[Edit, ...] = ()

    @property
    def text(self) -> str:
        return self.reading.source.text


def mend(
    rewriter: Rewriter, planner: Planner, path: str, *, unsafe: bool = False, waivers: Waivers | None = None
) -> Mended:
    """Return the document of *rewriter*, the file *path*, with all that the rules can mend mended.

    Only safe fixes are applied unless *unsafe*; what *waivers* cover stays as it is, and stays covered. The kind of
    document is that of the original throughout.
    """
    waivers = waivers or Waivers(isolated=True)
    report = waivers.honour(lint(rewriter.reading, planner, path), planner.rulebook)
    start = _State(rewriter.original, rewriter.reading, report)
    worker = _Worker(rewriter, start, planner, path, unsafe, waivers)
    fixable = [finding for finding in report.findings if finding.fix]
    if fixable and (refusal := rewriter.refusal):
        withheld = tuple(Withheld(finding, tr("{refusal}，没有改").format(refusal=refusal)) for finding in fixable)
        return Mended(start.text, start.text, start.data, start.data, (), withheld, report)
    worker.run()
    return worker.mended()


class _Worker:
    """Takes one document from state to state."""

    def __init__(
        self, rewriter: Rewriter, start: _State, planner: Planner, path: str, unsafe: bool, waivers: Waivers
    ) -> None:
        self._rewriter = rewriter
        self._start = self._state = start
        self._planner = planner
        self._path = path
        self._unsafe = unsafe
        self._waivers = waivers
        self._applied: list[Finding] = []
        self._withdrawn: dict[str, Withheld] = {}

    def run(self) -> None:
        for _ in range(_ROUNDS):
            chosen = self._choose()
            if not chosen:
                return
            proved, state = self._prove(chosen)
            if state is not None:
                self._applied += proved
                self._state = state

    def mended(self) -> Mended:
        withheld = [*self._withdrawn.values()]
        for finding in self._state.report.findings:
            if finding.fix and finding.fingerprint not in self._withdrawn:
                refused = finding.fix.safety == "unsafe" and not self._unsafe
                withheld.append(Withheld(finding, UNSAFE if refused else _IN_THE_WAY))
        return Mended(
            self._start.text,
            self._state.text,
            self._start.data,
            self._state.data,
            tuple(self._applied),
            tuple(sorted(withheld, key=lambda item: (item.finding.span, item.finding.rule))),
            self._state.report,
            self._rewriter.copies,
            self._state.edits,
        )

    def _choose(self) -> list[Finding]:
        """Return findings with fixes that may be applied at once: no two of their edits touch the same characters."""
        chosen: list[Finding] = []
        taken: list[Span] = []  # in order; none overlaps another
        for finding in self._state.report.findings:
            fix = finding.fix
            if not fix or finding.fingerprint in self._withdrawn or (fix.safety == "unsafe" and not self._unsafe):
                continue
            spans = sorted(Span(edit.start, edit.end) for edit in fix.edits)
            if not any(_in_the_way(span, taken) for span in spans):
                for span in spans:
                    insort(taken, span)
                chosen.append(finding)
        return chosen

    def _prove(self, chosen: list[Finding]) -> tuple[list[Finding], _State | None]:
        """Return those of *chosen* that hold together, and the state that they lead to; withdraw the others.

        Where all of them do not hold, rule after rule is added, and of a rule that does not, finding after finding:
        the two halves of a pair hold only together.
        """
        state = self._after(chosen)
        if isinstance(state, _State):
            return chosen, state
        proved: list[Finding] = []
        best: _State | None = None
        for _, group in groupby(sorted(chosen, key=_rule), key=_rule):
            findings = list(group)
            for part in (findings, *([finding] for finding in findings[:_SINGLY])):
                state = self._after([*proved, *part])
                if isinstance(state, _State):
                    proved, best = [*proved, *part], state
                    if len(part) == len(findings):
                        break
                elif len(part) == 1:
                    self._withdrawn[part[0].fingerprint] = Withheld(part[0], state)
            if findings[-1] not in proved[-1:]:  # the rule does not hold as a whole
                self._withdrawn |= {late.fingerprint: Withheld(late, _UNPROVED) for late in findings[_SINGLY:]}
        return proved, best

    def _after(self, chosen: Sequence[Finding]) -> _State | str:
        """Return the state after the fixes of *chosen*, or the reason why it will not do."""
        before = self._state
        edits = sorted(edit for finding in chosen if finding.fix for edit in finding.fix.edits)
        made = compose(before.edits, edits)
        try:
            data, reading = self._rewriter.rewrite(made)
        except UnwritableError as error:
            return tr("{error}，没有改").format(error=error)
        report = lint(reading, self._planner, self._path, before.report.profile)
        state = _State(data, reading, self._waivers.honour(report, self._planner.rulebook), made)
        return state if self._holds(before, state, chosen, edits) else _UNPROVED

    def _holds(self, before: _State, after: _State, chosen: Sequence[Finding], edits: Sequence[Edit]) -> bool:
        """Say whether *after* is *before* with what *chosen* found mended, and nothing else different."""
        if after.report.crashed or self._placeholders(before, chosen) != self._placeholders(after):
            return False
        reshapes = any(finding.fix and finding.fix.reshapes for finding in chosen)
        if not reshapes and _ordinals(before) != _ordinals(after):
            return False
        mended = {id(finding) for finding in chosen}
        left: dict[str, list[Span]] = {}
        for finding in before.report.findings:
            if id(finding) not in mended:
                left.setdefault(finding.rule, []).append(finding.span)
        found = Counter(finding.rule for finding in after.report.findings)
        if any(number > len(left.get(rule, ())) for rule, number in found.items()):
            return False
        origin = _Origin(edits)
        return all(_among(origin.of(finding.span), left.get(finding.rule, [])) for finding in after.report.findings)

    def _placeholders(self, state: _State, mended: Sequence[Finding] = ()) -> Counter[str]:
        """Return the placeholders of a text without the *mended* ones: no fix fills or removes any other."""
        entries, without = self._planner.rulebook.entries, {id(finding) for finding in mended}
        return Counter(
            finding.text
            for finding in state.report.findings
            if entries[finding.rule].family == "placeholders" and id(finding) not in without
        )


def _in_the_way(span: Span, taken: Sequence[Span]) -> bool:
    at = bisect_right(taken, span)
    return any(span.overlaps(other) for other in taken[max(0, at - 1) : at + 1])


def _among(span: Span, places: list[Span]) -> bool:
    """Say whether *span* overlaps one of *places*, which are in order; nearly always that is one close by."""
    end = bisect_right(places, (span.end, sys.maxsize))
    return any(map(span.overlaps, places[max(0, end - _CLOSE_BY) : end])) or any(map(span.overlaps, places[:end]))


def _ordinals(state: _State) -> list[tuple[int, int]]:
    document = parse(state.reading.words)
    return [(section.level, section.ordinal.value) for tree in document.trees for section in tree.every_section]


class _Origin:
    """Where characters of the new text stood in the old one."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits = list(edits)
        shifts = accumulate(len(edit.text) - (edit.end - edit.start) for edit in self._edits)
        self._ends = [edit.end + shift for edit, shift in zip(self._edits, shifts, strict=True)]

    def of(self, span: Span) -> Span:
        start = self._offset(span.start)
        return Span(start, max(start, self._offset(span.end)))

    def _offset(self, offset: int) -> int:
        at = bisect_right(self._ends, offset)
        shift = self._ends[at - 1] - self._edits[at - 1].end if at else 0
        moved = offset - shift
        return min(moved, self._edits[at].end) if at < len(self._edits) else moved

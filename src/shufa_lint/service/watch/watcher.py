"""The watcher: looks at the share again and again, and gives each draft its answer. It says in which order things are
done; what is done is said by the modules that it puts together."""

from __future__ import annotations

import os
from collections.abc import Callable

from shufa_lint.service.watch import moving
from shufa_lint.service.watch.answers import Answers
from shufa_lint.service.watch.board import Board
from shufa_lint.service.watch.claims import Claims
from shufa_lint.service.watch.clock import Clock
from shufa_lint.service.watch.criteria import Criteria
from shufa_lint.service.watch.desk import Desk
from shufa_lint.service.watch.disk import Disk
from shufa_lint.service.watch.filing import Filing
from shufa_lint.service.watch.habits import Habits
from shufa_lint.service.watch.hold import Hold
from shufa_lint.service.watch.intake import Intake
from shufa_lint.service.watch.journal import Journal
from shufa_lint.service.watch.judging import Judging
from shufa_lint.service.watch.labels import Labels
from shufa_lint.service.watch.laying import Laying
from shufa_lint.service.watch.ledger import Ledger
from shufa_lint.service.watch.outcomes import Outcomes
from shufa_lint.service.watch.overview import Overview
from shufa_lint.service.watch.pace import pause
from shufa_lint.service.watch.register import Register
from shufa_lint.service.watch.retention import Retention
from shufa_lint.service.watch.scan import Scan, scan
from shufa_lint.service.watch.settling import PATIENCE
from shufa_lint.service.watch.share import SENTINEL, Share
from shufa_lint.service.watch.survey import Survey
from shufa_lint.service.watch.troubles import Troubles
from shufa_lint.service.watch.waiting import AGAIN, Waiting
from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because

_HEARTBEAT = 30.0
"""Seconds between two notes in the ledger that we are at work."""
_SHORTEST = 0.02
"""Seconds to sleep at least."""


class Watcher:
    """Watches one share, until it is stopped. Nothing that goes wrong with the share, or with a draft, ends it.

    ``register`` says what is known of the drafts, ``waiting`` which of them have no answer yet.
    """

    def __init__(
        self,
        share: Share,
        answers: Answers,
        ledger: Ledger,
        criteria: Criteria,
        desk: Desk,
        *,
        disk: Disk,
        clock: Clock,
        journal: Journal,
        habits: Habits,
    ) -> None:
        self._share, self._answers, self._ledger, self._desk = share, answers, ledger, desk
        self._disk, self._clock, self._journal = disk, clock, journal
        self._inbox = os.path.join(share.root, moving.INBOX) if habits.move else share.root
        owner = ledger.get("owner")
        claims = Claims(answers.folder, disk, owner)
        self.register = register = Register(ledger)
        self._troubles = troubles = Troubles(journal, clock)
        self._board = board = Board(Overview(answers, disk), register, ledger, clock)
        self._judging = judging = Judging(criteria, board, journal, clock)
        self.waiting = waiting = Waiting(
            register, judging, board, clock, settle=habits.settle, interrupted=ledger.interrupted()
        )
        self._hold = hold = Hold(claims, ledger, owner)
        self._labels = labels = Labels(register, answers, claims, board)
        self._filing = filing = Filing(share.root, register, waiting, disk, journal, clock) if habits.move else None
        self._laying = laying = Laying(
            desk, hold, labels, answers, claims, register, waiting, filing, board, troubles, journal
        )
        self._outcomes = outcomes = Outcomes(desk, hold, ledger, waiting, judging, journal)
        self._intake = Intake(
            self._inbox, register, judging, waiting, hold, ledger, desk, laying, outcomes,
            disk=disk, clock=clock, journal=journal,
        )  # fmt: skip
        self._retention = Retention(
            register, answers, claims, ledger, board, habits=habits, clock=clock, journal=journal, troubles=troubles
        )
        self._survey = Survey(register, answers, claims, board, journal)
        self._scan = Scan()
        self._away = self._stopped = False
        self._at_rest = False
        """Whether there is nothing to do as long as nothing changes."""
        self._beat_due = 0.0
        self._changed = clock.monotonic()

    def stop(self) -> None:
        """Have the watcher end soon. Signals and any thread may call it."""
        self._stopped = True
        self._clock.ring()

    def run(self) -> None:
        """Watch until stopped."""
        self._loop(lambda: False)

    def once(self) -> bool:
        """Give an answer to all drafts that are settled and that nobody has open; False where that cannot be done."""
        begun = self._clock.monotonic()
        self._loop(lambda: self._through(self._clock.monotonic() - begun))
        if self._stopped or self._away or self._judging.fault:
            return False
        self._troubles.guard(lambda: self._retention.miss_again(self._scan, self._desk.paths()))
        self._troubles.guard(self._renew)
        return self._desk.empty and not self._troubles.any

    def close(self) -> None:
        """Lay out what is answered, give up what is not, and say so to other watchers."""
        self._troubles.guard(self._outcomes.collect)
        self._laying.lay_all()
        if self._board.outdated and not self._away:
            self._troubles.guard(self._renew)
        for work in self._desk.give_up():
            self._troubles.guard(lambda work=work: self._hold.release(work.key))  # type: ignore[misc]
        self._troubles.guard(self._beat)

    def look(self) -> None:
        """See what lies in the share now, and what is to be done."""
        self._troubles.guard(self._look)

    def work(self) -> None:
        """Take in what has been judged, lay out answers, take up more, and renew the page of the folder."""
        self._troubles.guard(self._work)

    def pause(self, now: float, spent: float) -> float:
        """Return how long to wait until the next look, after one that was begun at *now* and took *spent*."""
        idle = self._desk.empty and not self.waiting.states
        quiet = now - self._changed if idle else 0.0
        return pause(self.waiting.settling.seconds, spent, quiet=quiet, at_rest=self._at_rest)

    def _loop(self, enough: Callable[[], bool]) -> None:
        due = 0.0
        while not self._stopped:
            now = self._clock.monotonic()
            if now >= due:
                self.look()
                spent = self._clock.monotonic() - now
                due = now + spent + self.pause(now, spent)
            self.work()
            if enough():
                return
            renewal = [] if self._board.due is None else [self._board.due]
            first = min([due, *(work.due for work in self._desk.answered), *renewal])
            self._clock.sleep(max(_SHORTEST, first - self._clock.monotonic()))

    def _through(self, seconds: float) -> bool:
        """Say whether, after so many *seconds*, there is nothing more to do, or nothing more can be done."""
        if self._away or self._judging.fault:
            return True
        if self._desk.answered and all(work.delay > AGAIN for work in self._desk.answered):
            return True
        late = seconds > PATIENCE + self.waiting.settling.seconds + AGAIN
        return self._desk.empty and not self.waiting.turn and (late or not self.waiting.unhindered())

    # Looking

    def _look(self) -> None:
        if not self._there():
            return
        now = self._clock.monotonic()
        self._at_rest &= self._judging.renew()
        seen = self._see()
        if seen is None:
            return
        as_before = (seen.drafts, seen.open, seen.unlisted) == (self._scan.drafts, self._scan.open, {})
        if not (self._at_rest and as_before):
            self._take_in(seen, now)
        if self._survey.look(now, self._there):
            self._at_rest = False
        if now >= self._beat_due:
            self._beat_due = now + _HEARTBEAT
            self._beat()
        self._retention.expire(now)

    def _see(self) -> Scan | None:
        """Return what lies in the share; None where that could not be seen."""
        try:
            seen = scan(
                self._inbox, self._disk, apart=frozenset({self._answers.folder}), excluded=self._judging.excludes
            )
        except OSError as error:
            if self._there():
                self._troubles.tell("unlisted", reason=because(error))
            return None
        if not self._there():  # what was seen of a share that went away meanwhile is no evidence
            return None
        self._troubles.over("unlisted")
        return seen

    def _take_in(self, seen: Scan, now: float) -> None:
        """Draw conclusions from what was seen."""
        self._at_rest = False
        self.waiting.settling.see(seen, now)
        before, judging = self._scan, not self._judging.fault
        if seen.drafts != before.drafts:
            self._changed = now
        for folder, refusal in seen.unlisted.items():
            if folder not in before.unlisted:
                self._journal.tell("unlisted", folder, reason=because(refusal))
        self._scan = seen
        busy = self._desk.paths()
        if judging:
            self.waiting.line_up(seen, now, busy)
        else:
            self.waiting.pause()
        filed = self._filing is None or self._filing.tidy(seen, now)
        self._retention.miss(seen, now, busy)
        self._labels.settle(seen.drafts.keys())
        expected = self.waiting.states or self._retention.waits or not filed
        self._at_rest = judging and self._desk.empty and not expected

    def _there(self) -> bool:
        """Say whether the share is there; what is not seen while it is away means nothing."""
        if not self._share.present():
            self._lose()
            return False
        if self._away:
            self._away = False
            self._disk.sweep(self._answers.folder)
            self._survey.hasten()
            self._journal.tell("back")
        return True

    def _lose(self) -> None:
        if not self._away:
            self._away = True
            words = tr("{path} 不在；目录若是对的，只是误删了它，就写回这一行：{line}")
            line = f"shufa-lint {self._share.identity}"
            self._journal.tell("away", reason=words.format(path=SENTINEL, line=line))
            self._beat()
        self._beat_due = 0.0
        self._at_rest = False
        self.waiting.settling.forget()
        self.waiting.pause()
        self._retention.reset()

    def _beat(self) -> None:
        """Say that we are at work."""
        at = self._clock.now().isoformat()
        drafts, waiting = str(len(self._scan.drafts)), str(len(self.waiting.states))
        self._ledger.put(state="away" if self._away else "here", seen=at, drafts=drafts, waiting=waiting)

    # Working

    def _work(self) -> None:
        self._outcomes.collect()
        if self._away:
            return
        now = self._clock.monotonic()
        self._laying.lay_due(now)
        self._take_up()
        self._hold.keep([work.key for work in self._desk.works()], now)
        if self._board.ripe(now, in_haste=self.waiting.turn):
            self._renew()

    def _take_up(self) -> None:
        """Begin as much as there is room for."""
        while self.waiting.turn and self._desk.has_room and not self._stopped:
            path = self.waiting.next()
            try:
                self._intake.begin(path, self._scan.drafts[path])
            except OSError as error:  # of the results' folder
                self._troubles.tell("unwritable", reason=because(error))
                self.waiting.put_off(path)
                return

    def _renew(self) -> None:
        self._board.renew(self._scan.drafts, self.waiting.states, self._judging.fault)

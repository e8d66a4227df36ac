"""Drafts that are gone take their results with them; results that are too old go alone."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta

from shufa_lint.service.watch.answers import Answers
from shufa_lint.service.watch.board import Board
from shufa_lint.service.watch.claims import Claims
from shufa_lint.service.watch.clock import Clock
from shufa_lint.service.watch.habits import Habits
from shufa_lint.service.watch.journal import Journal
from shufa_lint.service.watch.ledger import Ledger
from shufa_lint.service.watch.records import Known
from shufa_lint.service.watch.register import Register
from shufa_lint.service.watch.scan import Scan
from shufa_lint.service.watch.troubles import Troubles

GONE = 30.0
"""Seconds for which a draft must be missing until it counts as deleted: whoever saves may delete it for a moment."""
_TRIM = 3600.0
"""Seconds between two looks at what is too old."""


class Retention:
    """Knows since when drafts are missing."""

    def __init__(
        self,
        register: Register,
        answers: Answers,
        claims: Claims,
        ledger: Ledger,
        board: Board,
        *,
        habits: Habits,
        clock: Clock,
        journal: Journal,
        troubles: Troubles,
    ) -> None:
        self._register, self._answers, self._claims = register, answers, claims
        self._ledger, self._board, self._habits = ledger, board, habits
        self._clock, self._journal, self._troubles = clock, journal, troubles
        self._absent: dict[str, float] = {}
        self._trim_due = 0.0

    @property
    def waits(self) -> bool:
        """Whether drafts are missing that may come back."""
        return bool(self._absent)

    def reset(self) -> None:
        """Begin anew: for a while nobody has looked."""
        self._absent.clear()

    def miss(self, scan: Scan, now: float, busy: AbstractSet[str]) -> None:
        """Withdraw the drafts that have been missing for long enough; those in *busy* are not missed yet."""
        self._absent = {path: self._absent.get(path, now) for path in self._missing(scan, busy)}
        for path, since in list(self._absent.items()):
            if now - since >= GONE:
                self._troubles.attempt(lambda path=path: self._withdraw(path))  # type: ignore[misc]

    def miss_again(self, scan: Scan, busy: AbstractSet[str]) -> None:
        """Withdraw the drafts that are missing now and were missing in the run before this one, too."""
        for path in self._ledger.absent(self._missing(scan, busy)):
            self._troubles.attempt(lambda path=path: self._withdraw(path))  # type: ignore[misc]

    def expire(self, now: float) -> None:
        """Now and then, drop the results and the history that are older than they may be."""
        if self._habits.keep_days is None or now < self._trim_due:
            return
        self._trim_due = now + _TRIM
        oldest = self._clock.now() - timedelta(days=self._habits.keep_days)
        for known in self._register:
            self._troubles.attempt(lambda known=known: self._expire(known, oldest))  # type: ignore[misc]
        self._ledger.trim(oldest.isoformat())

    def _missing(self, scan: Scan, busy: AbstractSet[str]) -> list[str]:
        """Return the drafts that were there and are not."""
        return [
            known.path
            for known in self._register
            if known.path not in scan.drafts and not known.moved and known.path not in busy and scan.knows(known.path)
        ]

    def _withdraw(self, path: str) -> None:
        """Forget a draft that is gone, with its results, unless those are to be kept."""
        known = self._register.get(path)
        if known and known.record and not self._habits.keep_results:
            if known.answered:
                self._claims.drop(known.answered)
            self._answers.withdraw(known.record.files)
        self._register.forget(path)
        self._absent.pop(path, None)
        self._board.change()
        self._journal.tell("withdrawn", path)

    def _expire(self, known: Known, oldest: datetime) -> None:
        if not known.record or not known.record.files or datetime.fromisoformat(known.record.at) >= oldest:
            return
        self._answers.withdraw(known.record.files)
        self._register.amend(known, replace(known.record, files=()))
        self._board.change()
        self._journal.tell("expired", known.path)

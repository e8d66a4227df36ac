"""Answered drafts are moved out of the in-tray; those that would not go are moved later."""

from __future__ import annotations

from shufa_lint.service.watch import moving
from shufa_lint.service.watch.clock import Clock
from shufa_lint.service.watch.disk import Disk
from shufa_lint.service.watch.journal import Journal
from shufa_lint.service.watch.records import Known
from shufa_lint.service.watch.register import Register
from shufa_lint.service.watch.scan import Scan
from shufa_lint.service.watch.waiting import AGAIN, Waiting
from shufa_lint.text.os_error import because


class Filing:
    """Moves drafts of the share *root*. Methods raise sqlite3.Error."""

    def __init__(
        self, root: str, register: Register, waiting: Waiting, disk: Disk, journal: Journal, clock: Clock
    ) -> None:
        self._root = root
        self._register = register
        self._waiting = waiting
        self._disk = disk
        self._journal = journal
        self._clock = clock
        self._again: dict[str, float] = {}

    def file(self, known: Known) -> None:
        """Move a draft as its answer has it; one that was put aside stays where it is."""
        record = known.record
        if record is None or record.reason:
            return
        try:
            target = moving.move(self._root, known.path, known.stamp, self._disk, passed=not record.row.failed)
        except OSError as error:
            if known.path not in self._again:
                self._journal.tell("unmoved", known.path, reason=because(error))
            self._again[known.path] = self._clock.monotonic() + AGAIN
            return
        self._again.pop(known.path, None)
        if target:
            self._register.move(known.path, target)
            self._journal.tell("moved", known.path, reason=target)

    def tidy(self, scan: Scan, now: float) -> bool:
        """Move answered drafts that lie in the in-tray nevertheless: they would not go, this program ended before they
        went, or they were handed in again as they were. Say whether none is left that could go."""
        left = False
        for path, stamp in scan.drafts.items():
            known = self._register.get(path)
            if known and known.record and not known.record.reason and self._waiting.answered(path, stamp):
                left = True
                if path not in scan.open and self._again.get(path, 0.0) <= now:
                    self.file(known)
        return not left

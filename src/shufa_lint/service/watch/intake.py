"""Drafts are taken up: read, if they are still what they were, and given to be judged, if nobody else has them."""

from __future__ import annotations

import os

from shufa_lint.service.watch.clock import Clock
from shufa_lint.service.watch.desk import Desk, Work
from shufa_lint.service.watch.disk import Disk, Stamp
from shufa_lint.service.watch.hold import Hold
from shufa_lint.service.watch.journal import Journal
from shufa_lint.service.watch.judging import Judging
from shufa_lint.service.watch.laying import Laying
from shufa_lint.service.watch.ledger import INTERRUPTIONS, Ledger
from shufa_lint.service.watch.outcomes import Outcomes
from shufa_lint.service.watch.records import Key
from shufa_lint.service.watch.register import Register
from shufa_lint.service.watch.settling import Taken, take
from shufa_lint.service.watch.waiting import Waiting
from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because


class Intake:
    """Takes up drafts that lie in the folder *root*."""

    def __init__(
        self,
        root: str,
        register: Register,
        judging: Judging,
        waiting: Waiting,
        hold: Hold,
        ledger: Ledger,
        desk: Desk,
        laying: Laying,
        outcomes: Outcomes,
        *,
        disk: Disk,
        clock: Clock,
        journal: Journal,
    ) -> None:
        self._root, self._register, self._judging, self._waiting = root, register, judging, waiting
        self._hold, self._ledger, self._desk, self._laying, self._outcomes = hold, ledger, desk, laying, outcomes
        self._disk, self._clock, self._journal = disk, clock, journal

    def begin(self, path: str, stamp: Stamp) -> None:
        """Take up a draft. Raises OSError of the results' folder, and sqlite3.Error."""
        now = self._clock.monotonic()
        taken = self._take(path, stamp, now)
        if taken is None:
            return
        known = self._register.get(path)
        key = Key(path, taken.sha256, self._judging.of(path))
        if known and known.answered == key:
            self._register.saved_again(known, stamp)
            return
        claimed = self._hold.take(key, now)
        if claimed is None:
            return
        if claimed.state == "done" and claimed.record:
            self._laying.adopt(key, stamp, claimed.record)
        elif claimed.state == "theirs":
            self._waiting.hinder(path, "另一台机器正在查")
        elif claimed.state == "unwritten":
            self._waiting.put_off(path)
        else:
            self._start(Work(key, stamp, self._clock.now().isoformat(), now), taken)

    def _take(self, path: str, stamp: Stamp, now: float) -> Taken | None:
        source = os.path.join(self._root, *path.split("/"))
        patient = self._waiting.settling.patient(path, now)
        try:
            return take(source, path, stamp, self._disk, patient=patient)
        except FileNotFoundError:
            return None
        except OSError as error:
            if self._waiting.hinder(path, "别的程序正占着，等一等再查"):
                self._journal.tell("busy", path, reason=because(error))
            return None

    def _start(self, work: Work, taken: Taken) -> None:
        _, _, interruptions, _ = self._ledger.outcome(work.key)
        if interruptions >= INTERRUPTIONS:
            self._outcomes.put_aside(work, tr("程序好几次在查它的时候意外结束"), taken)
            return
        self._waiting.begin(work.key.path)
        self._desk.submit(work, taken, self._judging.criteria.place, self._judging.day)

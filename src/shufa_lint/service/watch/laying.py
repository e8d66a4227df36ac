"""Answers are laid out and written down, in an order in which none is ever lost nor given twice."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from shufa_lint.service.watch.answers import Answers
from shufa_lint.service.watch.board import Board
from shufa_lint.service.watch.claims import Claims
from shufa_lint.service.watch.desk import Desk, Work
from shufa_lint.service.watch.disk import Stamp
from shufa_lint.service.watch.examination import Answer
from shufa_lint.service.watch.filing import Filing
from shufa_lint.service.watch.hold import Hold
from shufa_lint.service.watch.journal import Journal
from shufa_lint.service.watch.labels import Labels
from shufa_lint.service.watch.records import Key, Record
from shufa_lint.service.watch.register import Register
from shufa_lint.service.watch.troubles import Troubles
from shufa_lint.service.watch.waiting import Waiting
from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because


class Laying:
    """Lays out the answers that lie on the *desk*; drafts are filed where *filing* is given."""

    def __init__(
        self,
        desk: Desk,
        hold: Hold,
        labels: Labels,
        answers: Answers,
        claims: Claims,
        register: Register,
        waiting: Waiting,
        filing: Filing | None,
        board: Board,
        troubles: Troubles,
        journal: Journal,
    ) -> None:
        self._desk, self._hold, self._labels, self._answers, self._claims = desk, hold, labels, answers, claims
        self._register, self._waiting, self._filing, self._board = register, waiting, filing, board
        self._troubles, self._journal = troubles, journal

    def lay_due(self, now: float) -> None:
        """Lay out the answers that are due by *now*; those that will not go are put off."""
        for work in [work for work in self._desk.answered if work.due <= now]:
            try:
                self._lay(work)
            except (OSError, sqlite3.Error) as error:
                reason = because(error) if isinstance(error, OSError) else str(error)
                self._troubles.tell("unwritable", work.key.path, reason)
                work.put_off(now)
                continue
            self._desk.answered.remove(work)
            if self._troubles.over("unwritable"):
                self._journal.tell("writable")

    def lay_all(self) -> None:
        """Lay out all answers that will go."""
        for work in list(self._desk.answered):
            with suppress(OSError, sqlite3.Error):
                self._lay(work)
                self._desk.answered.remove(work)

    def adopt(self, key: Key, stamp: Stamp, record: Record) -> None:
        """Take over an answer that another watcher has given, or this one before it was interrupted."""
        self._write_down(key, stamp, record)
        self._journal.tell("adopted", key.path, sha256=key.sha256)

    def _lay(self, work: Work) -> None:
        base = self._labels.of(work.key.path)
        if work.answer is None or base is None:
            self._hold.release(work.key)
        elif self._hold.confirm(work.key):
            self._lay_out(work, work.answer, base)

    def _lay_out(self, work: Work, answer: Answer, base: str) -> None:
        key = work.key
        known = self._register.get(key.path)
        self._hold.supersede(key, known)
        files = self._answers.lay(base, answer, known.record.files if known and known.record else ())
        row, faults = answer.row, answer.faults
        record = Record(row, answer.verdict, work.at, work.seconds, base, files, faults, work.reason)
        self._claims.done(key, record)
        self._write_down(key, work.stamp, record)
        self._tell(work, passed=not row.failed)

    def _write_down(self, key: Key, stamp: Stamp, record: Record) -> None:
        known = self._register.answer(key, stamp, record)
        self._waiting.end(key.path)
        self._board.change()
        if self._filing:
            self._filing.file(known)

    def _tell(self, work: Work, *, passed: bool) -> None:
        event = "quarantined" if work.reason else "answered"
        verdict = "" if work.reason else tr("通过") if passed else tr("未通过")
        path, sha256 = work.key.path, work.key.sha256
        self._journal.tell(event, path, sha256=sha256, verdict=verdict, seconds=work.seconds, reason=work.reason)

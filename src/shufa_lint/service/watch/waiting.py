"""The drafts that wait for an answer: whose turn it is, and what keeps the others."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from shufa_lint.service.watch.board import Board
from shufa_lint.service.watch.clock import Clock
from shufa_lint.service.watch.disk import Stamp
from shufa_lint.service.watch.judging import Judging
from shufa_lint.service.watch.records import Key
from shufa_lint.service.watch.register import Register
from shufa_lint.service.watch.scan import Scan
from shufa_lint.service.watch.settling import Settling

AGAIN = 5.0
"""Seconds until what did not go is tried again."""


class Waiting:
    """The drafts that wait, by their paths. ``states`` says what keeps each, and is empty where nothing does;
    *interrupted*, over which this program has ended before, and how often: those come last."""

    def __init__(
        self,
        register: Register,
        judging: Judging,
        board: Board,
        clock: Clock,
        *,
        settle: float,
        interrupted: dict[str, int],
    ) -> None:
        self.settling = Settling(settle)
        self.states: dict[str, str] = {}
        self._register = register
        self._judging = judging
        self._board = board
        self._clock = clock
        self._interrupted = interrupted
        self._queue: list[str] = []
        self._not_before: dict[str, float] = {}
        self._hindered: dict[str, str] = {}

    @property
    def turn(self) -> bool:
        """Whether it is any draft's turn."""
        return bool(self._queue)

    def next(self) -> str:
        """Take out the draft whose turn it is."""
        return self._queue.pop()

    def line_up(self, scan: Scan, now: float, busy: AbstractSet[str]) -> None:
        """Find whose turn it is among the drafts of *scan* that are not *busy*."""
        ready: list[str] = []
        states: dict[str, str] = {}
        time_of_day = self._clock.now().timestamp()
        for path, stamp in scan.drafts.items():
            if self.answered(path, stamp):
                continue
            open_ = path in scan.open
            states[path] = "打开着，保存并关上以后就查" if open_ else ""
            age = time_of_day - stamp.mtime_ns / 1e9
            if path not in busy and self.settling.settled(path, now, open_=open_, age=age):
                states[path] = self._hindered.get(path, "")
                if self._not_before.get(path, 0.0) <= now:
                    self._not_before.pop(path, None)
                    ready.append(path)
        if states != self.states:
            self._board.change()
        self.states = states
        self._queue = sorted(ready, key=lambda path: (self._interrupted.get(path, 0), path), reverse=True)

    def answered(self, path: str, stamp: Stamp) -> bool:
        """Say whether a draft that has this *stamp* has its answer."""
        known = self._register.get(path)
        if known is None or known.stamp != stamp:
            return False
        return known.answered == Key(path, known.sha256, self._judging.of(path))

    def pause(self) -> None:
        """Let it be no draft's turn until they are lined up again."""
        self._queue = []

    def put_off(self, path: str, seconds: float = AGAIN) -> None:
        """Leave a draft for a while."""
        self._not_before[path] = self._clock.monotonic() + seconds

    def hinder(self, path: str, why: str) -> bool:
        """Leave a draft for a while that something keeps, and say whether that is new."""
        before = self._hindered.get(path)
        self._hindered[path] = why
        self.put_off(path)
        return before != why

    def begin(self, path: str) -> None:
        """Take it that nothing keeps a draft any more."""
        self._hindered.pop(path, None)

    def end(self, path: str) -> None:
        """Take it that a draft has its answer."""
        for each in (self.states, self._interrupted, self._hindered):
            each.pop(path, None)

    def unhindered(self) -> bool:
        """Say whether there are drafts that wait for nothing but their turn."""
        return not all(self.states.values())

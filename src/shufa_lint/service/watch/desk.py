"""The work in hand: drafts that are being judged, and answers that could not be laid out yet."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shufa_lint.engine.pool import Lost, Pool
from shufa_lint.service.watch.clock import Clock
from shufa_lint.service.watch.criteria import Place
from shufa_lint.service.watch.disk import Stamp
from shufa_lint.service.watch.records import Key
from shufa_lint.service.watch.settling import Taken

if TYPE_CHECKING:
    from shufa_lint.service.watch.examination import Answer

_FIRST, _LAST = 2.0, 60.0
"""Seconds until an answer that could not be laid out is tried again, the first time and at most."""


@dataclass(slots=True)
class Work:
    """A piece of work that is ours. ``at`` is the time that stands on its answer, ``reason`` why its draft was put
    aside; ``due`` is when its answer is to be laid out, ``delay`` how long it waited for that the last time."""

    key: Key
    stamp: Stamp
    at: str
    begun: float
    answer: Answer | None = None
    seconds: float = 0.0
    reason: str = ""
    due: float = 0.0
    delay: float = 0.0

    def put_off(self, now: float) -> None:
        """Have the answer wait, longer each time."""
        self.delay = min(_LAST, self.delay * 2 or _FIRST)
        self.due = now + self.delay


class Desk:
    """Gives work to processes, a little more than they can do at once."""

    def __init__(self, pool: Pool, workers: int, clock: Clock) -> None:
        self._pool = pool
        self._room = workers + 1
        self._clock = clock
        self._flying: dict[Future[Answer | None], Work] = {}
        self.answered: list[Work] = []

    @property
    def has_room(self) -> bool:
        """Whether more work can be taken up; many answers that wait say that something is wrong."""
        return len(self._flying) < self._room and len(self.answered) < self._room * 4

    @property
    def empty(self) -> bool:
        """Whether there is nothing in hand."""
        return not self._flying and not self.answered

    def works(self) -> list[Work]:
        """Return all that is in hand."""
        return [*self._flying.values(), *self.answered]

    def paths(self) -> set[str]:
        """Return the drafts that are in hand."""
        return {work.key.path for work in self.works()}

    def answer(self, work: Work, answer: Answer) -> None:
        """Keep an answer until it is laid out."""
        work.answer = answer
        self.answered.append(work)

    def submit(self, work: Work, taken: Taken, place: Place, day: str) -> None:
        """Have a draft judged."""
        from shufa_lint.service.watch.examination import examine

        future = self._pool.submit(examine, taken, work.key.path, place, work.key.criteria, day, work.at)
        self._flying[future] = work
        future.add_done_callback(lambda _: self._clock.ring())

    def finished(self) -> list[tuple[Work, Answer | Exception | None]]:
        """Return what has been judged since, with its answer or with what went wrong."""
        found: list[tuple[Work, Answer | Exception | None]] = []
        for future in [future for future in self._flying if future.done()]:
            work = self._flying.pop(future)
            work.seconds = self._clock.monotonic() - work.begun
            try:
                found.append((work, future.result()))
            except (Exception, CancelledError) as error:
                found.append((work, error if isinstance(error, Exception) else Lost("cancelled", "")))
        return found

    def give_up(self) -> list[Work]:
        """End all that is going on, and return what it was."""
        self._pool.kill()
        works = self.works()
        self._flying.clear()
        self.answered.clear()
        return works

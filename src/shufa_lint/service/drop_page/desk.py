"""How many drafts are held at once, and how many are worked on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from shufa_lint.engine.lost import Lost
from shufa_lint.service.drop_page.refusal import busy, closing, told

_P = ParamSpec("_P")
_Result = TypeVar("_Result")


class Desk:
    """Seats for requests, each of which may hold a draft, and as many hands as *executor* has processes.

    A request without a seat is refused before anything of its draft is read. A job is handed over only when a hand is
    free, so that drafts that nobody waits for any more do not pile up; a job that has begun keeps its hand to its end,
    even if nobody waits for it.
    """

    def __init__(self, executor: Executor, hands: int, *, waiting: int, patience: float) -> None:
        self._executor = executor
        self._seats = hands + waiting
        self._hands = asyncio.Semaphore(hands)
        self._patience = patience

    @contextmanager
    def seat(self) -> Iterator[None]:
        """Hold a seat; raises Refused where there is none."""
        if not self._seats:
            raise busy()
        self._seats -= 1
        try:
            yield
        finally:
            self._seats += 1

    async def do(self, function: Callable[_P, _Result], *arguments: _P.args, **keywords: _P.kwargs) -> _Result:
        """Return what *function* does in another process; raises Refused where it is lost or its turn does not come."""
        try:
            async with asyncio.timeout(self._patience):
                await self._hands.acquire()
        except TimeoutError:
            raise busy() from None
        try:
            job = asyncio.wrap_future(self._executor.submit(function, *arguments, **keywords))
        except BaseException as error:
            self._hands.release()
            if isinstance(error, RuntimeError):  # no more jobs are taken
                raise closing() from None
            raise
        job.add_done_callback(self._done)
        try:
            return await asyncio.shield(job)
        except Lost as lost:
            raise told(lost) from None
        except asyncio.CancelledError:
            if job.cancelled():  # the program ends; else nobody waits any more
                raise closing() from None
            raise

    def _done(self, job: asyncio.Future[Any]) -> None:
        self._hands.release()
        if not job.cancelled():
            job.exception()  # it counts as seen, though nobody may have waited for it

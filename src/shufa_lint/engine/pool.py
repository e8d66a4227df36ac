"""Jobs in processes of their own: one that crashes, hangs or eats memory loses nothing but itself."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, NamedTuple, ParamSpec, TypeVar

from shufa_lint.engine.lost import Lost
from shufa_lint.engine.pool_worker import FAILED, GREEDY, LOST, RAISED, Answer, receive, send
from shufa_lint.reading.limits import Limits
from shufa_lint.reading.servant import Servant, command
from shufa_lint.text.language import current, tr_noop
from shufa_lint.text.os_error import because

__all__ = ["LIMITS", "Lost", "Pool", "processors"]

_P = ParamSpec("_P")
_Result = TypeVar("_Result")
LIMITS = Limits(seconds=120.0, megabytes=1024)
"""What a job may take if nobody says otherwise: more than reading a document may, so that reading is stopped first."""
_STARTING = 60.0
"""Seconds that a process may take until it is ready for its first job."""
_WORDS_OF_SYSTEM = {
    -9: tr_noop("被系统结束（多半是内存不够）"),
    -11: tr_noop("程序崩溃"),
    -7: tr_noop("程序崩溃"),
    -6: tr_noop("程序崩溃"),
    -4: tr_noop("程序崩溃"),
}


class _Job(NamedTuple):
    future: Future[Any]
    request: bytes


class Pool(Executor):
    """At most *workers* processes, started when there is work for them and replaced when they are lost.

    A job is a function that can be imported, with arguments that can be pickled. Its future has what the function
    returns or raises, which go through pickle too, or raises :class:`Lost`. A job that goes beyond *limits* is lost;
    where there is no telling what a process will do next, it is replaced. Jobs begin in the order in which they are
    submitted. Any thread may submit.

    As a context manager it waits for all jobs at the end, but after an exception, ``KeyboardInterrupt`` too, it ends
    them all at once.
    """

    def __init__(self, workers: int | None = None, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._size = workers or processors()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._lock = threading.RLock()
        self._desks: list[_Desk] = []
        self._undone = 0
        self._closed = False

    def submit(self, function: Callable[_P, _Result], /, *arguments: _P.args, **keywords: _P.kwargs) -> Future[_Result]:
        """Have *function* called in a process; raise at once what keeps it from being sent there."""
        request = pickle.dumps((function, arguments, keywords, self.limits, current()), protocol=5)
        future: Future[_Result] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            self._undone += 1
            future.add_done_callback(self._done)
            self._jobs.put(_Job(future, request))
            if len(self._desks) < min(self._undone, self._size):
                self._desks.append(_Desk(self._jobs, self.limits))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more jobs, and wait until all are done; with *cancel_futures*, those that have not begun are
        cancelled."""
        if cancel_futures:
            self._drop()
        self._close()
        if wait:
            for desk in self._desks:
                desk.join()

    def kill(self) -> None:
        """End all processes now; what they were at is lost, and what has not begun is cancelled."""
        self._drop()
        self._close()
        for desk in self._desks:
            desk.kill()
        for desk in self._desks:
            desk.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.shutdown()
        else:
            self.kill()

    def _done(self, future: Future[Any]) -> None:
        with self._lock:
            self._undone -= 1

    def _close(self) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                for _ in self._desks:
                    self._jobs.put(None)

    def _drop(self) -> None:
        with self._lock:
            kept: list[None] = []
            while not self._jobs.empty():
                job = self._jobs.get()
                if job:
                    job.future.cancel()
                else:
                    kept.append(job)
            for sentinel in kept:
                self._jobs.put(sentinel)


class _Desk(threading.Thread):
    """Where jobs are taken up one after the other, each given to one process."""

    def __init__(self, jobs: SimpleQueue[_Job | None], limits: Limits) -> None:
        super().__init__(name="shufa-lint job", daemon=True)
        self._jobs = jobs
        self._limits = limits
        self._servant: Servant | None = None
        self._ended = threading.Event()
        self.start()

    def run(self) -> None:
        while job := self._jobs.get():
            if job.future.set_running_or_notify_cancel():
                self._do(job)
        self._dismiss()

    def kill(self) -> None:
        """End the process, for good."""
        self._ended.set()
        servant = self._servant
        if servant:
            servant.kill()

    def _do(self, job: _Job) -> None:
        try:
            answer = self._ask(job.request)
        except Lost as lost:
            job.future.set_exception(lost)
            return
        if answer.kind == RAISED:
            job.future.set_exception(answer.value)
        elif answer.kind == LOST:
            job.future.set_exception(_lost(answer, self._limits))
        else:
            job.future.set_result(answer.value)

    def _ask(self, request: bytes) -> Answer:
        servant = self._ready()
        answer, late = servant.ask(
            lambda requests, answers: _exchange(request, requests, answers), self._limits.seconds
        )
        if answer and not late:
            if answer.worn:
                self._dismiss()
            return answer
        code = self._dismiss()
        if self._ended.is_set():
            raise Lost("cancelled", tr_noop("已中断"))
        if late:
            words = tr_noop("用了 {seconds:g} 秒还没有做完，已经放弃")
            raise Lost("slow", words, seconds=self._limits.seconds)
        raise Lost("crashed", _WORDS_OF_SYSTEM.get(code, tr_noop("程序意外退出")))

    def _ready(self) -> Servant:
        """Return a process that waits for a job."""
        if self._servant and self._servant.alive:
            return self._servant
        self._dismiss()
        if self._ended.is_set():
            raise Lost("cancelled", tr_noop("已中断"))
        try:
            self._servant = Servant(command("shufa_lint.engine.pool_worker"))
        except OSError as error:
            raise Lost("unstarted", tr_noop("启动不了检查程序（{reason}）"), reason=because(error)) from None
        if self._ended.is_set():  # meanwhile
            self._servant.kill()
        greeted, _ = self._servant.ask(lambda requests, answers: receive(answers), _STARTING)
        if greeted is None:
            self._dismiss()
            raise Lost("unstarted", tr_noop("启动不了检查程序"))
        return self._servant

    def _dismiss(self) -> int:
        servant, self._servant = self._servant, None
        return servant.end() if servant else 0


def _exchange(request: bytes, requests: IO[bytes], answers: IO[bytes]) -> Answer:
    send(requests, request)
    return Answer.unpack(receive(answers))


def _lost(answer: Answer, limits: Limits) -> Lost:
    if answer.value == GREEDY:
        return Lost("memory", tr_noop("要用的内存超过 {number} MB"), number=limits.megabytes)
    return Lost(FAILED, tr_noop("程序出错（{kind}）"), kind=answer.value)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

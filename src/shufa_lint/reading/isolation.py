"""Reading with foreign parsers, in a process of its own: a document that hangs, crashes or eats memory loses itself.

Each process serves one document after the other, and another one takes its place when it is lost. Processes that wait
for work are kept until this one ends.
"""

from __future__ import annotations

import atexit
from contextlib import suppress
from typing import IO

from shufa_lint.reading.limits import Limits
from shufa_lint.reading.model import ForeignParser, Reading
from shufa_lint.reading.refusal import refused
from shufa_lint.reading.servant import Servant, command
from shufa_lint.reading.worker import Answer, Request
from shufa_lint.text.language import in_chinese
from shufa_lint.text.os_error import because

COMMAND = command("shufa_lint.reading.worker")
"""What runs :mod:`shufa_lint.reading.worker`."""

_idle: list[_Worker] = []
_WORDS_OF_SYSTEM = {-9: "被系统结束（多半是内存不够）", -11: "读取程序崩溃", -6: "读取程序崩溃", -24: "用时太长"}


def read_apart(parser: ForeignParser, data: bytes, name: str, limits: Limits) -> Reading:
    """Return what :func:`~shufa_lint.reading.foreign.read_foreign` returns; what goes wrong is its problem.

    Several threads may call it: each has a process of its own.
    """
    try:
        worker = _taken() or _Worker()
    except OSError as error:
        with in_chinese():  # this is said of the document
            return refused(name, f"启动不了读取程序（{because(error)}）", data=data)
    try:
        reading, usable = worker.read(Request(parser, data, name, limits))
    except BaseException:
        worker.end()
        raise
    if usable:
        _idle.append(worker)
    else:
        worker.end()
    return reading


def _taken() -> _Worker | None:
    with suppress(IndexError):  # another thread may be faster
        return _idle.pop()
    return None


@atexit.register
def end_all() -> None:
    """End the processes that wait for work."""
    while _idle:
        _idle.pop().end()


class _Worker(Servant):
    """A process that reads documents."""

    def __init__(self) -> None:
        super().__init__(COMMAND)

    def read(self, request: Request) -> tuple[Reading, bool]:
        """Return how a document reads, and whether the process can go on to another."""
        answer, late = self.ask(lambda requests, answers: _exchange(request, requests, answers), request.limits.seconds)
        if answer and not late:
            return answer.reading, not answer.worn
        reason = _too_slow(request.limits) if late else self._cause_of_death()
        return refused(request.name, reason, data=request.data), False

    def _cause_of_death(self) -> str:
        cause = _WORDS_OF_SYSTEM.get(self.end(), "读取程序意外退出")
        return f"读这份文件的时候{cause}，文件多半已经损坏；请用 Word 或 WPS 打开，另存一份再检查"


def _exchange(request: Request, requests: IO[bytes], answers: IO[bytes]) -> Answer:
    request.send(requests)
    return Answer.receive(answers)


def _too_slow(limits: Limits) -> str:
    seconds = f"{limits.seconds:g}"
    return f"读了 {seconds} 秒还没有读完，已经放弃；请另存一份再检查，或者用 --timeout 多给些时间"

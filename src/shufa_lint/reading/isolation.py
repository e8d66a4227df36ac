"""Reading with foreign parsers, in a process of its own: a document that hangs, crashes or eats memory loses itself.

Each process serves one document after the other, and another one takes its place when it is lost. Processes that wait
for work are kept until this one ends.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress

from shufa_lint.reading.limits import Limits
from shufa_lint.reading.model import ForeignParser, Reading
from shufa_lint.reading.refusal import refused
from shufa_lint.reading.worker import Answer, Request
from shufa_lint.text.os_error import because

COMMAND = [sys.executable, "-P", "-m", "shufa_lint.reading.worker"]
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


class _Worker:
    """A process that reads documents, with a folder of its own for temporary files, which goes with it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="shufa-lint-", ignore_cleanup_errors=True)
        room = self._folder.name
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("SHUFA_LINT_DEBUG") else subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": room, "TEMP": room, "TMP": room},
            start_new_session=True,  # and so a group of its own, which ends as a whole
        )

    def read(self, request: Request) -> tuple[Reading, bool]:
        """Return how a document reads, and whether the process can go on to another."""
        late = threading.Event()
        timer = threading.Timer(request.limits.seconds, self._stop, [late])
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(request)
        finally:
            timer.cancel()
        if answer and not late.is_set():
            return answer.reading, not answer.worn
        reason = _too_slow(request.limits) if late.is_set() else self._cause_of_death()
        return refused(request.name, reason, data=request.data), False

    def end(self) -> None:
        """End the process with all that it has started, and remove what they leave behind."""
        self._kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        self._process.wait()
        self._folder.cleanup()

    def _exchange(self, request: Request) -> Answer | None:
        """Send a request and return the answer; None where the process ended over it."""
        requests, answers = self._process.stdin, self._process.stdout
        assert requests and answers
        try:
            request.send(requests)
            return Answer.receive(answers)
        except Exception:  # whatever a process that goes wrong may leave half written
            return None

    def _cause_of_death(self) -> str:
        self._kill()
        cause = _WORDS_OF_SYSTEM.get(self._process.wait(), "读取程序意外退出")
        return f"读这份文件的时候{cause}，文件多半已经损坏；请用 Word 或 WPS 打开，另存一份再检查"

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self._kill()

    def _kill(self) -> None:
        if self._process.returncode is not None:  # its number may be another's by now
            return
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(self._process.pid)], capture_output=True, check=False)
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def _too_slow(limits: Limits) -> str:
    seconds = f"{limits.seconds:g}"
    return f"读了 {seconds} 秒还没有读完，已经放弃；请另存一份再检查，或者用 --timeout 多给些时间"

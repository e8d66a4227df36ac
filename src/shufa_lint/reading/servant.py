"""A process of ours that answers requests, one after the other: whoever asks is not hurt where it hangs or crashes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, TypeVar

_Answer = TypeVar("_Answer")


def command(module: str) -> list[str]:
    """Return what runs *module*; nothing that lies in the current folder is taken for a module."""
    return [sys.executable, "-P", "-m", module]


class Servant:
    """A running *command*, with a folder of its own for temporary files, which goes with it.

    No interrupt from the keyboard reaches it. Raises OSError where it cannot be started.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="shufa-lint-", ignore_cleanup_errors=True)
        room = self._folder.name
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("SHUFA_LINT_DEBUG") else subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": room, "TEMP": room, "TMP": room},
            start_new_session=True,  # and so a group of its own, which ends as a whole
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # its name for Windows
        )

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, exchange: Callable[[IO[bytes], IO[bytes]], _Answer], seconds: float) -> tuple[_Answer | None, bool]:
        """Return what *exchange* does, which writes a request and reads the answer; None where the process has ended
        over it or left half an answer. After *seconds* the process is ended; the second value says so."""
        late = threading.Event()
        timer = threading.Timer(seconds, self._stop, [late])
        timer.daemon = True
        timer.start()
        requests, answers = self._process.stdin, self._process.stdout
        assert requests and answers
        try:
            return exchange(requests, answers), late.is_set()
        except Exception:  # whatever a process that goes wrong may leave half written
            return None, late.is_set()
        finally:
            timer.cancel()

    def end(self) -> int:
        """End the process with all that it has started, and remove what they leave behind; return its exit code, which
        is minus a signal where that ended it."""
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        code = self._process.wait()
        self._folder.cleanup()
        return code

    def kill(self) -> None:
        """End the process. Any thread may call it."""
        with self._lock:
            if self._process.returncode is not None:  # its number may be another's by now
                return
            if sys.platform == "win32":
                pid = str(self._process.pid)
                subprocess.run(["taskkill", "/F", "/T", "/PID", pid], capture_output=True, check=False)
            else:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self.kill()

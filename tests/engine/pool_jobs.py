"""Jobs for test_pool, in a module that the processes of a pool can import."""

import os
import signal
import time
from pathlib import Path


def twice(number: int, *, plus: int = 0) -> int:
    return 2 * number + plus


def process(seconds: float = 0.0) -> int:
    time.sleep(seconds)
    return os.getpid()


def leave(code: int) -> None:
    os._exit(code)


def killed(note: Path | None = None) -> None:
    if note:
        note.write_text("begun", "utf-8")
    os.kill(os.getpid(), signal.SIGKILL)


def abort() -> None:
    os.abort()


def segfault() -> None:
    import ctypes

    ctypes.string_at(0)


def hang(note: Path | None = None) -> None:
    if note:
        note.write_text(str(os.getpid()), "utf-8")
    while True:
        time.sleep(1)


def eat() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(1 << 20))


def hold(megabytes: int) -> int:
    hoard = bytearray(megabytes << 20)
    hoard[::4096] = b"x" * len(hoard[::4096])
    return os.getpid()


def chatter() -> str:
    print("noise")
    os.write(1, b"more noise\n" * 100)
    return "said"


def litter() -> str:
    import tempfile

    handle, name = tempfile.mkstemp()
    os.close(handle)
    return name


class Peculiar(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def stumble(kind: str) -> None:
    if kind == "peculiar":
        raise Peculiar("a", "b")
    if kind == "exit":
        raise SystemExit(7)
    raise KeyError(kind)


def unpicklable() -> object:
    return lambda: None


def unreadable() -> object:
    class Local:
        def __reduce__(self) -> object:
            return int, ("no number",)

    return Local()


def language() -> str:
    from shufa_lint.text.language import current

    return current()


def large(megabytes: int) -> bytes:
    return b"x" * (megabytes << 20)

"""Where a result goes: standard output, which may have no reader left, or a file, which must never be half written."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because

if TYPE_CHECKING:
    from shufa_lint.report.terminal.console import Screen

_FILE_WIDTH = 100
"""The width of a report for people that is written to a file."""


class UndoneError(Exception):
    """The job cannot be done; ``str()`` is one line in Chinese that says why."""


def lenient() -> None:
    """Let no character that the console lacks end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def emit(data: bytes, file: str | None = None) -> None:
    """Write *data* to *file*, or as it is to standard output, whatever the locale."""
    if file is not None:
        write(Path(file), data)
        return
    with _a_reader():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)


def show(draw: Callable[[Screen], None], file: str | None = None) -> None:
    """Let *draw* write for people, to *file* without colour, or to standard output."""
    from shufa_lint.report.terminal.console import Screen

    if file is not None:
        text = io.StringIO()
        draw(Screen(text, width=_FILE_WIDTH, plain=True))
        write(Path(file), text.getvalue().encode("utf-8", "replace"))
        return
    with _a_reader():
        draw(Screen(sys.stdout))


def flush() -> None:
    """Bring out what was printed; a reader that has gone away is no fault."""
    with suppress(UndoneError), _a_reader():
        pass


def read_stdin() -> bytes:
    """Return all of standard input."""
    if sys.stdin is None:
        raise UndoneError(tr("没有标准输入"))
    return sys.stdin.buffer.read()


def overwrites(file: str, documents: list[str]) -> bool:
    """Say whether writing to *file* would destroy one of the *documents*."""
    return os.path.realpath(file) in {os.path.realpath(document) for document in documents}


@contextmanager
def _a_reader() -> Iterator[None]:
    """Write to standard output; end quietly when nobody reads it any more (``| head``)."""
    if sys.stdout is None:
        raise UndoneError(tr("没有标准输出，结果没有地方写"))
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
    except OSError as error:
        _let_go()
        raise UndoneError(tr("写不出结果：{reason}").format(reason=because(error))) from None


def _let_go() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not complain about it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def write(path: Path, data: bytes) -> None:
    """Put *data* in the place of *path* in one step, through a link if it is one, keeping the mode."""
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        temporary.write_bytes(data)
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        raise UndoneError(tr("写不了 {path}：{reason}").format(path=path, reason=because(error))) from None
    finally:
        temporary.unlink(missing_ok=True)

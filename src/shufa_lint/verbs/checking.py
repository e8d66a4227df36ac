"""The documents of a run, checked one after the other or, where there is enough to do, in several processes.

The reports are the same either way, and come in the order of the documents.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shufa_lint import api
from shufa_lint.delivery import UndoneError, read_stdin
from shufa_lint.engine.discover import PLAIN
from shufa_lint.engine.lost import Lost
from shufa_lint.engine.packed import pack, unpack
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.text.language import in_chinese, tr
from shufa_lint.verbs.contradictions import STDIN

if TYPE_CHECKING:
    from shufa_lint.api import Choice
    from shufa_lint.engine.model import FileReport
    from shufa_lint.verbs.annotating import Annotating
    from shufa_lint.verbs.mending import Mending

_MANY = 8
"""From so many documents on, a terminal shows how far the run has come."""
_SHARE = 400_000
"""Bytes of text that are worth a process of their own, which takes as long to start as 250 KB take to be checked."""
_OTHER = 50_000
"""Bytes of text that take as long as a document that is no plain text, at least."""
_SECONDS, _MEGABYTES = 60.0, 1024
"""What a document may take in another process, at least."""

_Examine = Callable[[str], "FileReport"]


def check_all(
    names: Sequence[str],
    choice: Choice,
    *,
    stdin_name: str | None,
    worker: Mending | Annotating | None,
    jobs: int | None,
) -> tuple[list[FileReport], list[str]]:
    """Return the report on each document, and a line on each that has vanished. A *worker* does more with each than to
    look at it. *jobs* is the number of processes, None for as many as help."""
    reports: list[FileReport] = []
    lost: list[str] = []
    gc.freeze()
    gc.enable()
    with _progress(len(names)) as step, _examiner(names, choice, stdin_name, worker, jobs) as examine:
        for name in names:
            step(Path(name))
            try:
                reports.append(examine(name))
            except FileNotFoundError:
                lost.append(tr("{name}：没有这个文件").format(name=name))
            except UndoneError as error:
                lost.append(str(error))
    if choice.cache:
        choice.cache.close()
    return reports, lost


@contextmanager
def _examiner(
    names: Sequence[str],
    choice: Choice,
    stdin_name: str | None,
    worker: Mending | Annotating | None,
    jobs: int | None,
) -> Iterator[_Examine]:
    """Give what returns the report on one of *names*."""
    if worker:
        yield lambda name: worker.stdin(stdin_name or STDIN) if name == STDIN else worker.path(name)
        return

    def examine(name: str) -> FileReport:
        if name == STDIN:
            return api.lint_bytes(read_stdin(), stdin_name or STDIN, choice=choice)
        return _survived(lambda: api.examine_path(Path(name), choice), name, choice)

    known, size = {}, _processes(names, jobs)
    if size > 1 and choice.cache:
        known = _remembered(names, choice)
        size = _processes([name for name in names if name not in known], jobs)
    if size > 1:
        with _in_processes([name for name in names if name not in known and name != STDIN], choice, size) as others:
            yield lambda name: known.get(name) or others.get(name, examine)(name)
    else:
        yield lambda name: known.get(name) or examine(name)


def _remembered(names: Sequence[str], choice: Choice) -> dict[str, FileReport]:
    """Return the reports that need no work."""
    found = ((name, api.remembered_path(name, choice)) for name in names if name != STDIN)
    return {name: report for name, report in found if report}


@contextmanager
def _in_processes(names: Sequence[str], choice: Choice, size: int) -> Iterator[dict[str, _Examine]]:
    """Have the documents *names* examined in *size* processes; give what waits for the report on each."""
    from shufa_lint.engine.pool import Pool
    from shufa_lint.reading.limits import Limits

    limits = Limits(max(_SECONDS, 2 * choice.limits.seconds), _MEGABYTES)
    with Pool(size, limits) as pool:
        futures = {name: pool.submit(examine_apart, choice, name) for name in names}

        def examine(name: str) -> FileReport:
            return _survived(lambda: unpack(_result(futures.pop(name)), name), name, choice)

        yield dict.fromkeys(names, examine)


def _survived(examine: Callable[[], FileReport], name: str, choice: Choice) -> FileReport:
    """Return the report that *examine* gives, under its waivers; where the program fails on the document, one that says
    so. Raises what is to be told otherwise, or is wrong with more than the one document."""
    try:
        report = examine()
    except (FileNotFoundError, UndoneError, SpecificationError):
        raise
    except Exception as error:
        if os.environ.get("SHUFA_LINT_DEBUG"):
            raise
        with in_chinese():  # this is said of the document
            said = str(error) if isinstance(error, Lost) else f"程序出错（{type(error).__name__}）"
            report = api.unexamined_path(name, choice, f"检查这份文稿的时候{said}")
    return api.honour(report, choice)


def examine_apart(choice: Choice, name: str) -> bytes:
    """Return the report on the file *name*, no waivers applied, as bytes: the work of another process."""
    return pack(api.examine_path(Path(name), choice))


def _result(future: Future[bytes]) -> bytes:
    """Wait for the result in a way that an interrupt ends on every system."""
    while True:
        try:
            return future.result(timeout=1.0)
        except TimeoutError:
            if future.done():
                return future.result()


def _processes(names: Sequence[str], jobs: int | None) -> int:
    """Return in how many processes *names* are best checked; 1 stands for this one."""
    if jobs is not None:
        return min(jobs, len(names))
    size = min(len(names), sum(map(_weight, names)) // _SHARE)
    if size < 2:
        return 1
    from shufa_lint.engine.pool import processors

    return min(size, processors())


def _weight(name: str) -> int:
    path = Path(name)
    try:
        size = path.stat().st_size if name != STDIN else 0
    except OSError:
        return 0
    return size if path.suffix.lower() in PLAIN else max(size // 4, _OTHER)


def _progress(total: int) -> Any:
    if total < _MANY or sys.stderr is None or not sys.stderr.isatty():
        return nullcontext(lambda path: None)
    from shufa_lint.report.terminal.progress import progress

    return progress(total)

"""How far a long run has come, on stderr while it is a terminal, gone when the run ends."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.visible import visible
from shufa_lint.text.language import tr


@contextmanager
def progress(total: int) -> Iterator[Callable[[Path], None]]:
    """Give a function to be called before each of *total* documents."""
    columns = (
        TextColumn(tr("正在检查")),
        BarColumn(24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=Screen(sys.stderr).console, transient=True) as bar:
        task = bar.add_task("", total=total, name="")
        done = count()
        yield lambda path: bar.update(task, completed=next(done), name=visible(path.name))

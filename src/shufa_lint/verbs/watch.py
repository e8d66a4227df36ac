"""``shufa-lint watch FOLDER``: answers beside the drafts of a shared folder."""

from __future__ import annotations

import gc
import os
import signal
import sys
from argparse import Namespace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from shufa_lint.delivery import UndoneError, emit, show
from shufa_lint.text.language import tr
from shufa_lint.verbs.outcome import INTERRUPTED, PASSED, UNDONE, complain

if TYPE_CHECKING:
    from shufa_lint.report.terminal.console import Screen
    from shufa_lint.service.watch.session import Plan
    from shufa_lint.service.watch.watcher import Watcher

_STOPPING = "SIGTERM", "SIGHUP", "SIGBREAK"
"""Signals by which a system ends a service; not every system has all of them."""


def run(options: Namespace) -> int:
    """Watch the folder until told to stop, go through it once, or say how it stands."""
    if options.status:
        return _status(options)
    if options.folder is None:
        raise UndoneError(tr("没有说要看哪个目录。例如：shufa-lint watch 共享目录（帮助：shufa-lint watch --help）"))
    if options.config and not Path(options.config).is_file():
        raise UndoneError(tr("{config}：没有这份配置文件").format(config=options.config))
    from shufa_lint.service.watch.session import session

    gc.enable()
    stopped_by, watchers = _stoppable()
    with session(_plan(options), sys.stderr) as watcher:
        watchers.append(watcher)
        if stopped_by:  # before there was anything to stop
            watcher.stop()
        if options.once:
            done = watcher.once()
        else:
            watcher.run()
            done = True
    if signal.SIGINT in stopped_by:
        return INTERRUPTED
    if done or stopped_by:
        return PASSED
    complain(tr("没有全部查完，见上面；共享目录或者结果目录有问题的话，排除以后再运行一次"))
    return UNDONE


def _stoppable() -> tuple[list[int], list[Watcher]]:
    """Have signals stop the watchers in the second list; the first one says which came. A second one does not wait."""
    noted: list[int] = []
    watchers: list[Watcher] = []

    def stop(number: int, frame: FrameType | None) -> None:
        if noted:
            raise KeyboardInterrupt
        noted.append(number)
        for watcher in watchers:
            watcher.stop()

    for name in ("SIGINT", *_STOPPING):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    return noted, watchers


def _plan(options: Namespace) -> Plan:
    from shufa_lint.service.watch.habits import Habits
    from shufa_lint.service.watch.session import MODES, Plan, state_folder

    root = os.path.realpath(options.folder)
    return Plan(
        root=root,
        results=os.path.normpath(Path(root, options.results)),
        state=state_folder(options.state_dir),
        config=os.path.realpath(options.config) if options.config else None,
        seconds=options.timeout,
        modes=MODES[options.results_mode],
        habits=Habits(options.settle, options.keep_results, options.keep_days, options.move),
        log=options.log_format,
    )


def _status(options: Namespace) -> int:
    from shufa_lint.service.watch.session import state_folder
    from shufa_lint.service.watch.status import as_json, lines_of, statuses

    root = os.path.realpath(options.folder) if options.folder else None
    found = statuses(state_folder(options.state_dir), root)
    if not found:
        raise UndoneError(tr("这台机器上没有看过这个目录") if root else tr("这台机器上还没有看过哪个共享目录"))
    if options.log_format == "json":
        emit(as_json(found))
    else:
        show(lambda screen: _draw(screen, [lines_of(each) for each in found]))
    return PASSED


def _draw(screen: Screen, texts: list[list[str]]) -> None:
    for number, lines in enumerate(texts):
        for line in [""] * (number > 0) + lines:
            screen.line(line)

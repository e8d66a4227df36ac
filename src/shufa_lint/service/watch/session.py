"""One run over a share: what it needs is put together, and taken apart again however it ends."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, TextIO

from shufa_lint.delivery import UndoneError
from shufa_lint.engine.pool import Pool, processors
from shufa_lint.reading.limits import LIMITS, Limits
from shufa_lint.service.watch import share as shares
from shufa_lint.service.watch.answers import Answers
from shufa_lint.service.watch.clock import Clock
from shufa_lint.service.watch.criteria import Criteria, Place
from shufa_lint.service.watch.desk import Desk
from shufa_lint.service.watch.disk import Disk, Modes
from shufa_lint.service.watch.habits import Habits
from shufa_lint.service.watch.journal import Journal
from shufa_lint.service.watch.ledger import ENDING, Ledger, ledgers
from shufa_lint.service.watch.moving import INBOX
from shufa_lint.service.watch.watcher import Watcher
from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because

MODES = {"owner": Modes(0o600, 0o700), "group": Modes(0o640, 0o2750)}
"""Who may read the results, where the system has permissions of that kind."""
_MOST_WORKERS = 4
_MEGABYTES = 1024


class Plan(NamedTuple):
    """What is to be watched: the folder of the share, that of the results, that of the ledgers, the configuration if
    one was named, how long a draft may take (seconds), who may read the results."""

    root: str
    results: str
    state: Path
    config: str | None
    seconds: float
    modes: Modes
    habits: Habits
    log: str


@contextmanager
def session(
    plan: Plan,
    stream: TextIO | None,
    *,
    disk: Disk | None = None,
    clock: Clock | None = None,
    pool: Pool | None = None,
) -> Iterator[Watcher]:
    """Give a watcher as *plan* has it, which tells *stream* what happens. Raises UndoneError and SpecificationError."""
    disk, clock = disk or Disk(plan.modes), clock or Clock()
    journal = Journal(stream, plan.log, clock)
    _refuse_folders(plan)
    identity = _identity(plan, disk)
    inbox = os.path.join(plan.root, INBOX) if plan.habits.move else plan.root
    if shares.read_identity(plan.root, disk):  # nothing is made where there only should be a share
        _make_folders(plan, inbox, disk)
    criteria = Criteria(Place(inbox, plan.config, min(LIMITS.seconds, plan.seconds / 2)))
    ledger = _ledger(plan.state / f"{identity}{ENDING}", journal)
    workers = min(_MOST_WORKERS, processors())
    pool = pool or Pool(workers, Limits(plan.seconds, _MEGABYTES))
    try:
        ledger.put(root=plan.root, results=plan.results)
        disk.sweep(plan.results)
        watcher = Watcher(
            shares.Share(plan.root, disk, identity),
            Answers(plan.results, disk),
            ledger,
            criteria,
            Desk(pool, workers, clock),
            disk=disk,
            clock=clock,
            journal=journal,
            habits=plan.habits,
        )
        journal.tell("started", plan.root)
        try:
            yield watcher
        finally:
            watcher.close()
            journal.tell("stopped")
    finally:
        pool.kill()
        ledger.close()


def state_folder(named: str | None) -> Path:
    """Return where the ledgers lie: as *named*, or where the system keeps what programs must remember."""
    if named:
        return Path(named).absolute()
    from platformdirs import user_state_dir

    return Path(user_state_dir("shufa-lint", appauthor=False), "watch")


def _refuse_folders(plan: Plan) -> None:
    root, results = Path(plan.root), Path(plan.results)
    if root.is_relative_to(results):
        raise UndoneError(tr("{path}：结果不能写在文稿所在的目录里，要另有一个目录").format(path=plan.results))
    if plan.habits.move and results.is_relative_to(root / INBOX):
        raise UndoneError(tr("{path}：结果不能写在收件的目录里").format(path=plan.results))


def _make_folders(plan: Plan, inbox: str, disk: Disk) -> None:
    """Make the in-tray, and the folder that the results' folder is to lie in."""
    above = os.path.dirname(plan.results)
    try:
        disk.folder(inbox, plan.root)
        if Path(above).is_relative_to(plan.root):
            disk.folder(above, plan.root)
    except OSError as error:
        words = tr("写不了 {path}：{reason}").format(path=error.filename or plan.root, reason=because(error))
        raise UndoneError(words) from None
    if not Path(above).is_dir():
        raise UndoneError(tr("{path}：没有这个目录").format(path=above))


def _identity(plan: Plan, disk: Disk) -> str:
    """Return by what the share is known; it is marked the first time that it is watched."""
    identity = shares.read_identity(plan.root, disk)
    if identity:
        return identity
    for path in ledgers(plan.state):
        with suppress(sqlite3.Error, UndoneError):
            known = Ledger(path, writing=False)
            try:
                if known.get("root") == plan.root:
                    return path.stem  # it is away, or its mark is: nothing is to be inferred
            finally:
                known.close()
    if not Path(plan.root).is_dir():
        raise UndoneError(tr("{path}：没有这个目录").format(path=plan.root))
    return shares.settle(plan.root, disk)


def _ledger(path: Path, journal: Journal) -> Ledger:
    """Return the ledger *path*; one that is damaged is put aside, for what was done is known from the results, too."""
    try:
        return Ledger(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise UndoneError(tr("账本 {path} 打不开：{reason}").format(path=path, reason=error)) from None
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.replace(f"{path}{ending}", f"{path}{ending}.damaged")
    journal.tell("rebuilt", str(path))
    return Ledger(path)

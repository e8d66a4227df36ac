"""How it stands with the shares that are watched, as the ledgers on this machine tell it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path

from shufa_lint.report.place import shown
from shufa_lint.report.visible import visible
from shufa_lint.service.watch.history import moment
from shufa_lint.service.watch.ledger import Ledger, ledgers, running
from shufa_lint.text.language import tr


@dataclass(frozen=True, slots=True)
class Status:
    """One share: whether a program watches it now, and when it last looked (``seen``), whether the share was there,
    how many drafts lay in it, how many of them had passed, had not, waited; which were put aside, and why."""

    folder: str
    results: str
    running: bool
    seen: str
    present: bool
    drafts: int
    passed: int
    failed: int
    waiting: int
    put_aside: tuple[tuple[str, str], ...]
    ledger: str


def statuses(folder: Path, root: str | None) -> list[Status]:
    """Return how it stands with the share *root*, or with all whose ledgers lie in *folder*."""
    found = [_status(path) for path in ledgers(folder)]
    return [each for each in found if each and (root is None or each.folder == root)]


def _status(path: Path) -> Status | None:
    try:
        ledger = Ledger(path, writing=False)
        try:
            known = [each for each in ledger.drafts() if each.record]
            aside = ledger.put_aside()
            return Status(
                folder=ledger.get("root"),
                results=ledger.get("results"),
                running=running(path),
                seen=ledger.get("seen"),
                present=ledger.get("state") != "away",
                drafts=int(ledger.get("drafts") or 0),
                passed=sum(each.record is not None and each.record.row.failed is False for each in known),
                failed=sum(each.record is not None and each.record.row.failed is True for each in known) - len(aside),
                waiting=int(ledger.get("waiting") or 0),
                put_aside=tuple(aside),
                ledger=str(path),
            )
        finally:
            ledger.close()
    except (sqlite3.Error, ValueError):
        return None


def as_json(found: list[Status]) -> bytes:
    """Return the statuses for programs, in UTF-8."""
    return (json.dumps([asdict(each) for each in found], ensure_ascii=True, indent=2) + "\n").encode("ascii")


def lines_of(status: Status) -> list[str]:
    """Return the status in lines for people."""
    watched = tr("正在看着") if status.running else tr("现在没有程序看着")
    there = "" if status.present else tr("；共享目录不在")
    seen = tr("（最近一次看是 {time}）").format(time=moment(status.seen)) if status.seen else ""
    lines = [
        tr("共享目录  {folder}").format(folder=shown(status.folder)),
        tr("  状态    {watched}{there}{seen}").format(watched=watched, there=there, seen=seen),
        tr("  文稿    {drafts} 份：通过 {passed}，未通过 {failed}，搁置 {aside}，等着查 {waiting}").format(
            drafts=status.drafts,
            passed=status.passed,
            failed=status.failed,
            aside=len(status.put_aside),
            waiting=status.waiting,
        ),
        tr("  结果    {results}").format(results=shown(status.results)),
        tr("  账本    {ledger}").format(ledger=shown(status.ledger)),
    ]
    return [
        *lines,
        *(tr("  搁置    {path}：{reason}").format(path=shown(path), reason=visible(r)) for path, r in status.put_aside),
    ]

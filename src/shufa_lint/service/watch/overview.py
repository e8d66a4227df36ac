"""The page of the folder: a row for each draft, its verdict and its history. Each unit has one of its own, too, which
holds nothing of another unit. The pages go to the office: they are Chinese."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from shufa_lint.report import html
from shufa_lint.report.html import Row
from shufa_lint.service.watch.answers import Answers
from shufa_lint.service.watch.disk import Disk
from shufa_lint.service.watch.history import lines, moment
from shufa_lint.service.watch.names import OVERVIEW, PAGE, placed
from shufa_lint.service.watch.records import Entry, Known

COLUMNS = ("查完的时间", "现在")
REFRESH = 30
"""Seconds after which a page that is open looks whether there is another."""


class Overview:
    """Writes the pages; those that would not change are left alone. Methods raise OSError."""

    def __init__(self, answers: Answers, disk: Disk) -> None:
        self._answers = answers
        self._disk = disk
        self._written: dict[str, int] = {}

    def write(
        self,
        drafts: Mapping[str, Known | None],
        states: Mapping[str, str],
        histories: Mapping[str, Sequence[Entry]],
        remarks: Sequence[str],
    ) -> None:
        """Write the pages of *drafts*, by their paths; *states* says what is going on with some of them."""
        rows = [_row(path, known, states.get(path, ""), histories.get(path, ())) for path, known in drafts.items()]
        times = [known.record.at for known in drafts.values() if known and known.record]
        told = [*remarks, *([f"最近一次检查：{moment(max(times))}"] if times else [])]
        self._put(OVERVIEW, html.index(rows, columns=COLUMNS, remarks=told, refresh=REFRESH))
        units = dict.fromkeys(row.unit for row in rows if row.unit)
        for unit in units:
            own = [replace(row, link=row.link.removeprefix(f"{unit}/")) for row in rows if row.unit == unit]
            page = html.index(own, unit=unit, columns=COLUMNS, remarks=remarks, refresh=REFRESH)
            self._put(f"{unit}/{OVERVIEW}", page)
        self._clear(units)

    def forget(self) -> None:
        """Write all pages anew the next time."""
        self._written.clear()

    def _put(self, name: str, page: bytes) -> None:
        if self._written.get(name) == hash(page):
            return
        path = self._answers.path(name)
        self._disk.folder(os.path.dirname(path), os.path.dirname(self._answers.folder))
        self._disk.write(path, page)
        self._written[name] = hash(page)

    def _clear(self, units: Mapping[str, None]) -> None:
        """Remove the pages of units that have no drafts any more."""
        for entry in self._disk.entries(self._answers.folder):
            if entry.name in units or entry.name.startswith(".") or not entry.is_dir(follow_symlinks=False):
                continue
            self._disk.remove(self._answers.path(f"{entry.name}/{OVERVIEW}"))
            self._written.pop(f"{entry.name}/{OVERVIEW}", None)
            with suppress(OSError):
                os.rmdir(entry.path)


def _row(path: str, known: Known | None, state: str, history: Sequence[Entry]) -> Row:
    record = known.record if known else None
    if record is None:
        unit, name = placed(path)
        return Row(name, "还没有查", None, unit=unit, extra=("", state), history=lines(history))
    link = record.base + PAGE if record.base + PAGE in record.files else ""
    row = replace(record.row, link=link, extra=(moment(record.at), state), history=lines(history))
    return replace(row, verdict=f"查不了：{record.reason}", failed=True) if record.reason else row

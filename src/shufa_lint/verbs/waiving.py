"""Accepting findings: who says so and why, and into which file it is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shufa_lint.delivery import UndoneError, write
from shufa_lint.engine.accept import accept, merged, waivable
from shufa_lint.engine.waivers import FILE_NAME
from shufa_lint.report import verdict
from shufa_lint.report.waiver_file import render
from shufa_lint.rulebook.waivers import Waiver, WaiverFile, given_reason
from shufa_lint.verbs.outcome import complain

if TYPE_CHECKING:
    from argparse import Namespace

    from shufa_lint.api import Choice
    from shufa_lint.engine.model import FileReport, Finding

_WHO = ("LOGNAME", "USER", "USERNAME")
"""Where the environment says who works here."""

_LISTED, _NAMED = 20, 5
"""So many waivers that do not hold are told one by one, so many documents that are gone are named."""


class Writer:
    """Collects waivers, each for the file that counts for its document, and writes the files that change."""

    def __init__(self, choice: Choice, options: Namespace) -> None:
        try:
            self._reason = given_reason(options.reason or "")
        except ValueError as error:
            raise UndoneError(f"--reason 的{error}") from None
        who = options.who if options.who is not None else next(filter(None, map(os.environ.get, _WHO)), "")
        self._who = " ".join(who.encode("utf-8", "replace").decode().split())
        self._until = options.until
        self._choice = choice
        self._files: dict[Path, WaiverFile] = {}
        self._new: dict[Path, list[Waiver]] = {}
        self._findings: dict[Path, list[Finding]] = {}

    def add(self, report: FileReport, findings: Sequence[Finding]) -> None:
        """Accept *findings* of *report*."""
        file = self._file_for(Path(report.path))
        try:
            new = accept(report, findings, file.path.parent, reason=self._reason, who=self._who, until=self._until)
        except ValueError:  # a name that is not in Unicode, or with a backslash
            raise UndoneError(f"{report.path}：这个文件名写不进豁免文件，请先改名") from None
        self._files[file.path] = file
        self._new.setdefault(file.path, []).extend(new)
        self._findings.setdefault(file.path, []).extend(findings)

    def write(self) -> list[Path]:
        """Write the files that change, and return those that waivers were added to."""
        for path, new in self._new.items():
            file = self._files[path]
            waivers = merged(file.waivers, new, self._findings[path])
            if set(waivers) != set(file.waivers):
                write(path, render(waivers, file.text, file.waivers))
        return sorted(self._new)

    def _file_for(self, document: Path) -> WaiverFile:
        """Return the waiver file that counts for *document*; where there is none, one to be: beside the configuration
        that counts for it if it stands below that, else beside the document itself."""
        file = self._choice.waivers.file_for(document)
        if file:
            return file
        folder = Path(os.path.realpath(document.parent))
        chosen, _ = self._choice.for_path(document)
        root = chosen.path.parent.resolve() if chosen.path else folder
        path = (root if folder.is_relative_to(root) else folder) / FILE_NAME
        return self._files.get(path) or WaiverFile(path)


def write_baseline(reports: Iterable[FileReport], choice: Choice, options: Namespace) -> list[FileReport]:
    """Write waivers for all that was found, and return the reports under them."""
    reports = list(reports)
    writer = Writer(choice, options)
    number = 0
    for report in reports:
        findings = [finding for finding in report.findings if waivable(finding)]
        number += len(findings)
        if findings:
            writer.add(report, findings)
    paths = writer.write()
    complain(f"豁免了 {number} 处，写进 {'、'.join(map(shown, paths))}" if number else "没有要豁免的")
    choice.waivers.forget()
    return [choice.waivers.honour(report, choice.for_path(Path(report.path))[1].rulebook) for report in reports]


def lapsed(reports: Iterable[FileReport], choice: Choice) -> list[str]:
    """Return a line on each waiver that does not hold, and on the documents that are gone."""
    lines = [verdict.lapsed(item) for report in reports for item in report.stale]
    if len(lines) > _LISTED:
        lines[_LISTED:] = [f"还有 {len(lines) - _LISTED} 处豁免不起作用，不一一列出"]
    for file in choice.waivers.files:
        gone = [name for name in file.documents if not (file.path.parent / name).exists()]
        if gone:
            named = "、".join(gone[:_NAMED]) + ("" if len(gone) <= _NAMED else " 等")
            lines.append(f"{shown(file.path)} 里有 {len(gone)} 份文稿已经不在：{named}")
    return lines


def shown(path: Path) -> str:
    """Return *path* as short as it can be named from here."""
    try:
        return str(path.relative_to(Path.cwd().resolve()))
    except ValueError:
        return str(path)

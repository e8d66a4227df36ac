"""Accepting findings: who says so and why, and into which file it is written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from shufa_lint.delivery import UndoneError, write
from shufa_lint.engine.accept import accept, merged
from shufa_lint.engine.waivers import FILE_NAME
from shufa_lint.report.waiver_file import render
from shufa_lint.rulebook.waivers import Waiver, WaiverFile, given_reason
from shufa_lint.text.language import tr

if TYPE_CHECKING:
    from shufa_lint.api import Choice
    from shufa_lint.engine.model import FileReport, Finding

_WHO = ("LOGNAME", "USER", "USERNAME")
"""Where the environment says who works here."""


class Writer:
    """Collects waivers, each for the file that counts for its document, and writes the files that change.

    *who* is the name of the one who decides, None for the user that the system knows; *until* is the last day
    (2026-12-31) on which the waivers hold. Raises ValueError, in Chinese, where no *reason* is given.

    *choice* is one that heeds waivers: an isolated one knows nothing of those that are there, which would be lost.
    """

    def __init__(self, choice: Choice, *, reason: str, who: str | None, until: str | None) -> None:
        assert not choice.waivers.isolated
        self._reason = given_reason(reason)
        who = who if who is not None else next(filter(None, map(os.environ.get, _WHO)), "")
        self._who = " ".join(who.encode("utf-8", "replace").decode().split())
        self._until = until
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
            raise UndoneError(tr("{path}：这个文件名写不进豁免文件，请先改名").format(path=report.path)) from None
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

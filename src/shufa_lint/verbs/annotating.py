"""``--annotate`` and ``--output-format docx``: a copy of each Word document or PDF with remarks on what is at fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from shufa_lint import api
from shufa_lint.api import Choice
from shufa_lint.delivery import UndoneError, emit
from shufa_lint.engine.copies import CHECKED
from shufa_lint.engine.model import FileReport
from shufa_lint.report.verdict import verdict
from shufa_lint.report.visible import visible
from shufa_lint.text.language import tr
from shufa_lint.verbs.copying import Copies


class Annotating:
    """Checks documents one after the other and writes the copies. ``problems`` are the copies that were not written
    though they had to be, each with the reason."""

    def __init__(self, choice: Choice, documents: Sequence[str], *, folder: str | None, file: str | None) -> None:
        self._choice = choice
        self._copies = Copies(documents, CHECKED, folder=folder, file=file)
        self._written: list[tuple[FileReport, Path, int]] = []
        self._others: list[str] = []
        self._told = False
        self.problems: list[str] = []

    def path(self, name: str) -> FileReport:
        """Check the file *name*, write its copy, and return the report on it. Raises FileNotFoundError."""
        report, annotated = api.annotate_path(name, choice=self._choice)
        if annotated is None:
            self._others.append(tr("{name}：不是能读的 Word 文档（.docx）或 PDF，写不了批注").format(name=name))
        elif isinstance(annotated, str):
            self.problems.append(tr("{name}：没有写带批注的副本：{reason}").format(name=name, reason=annotated))
        else:
            try:
                target = self._copies.write(Path(name), annotated.data)
                self._written.append((report, target, annotated.left))
            except UndoneError as error:
                self.problems.append(str(error))
        return report

    def stdin(self, name: str) -> FileReport:
        """Refuse: there is nothing that a copy could stand beside."""
        raise UndoneError(tr("标准输入旁边没有地方写副本：批注要写文件名"))

    def deliver(self) -> None:
        """Print a line on each copy, which are all there is to the report; one that cannot be written is a problem."""
        lines = [
            tr("{path}：{verdict}").format(path=visible(f"{report.path} → {target}"), verdict=verdict(report)) + "\n"
            for report, target, _ in self._written
        ]
        emit("".join(lines).encode("utf-8", "replace"))
        self._told = True
        self.problems += self._others

    def remarks(self) -> Iterator[str]:
        """Yield what was written, unless it was delivered, and for which findings there was no room."""
        for _, target, left in self._written:
            if not self._told:
                yield tr("带批注的副本：{target}").format(target=target)
            if left:
                yield tr("{target}：批注太多，另有 {left} 处没有标出；先把标出的改了，再查一遍").format(
                    target=target, left=left
                )
        if not self._told:
            yield from self._others

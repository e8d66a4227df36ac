"""Findings as the formats for programs tell them: where they stand, how grave they are, what to do about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from shufa_lint.engine.model import FileReport, Finding, RunReport
from shufa_lint.report.authority import spell
from shufa_lint.report.place import relative, shown
from shufa_lint.report.verdict import WAIVED, accepted, unit, weight
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.schema import Severity
from shufa_lint.text.language import tr
from shufa_lint.text.source import Position

if TYPE_CHECKING:
    from shufa_lint.rulebook.waivers import Waiver


class Told(NamedTuple):
    """A finding of *file*, which is called ``path`` (relative, not yet fit to be shown), and the waiver that covers it.

    What the properties give is one line each, with no control characters.
    """

    file: FileReport
    path: str
    finding: Finding
    waiver: Waiver | None
    start: Position
    end: Position

    @property
    def severity(self) -> Severity:
        """How much the finding weighs; one that is waived, no more than a hint."""
        return "info" if self.waiver else self.finding.severity

    @property
    def weight(self) -> str:
        """The severity in words."""
        return tr(WAIVED) if self.waiver else weight(self.finding.severity)

    @property
    def message(self) -> str:
        """What is wrong, with the reason of a waiver."""
        why = (
            tr("；{waived}，理由：{reason}").format(waived=tr(WAIVED), reason=accepted(self.waiver))
            if self.waiver
            else ""
        )
        return visible(self.finding.message + why)

    @property
    def said(self) -> str:
        """The message where a program shows it beside a line number, which is not what people call a paragraph's."""
        return self._numbered(self.message)

    @property
    def fault(self) -> str:
        """The same without the reason of a waiver."""
        return self._numbered(visible(self.finding.message))

    def _numbered(self, words: str) -> str:
        return (
            tr("第{line}段：{words}").format(line=self.start.line, words=words)
            if self.file.numbered_by == "段"
            else words
        )

    @property
    def advised(self) -> str:
        """The same with what to do about it, where a program shows one line."""
        return tr("{said}。改法：{hint}").format(said=self.said, hint=self.hint) if self.hint else self.said

    @property
    def path_shown(self) -> str:
        """The path, fit to be shown."""
        return shown(self.path)

    @property
    def place(self) -> str:
        """Where people find it: 第4行第11字."""
        return tr("第{line}{unit}第{column}字").format(
            line=self.start.line, unit=unit(self.file), column=self.start.column
        )

    @property
    def hint(self) -> str:
        """What to do about it; empty where the rule says nothing, or nothing is to be done."""
        return "" if self.waiver else visible("".join(self.finding.hint.splitlines()))

    @property
    def authority(self) -> str:
        """By what it is wrong."""
        return visible(spell(self.finding.authority))

    @property
    def advice(self) -> list[str]:
        """What there is to say besides the message, line by line."""
        lines = [tr("改法：{hint}").format(hint=self.hint)] if self.hint else []
        for label in self.finding.labels:
            line = self.file.source.position(label.span.start).line
            lines.append(
                visible(tr("另见第{line}{unit}：{text}").format(line=line, unit=unit(self.file), text=label.text))
            )
        return [*lines, tr("依据：{authority}（{rule}）").format(authority=self.authority, rule=self.finding.rule)]


def told(run: RunReport) -> Iterator[Told]:
    """Yield the findings of a run, document by document, those that are waived if the run shows them."""
    for file in run.files:
        yield from told_of(file, with_waived=run.show_waived)


def told_of(file: FileReport, *, with_waived: bool) -> list[Told]:
    """Return the findings of *file* in document order, those that are waived only if *with_waived*."""
    path, at = relative(file.path), file.source.position
    return [
        Told(file, path, finding, waiver, at(finding.span.start), at(finding.span.end))
        for finding, waiver in file.listed(with_waived=with_waived)
    ]

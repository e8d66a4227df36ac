"""A draft as it is in the editor → what is found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from shufa_lint.api import Choice
from shufa_lint.engine.fix import mend
from shufa_lint.engine.lint import lint
from shufa_lint.engine.model import FileReport, Finding
from shufa_lint.engine.plan import Planner
from shufa_lint.engine.rewriting import TextRewriter
from shufa_lint.outline.model import Document
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.service.language_server.drafts import Draft
from shufa_lint.service.language_server.settings import Settings
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Edit, Span

_numbers = count(1)


@dataclass(frozen=True)
class Examined:
    """What was found in *draft*: a report, a fault of the configuration because of which nothing was looked at, or
    neither where the configuration excludes the document or nothing is written in it yet. ``number`` is another one for
    every examination."""

    draft: Draft
    report: FileReport | None = None
    planner: Planner | None = None
    choice: Choice | None = None
    fault: SpecificationError | None = None
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, in document order."""
        return self.report.findings if self.report else ()

    @property
    def waives(self) -> bool:
        """Whether what is found can be accepted: in a file, and where waivers count."""
        return self.draft.path is not None and self.choice is not None and not self.choice.waivers.isolated

    def at(self, span: Span) -> list[Finding]:
        """Return the findings that *span* touches, in document order."""
        return [finding for finding in self.findings if finding.span.overlaps(span)]


def examine(draft: Draft, settings: Settings, root: Path) -> Examined:
    """Return what is found in *draft* under *settings*; a document that was never saved counts as one in *root*."""
    path = draft.path or root / draft.name
    if not draft.text.strip(BLANKS + "\r\n"):
        return Examined(draft)
    try:
        choice = settings.choice(path.parent)
        if draft.path and choice.excludes(draft.path):
            return Examined(draft)
        _, planner = choice.for_path(path)
        report = lint(read_text(draft.text, draft.name), planner, str(path))
        if draft.path:
            report = choice.waivers.honour(report, planner.rulebook)
    except SpecificationError as error:
        return Examined(draft, fault=error)
    return Examined(draft, report, planner, choice)


def mended(examined: Examined) -> tuple[Edit, ...]:
    """Return the edits of all safe fixes that hold together, proved as for a file; none where there are none."""
    draft, report, planner, choice = examined.draft, examined.report, examined.planner, examined.choice
    if report is None or planner is None or choice is None or not any(map(mends, report.findings)):
        return ()
    try:
        data = draft.text.encode("utf-8")
    except UnicodeEncodeError:  # halves of surrogate pairs, which no file can hold
        return ()
    rewriter = TextRewriter(read_text(draft.text, draft.name), data, draft.name)
    return mend(rewriter, planner, report.path, waivers=choice.waivers if draft.path else None).edits


def mends(finding: Finding) -> bool:
    """Say whether *finding* has a fix that leaves the meaning as it is."""
    return finding.fix is not None and finding.fix.safety == "safe"


def outline(draft: Draft) -> Document:
    """Return the outline of *draft*."""
    return parse(read_text(draft.text, draft.name).words)

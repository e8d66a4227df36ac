"""What the engine says of a document, a file and a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shufa_lint.checks.base import Label
from shufa_lint.rulebook.configuration import FailOn
from shufa_lint.rulebook.schema import Safety, Severity
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Edit, Span

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a finding; all or none of them."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, where it stands and what to do. ``section`` is the path of headings above it.

    ``fingerprint`` is the same for the same fault after edits elsewhere in the document.
    """

    span: Span
    rule: str
    severity: Severity
    message: str
    hint: str
    authority: str
    section: tuple[str, ...]
    text: str
    captures: Mapping[str, str]
    case: str | None
    labels: tuple[Label, ...]
    fix: Fix | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """All findings in one file, in document order. ``crashed`` names rules that failed; the others went on.

    ``fail_on`` is the lowest severity at which the document does not pass.
    """

    path: str
    sha256: str
    profile: str
    encoding: str
    source: SourceText
    findings: tuple[Finding, ...]
    title: str | None = None
    reporting_year: int | None = None
    crashed: tuple[str, ...] = ()
    waived: int = 0
    fail_on: FailOn = "error"

    @property
    def failed(self) -> bool:
        """Whether a finding stands at or above the severity that the document fails on."""
        if self.fail_on == "never":
            return False
        return any(self.count(severity) for severity in SEVERITIES[: SEVERITIES.index(self.fail_on) + 1])

    def count(self, severity: Severity) -> int:
        """Return the number of findings of *severity*."""
        return sum(finding.severity == severity for finding in self.findings)


@dataclass(frozen=True, slots=True)
class RunReport:
    """The reports of one run. ``rulebook`` is the digest of the rules that were applied; ``titles`` and ``genres`` are
    the names of rules and profiles for people, by their ids."""

    files: tuple[FileReport, ...]
    rulebook: str
    excluded: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)
    genres: Mapping[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether any document failed."""
        return any(report.failed for report in self.files)

    def count(self, severity: Severity) -> int:
        """Return the number of findings of *severity* in all files."""
        return sum(report.count(severity) for report in self.files)

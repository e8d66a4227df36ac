"""What the engine says of a document, a file and a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from shufa_lint.checks.base import Label
from shufa_lint.rulebook.configuration import FailOn
from shufa_lint.rulebook.schema import Rule, Safety, Severity
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Edit, Span

if TYPE_CHECKING:
    from shufa_lint.rulebook.waivers import Waiver

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a finding; all or none of them. ``reshapes`` says that they change ordinals of the outline."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]
    reshapes: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, where it stands and what to do. ``section`` is the path of headings above it.

    ``fingerprint`` is the same for the same fault after edits elsewhere in the document; ``former`` are what it would
    be under the names that the rule had before. Equal faults in equal surroundings are told apart by a number at its
    end (``9f2c…-2``).
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
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that the user accepts, with the waiver that says so."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Stale:
    """A waiver that covers nothing: its last day is over, the fault is gone, or there are equal faults that it cannot
    be told apart from and not all of which are waived."""

    waiver: Waiver
    why: Literal["expired", "unused", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as a report shows it: ``text`` with its ordinal, nothing private in it; ``rank`` is how deep it is set,
    by its level rather than by what stands above it, 0 for the title of the document."""

    span: Span
    rank: int
    text: str
    kind: Literal["title", "section", "annex"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """All findings in one file, in document order, without those that are ``waived``. ``rules`` are those that looked
    at it; ``stale`` are waivers that do not hold. ``crashed`` names rules that failed; the others went on.

    ``source`` is the text as it may be shown: what private rules found is masked, character for character, so that
    offsets are those of the file. To change a document, start from its reading and never from here.
    ``unjudged`` counts the references that were not judged because the document names no year that it reports on.
    ``fail_on`` is the lowest severity at which the document does not pass. ``notices`` are sentences on how the text
    was come by, which hold for every finding; ``numbered_by`` says what its lines are to people: those of a text, or
    paragraphs. ``headings`` are the outline, in document order.
    """

    path: str
    sha256: str
    profile: str
    encoding: str
    source: SourceText
    findings: tuple[Finding, ...]
    title: str | None = None
    reporting_year: int | None = None
    unjudged: int = 0
    crashed: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()
    waived: tuple[Waived, ...] = ()
    stale: tuple[Stale, ...] = ()
    fail_on: FailOn = "error"
    notices: tuple[str, ...] = ()
    numbered_by: Literal["行", "段"] = "行"
    headings: tuple[Heading, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a finding stands at or above the severity that the document fails on."""
        if self.fail_on == "never":
            return False
        return any(self.count(severity) for severity in SEVERITIES[: SEVERITIES.index(self.fail_on) + 1])

    def count(self, severity: Severity) -> int:
        """Return the number of findings of *severity*."""
        return sum(finding.severity == severity for finding in self.findings)

    def listed(self, *, with_waived: bool) -> list[tuple[Finding, Waiver | None]]:
        """Return the findings in document order, each with the waiver that covers it, those only if *with_waived*."""
        found: list[tuple[Finding, Waiver | None]] = [(finding, None) for finding in self.findings]
        if with_waived and self.waived:
            found += [(item.finding, item.waiver) for item in self.waived]
            found.sort(key=lambda item: (item[0].span, item[0].rule, item[0].fingerprint))
        return found


@dataclass(frozen=True, slots=True)
class RunReport:
    """The reports of one run. ``rulebook`` is the digest of the rules that were applied; ``titles`` and ``genres`` are
    the names of rules and profiles for people, by their ids; ``rules`` are the rules themselves, each read from its
    file when it is asked for. ``law_table`` is the date of the list of laws, ``as_of`` the year or date that the user
    had the documents judged by; ``show_waived`` has the reports list what is waived."""

    files: tuple[FileReport, ...]
    rulebook: str
    excluded: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)
    genres: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict, repr=False)
    law_table: str | None = None
    as_of: str | None = None
    show_waived: bool = False

    @property
    def failed(self) -> bool:
        """Whether any document failed."""
        return any(report.failed for report in self.files)

    def count(self, severity: Severity) -> int:
        """Return the number of findings of *severity* in all files."""
        return sum(report.count(severity) for report in self.files)

    @property
    def waived(self) -> int:
        """The number of findings that are waived."""
        return sum(len(report.waived) for report in self.files)

"""How often each rule spoke in a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from shufa_lint.engine.model import SEVERITIES, RunReport
from shufa_lint.rulebook.schema import Severity


@dataclass(frozen=True, slots=True)
class Row:
    """One rule at one severity: its findings, in how many files, and how many of them can be mended; ``waived`` ones
    do not count among them."""

    rule: str
    title: str
    severity: Severity
    count: int
    files: int
    fixable: int
    fixable_unsafe: int
    waived: int


def tally(run: RunReport) -> list[Row]:
    """Return a row for each rule and severity that was found, the most frequent first."""
    counts: Counter[tuple[str, Severity]] = Counter()
    files: Counter[tuple[str, Severity]] = Counter()
    fixes: Counter[tuple[str, Severity, str]] = Counter()
    waived: Counter[tuple[str, Severity]] = Counter()
    for report in run.files:
        kinds = [(finding.rule, finding.severity) for finding in report.findings]
        counts.update(kinds)
        files.update(set(kinds))
        fixes.update((item.rule, item.severity, item.fix.safety) for item in report.findings if item.fix)
        waived.update((item.finding.rule, item.finding.severity) for item in report.waived)
    rows = [
        Row(
            rule,
            run.titles.get(rule, rule),
            severity,
            counts[rule, severity],
            files[rule, severity],
            fixes[rule, severity, "safe"],
            fixes[rule, severity, "unsafe"],
            waived[rule, severity],
        )
        for rule, severity in {**counts, **waived}
    ]
    return sorted(rows, key=lambda row: (-row.count, SEVERITIES.index(row.severity), row.rule))

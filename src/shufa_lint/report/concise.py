"""One line a finding, for pipes and logs: path:line:column: severity rule message."""

from __future__ import annotations

from shufa_lint.engine.model import RunReport
from shufa_lint.report.verdict import SEVERITY_NAMES, verdict
from shufa_lint.report.visible import visible


def report(run: RunReport) -> bytes:
    """Return the findings and the verdict as UTF-8 lines."""
    lines = []
    for file in run.files:
        for finding in file.findings:
            at = file.source.position(finding.span.start)
            name = SEVERITY_NAMES[finding.severity]
            place = f"{visible(file.path)}:{at.line}:{at.column}"
            lines.append(f"{place}: {name} {finding.rule} {visible(finding.message)}")
    lines.append(verdict(run))
    return "\n".join([*lines, ""]).encode("utf-8", "replace")

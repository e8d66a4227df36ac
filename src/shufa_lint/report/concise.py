"""One line a finding, for pipes and logs: path:line:column: severity rule message."""

from __future__ import annotations

from shufa_lint.engine.model import RunReport
from shufa_lint.report.verdict import SEVERITY_NAMES, WAIVED, accepted, remarks, verdict
from shufa_lint.report.visible import visible


def report(run: RunReport) -> bytes:
    """Return the findings and the verdict as UTF-8 lines."""
    lines = []
    for file in run.files:
        for finding, waiver in file.listed(with_waived=run.show_waived):
            at = file.source.position(finding.span.start)
            name = WAIVED if waiver else SEVERITY_NAMES[finding.severity]
            place = f"{visible(file.path)}:{at.line}:{at.column}"
            why = f"；理由：{accepted(waiver)}" if waiver else ""
            lines.append(f"{place}: {name} {finding.rule} {visible(finding.message + why)}")
        lines += [f"{visible(file.path)}: {words}" for words in remarks(file)]
    lines.append(verdict(run))
    return "\n".join([*lines, ""]).encode("utf-8", "replace")


def statistics(run: RunReport) -> bytes:
    """Return a line a rule, the most frequent first, and the verdict as UTF-8 lines."""
    from shufa_lint.report.tally import tally

    lines = []
    for row in tally(run):
        remarks = [f"{row.files} 份文稿"] if row.files else []
        remarks += [f"{row.fixable} 处能直接改"] if row.fixable else []
        remarks += [f"{row.fixable_unsafe} 处看过再改"] if row.fixable_unsafe else []
        remarks += [f"{row.waived} 处{WAIVED}"] if row.waived else []
        lines.append(
            f"{row.count} {SEVERITY_NAMES[row.severity]} {row.rule} {visible(row.title)}：{'，'.join(remarks)}"
        )
    return "\n".join([*lines, verdict(run), ""]).encode("utf-8", "replace")

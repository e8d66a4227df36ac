"""One line a finding, for pipes and logs: path:line:column: severity rule message."""

from __future__ import annotations

from shufa_lint.engine.model import RunReport
from shufa_lint.report.verdict import WAIVED, accepted, remarks, verdict, weight
from shufa_lint.report.visible import visible
from shufa_lint.text.language import tr


def report(run: RunReport) -> bytes:
    """Return the findings and the verdict as UTF-8 lines."""
    lines = []
    for file in run.files:
        for finding, waiver in file.listed(with_waived=run.show_waived):
            at = file.source.position(finding.span.start)
            name = tr(WAIVED) if waiver else weight(finding.severity)
            place = f"{visible(file.path)}:{at.line}:{at.column}"
            why = tr("；理由：{reason}").format(reason=accepted(waiver)) if waiver else ""
            lines.append(f"{place}: {name} {finding.rule} {visible(finding.message + why)}")
        lines += [f"{visible(file.path)}: {words}" for words in remarks(file)]
    lines.append(verdict(run))
    return "\n".join([*lines, ""]).encode("utf-8", "replace")


def statistics(run: RunReport) -> bytes:
    """Return a line a rule, the most frequent first, and the verdict as UTF-8 lines."""
    from shufa_lint.report.tally import tally

    lines = []
    for row in tally(run):
        remarks = [tr("{number} 份文稿").format(number=row.files)] if row.files else []
        remarks += [tr("{number} 处能直接改").format(number=row.fixable)] if row.fixable else []
        remarks += [tr("{number} 处看过再改").format(number=row.fixable_unsafe)] if row.fixable_unsafe else []
        remarks += [tr("{number} 处已豁免").format(number=row.waived)] if row.waived else []
        lines.append(
            tr("{number} {weight} {rule} {title}：{remarks}").format(
                number=row.count,
                weight=weight(row.severity),
                rule=row.rule,
                title=visible(row.title),
                remarks=tr("，").join(remarks),
            )
        )
    return "\n".join([*lines, verdict(run), ""]).encode("utf-8", "replace")

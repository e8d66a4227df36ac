"""A finding in words that stand by themselves, for a comment beside the words at fault."""

from __future__ import annotations

from shufa_lint.engine.model import FileReport, Finding
from shufa_lint.report.authority import spell
from shufa_lint.report.verdict import SEVERITY_NAMES
from shufa_lint.report.visible import visible
from shufa_lint.text.source import BLANKS, SourceText
from shufa_lint.text.span import Span

_AROUND, _LONGEST = 6, 30
"""How many characters of a quote stand on either side of the words, and how many of these are quoted."""


def remark(finding: Finding, report: FileReport) -> list[str]:
    """Return what to say of *finding*, which *report* holds, line by line: the fault, what to do, and why."""
    lines = [f"【{SEVERITY_NAMES[finding.severity]}】{finding.message}"]
    if finding.hint:
        lines.append(f"改法：{''.join(finding.hint.splitlines())}")
    for label in finding.labels:
        line = report.source.position(label.span.start).line
        lines.append(f"另见第{line}段{_quote(report.source, label.span)}：{label.text}")
    lines.append(f"依据：{spell(finding.authority)}（{finding.rule}）")
    return [visible(line) for line in lines]


def _quote(source: SourceText, span: Span) -> str:
    """Return the words of *span* with some of their line around them."""
    line = source.line_at(span.start)
    start, end = max(line.start, span.start - _AROUND), min(line.end, span.end + _AROUND, span.start + _LONGEST)
    words = source.text[start:end].strip(BLANKS)
    if not words:
        return ""
    return f"“{'…' if start > line.start else ''}{words}{'…' if end < line.end else ''}”"

"""The words that say how a run ended."""

from __future__ import annotations

from shufa_lint.engine.model import SEVERITIES, FileReport, RunReport
from shufa_lint.rulebook.schema import Severity

SEVERITY_NAMES: dict[Severity, str] = {"error": "必须改", "warning": "建议改", "info": "提示"}


def verdict(report: RunReport | FileReport) -> str:
    """Return the verdict that a clerk understands: 未通过：8 处必须改，2 处建议改，1 处提示."""
    counts = [(report.count(severity), SEVERITY_NAMES[severity]) for severity in SEVERITIES]
    found = "，".join(f"{n} 处{name}" for n, name in counts if n)
    if not found:
        return "通过：没有发现问题"
    if report.failed:
        return f"未通过：{found}"
    return f"通过：{found}" if counts[0][0] else f"通过：没有必须改的，{found}"

"""The words that say how a run ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shufa_lint.engine.model import SEVERITIES, FileReport, RunReport, Stale
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.schema import Severity

if TYPE_CHECKING:
    from shufa_lint.rulebook.waivers import Waiver

SEVERITY_NAMES: dict[Severity, str] = {"error": "必须改", "warning": "建议改", "info": "提示"}
WAIVED = "已豁免"


def verdict(report: RunReport | FileReport) -> str:
    """Return the verdict that a clerk understands: 未通过：8 处必须改，2 处建议改，1 处提示."""
    counts = [(report.count(severity), SEVERITY_NAMES[severity]) for severity in SEVERITIES]
    found = "，".join(f"{n} 处{name}" for n, name in counts if n)
    number = report.waived if isinstance(report, RunReport) else len(report.waived)
    waived = f"；另有 {number} 处已经豁免" if number else ""
    if not found:
        return f"通过：没有发现{'别的' if number else ''}问题{waived}"
    if report.failed:
        return f"未通过：{found}{waived}"
    return f"通过：{found}{waived}" if counts[0][0] else f"通过：没有必须改的，{found}{waived}"


def left_open(file: FileReport) -> str | None:
    """Return what to say of references that could not be judged for want of a year, None where there are none."""
    if not file.unjudged:
        return None
    unjudged = f"有 {file.unjudged} 处引用没有判断过没过时"
    return f"没有找到文稿报告的年度，{unjudged}；用 --as-of 指明年度（如 --as-of 2024）再查"


def remarks(file: FileReport) -> list[str]:
    """Return what is to be said of a document besides its findings, a line each, fit to be shown."""
    return [visible(words) for words in (*(file.notices if file.findings else ()), left_open(file)) if words]


def accepted(waiver: Waiver) -> str:
    """Return the reason for a waiver with who gave it, and how long it holds: 引用原文（王平，到 2026-12-31 为止）."""
    remarks = [waiver.who, f"到 {waiver.until} 为止" if waiver.until else ""]
    said = "，".join(filter(None, remarks))
    return f"{waiver.reason}（{said}）" if said else waiver.reason


def lapsed(item: Stale) -> str:
    """Return what to say of a waiver that does not hold."""
    waiver = item.waiver
    what = f"{waiver.path} 的 {waiver.rule}“{waiver.quote}”"
    if item.why == "expired":
        return f"豁免到期（{waiver.until}），重新计入：{what}"
    if item.why == "unused":
        return f"豁免用不着了，可以删掉：{what}，文稿里已经没有这一处"
    return f"豁免不起作用：{what}，文稿里一模一样的不止这一处，分不清说的是哪一处"

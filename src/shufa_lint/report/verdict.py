"""The words that say how a run ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shufa_lint.engine.model import SEVERITIES, FileReport, RunReport, Stale
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.schema import Severity
from shufa_lint.text.language import tr, tr_noop

if TYPE_CHECKING:
    from shufa_lint.rulebook.waivers import Waiver

SEVERITY_NAMES: dict[Severity, str] = {
    "error": tr_noop("必须改"),
    "warning": tr_noop("建议改"),
    "info": tr_noop("提示"),
}
WAIVED = tr_noop("已豁免")


def weight(severity: Severity) -> str:
    """Return what people call *severity*."""
    return tr(SEVERITY_NAMES[severity])


def unit(file: FileReport) -> str:
    """Return what the lines of *file* are to people."""
    return tr("段") if file.numbered_by == "段" else tr("行")


def verdict(report: RunReport | FileReport) -> str:
    """Return the verdict that a clerk understands: 未通过：8 处必须改，2 处建议改，1 处提示."""
    counts = [(report.count(severity), weight(severity)) for severity in SEVERITIES]
    found = tr("，").join(tr("{n} 处{name}").format(n=n, name=name) for n, name in counts if n)
    number = report.waived if isinstance(report, RunReport) else len(report.waived)
    waived = tr("；另有 {number} 处已经豁免").format(number=number) if number else ""
    if not found:
        words = tr("通过：没有发现别的问题{waived}") if number else tr("通过：没有发现问题{waived}")
        return words.format(waived=waived)
    if report.failed:
        return tr("未通过：{found}{waived}").format(found=found, waived=waived)
    return (
        tr("通过：{found}{waived}").format(found=found, waived=waived)
        if counts[0][0]
        else tr("通过：没有必须改的，{found}{waived}").format(found=found, waived=waived)
    )


def left_open(file: FileReport) -> str | None:
    """Return what to say of references that could not be judged for want of a year, None where there are none."""
    if not file.unjudged:
        return None
    words = tr("没有找到文稿报告的年度，有 {number} 处引用没有判断是否过时；用 --as-of 指明年度（如 --as-of 2024）再查")
    return words.format(number=file.unjudged)


def remarks(file: FileReport) -> list[str]:
    """Return what is to be said of a document besides its findings, a line each, fit to be shown."""
    return [visible(words) for words in (*(file.notices if file.findings else ()), left_open(file)) if words]


def accepted(waiver: Waiver) -> str:
    """Return the reason for a waiver with who gave it, and how long it holds: 引用原文（王平，到 2026-12-31 为止）."""
    remarks = [waiver.who, tr("到 {until} 为止").format(until=waiver.until) if waiver.until else ""]
    said = tr("，").join(filter(None, remarks))
    return tr("{reason}（{said}）").format(reason=waiver.reason, said=said) if said else waiver.reason


def _lapsed(item: Stale) -> str:
    """Return what to say of a waiver that does not hold."""
    waiver = item.waiver
    what = tr("{path} 的 {rule}“{quote}”").format(path=waiver.path, rule=waiver.rule, quote=waiver.quote)
    if item.why == "expired":
        return tr("豁免到期（{until}），重新计入：{what}").format(until=waiver.until, what=what)
    if item.why == "unused":
        return tr("豁免用不着了，可以删掉：{what}，文稿里已经没有这一处").format(what=what)
    return tr("豁免不起作用：{what}，文稿里一模一样的不止这一处，分不清说的是哪一处").format(what=what)


def all_lapsed(stale: Sequence[Stale], most: int) -> list[str]:
    """Return what to say of waivers that do not hold, a line each, fit to be shown, with no more than *most* named."""
    lines = [visible(_lapsed(item)) for item in stale[:most]]
    if len(stale) > most:
        lines.append(tr("还有 {number} 处豁免不起作用，不一一列出").format(number=len(stale) - most))
    return lines

"""Findings → diagnostics."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from shufa_lint.engine.model import SEVERITIES, Finding
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.service.language_server.client import Client
from shufa_lint.service.language_server.examination import Examined, mends
from shufa_lint.text.language import tr
from shufa_lint.text.span import Span

SOURCE = "shufa-lint"
CONFIGURATION = "configuration"
"""The code of what is wrong with a configuration, where that of a finding is its rule."""

_MOST = 1000
"""So many diagnostics are given for a document, the gravest first: editors show no more, or come to a halt."""
_WEIGHTS = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
_OBSOLETE = frozenset({"superseded-law", "superseded-organ", "superseded-programme"})
"""Rules that find what was right once: editors strike it through."""


def diagnostics(examined: Examined, client: Client) -> list[types.Diagnostic]:
    """Return all that is to be shown in a document, in document order."""
    if examined.fault:
        reason = tr("配置有误，没有检查：{reason}").format(reason=examined.fault)
        return [_remark(examined, reason, types.DiagnosticSeverity.Error, CONFIGURATION)]
    found = examined.findings
    shown = sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))[:_MOST]
    shown.sort(key=lambda finding: (finding.span, finding.rule))
    return [*_remarks(examined, len(found) - len(shown)), *(diagnostic(each, examined, client) for each in shown)]


def diagnostic(finding: Finding, examined: Examined, client: Client) -> types.Diagnostic:
    """Return the diagnostic of *finding*: what is wrong, and what to do about it."""
    lines = [visible(finding.message)]
    if finding.hint:
        lines.append(tr("改法：{hint}").format(hint=visible("".join(finding.hint.splitlines()))))
    if not client.relates:
        lines += _elsewhere(finding, examined)
    return types.Diagnostic(
        range=examined.draft.range(finding.span),
        message="\n".join(lines),
        severity=_WEIGHTS[finding.severity],
        code=finding.rule,
        source=SOURCE,
        tags=[tag for tag in _tags(finding) if tag in client.tags] or None,
        related_information=[*_related(finding, examined)] or None if client.relates else None,
    )


def fault_of(error: SpecificationError) -> types.Diagnostic:
    """Return the diagnostic of *error*, in the file that is wrong."""
    line = max(0, (error.line or 1) - 1)
    place = types.Range(types.Position(line, 0), types.Position(line + 1, 0))
    return types.Diagnostic(place, visible(error.reason), types.DiagnosticSeverity.Error, CONFIGURATION, source=SOURCE)


def _related(finding: Finding, examined: Examined) -> Iterator[types.DiagnosticRelatedInformation]:
    for label in finding.labels:
        place = types.Location(examined.draft.uri, examined.draft.range(label.span))
        yield types.DiagnosticRelatedInformation(place, visible(label.text))


def _elsewhere(finding: Finding, examined: Examined) -> Iterator[str]:
    for label in finding.labels:
        line = examined.draft.positions.source.position(label.span.start).line
        yield tr("另见第{line}行：{text}").format(line=line, text=visible(label.text))


def _tags(finding: Finding) -> Iterator[types.DiagnosticTag]:
    if finding.fix and mends(finding) and not any(edit.text for edit in finding.fix.edits):
        yield types.DiagnosticTag.Unnecessary
    if finding.rule in _OBSOLETE:
        yield types.DiagnosticTag.Deprecated


def _remarks(examined: Examined, left_out: int) -> Iterator[types.Diagnostic]:
    """Yield what is to be said of the document besides its findings."""
    if left_out:
        reason = tr("毛病太多，还有 {number} 处没有列出来，先改列出来的").format(number=left_out)
        yield _remark(examined, reason, types.DiagnosticSeverity.Information)
    if examined.report and (number := examined.report.unjudged):
        reason = tr("没有找到文稿报告的年度，有 {number} 处引用没有判断是否过时；写上年度，或者在配置里写 as-of")
        yield _remark(examined, reason.format(number=number), types.DiagnosticSeverity.Hint)


def _remark(
    examined: Examined, reason: str, weight: types.DiagnosticSeverity, code: str | None = None
) -> types.Diagnostic:
    first = examined.draft.positions.source.lines[0]
    return types.Diagnostic(examined.draft.range(Span(*first)), visible(reason), weight, code, source=SOURCE)

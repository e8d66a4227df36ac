"""SARIF 2.1.0 (OASIS), which platforms for code scanning read. It keeps to the limits of GitHub's.

Findings that are waived are results with a suppression, so that a platform closes them with the reason. Lines and
columns count code points; those of a Word document or a PDF are of its text, paragraph by paragraph.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from shufa_lint import __version__
from shufa_lint.engine.model import SEVERITIES, FileReport, Finding, Fix, RunReport
from shufa_lint.report import rule_help
from shufa_lint.report.place import relative, uri
from shufa_lint.report.told import Told, told_of
from shufa_lint.report.verdict import accepted, remarks
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.schema import Severity
from shufa_lint.text.span import Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_FINGERPRINT = "shufaLint/v1"
_ROOT = "%SRCROOT%"
_TAKEN, _KEPT = 25_000, 5_000
"""GitHub refuses a file of more results than the first number, and keeps so many as the second says."""
_RELATED = 100
"""So many places of a result are shown."""


def report(run: RunReport) -> bytes:
    """Return the log of a run in UTF-8.

    Results are encoded one by one: as one structure they would take several times the room of the text.
    """
    found = [item for file in run.files for item in told_of(file, with_waived=True)]
    kept = _kept(found)
    rules = sorted({item.finding.rule for item in kept})
    numbers = {name: number for number, name in enumerate(rules)}
    artifacts = {id(file): number for number, file in enumerate(run.files)}
    head = {
        "tool": {"driver": _driver(rules, run)},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "invocations": [_invocation(run, len(found) - len(kept))],
        "artifacts": [_artifact(file) for file in run.files],
        "properties": {"rulebook": run.rulebook, "lawTable": run.law_table, "asOf": run.as_of},
    }
    results = b",\n".join(_encode(_result(item, numbers[item.finding.rule], artifacts[id(item.file)])) for item in kept)
    opening = _encode({"$schema": _SCHEMA, "version": "2.1.0"})[:-1] + b',"runs":['
    return b"".join([opening, _encode(head)[:-1], b',"results":[', results, b"]}]}\n"])


def _kept(found: list[Told]) -> list[Told]:
    """Return *found* as it stands where a platform takes it all, else the most severe first and not too many."""
    if len(found) <= _KEPT:
        return found
    return sorted(found, key=lambda item: (item.waiver is not None, SEVERITIES.index(item.severity)))[:_TAKEN]


def _encode(data: Any) -> bytes:
    """Return *data* as JSON in UTF-8; a lone surrogate, which many programs refuse, becomes a question mark."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _driver(rules: Iterable[str], run: RunReport) -> dict[str, Any]:
    return {
        "name": "shufa-lint",
        "version": __version__,
        "semanticVersion": __version__,
        "language": "zh-CN",
        "rules": [_rule(name, run) for name in rules],
    }


def _rule(name: str, run: RunReport) -> dict[str, Any]:
    rule = run.rules.get(name)
    if rule is None:
        return {"id": name, "shortDescription": {"text": _unlinked(run.titles.get(name, name))}}
    return {
        "id": name,
        "shortDescription": {"text": _unlinked(rule.title)},
        "fullDescription": {"text": _unlinked(rule_help.summary(rule))},
        "help": {"text": _unlinked(rule_help.text(rule)), "markdown": rule_help.markdown(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family, rule_help.family(rule)], "authority": rule.authority},
    }


def _invocation(run: RunReport, left: int) -> dict[str, Any]:
    """Return how the run went: what crashed, what there is to know of documents, and whether results are left out."""
    notes = [_note("note", words, file) for file in run.files for words in remarks(file)]
    notes += [_note("error", f"规则 {name} 出错", file) for file in run.files for name in file.crashed]
    if left:
        notes.append(_note("warning", f"结果太多，平台收不下，轻的 {left} 处没有写进来"))
    found: dict[str, Any] = {"executionSuccessful": not any(file.crashed for file in run.files)}
    return found | ({"toolExecutionNotifications": notes} if notes else {})


def _note(level: str, words: str, file: FileReport | None = None) -> dict[str, Any]:
    note: dict[str, Any] = {"level": level, "message": {"text": _unlinked(words)}}
    if file is not None:
        note["locations"] = [{"physicalLocation": {"artifactLocation": _location(relative(file.path))}}]
    return note


def _artifact(file: FileReport) -> dict[str, Any]:
    found: dict[str, Any] = {"location": _location(relative(file.path)), "hashes": {"sha-256": file.sha256}}
    kind = {"profile": file.profile, "reportingYear": file.reporting_year, "encoding": file.encoding}
    return found | {"properties": kind}


def _location(path: str) -> dict[str, Any]:
    name = uri(path)
    return {"uri": name} if name.startswith("file:") else {"uri": name, "uriBaseId": _ROOT}


def _result(item: Told, rule: int, artifact: int) -> dict[str, Any]:
    finding = item.finding
    where = _location(item.path) | {"index": artifact}
    place: dict[str, Any] = {"physicalLocation": {"artifactLocation": where, "region": _region(item, finding.span)}}
    place["physicalLocation"]["region"]["snippet"] = {"text": finding.text}
    if finding.section:
        names = [visible(name) for name in finding.section]
        place["logicalLocations"] = [{"name": names[-1], "fullyQualifiedName": "/".join(names), "kind": "section"}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _unlinked("\n".join([item.fault, *item.advice]))},
        "locations": [place],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
        "suppressions": list(_suppressions(item)),
    }
    if finding.labels:
        result["relatedLocations"] = list(_related(finding, item, where))
    if finding.fix and item.file.numbered_by == "行":
        result["fixes"] = [_fix(finding.fix, item, where)]
    return result


def _region(item: Told, span: Span) -> dict[str, Any]:
    start, end = item.file.source.position(span.start), item.file.source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }


def _suppressions(item: Told) -> Iterator[dict[str, Any]]:
    if item.waiver:
        yield {"kind": "external", "status": "accepted", "justification": visible(accepted(item.waiver))}


def _related(finding: Finding, item: Told, where: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for number, label in enumerate(finding.labels[:_RELATED]):
        place = {"artifactLocation": where, "region": _region(item, label.span)}
        yield {"id": number, "physicalLocation": place, "message": {"text": _unlinked(visible(label.text))}}


def _fix(fix: Fix, item: Told, where: dict[str, Any]) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(item, Span(edit.start, edit.end)), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    return {
        "description": {"text": _unlinked(visible(fix.title))},
        "artifactChanges": [{"artifactLocation": where, "replacements": replacements}],
        "properties": {"safety": fix.safety},
    }


def _unlinked(words: str) -> str:
    """Return *words*, in which a viewer of SARIF would otherwise take ``[…](…)`` for a link."""
    return words.replace("](", "]\u2060(")

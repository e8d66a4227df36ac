"""The JSON that other programs rely on, schema version 1. It only grows: a key is never renamed or dropped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from shufa_lint import __version__
from shufa_lint.engine.model import SEVERITIES, FileReport, Finding, Fix, RunReport
from shufa_lint.engine.plan import Applied, Plan
from shufa_lint.outline.model import Annex, Document, Section
from shufa_lint.text.source import SourceText

SCHEMA_VERSION = 1


def report(run: RunReport) -> bytes:
    """Return the report of a run as UTF-8, whatever the locale.

    Findings are encoded one by one: as one structure they would take several times the room of the text.
    """
    head = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "shufa-lint", "version": __version__},
        "rulebook": run.rulebook,
        "law_table": None,
        "as_of": None,
    }
    totals = {"files": len(run.files)} | {severity: run.count(severity) for severity in SEVERITIES}
    pieces = [_encode(head)[:-1], b',"files":[']
    for number, file in enumerate(run.files):
        pieces += (b"," if number else b"", *_file(file))
    pieces += (b'],"totals":', _encode(totals), b"}\n")
    return b"".join(pieces)


def outline(document: Document, source: SourceText) -> bytes:
    """Return an outline as UTF-8."""
    return dump(
        {
            "title": document.title,
            "sections": [_section(section, source) for section in document.sections],
            "annexes": [_annex(annex, source) for annex in document.annexes],
        }
    )


def rules(plan: Plan) -> bytes:
    """Return the rules that apply to a kind of document, with the severities that count, as UTF-8."""
    return dump(
        {"schema_version": SCHEMA_VERSION, "profile": plan.profile.id, "rules": [_rule(r) for r in plan.applied]}
    )


def dump(data: Any) -> bytes:
    """Return *data* as one line of JSON in UTF-8."""
    return _encode(data) + b"\n"


def _encode(data: Any) -> bytes:
    """Return *data* as JSON in UTF-8; lone surrogates are escaped, so that any text can be written."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _file(file: FileReport) -> Iterator[bytes]:
    head = {
        "path": file.path,
        "sha256": file.sha256,
        "profile": file.profile,
        "reporting_year": file.reporting_year,
        "encoding": file.encoding,
    }
    yield _encode(head)[:-1] + b',"findings":['
    for number, finding in enumerate(file.findings):
        yield (b"," if number else b"") + _encode(_finding(finding, file.source))
    yield b'],"waived":%d}' % file.waived


def _rule(applied: Applied) -> dict[str, Any]:
    rule = applied.rule
    return {
        "id": rule.id,
        "family": rule.family,
        "title": rule.title,
        "severity": applied.severity,
        "cases": {name: case.severity or applied.severity for name, case in rule.case.items()},
        "authority": rule.authority,
        "why": rule.why.strip(),
        "hint": rule.hint,
        "fix": rule.fix.safety if rule.fix else None,
    }


def _finding(finding: Finding, source: SourceText) -> dict[str, Any]:
    start, end = source.position(finding.span.start), source.position(finding.span.end)
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "start": finding.span.start,
        "end": finding.span.end,
        "text": finding.text,
        "section": list(finding.section),
        "captures": dict(finding.captures),
        "case": finding.case,
        "authority": finding.authority,
        "labels": [{"start": label.span.start, "end": label.span.end, "text": label.text} for label in finding.labels],
        "fix": _fix(finding.fix) if finding.fix else None,
        "fingerprint": finding.fingerprint,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safety": fix.safety, "edits": edits}


def _section(section: Section, source: SourceText) -> dict[str, Any]:
    return {
        "level": section.level,
        "ordinal": {"value": section.ordinal.value, "written": section.ordinal.written},
        "title": section.title,
        "line": source.position(section.heading.start).line,
        "run_in": section.run_in,
        "clauses": [{"value": c.ordinal.value, "written": c.ordinal.written} for c in section.clauses],
        "children": [_section(child, source) for child in section.children],
    }


def _annex(annex: Annex, source: SourceText) -> dict[str, Any]:
    return {
        "title": annex.title,
        "line": source.position(annex.marker.start).line,
        "sections": [_section(section, source) for section in annex.sections],
    }

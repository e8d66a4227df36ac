"""A finding as JSON tells it, schema version 1, and how JSON is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shufa_lint.engine.model import Finding, Fix
from shufa_lint.text.source import SourceText

if TYPE_CHECKING:
    from shufa_lint.rulebook.waivers import Waiver

SCHEMA_VERSION = 1
"""It only grows: a key is never renamed or dropped."""


def encode(data: Any) -> bytes:
    """Return *data* as JSON in UTF-8; lone surrogates are escaped, so that any text can be written."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def finding_record(finding: Finding, source: SourceText, waiver: Waiver | None) -> dict[str, Any]:
    """Return *finding*, which stands in *source*, with the waiver that covers it."""
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
        "waived": {"reason": waiver.reason, "who": waiver.who, "until": waiver.until} if waiver else None,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safety": fix.safety, "edits": edits}

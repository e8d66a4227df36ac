"""The blanks as JSON, schema version 1. It only grows: a key is never renamed or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shufa_lint import __version__
from shufa_lint.engine.answers import need_of
from shufa_lint.engine.blanks import Blank
from shufa_lint.engine.form import Asked
from shufa_lint.engine.locators import Locator
from shufa_lint.report.json import dump
from shufa_lint.report.records import SCHEMA_VERSION


def report(documents: Sequence[Asked]) -> bytes:
    """Return the blanks of all documents as UTF-8, whatever the locale."""
    kinds: dict[str, int] = {}
    for document in documents:
        for blank in document.blanks:
            kinds[blank.kind] = kinds.get(blank.kind, 0) + 1
    totals = {"files": len(documents), "blanks": sum(kinds.values()), "kinds": dict(sorted(kinds.items()))}
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "shufa-lint", "version": __version__},
            "files": [_document(document) for document in documents],
            "totals": totals,
        }
    )


def _document(document: Asked) -> dict[str, Any]:
    report = document.report
    pairs = zip(document.blanks, document.locators, strict=True)
    return {
        "path": report.path,
        "sha256": report.sha256,
        "title": report.title,
        "blanks": [_blank(blank, locator, document) for blank, locator in pairs],
    }


def _blank(blank: Blank, locator: Locator, document: Asked) -> dict[str, Any]:
    at = document.report.source.position(blank.span.start)
    return {
        "number": locator.rank,
        "rule": blank.finding.rule,
        "line": at.line,
        "column": at.column,
        "start": blank.span.start,
        "end": blank.span.end,
        "text": blank.text,
        "section": list(blank.finding.section),
        "sentence": str(blank.sentence),
        "kind": blank.kind,
        "kind_name": blank.kind_name,
        "unit": blank.unit,
        "needs": need_of(blank).name,
        "group": blank.name or None,
        "fingerprint": blank.finding.fingerprint,
        "locator": str(locator),
    }

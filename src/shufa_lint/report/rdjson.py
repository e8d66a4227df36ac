"""The format of reviewdog, which puts findings into a review as comments (RDFormat, DiagnosticResult).

It counts columns in bytes of UTF-8. A mend that is one edit of a text is given as a suggestion, to be taken with one
click; for one of several edits it has no words.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from shufa_lint.engine.model import RunReport
from shufa_lint.report.records import encode
from shufa_lint.report.told import Told, told_of
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.schema import Severity
from shufa_lint.text.source import SourceText

_SEVERITIES: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
_PIECE = 1024
"""So many characters of a line are measured at a time."""


def report(run: RunReport) -> bytes:
    """Return the findings as one JSON object in UTF-8."""
    rows: list[bytes] = []
    for file in run.files:
        columns = _Columns(file.source)
        rows += [encode(_diagnostic(item, columns)) for item in told_of(file, with_waived=run.show_waived)]
    return b'{"source":{"name":"shufa-lint"},"diagnostics":[' + b",\n".join(rows) + b"]}\n"


class _Columns:
    """Places in a text as RDFormat counts them. Each line is measured once, however many findings stand in it."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._measured: dict[int, list[int]] = {}

    def of(self, start: int, end: int) -> dict[str, dict[str, int]]:
        """Return the range from *start* to *end*."""
        return {"start": self._position(start), "end": self._position(end)}

    def _position(self, offset: int) -> dict[str, int]:
        line = self._source.line_index(offset)
        if line not in self._measured:
            pieces = range(*self._source.lines[line], _PIECE)
            self._measured[line] = [0, *accumulate(self._bytes(at, at + _PIECE) for at in pieces)]
        first = self._source.lines[line].start
        whole = (offset - first) // _PIECE
        before = self._measured[line][whole] + self._bytes(first + whole * _PIECE, offset)
        return {"line": line + 1, "column": before + 1}

    def _bytes(self, start: int, end: int) -> int:
        return len(self._source.text[start:end].encode("utf-8", "replace"))


def _diagnostic(item: Told, columns: _Columns) -> dict[str, Any]:
    finding, path = item.finding, item.path_shown
    found: dict[str, Any] = {
        "message": "\n".join([item.said, *item.advice]),
        "location": {"path": path, "range": columns.of(*finding.span)},
        "severity": _SEVERITIES[item.severity],
        "code": {"value": finding.rule},
    }
    if finding.labels:
        found["related_locations"] = [
            {"message": visible(label.text), "location": {"path": path, "range": columns.of(*label.span)}}
            for label in finding.labels
        ]
    if finding.fix and not item.waiver and len(finding.fix.edits) == 1 and item.file.numbered_by == "行":
        (edit,) = finding.fix.edits
        found["suggestions"] = [{"range": columns.of(edit.start, edit.end), "text": edit.text}]
    return found

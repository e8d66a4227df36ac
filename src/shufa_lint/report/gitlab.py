"""The report on code quality that GitLab shows beside a merge request."""

from __future__ import annotations

import hashlib
from typing import Any

from shufa_lint.engine.model import RunReport
from shufa_lint.report.records import encode
from shufa_lint.report.told import Told, told
from shufa_lint.rulebook.schema import Severity

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def report(run: RunReport) -> bytes:
    """Return the findings as one JSON array in UTF-8 without a byte order mark, which GitLab would not read."""
    return b"[" + b",\n".join(encode(_issue(item)) for item in told(run)) + b"]\n"


def _issue(item: Told) -> dict[str, Any]:
    return {
        "description": item.advised,
        "check_name": item.finding.rule,
        "fingerprint": _fingerprint(item),
        "severity": _SEVERITIES[item.severity],
        "location": {
            "path": item.path_shown,
            "lines": {"begin": item.start.line, "end": item.end.line},
        },
    }


def _fingerprint(item: Told) -> str:
    """Return what tells the finding from all others of the run, whichever line it stands in."""
    named = "\0".join((item.path, item.finding.rule, item.finding.fingerprint))
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:32]

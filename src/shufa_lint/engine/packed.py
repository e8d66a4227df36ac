"""A report on a document as bytes and back, for the cache and for other processes: as JSON, so that what comes back is
data whoever wrote it.

Waivers are no part of it: they are applied anew each time.
"""

from __future__ import annotations

import json
from typing import Any, get_args

from shufa_lint.checks.base import Label
from shufa_lint.engine.model import SEVERITIES, FileReport, Finding, Fix, Heading
from shufa_lint.rulebook.configuration import FailOn
from shufa_lint.rulebook.schema import Safety
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Edit, Span


def pack(report: FileReport) -> bytes:
    """Return *report* as bytes, without its path."""
    fields = (
        (report.sha256, report.profile, report.encoding, report.source.text, report.title, report.reporting_year),
        (report.unjudged, sorted(report.rules), report.fail_on, report.notices, report.numbered_by, report.crashed),
        [_plain(finding) for finding in report.findings],
        [(*heading.span, heading.rank, heading.text, heading.kind) for heading in report.headings],
    )
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpack(data: bytes, path: str) -> FileReport:
    """Return the report that :func:`pack` made *data* of, as one on *path*; raises ValueError where it is none."""
    try:
        return _report(json.loads(data.decode("utf-8", "surrogatepass")), path)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from None


def _report(fields: Any, path: str) -> FileReport:
    about, judged, findings, headings = fields
    sha256, profile, encoding, text, title, year = about
    unjudged, rules, fail_on, notices, unit, crashed = judged
    if fail_on not in get_args(FailOn) or not isinstance(text, str):
        raise ValueError(fail_on)
    return FileReport(
        path=path,
        sha256=sha256,
        profile=profile,
        encoding=encoding,
        source=SourceText(text),
        findings=tuple(map(_finding, findings)),
        title=title,
        reporting_year=year,
        unjudged=unjudged,
        crashed=tuple(crashed),
        rules=frozenset(rules),
        fail_on=fail_on,
        notices=tuple(notices),
        numbered_by=unit,
        headings=tuple(Heading(Span(start, end), rank, text, kind) for start, end, rank, text, kind in headings),
    )


def _plain(finding: Finding) -> tuple[Any, ...]:
    fix = finding.fix
    return (
        (*finding.span, finding.section, finding.text),
        (finding.rule, finding.severity, finding.message, finding.hint, finding.authority),
        (
            dict(finding.captures),
            finding.case,
            [(*label.span, label.text) for label in finding.labels],
            fix and (fix.title, fix.safety, fix.edits, fix.reshapes),
        ),
        (finding.fingerprint, finding.former),
    )


def _finding(fields: Any) -> Finding:
    place, words, (captures, case, labels, fix), (mark, former) = fields
    start, end, section, text = place
    rule, severity, message, hint, authority = words
    if severity not in SEVERITIES:
        raise ValueError(severity)
    return Finding(
        Span(start, end),
        rule,
        severity,
        message,
        hint,
        authority,
        tuple(section),
        text,
        captures,
        case,
        tuple(Label(Span(first, last), said) for first, last, said in labels),
        fix and _fix(*fix),
        mark,
        tuple(former),
    )


def _fix(title: str, safety: Safety, edits: list[list[Any]], reshapes: bool) -> Fix:
    return Fix(title, safety, tuple(Edit(*edit) for edit in edits), reshapes)

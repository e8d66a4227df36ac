"""The JSON that other programs rely on, schema version 1. It only grows: a key is never renamed or dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from shufa_lint import __version__
from shufa_lint.engine.model import SEVERITIES, FileReport, RunReport
from shufa_lint.engine.plan import Applied, Plan
from shufa_lint.outline.model import Annex, Document, Section
from shufa_lint.report.records import SCHEMA_VERSION, encode, finding_record
from shufa_lint.text.source import SourceText

if TYPE_CHECKING:
    from shufa_lint.engine.settings import Settings


def report(run: RunReport) -> bytes:
    """Return the report of a run as UTF-8, whatever the locale.

    Findings are encoded one by one: as one structure they would take several times the room of the text.
    """
    pieces = [encode(_head(run))[:-1], b',"files":[']
    for number, file in enumerate(run.files):
        pieces += (b"," if number else b"", *_file(file, with_waived=run.show_waived))
    pieces += (b'],"totals":', encode(_totals(run)), b',"waivers":', encode(_waivers(run)), b"}\n")
    return b"".join(pieces)


def statistics(run: RunReport) -> bytes:
    """Return how often each rule spoke in a run, as UTF-8."""
    from shufa_lint.report.tally import tally

    rows = [asdict(row) for row in tally(run)]
    return dump(_head(run) | {"statistics": rows, "totals": _totals(run), "waivers": _waivers(run)})


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


def files(names: Sequence[str], excluded: int) -> bytes:
    """Return the documents that would be checked as UTF-8."""
    return dump({"schema_version": SCHEMA_VERSION, "files": list(names), "excluded": excluded})


def settings(what: Settings) -> bytes:
    """Return what counts for a document as UTF-8."""
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "path": what.path,
            "excluded": what.excluded,
            "configuration": what.file and str(what.file),
            "settings": what.configuration.model_dump(by_alias=True),
            "profile": None if what.chosen_by == "nobody" else what.plan.profile.id,
            "profile_chosen_by": what.chosen_by,
            "rulebook": what.rulebook.digest,
            "rules": {item.entry.id: item.severity for item in what.plan.applied},
            "rules_off": what.off,
            "tables": dict(sorted(what.rulebook.dates.items())),
            "waiver_file": what.waiver_file and str(what.waiver_file),
            "waivers": what.waivers,
        }
    )


def dump(data: Any) -> bytes:
    """Return *data* as one line of JSON in UTF-8."""
    return encode(data) + b"\n"


def _head(run: RunReport) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "shufa-lint", "version": __version__},
        "rulebook": run.rulebook,
        "law_table": run.law_table,
        "as_of": run.as_of,
    }


def _totals(run: RunReport) -> dict[str, int]:
    counts = {severity: run.count(severity) for severity in SEVERITIES}
    return {"files": len(run.files)} | counts | {"waived": run.waived}


def _waivers(run: RunReport) -> dict[str, list[dict[str, Any]]]:
    """Return the waivers that do not hold, by the reason why."""
    stale: dict[str, list[dict[str, Any]]] = {"expired": [], "unused": [], "ambiguous": []}
    for file in run.files:
        for item in file.stale:
            stale[item.why].append({"document": file.path} | item.waiver.model_dump())
    return stale


def _file(file: FileReport, *, with_waived: bool) -> Iterator[bytes]:
    head = {
        "path": file.path,
        "sha256": file.sha256,
        "profile": file.profile,
        "reporting_year": file.reporting_year,
        "encoding": file.encoding,
        "unjudged": file.unjudged,
        "notices": list(file.notices),
    }
    yield encode(head)[:-1] + b',"findings":['
    for number, (finding, waiver) in enumerate(file.listed(with_waived=with_waived)):
        yield (b"," if number else b"") + encode(finding_record(finding, file.source, waiver))
    yield b'],"waived":%d}' % len(file.waived)


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

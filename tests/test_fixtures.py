"""Whole documents and what must be said of them: ``fixtures/<case>/draft.*``, ``outline.txt``, ``findings.txt``.

A case may hold a configuration, as an office would lay it beside its drafts. ``SHUFA_LINT_UPDATE=1 pytest
tests/test_fixtures.py`` writes the snapshots anew; read what has changed.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from shufa_lint.api import Choice, lint_bytes
from shufa_lint.engine.model import FileReport
from shufa_lint.engine.plan import RULE_FAILURE
from shufa_lint.outline.model import Document, Section, Tree
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_bytes
from shufa_lint.rulebook.configuration import FILE_NAME
from shufa_lint.rulebook.load import load_rulebook
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())
UPDATE = os.environ.get("SHUFA_LINT_UPDATE") == "1"
SNAPSHOTS = ("outline.txt", "findings.txt")
NOTHING = "没有发现问题\n"
CLEAN = {
    "clean-annual-report": "law-government-annual",
    "clean-circular": "base",
    "clean-duty-report": "duty-report",
    "clean-government-work-report": "government-work-report",
    "clean-letter": "letter",
    "clean-minutes": "minutes",
    "clean-notice": "notice",
    "clean-plan": "plan",
    "clean-reply": "base",
    "clean-report": "shufa-report",
    "clean-request": "request",
    "clean-summary": "work-summary",
    "clean-township-report": "shufa-report",
    "clean-word-notice": "notice",
}
"""The documents in which nothing is wrong, with the kind that each must be taken for."""


def draft_of(case: str) -> Path:
    (draft,) = (FIXTURES / case).glob("draft.*")
    return draft


def report_on(case: str) -> FileReport:
    draft = draft_of(case)
    configuration = draft.with_name(FILE_NAME)
    choice = Choice(config=configuration) if configuration.is_file() else Choice(isolated=True)
    return lint_bytes(draft.read_bytes(), draft.name, choice=choice)


def shown(text: str) -> str:
    """Return *text* on one line, with what cannot be seen written out."""
    return "".join(c if c.isprintable() or c == "\u3000" else f"<{ord(c):04X}>" for c in text)


# How a snapshot is written


def findings_of(report: FileReport) -> Iterator[str]:
    for finding in report.findings:
        at = report.source.position(finding.span.start)
        place = f"{at.line}:{at.column} {finding.severity} {finding.rule}"
        yield shown(f"{place} ‹{finding.text}› {finding.message}")


def outline_of(document: Document, source: SourceText) -> Iterator[str]:
    def line(span: Span) -> int:
        return source.position(span.start).line

    def sections(items: Sequence[Section], indent: str) -> Iterator[str]:
        for section in items:
            marks = " ".join(clause.ordinal.written for clause in section.clauses)
            notes = [
                f"第{line(section.heading)}行",
                *(["带正文"] if section.run_in else []),
                *([marks] if marks else []),
            ]
            yield shown(f"{indent}{section.ordinal.written} {section.title}  [{'；'.join(notes)}]")
            yield from sections(section.children, indent + "  ")

    def tree(owner: Tree, indent: str) -> Iterator[str]:
        if marks := " ".join(clause.ordinal.written for p in owner.paragraphs for clause in p.clauses):
            yield shown(f"{indent}（序号之前）  [{marks}]")
        yield from sections(owner.sections, indent)

    yield f"标题：{shown(document.title) if document.title else '（无）'}"
    if document.opening:
        yield f"引入语：第{line(document.opening)}行"
    yield from tree(document, "")
    if document.closing:
        yield f"结束语：第{line(document.closing)}行"
    if document.signature:
        yield f"落款：第{line(document.signature)}行"
    for annex in document.annexes:
        yield f"附件：{shown(annex.title) if annex.title else '（无标题）'}  [第{line(annex.marker)}行]"
        yield from tree(annex, "  ")


def snapshot(case: str, name: str) -> str:
    if name == "findings.txt":
        return "".join(f"{line}\n" for line in findings_of(report_on(case))) or NOTHING
    draft = draft_of(case)
    reading = read_bytes(draft.read_bytes(), draft.name)
    return "".join(f"{line}\n" for line in outline_of(parse(reading.words), reading.source))


# What must hold


@pytest.mark.parametrize("name", SNAPSHOTS)
@pytest.mark.parametrize("case", CASES)
def test_a_document_is_read_and_judged_as_its_snapshot_says(case: str, name: str):
    found, file = snapshot(case, name), FIXTURES / case / name
    if UPDATE:
        file.write_text(found, "utf-8", newline="\n")
    assert file.is_file(), "no snapshot: run again with SHUFA_LINT_UPDATE=1"
    assert found == file.read_text("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_a_fixture_is_one_draft_with_its_snapshots(case: str):
    names = {path.name for path in (FIXTURES / case).iterdir() if path.stem != "fixed"}
    assert names - {FILE_NAME} == {draft_of(case).name, *SNAPSHOTS}


def test_every_rule_is_shown_by_some_fixture():
    shown_rules = {finding.rule for case in CASES for finding in report_on(case).findings}
    assert set(load_rulebook().rules) - shown_rules == {RULE_FAILURE}


@pytest.mark.parametrize(("case", "kind"), CLEAN.items())
def test_a_clean_document_of_each_kind_is_taken_for_what_it_is_and_left_alone(case: str, kind: str):
    report = report_on(case)
    assert report.profile == kind
    assert report.findings == ()


def test_every_clean_document_is_named():
    assert [case for case in CASES if case.startswith("clean-")] == sorted(CLEAN)


def test_the_clean_report_is_whole():
    assert sum(not c.isspace() for c in report_on("clean-report").source.text) >= 1800

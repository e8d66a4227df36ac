"""One draft, judged in a process of its own: what crashes, hangs or eats memory there loses nothing but itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from shufa_lint import api
from shufa_lint.engine.lint import lint
from shufa_lint.engine.model import FileReport, Finding
from shufa_lint.engine.rewriting import UnwritableError
from shufa_lint.reading.model import Reading
from shufa_lint.reading.read import read_bytes
from shufa_lint.reading.refusal import UnreadableError, refused
from shufa_lint.report import html
from shufa_lint.report.html import Row
from shufa_lint.report.remark import remark
from shufa_lint.report.verdict import verdict
from shufa_lint.service import slip
from shufa_lint.service.watch.criteria import Criteria, Place
from shufa_lint.service.watch.names import overview_from, placed
from shufa_lint.service.watch.settling import Taken
from shufa_lint.text.language import in_chinese


class Answer(NamedTuple):
    """What is said of a draft: its page, its marked copy where it takes marks, its 检查单 where it has passed; its row
    in the table, the verdict, and its faults as fingerprints with the names of their rules."""

    page: bytes
    copy: bytes | None
    slip: bytes | None
    row: Row
    verdict: str
    faults: tuple[tuple[str, str], ...]


def examine(taken: Taken, path: str, place: Place, digest: str, day: str, at: str) -> Answer | None:
    """Return the answer to the draft *path*, below the root of *place*; None where the criteria are others by now than
    those of that *digest*. *day* is what the ends of waivers are held against, *at* the time that stands on a 检查单.
    """
    criteria = _criteria(place)
    if criteria.of(path, day) != digest:
        criteria.renew()
        if criteria.of(path, day) != digest:
            return None
    reading = read_bytes(taken.data, path.rpartition("/")[2], criteria.choice.limits)
    return _answer(reading, taken, path, criteria, day, at)


def refuse(taken: Taken, path: str, criteria: Criteria, day: str, at: str, reason: str) -> Answer:
    """Return the answer to a draft that could not be examined, for that *reason*."""
    reading = refused(path.rpartition("/")[2], reason)
    return _answer(replace(reading, sha256=taken.sha256), taken, path, criteria, day, at)


@lru_cache(maxsize=1)
def _criteria(place: Place) -> Criteria:
    return Criteria(place)


@in_chinese()
def _answer(reading: Reading, taken: Taken, path: str, criteria: Criteria, day: str, at: str) -> Answer:
    planner = criteria.planner
    whole = str(Path(criteria.place.root, path))
    found = criteria.waivers(day).honour(lint(reading, planner, whole), planner.rulebook)
    report = replace(found, path=path, sha256=taken.sha256)
    run = api.run_report([found], criteria.choice, show_waived=True)
    passed = not report.failed and not report.crashed
    made = slip.slip_of(report, run, criteria.configuration, at) if passed else None
    unit, name = placed(path)
    row = html.row_of(report, run, link="", name=name, unit=unit)
    return Answer(
        page=html.page(report, replace(run, files=(report,)), name=path, back=overview_from(path)),
        copy=_copy(reading, taken.data, report),
        slip=slip.render(made) if made else None,
        row=row,
        verdict=verdict(report),
        faults=_faults(report.findings, run.titles),
    )


def _copy(reading: Reading, data: bytes, report: FileReport) -> bytes | None:
    """Return the draft with its findings as comments, of a PDF as highlights; None where it takes none, or has none."""
    if not report.findings or not (api.is_word(reading, data) or reading.format == "pdf"):
        return None
    if reading.format == "pdf":
        from shufa_lint.marking.pdf import annotate
    else:
        from shufa_lint.marking.word.annotate import annotate
    try:
        annotated = annotate(data, report.findings, lambda finding: remark(finding, report))
    except (UnreadableError, UnwritableError):
        return None
    return annotated.data


def _faults(findings: Sequence[Finding], titles: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((finding.fingerprint, titles.get(finding.rule, finding.rule)) for finding in findings)

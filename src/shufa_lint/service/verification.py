"""Whether a 检查单 is true: this very file, these very rules, and the same outcome when the check is run again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePath

from shufa_lint import __version__, api
from shufa_lint.api import Choice
from shufa_lint.engine.model import FileReport
from shufa_lint.engine.waivers import honoured
from shufa_lint.report.verdict import verdict
from shufa_lint.rulebook.waivers import UNWAIVABLE, Waiver
from shufa_lint.service.slip import Slip
from shufa_lint.service.watch.criteria import digest_of
from shufa_lint.text.language import tr

_SHOWN = 12
"""Digits of a digest that people compare."""


def faults(slip: Slip, data: bytes, file: Path, choice: Choice, *, rerun: bool) -> list[str]:
    """Return what keeps *slip* from being true of *data*, the bytes of *file*; nothing where it is.

    Without *rerun* it is only compared, which a forged one passes.
    """
    if sha256(data).hexdigest() != slip.sha256:
        return [tr("不是这一份：文稿在检查以后改过，或者检查单是另一份文稿的")]
    return [*_differences(slip, file, choice), *(_outcome(slip, data, file, choice) if rerun else ())]


def _differences(slip: Slip, file: Path, choice: Choice) -> Iterator[str]:
    """Yield what the rules here have that those of the 检查单 have not."""
    chosen, planner = choice.for_path(file)
    book = planner.rulebook
    here = (
        (tr("规则"), slip.rulebook[:_SHOWN], book.digest[:_SHOWN]),
        (tr("法律名单"), slip.law_table, book.dates.get("laws", "")),
        (tr("配置"), slip.configuration[:_SHOWN], digest_of(chosen.configuration)[:_SHOWN]),
        (tr("程序"), slip.program, f"shufa-lint {__version__}"),
    )
    words = tr("{what}不同：检查单上是 {theirs}，这里是 {ours}")
    yield from (words.format(what=what, theirs=theirs, ours=ours) for what, theirs, ours in here if theirs != ours)


def _outcome(slip: Slip, data: bytes, file: Path, choice: Choice) -> Iterator[str]:
    """Check again, with the waivers that the 检查单 names and no others; yield why the file does not pass."""
    # What a waiver file here says is no part of what was handed in: only the 检查单 counts.
    report = api.lint_bytes(data, _as_named(slip, file), choice=choice)
    report = replace(report, findings=tuple(finding for finding, _ in report.listed(with_waived=True)), waived=())
    report = _waived(report, slip)
    if report.failed or report.crashed:
        yield tr("按这里的规则重新检查，没有通过（{verdict}）").format(verdict=verdict(report))


def _as_named(slip: Slip, file: Path) -> str:
    """Return what to call the file: its ending counts, which may have been lost on its way."""
    return str(file.with_name(file.stem + (PurePath(slip.name).suffix or file.suffix)))


def _waived(report: FileReport, slip: Slip) -> FileReport:
    waivers = [
        Waiver.model_construct(
            path="-",
            rule=item.rule,
            fingerprint=item.fingerprint,
            quote="",
            reason=item.reason,
            who=item.who,
            until=item.until,
        )
        for item in slip.waivers
        if item.rule not in UNWAIVABLE
    ]
    return honoured(report, waivers, {}, slip.at[: len("2026-11-21")]) if waivers else report

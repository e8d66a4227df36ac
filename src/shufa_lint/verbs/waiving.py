"""Accepting findings on the command line, and what is said of waivers that do not hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from shufa_lint.delivery import UndoneError
from shufa_lint.engine.accept import waivable
from shufa_lint.report import verdict
from shufa_lint.service.acceptance import Writer
from shufa_lint.text.language import tr
from shufa_lint.verbs.outcome import complain

if TYPE_CHECKING:
    from argparse import Namespace

    from shufa_lint.api import Choice
    from shufa_lint.engine.model import FileReport

_LISTED, _NAMED = 20, 5
"""So many waivers that do not hold are told one by one, so many documents that are gone are named."""


def writer_of(choice: Choice, options: Namespace) -> Writer:
    """Return what writes waivers as the command line words them; raise UndoneError where no reason is given."""
    try:
        return Writer(choice, reason=options.reason or "", who=options.who, until=options.until)
    except ValueError as error:
        raise UndoneError(tr("--reason 的{error}").format(error=error)) from None


def write_baseline(reports: Iterable[FileReport], choice: Choice, options: Namespace) -> list[FileReport]:
    """Write waivers for all that was found, and return the reports under them."""
    reports = list(reports)
    writer = writer_of(choice, options)
    number = 0
    for report in reports:
        findings = [finding for finding in report.findings if waivable(finding)]
        number += len(findings)
        if findings:
            writer.add(report, findings)
    paths = writer.write()
    complain(
        tr("豁免了 {number} 处，写进 {names}").format(number=number, names=tr("、").join(map(shown, paths)))
        if number
        else tr("没有要豁免的")
    )
    choice.waivers.forget()
    return [choice.waivers.honour(report, choice.for_path(Path(report.path))[1].rulebook) for report in reports]


def lapsed(reports: Iterable[FileReport], choice: Choice) -> list[str]:
    """Return a line on each waiver that does not hold, and on the documents that are gone."""
    lines = verdict.all_lapsed([item for report in reports for item in report.stale], _LISTED)
    for file in choice.waivers.files:
        gone = [name for name in file.documents if not (file.path.parent / name).exists()]
        if gone:
            named = tr("、").join(gone[:_NAMED]) + ("" if len(gone) <= _NAMED else tr(" 等"))
            lines.append(
                tr("{path} 里有 {number} 份文稿已经不在：{named}").format(
                    path=shown(file.path), number=len(gone), named=named
                )
            )
    return lines


def shown(path: Path) -> str:
    """Return *path* as short as it can be named from here."""
    try:
        return str(path.relative_to(Path.cwd().resolve()))
    except ValueError:
        return str(path)

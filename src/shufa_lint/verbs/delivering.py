"""In which formats a run is reported, and where each goes: the screen, files, the summary of a GitHub step."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from shufa_lint.delivery import UndoneError, emit, show
from shufa_lint.report.formats import AUTO, ENVIRONMENT, FORMATS
from shufa_lint.text.language import in_chinese, tr
from shufa_lint.text.os_error import because
from shufa_lint.verbs.outcome import complain

if TYPE_CHECKING:
    from argparse import Namespace

    from shufa_lint.engine.model import RunReport

_PLAIN = frozenset(name for name, kind in FORMATS.items() if kind.statistics)
"""The formats in which something else than findings is told, too."""
_NOT_FINDINGS = "show_files", "show_settings", "diff"
_SUMMARY = "GITHUB_STEP_SUMMARY"
_SUMMARY_ROOM = 1024 * 1024
"""GitHub refuses summaries of more bytes."""


def settle(options: Namespace) -> None:
    """Put the format that counts into ``options.output_format``; raises UndoneError for what does not go together."""
    asked = [f"--{name.replace('_', '-')}" for name in _NOT_FINDINGS if getattr(options, name)]
    if asked and options.extra_reports:
        raise UndoneError(
            tr("{option} 不能与 --output-format {format}=FILE 同时用").format(
                option=asked[0], format=options.extra_reports[0][0]
            )
        )
    asked += ["--statistics"] if options.statistics else []
    if asked and options.output_format in FORMATS.keys() - _PLAIN:
        raise UndoneError(
            tr("{option} 不能与 --output-format {format} 同时用").format(option=asked[0], format=options.output_format)
        )
    files = [os.path.realpath(file) for file in outputs(options)]
    if len(files) > len(set(files)):
        raise UndoneError(tr("有两种格式要写进同一个文件，请分开写"))
    if options.output_format is None:
        named = _from_environment()
        options.output_format = AUTO if asked and named not in _PLAIN else named
    if options.output_format == AUTO:
        options.output_format = _automatic(options, plain=bool(asked))


def outputs(options: Namespace) -> list[str]:
    """Return the files that reports are written to."""
    return [file for _, file in options.extra_reports] + ([options.output_file] if options.output_file else [])


def whole(options: Namespace) -> bool:
    """Say whether a report is asked for that is written even where no document was checked."""
    names = [options.output_format, *(name for name, _ in options.extra_reports)]
    return any(name in FORMATS and FORMATS[name].whole for name in names)


def deliver(run: RunReport, options: Namespace) -> None:
    """Write the report in all formats asked for, to the screen last, which may have no reader left."""
    deliver_files(run, options)
    _deliver(run, options.output_format, options.output_file, statistics=options.statistics)


def deliver_files(run: RunReport, options: Namespace) -> None:
    """Write the reports that have files of their own."""
    for name, file in options.extra_reports:
        _deliver(run, name, file)


def for_people(options: Namespace) -> bool:
    """Say whether the result goes to a terminal."""
    return sys.stdout is not None and sys.stdout.isatty() and not options.output_file


def _from_environment() -> str:
    name = os.environ.get(ENVIRONMENT) or AUTO
    if name != AUTO and name not in FORMATS:
        raise UndoneError(
            tr("环境变量 {variable} 的值 {value!r} 不对，可以写 {names}").format(
                variable=ENVIRONMENT, value=name, names=tr("、").join((AUTO, *FORMATS))
            )
        )
    return name


def _automatic(options: Namespace, *, plain: bool) -> str:
    """Return the format for where the result goes; inside GitHub Actions, marks, unless it is to be ``plain``."""
    if os.environ.get("GITHUB_ACTIONS") == "true" and not (plain or options.output_file):
        return "github"
    return "full" if for_people(options) else "concise"


def _deliver(run: RunReport, name: str, file: str | None, *, statistics: bool = False) -> None:
    """Write the findings, or how often each rule spoke, in one format."""
    kind = FORMATS[name]
    if not (run.files or kind.whole):
        return  # that nothing was checked is no result to be shown to people
    module = import_module(f"shufa_lint.report.{kind.statistics if statistics else kind.module}")
    if kind.draws:
        show(lambda screen: module.report(run, screen), file)
        return
    with nullcontext() if kind.spoken else in_chinese():
        data = (module.statistics if statistics else module.report)(run)
    emit(data, file)
    if name == "github" and file is None and (summary := os.environ.get(_SUMMARY)):
        _summarise(run, Path(summary))


def _summarise(run: RunReport, path: Path) -> None:
    """Add the findings to the summary of the step, as far as there is room; a summary lost is told, and no failure."""
    from shufa_lint.report import markdown

    try:
        with path.open("ab") as file:
            with in_chinese():
                page = markdown.shortened(run, _SUMMARY_ROOM - file.tell())
            file.write(page)
    except OSError as error:
        complain(tr("{summary} 写不了：{reason}").format(summary=_SUMMARY, reason=because(error)))

"""``shufa-lint FILE``: check documents."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shufa_lint import api, arguments
from shufa_lint.delivery import UndoneError, overwrites, read_stdin
from shufa_lint.engine.discover import NoDocuments
from shufa_lint.verbs import delivering
from shufa_lint.verbs.choosing import choice_of
from shufa_lint.verbs.outcome import FAILED, PASSED, UNDONE, complain

if TYPE_CHECKING:
    from argparse import Namespace

    from shufa_lint.api import Choice
    from shufa_lint.engine.model import FileReport
    from shufa_lint.verbs.annotating import Annotating
    from shufa_lint.verbs.mending import Mending

_STDIN = "-"
_MODES = ("--show-files", "--show-settings", "--write-baseline", "--fix", "--diff", "--annotate", "--statistics")
"""Options that each say what to do; no two of them go together, but for the statistics of what --fix leaves or
--annotate finds (and --diff, which has an answer of its own)."""
_TOGETHER = ({"--fix", "--statistics"}, {"--annotate", "--statistics"}, {"--fix", "--diff"})
_COPIES = "docx"
_MANY = 8
"""From so many documents on, a terminal shows how far the run has come."""


def run(options: Namespace) -> int:
    """Check the documents asked for and deliver the report."""
    if not options.files:
        raise UndoneError("没有说要检查哪份文稿。例如：shufa-lint 述法报告.txt（帮助：shufa-lint --help）")
    _refuse_contradictions(options)
    delivering.settle(options)
    if options.show_settings:
        from shufa_lint.verbs import showing

        return showing.settings(options)
    choice = choice_of(options)
    names, excluded, problems = _documents(options.files, choice)
    annotating = _annotating(options, choice, names)
    for file in delivering.outputs(options):
        if overwrites(file, names):
            raise UndoneError(f"{file} 是要检查的文稿，不能用结果覆盖它")
    if options.show_files:
        from shufa_lint.verbs import showing

        showing.files(names, excluded, options)
        return _undone(problems)
    mending = _mending(options, choice, names)
    reports, lost = _reports(names, choice, options.stdin_filename, mending or annotating)
    problems += lost
    if options.write_baseline:
        from shufa_lint.verbs import waiving

        reports = waiving.write_baseline(reports, choice, options)
    if mending and options.diff:
        mending.deliver_difference(for_people=delivering.for_people(options), file=options.output_file)
    elif reports or (delivering.whole(options) and not problems):
        run = api.run_report(reports, choice, excluded=excluded, show_waived=options.show_waived)
        if annotating and options.output_format == _COPIES:
            delivering.deliver_files(run, options)
            annotating.deliver()
        else:
            delivering.deliver(run, options)
    worker = mending or annotating
    problems += annotating.problems if annotating else []
    for remark in [*(worker.remarks() if worker else ()), *_lapsed(reports, choice)]:
        complain(remark)
    if _undone(problems) or any(report.crashed for report in reports):
        return UNDONE
    if not reports:
        complain(f"没有检查：点名的 {excluded} 份文稿都被配置排除了")
    failed = bool(mending.changed) if mending and options.diff else any(report.failed for report in reports)
    return FAILED if failed and not options.exit_zero else PASSED


def _refuse_contradictions(options: Namespace) -> None:
    """Raise UndoneError for options that do not go together."""
    asked = [name for name in _MODES if getattr(options, name.strip("-").replace("-", "_"))]
    if len(asked) > 1 and set(asked) not in _TOGETHER:
        raise UndoneError(f"{asked[0]} 不能与 {asked[1]} 同时用")
    if options.output_format == _COPIES and set(asked) - {"--annotate"}:
        raise UndoneError(f"--output-format docx 不能与 {asked[0]} 同时用")
    if options.output_dir and not (options.annotate or options.fix or options.output_format == _COPIES):
        raise UndoneError("--output-dir 要与 --annotate、--fix 或 --output-format docx 一起用")
    if not options.write_baseline:
        if options.reason is not None or options.who is not None or options.until is not None:
            raise UndoneError("--reason、--who、--until 要与 --write-baseline 一起用；只豁免一处，用 shufa-lint waive")
    elif options.isolated or _STDIN in options.files:
        raise UndoneError(f"--write-baseline 不能与 {'--isolated' if options.isolated else '标准输入'} 同时用")


def _lapsed(reports: Sequence[FileReport], choice: Choice) -> list[str]:
    """Return what is to be said of waivers that do not hold."""
    if not choice.waivers.files:
        return []
    from shufa_lint.verbs import waiving

    return waiving.lapsed(reports, choice)


def _undone(problems: Sequence[str]) -> int:
    """Say what could not be done, and return the exit code."""
    for problem in problems:
        complain(problem)
    return UNDONE if problems else PASSED


def _documents(names: Sequence[str], choice: Choice) -> tuple[list[str], int, list[str]]:
    """Return the documents, each once; how many are excluded; and what is wrong with any of *names*."""
    documents: dict[str, None] = {}
    problems: list[str] = []
    excluded = 0
    for name in names:
        if name == _STDIN:
            documents[name] = None
            continue
        try:
            found = api.find_documents([name], choice)
        except NoDocuments as error:
            verb = arguments.nearest_verb(name) if name == names[0] else None
            if verb:
                raise UndoneError(f"{error}，是不是想写命令 {verb}？") from None
            problems.append(str(error))
            continue
        excluded += found.excluded
        documents.update(dict.fromkeys(map(str, found.paths)))
        if found.copies:
            complain(f"{name}：有 {found.copies} 份检查或修改的副本没有再查，要查就写出文件名")
    return list(documents), excluded, problems


def _annotating(options: Namespace, choice: Choice, names: Sequence[str]) -> Annotating | None:
    """Return what writes comments into copies where that is asked for."""
    if not (options.annotate or options.output_format == _COPIES):
        return None
    from shufa_lint.verbs.annotating import Annotating

    file = options.output_file if options.output_format == _COPIES else None
    return Annotating(choice, names, folder=options.output_dir, file=file)


def _mending(options: Namespace, choice: Choice, names: Sequence[str]) -> Mending | None:
    """Return what mends the documents where that is asked for."""
    if options.fix and options.diff:
        raise UndoneError("--fix 和 --diff 不能一起用：--diff 只看不改")
    if not (options.fix or options.diff):
        if options.unsafe_fixes:
            raise UndoneError("--unsafe-fixes 要与 --fix 或 --diff 一起用")
        return None
    from shufa_lint.verbs.mending import Mending

    return Mending(choice, names, unsafe=options.unsafe_fixes, in_place=options.fix, folder=options.output_dir)


def _reports(
    names: Sequence[str], choice: Choice, stdin_name: str | None, worker: Mending | Annotating | None
) -> tuple[list[FileReport], list[str]]:
    """Return the report on each document, and a line on each that has vanished."""
    reports: list[FileReport] = []
    lost: list[str] = []
    gc.freeze()
    gc.enable()
    with _progress(len(names)) as step:
        for name in names:
            step(Path(name))
            try:
                if worker:
                    stdin = name == _STDIN
                    reports.append(worker.stdin(stdin_name or _STDIN) if stdin else worker.path(name))
                elif name == _STDIN:
                    reports.append(api.lint_bytes(read_stdin(), stdin_name or _STDIN, choice=choice))
                else:
                    reports.append(api.lint_path(name, choice=choice))
            except FileNotFoundError:
                lost.append(f"{name}：没有这个文件")
            except UndoneError as error:
                lost.append(str(error))
    return reports, lost


def _progress(total: int) -> Any:
    if total < _MANY or sys.stderr is None or not sys.stderr.isatty():
        return nullcontext(lambda path: None)
    from shufa_lint.report.terminal.progress import progress

    return progress(total)

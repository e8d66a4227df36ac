"""``shufa-lint FILE``: check documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shufa_lint import api
from shufa_lint.delivery import UndoneError, overwrites
from shufa_lint.text.language import tr
from shufa_lint.verbs import contradictions, delivering
from shufa_lint.verbs.checking import check_all
from shufa_lint.verbs.choosing import choice_of
from shufa_lint.verbs.contradictions import COPIES
from shufa_lint.verbs.gathering import gather
from shufa_lint.verbs.outcome import FAILED, PASSED, UNDONE, complain

if TYPE_CHECKING:
    from argparse import Namespace

    from shufa_lint.api import Choice
    from shufa_lint.engine.model import FileReport
    from shufa_lint.verbs.annotating import Annotating
    from shufa_lint.verbs.mending import Mending


def run(options: Namespace) -> int:
    """Check the documents asked for and deliver the report."""
    if not options.files:
        example = "shufa-lint 述法报告.txt"
        words = tr("没有说要检查哪份文稿。例如：{example}（帮助：shufa-lint --help）")
        raise UndoneError(words.format(example=example))
    contradictions.refuse(options)
    delivering.settle(options)
    if options.show_settings:
        from shufa_lint.verbs import showing

        return showing.settings(options)
    if options.watch:
        from shufa_lint.verbs import watching

        return watching.run(options, check)
    return check(options, choice_of(options))


def check(options: Namespace, choice: Choice) -> int:
    """Check the documents once, under *choice*; return the exit code."""
    names, excluded, problems = gather(options.files, choice)
    annotating = _annotating(options, choice, names)
    for file in delivering.outputs(options):
        if overwrites(file, names):
            raise UndoneError(tr("{file} 是要检查的文稿，不能用结果覆盖它").format(file=file))
    if options.show_files:
        from shufa_lint.verbs import showing

        showing.files(names, excluded, options)
        return _undone(problems)
    mending = _mending(options, choice, names)
    worker = mending or annotating
    reports, lost = check_all(names, choice, stdin_name=options.stdin_filename, worker=worker, jobs=options.jobs)
    problems += lost
    if options.write_baseline:
        from shufa_lint.verbs import waiving

        reports = waiving.write_baseline(reports, choice, options)
    if mending and options.diff:
        mending.deliver_difference(for_people=delivering.for_people(options), file=options.output_file)
    elif reports or (delivering.whole(options) and not problems):
        run = api.run_report(reports, choice, excluded=excluded, show_waived=options.show_waived)
        if annotating and options.output_format == COPIES:
            delivering.deliver_files(run, options)
            annotating.deliver()
        else:
            delivering.deliver(run, options)
    problems += annotating.problems if annotating else []
    for remark in [*(worker.remarks() if worker else ()), *_lapsed(reports, choice)]:
        complain(remark)
    if _undone(problems) or any(report.crashed for report in reports):
        return UNDONE
    if not reports:
        complain(tr("没有检查：点名的 {number} 份文稿都被配置排除了").format(number=excluded))
    failed = bool(mending.changed) if mending and options.diff else any(report.failed for report in reports)
    return FAILED if failed and not options.exit_zero else PASSED


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


def _annotating(options: Namespace, choice: Choice, names: Sequence[str]) -> Annotating | None:
    """Return what writes comments into copies where that is asked for."""
    if not (options.annotate or options.output_format == COPIES):
        return None
    from shufa_lint.verbs.annotating import Annotating

    file = options.output_file if options.output_format == COPIES else None
    return Annotating(choice, names, folder=options.output_dir, file=file)


def _mending(options: Namespace, choice: Choice, names: Sequence[str]) -> Mending | None:
    """Return what mends the documents where that is asked for."""
    if not (options.fix or options.diff):
        return None
    from shufa_lint.verbs.mending import Mending

    return Mending(choice, names, unsafe=options.unsafe_fixes, in_place=options.fix, folder=options.output_dir)

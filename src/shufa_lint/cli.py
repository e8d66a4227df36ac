"""The command ``shufa-lint``: verbs and exit codes. What a verb needs is imported when it runs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shufa_lint import arguments
from shufa_lint.delivery import UndoneError, emit, flush, lenient, overwrites, read_stdin, show
from shufa_lint.text.os_error import because

if TYPE_CHECKING:
    from argparse import Namespace

    from shufa_lint.api import Choice
    from shufa_lint.engine.model import FileReport, RunReport
    from shufa_lint.engine.plan import Plan, Planner

PASSED, FAILED, UNDONE, INTERRUPTED = 0, 1, 2, 130

_STDIN = "-"
_MANY = 8
"""From so many documents on, a terminal shows how far the run has come."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 passed, 1 findings that count, 2 not done, 130 interrupted."""
    lenient()
    gc.disable()  # while the program loads, all that is made stays alive
    try:
        options = arguments.parse(sys.argv[1:] if argv is None else argv)
        return _VERBS[options.verb](options)
    except KeyboardInterrupt:
        _complain("已中断")
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("SHUFA_LINT_DEBUG"):
            raise
        _complain(_reason(error))
        return UNDONE
    finally:
        gc.enable()
        flush()


def _reason(error: Exception) -> str:
    """Return one line about *error* for the user."""
    from shufa_lint.rulebook.errors import SpecificationError

    if isinstance(error, (UndoneError, SpecificationError)):
        return str(error)
    return f"程序出错（{type(error).__name__}），请把这一行和用的命令告诉开发者；设 SHUFA_LINT_DEBUG=1 可看详情"


def _complain(line: str) -> None:
    from shufa_lint.report.visible import visible

    if sys.stderr is not None:
        print(f"shufa-lint：{visible(line)}", file=sys.stderr, flush=True)


# check


def _check(options: Namespace) -> int:
    if not options.files:
        raise UndoneError("没有说要检查哪份文稿。例如：shufa-lint 述法报告.txt（帮助：shufa-lint --help）")
    from shufa_lint import api

    choice = _choice(options)
    names, excluded, problems = _documents(options.files, choice)
    if options.output_file and overwrites(options.output_file, names):
        raise UndoneError(f"{options.output_file} 是要检查的文稿，不能用结果覆盖它")
    reports, lost = _reports(names, choice, options.stdin_filename)
    problems += lost
    if reports or (options.output_format == "json" and not problems):
        run = api.run_report(reports, choice, excluded=excluded)
        _deliver(run, options)
    for problem in problems:
        _complain(problem)
    if problems or any(report.crashed for report in reports):
        return UNDONE
    if not reports:
        _complain(f"没有检查：点名的 {excluded} 份文稿都被配置排除了")
    failed = any(report.failed for report in reports)
    return FAILED if failed and not options.exit_zero else PASSED


def _choice(options: Namespace) -> Choice:
    """Return the configuration that counts, with what the command line says over it."""
    from shufa_lint.api import Choice

    if options.config and options.isolated:
        raise UndoneError("--config 不能与 --isolated 同时用")
    if options.config and not Path(options.config).is_file():
        raise UndoneError(f"{options.config}：没有这份配置文件")
    keys = ("profile", "select", "ignore", "fail-on")
    overrides: dict[str, object] = {key: getattr(options, key.replace("-", "_"), None) for key in keys}
    config = Path(options.config) if options.config else None
    return Choice(config=config, isolated=options.isolated, overrides=overrides)


def _documents(names: Sequence[str], choice: Choice) -> tuple[list[str], int, list[str]]:
    """Return the documents, each once; how many are excluded; and what is wrong with any of *names*."""
    from shufa_lint.api import find_documents
    from shufa_lint.engine.discover import NoDocuments

    documents: dict[str, None] = {}
    problems: list[str] = []
    excluded = 0
    for name in names:
        if name == _STDIN:
            documents[name] = None
            continue
        try:
            found = find_documents([name], choice)
        except NoDocuments as error:
            verb = arguments.nearest_verb(name) if name == names[0] else None
            if verb:
                raise UndoneError(f"{error}，是不是想写命令 {verb}？") from None
            problems.append(str(error))
            continue
        excluded += found.excluded
        documents.update(dict.fromkeys(map(str, found.paths)))
    return list(documents), excluded, problems


def _reports(names: Sequence[str], choice: Choice, stdin_name: str | None) -> tuple[list[FileReport], list[str]]:
    """Return the report on each document, and a line on each that has vanished."""
    from shufa_lint.api import lint_bytes, lint_path

    reports: list[FileReport] = []
    lost: list[str] = []
    gc.freeze()
    gc.enable()
    with _progress(len(names)) as step:
        for name in names:
            step(Path(name))
            try:
                if name == _STDIN:
                    reports.append(lint_bytes(read_stdin(), stdin_name or _STDIN, choice=choice))
                else:
                    reports.append(lint_path(name, choice=choice))
            except FileNotFoundError:
                lost.append(f"{name}：没有这个文件")
    return reports, lost


def _progress(total: int) -> Any:
    if total < _MANY or sys.stderr is None or not sys.stderr.isatty():
        return nullcontext(lambda path: None)
    from shufa_lint.report.terminal.progress import progress

    return progress(total)


def _deliver(run: RunReport, options: Namespace) -> None:
    """Write the report in the format asked for, to the file asked for or to standard output."""
    terminal = sys.stdout is not None and sys.stdout.isatty() and not options.output_file
    style = options.output_format if options.output_format != "auto" else "full" if terminal else "concise"
    if style == "full":
        from shufa_lint.report.terminal import findings

        show(lambda screen: findings.report(run, screen), options.output_file)
    elif style == "json":
        from shufa_lint.report import json

        emit(json.report(run), options.output_file)
    else:
        from shufa_lint.report import concise

        emit(concise.report(run), options.output_file)


# The other verbs


def _outline(options: Namespace) -> int:
    from shufa_lint.outline.parse import parse
    from shufa_lint.reading.read import read_bytes, read_path

    try:
        stdin = options.file == _STDIN
        reading = read_bytes(read_stdin(), _STDIN) if stdin else read_path(Path(options.file))
    except FileNotFoundError:
        raise UndoneError(f"{options.file}：没有这个文件") from None
    for problem in reading.problems:
        if problem.kind in ("unreadable-document", "no-text-layer"):
            raise UndoneError(f"{options.file}：{problem.reason}")
    document = parse(reading.words)
    if options.output_format == "json":
        from shufa_lint.report import json

        emit(json.outline(document, reading.source))
    else:
        from shufa_lint.report.terminal import outline

        show(lambda screen: outline.report(document, reading.source, screen))
    return PASSED


def _explain(options: Namespace) -> int:
    from shufa_lint.report.terminal import explain
    from shufa_lint.rulebook.errors import nearest

    planner, plan = _plan(options)
    book = planner.rulebook
    name = book.renamed.get(options.rule, options.rule)
    if name not in book.rules:
        raise UndoneError(f"没有名为 {options.rule} 的规则{nearest(name, [*book.rules, *book.renamed])}")
    severity = next((item.severity for item in plan.applied if item.rule.id == name), None)
    show(lambda screen: explain.report(book.rules[name], severity, screen))
    return PASSED


def _rules(options: Namespace) -> int:
    planner, plan = _plan(options)
    if options.output_format == "json":
        from shufa_lint.report import json

        emit(json.rules(plan))
    else:
        from shufa_lint.report.terminal import rules

        show(lambda screen: rules.report(plan, planner.rulebook.profiles, screen))
    return PASSED


def _plan(options: Namespace) -> tuple[Planner, Plan]:
    """Return the plan for the kind of document asked for or configured; without one, for any document."""
    _, planner = _choice(options).for_path(None)
    profile = planner.chosen.configuration.profile
    return planner, planner.plan("base" if profile == "auto" else profile)


def _init(options: Namespace) -> int:
    from importlib.resources import files

    from shufa_lint.rulebook.configuration import FILE_NAME

    try:
        with Path(FILE_NAME).open("xb") as file:
            file.write(files("shufa_lint.rulebook").joinpath("starter.toml").read_bytes())
    except FileExistsError:
        raise UndoneError(f"{FILE_NAME} 已经有了，没有动它") from None
    except OSError as error:
        raise UndoneError(f"写不了 {FILE_NAME}：{because(error)}") from None
    print(f"写好了 {FILE_NAME}：每一项都有说明，去掉 # 就起作用")
    return PASSED


_VERBS: dict[str, Callable[[Namespace], int]] = {
    "check": _check,
    "outline": _outline,
    "explain": _explain,
    "rules": _rules,
    "init": _init,
}

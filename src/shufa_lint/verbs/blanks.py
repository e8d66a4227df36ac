"""``shufa-lint blanks FILE…``: what is still to be filled in, as a table, or as a form to be filled in."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from shufa_lint import api
from shufa_lint.api import Choice
from shufa_lint.delivery import UndoneError, emit, overwrites, read_stdin, show
from shufa_lint.engine.discover import NoDocuments
from shufa_lint.engine.filling import UnfillableError, look
from shufa_lint.engine.form import Asked
from shufa_lint.reading.model import Reading
from shufa_lint.reading.read import read_bytes, read_path
from shufa_lint.text.language import tr
from shufa_lint.verbs.choosing import choice_of
from shufa_lint.verbs.outcome import FAILED, PASSED, complain

_STDIN = "-"
_FORMS = {".xlsx": "xlsx", ".csv": "csv", ".json": "json"}


def run(options: Namespace) -> int:
    """Show the blanks or write the form; 1 where a document could not be read."""
    if not options.files:
        raise UndoneError(tr("没有说要看哪份文稿。例如：shufa-lint blanks 述法报告.txt"))
    choice = looking_for_blanks(options)
    names = _documents(options.files, choice)
    style = _style(options, names)
    asked, problems = _asked(names, choice)
    for problem in problems:
        complain(problem)
    if not asked:
        raise UndoneError(tr("没有一份文稿读得了") if names else tr("没有要看的文稿：点名的都被配置排除了"))
    _deliver(asked, style, options.output_file)
    return FAILED if problems else PASSED


def looking_for_blanks(options: Namespace) -> Choice:
    """Return the configuration that counts. Its ``select`` says what to check and not what is blank."""
    options.select = ["all"]
    return choice_of(options)


def _documents(names: Sequence[str], choice: Choice) -> list[str]:
    documents: dict[str, None] = {}
    for name in names:
        try:
            found = [name] if name == _STDIN else map(str, api.find_documents([name], choice).paths)
        except NoDocuments as error:
            raise UndoneError(str(error)) from None
        documents.update(dict.fromkeys(found))
    return list(documents)


def _style(options: Namespace, names: Sequence[str]) -> str:
    """Return the format to write, once it is sure that nothing is lost by writing it."""
    file = options.output_file
    style = str(options.output_format)
    if style == "auto":
        style = _FORMS.get(Path(file).suffix.lower(), "full") if file else "full"
    if file is None:
        if style == "xlsx" and sys.stdout is not None and sys.stdout.isatty():
            raise UndoneError(tr("xlsx 的表要写进文件：加上 --output-file 待填.xlsx"))
        return style
    if overwrites(file, list(names)):
        raise UndoneError(tr("{file} 是要看的文稿，不能覆盖它").format(file=file))
    if style in ("xlsx", "csv") and Path(file).exists() and not options.overwrite:
        raise UndoneError(tr("{file} 已经有了，里面也许有填好的答案：换个名字，或者加上 --overwrite").format(file=file))
    return style


def _asked(names: Sequence[str], choice: Choice) -> tuple[list[Asked], list[str]]:
    """Return the blanks of each document, and a line on each that could not be read."""
    asked: list[Asked] = []
    problems: list[str] = []
    for name in names:
        _, planner = choice.for_path(None if name == _STDIN else Path(name))
        try:
            asked.append(look(_reading(name), planner, name))
        except FileNotFoundError:
            problems.append(tr("{name}：没有这个文件").format(name=name))
        except UnfillableError as error:
            problems.append(tr("{name}：{error}").format(name=name, error=error))
    return asked, problems


def _reading(name: str) -> Reading:
    return read_bytes(read_stdin(), _STDIN) if name == _STDIN else read_path(Path(name))


def _deliver(asked: Sequence[Asked], style: str, file: str | None) -> None:
    if style == "full":
        from shufa_lint.report.terminal import blanks

        show(lambda screen: blanks.report(asked, screen), file)
        return
    writer = import_module(f"shufa_lint.report.form.{style}")
    emit(writer.report(asked), file)

"""``--show-files`` and ``--show-settings``: what would be checked, and by what, without checking it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from shufa_lint.delivery import UndoneError, emit, show
from shufa_lint.engine.settings import settings_of
from shufa_lint.text.language import tr
from shufa_lint.verbs.choosing import choice_of
from shufa_lint.verbs.outcome import PASSED


def files(names: Sequence[str], excluded: int, options: Namespace) -> None:
    """List the documents that would be checked."""
    if options.output_format == "json":
        from shufa_lint.report import json

        emit(json.files(names, excluded), options.output_file)
    else:
        from shufa_lint.report.visible import visible

        emit("".join(f"{visible(name)}\n" for name in names).encode("utf-8", "replace"), options.output_file)


def settings(options: Namespace) -> int:
    """Show what counts for the document, or the folder, asked for."""
    if len(options.files) != 1:
        raise UndoneError(tr("--show-settings 一次看一份文稿，或者一个目录"))
    name = options.files[0]
    path = Path(options.stdin_filename or name) if name == "-" else Path(name)
    if name != "-" and not path.exists():
        raise UndoneError(tr("{name}：没有这个文件或目录").format(name=name))
    choice = choice_of(options)
    _, planner = choice.for_path(path / "文稿.txt" if path.is_dir() else path)
    found = settings_of(path, planner, choice.waivers, read=path.is_file() and name != "-")
    if options.output_format == "json":
        from shufa_lint.report import json

        emit(json.settings(found), options.output_file)
    else:
        from shufa_lint.report.terminal import settings as page

        show(lambda screen: page.report(found, screen), options.output_file)
    return PASSED

"""``shufa-lint outline FILE``: the outline of a document."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from shufa_lint.delivery import UndoneError, emit, read_stdin, show
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_bytes, read_path
from shufa_lint.text.language import tr
from shufa_lint.verbs.outcome import PASSED

_STDIN = "-"


def run(options: Namespace) -> int:
    """Show the outline."""
    try:
        stdin = options.file == _STDIN
        reading = read_bytes(read_stdin(), _STDIN) if stdin else read_path(Path(options.file))
    except FileNotFoundError:
        raise UndoneError(tr("{file}：没有这个文件").format(file=options.file)) from None
    for problem in reading.problems:
        if problem.kind in ("unreadable-document", "no-text-layer"):
            raise UndoneError(tr("{file}：{reason}").format(file=options.file, reason=problem.reason))
    document = parse(reading.words)
    if options.output_format == "json":
        from shufa_lint.report import json

        emit(json.outline(document, reading.source))
    else:
        from shufa_lint.report.terminal import outline

        show(lambda screen: outline.report(document, reading.source, screen))
    return PASSED

"""Commands by which GitHub Actions marks lines of a change, the most severe findings first.

It shows ten marks of a kind in a step and drops the others without a word; what goes beyond is told in plain lines of
the log, in which nothing that a document or its name says is taken for a command.
"""

from __future__ import annotations

from collections.abc import Iterator

from shufa_lint.engine.model import SEVERITIES, RunReport
from shufa_lint.report.place import relative, shown
from shufa_lint.report.told import Told, told
from shufa_lint.report.verdict import remarks, verdict
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.schema import Severity

_KINDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_SHOWN = 10
"""So many marks of a kind GitHub shows in a step."""
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def report(run: RunReport) -> bytes:
    """Return the commands, a line on each finding that there is no mark left for, and the verdict, as UTF-8."""
    lines: list[str] = []
    left: list[Told] = []
    found = list(told(run))
    for severity in SEVERITIES:
        kind = [item for item in found if item.severity == severity]
        lines += [_command(item, run) for item in kind[:_SHOWN]]
        left += kind[_SHOWN:]
    if left:
        lines.append(f"GitHub 一步最多标出必须改、建议改、提示各 {_SHOWN} 处，另外 {len(left)} 处列在下面：")
        lines += [_plain(f"{item.weight} {item.path_shown} {item.place} {item.message}") for item in left]
    lines += _remarks(run)
    lines.append(verdict(run))
    return "\n".join([*lines, ""]).encode("utf-8", "replace")


def _command(item: Told, run: RunReport) -> str:
    start, end = item.start, item.end
    title = visible(run.titles.get(item.finding.rule, item.finding.rule))
    properties = {"file": item.path_shown, "line": start.line, "endLine": end.line}
    if start.line == end.line:  # GitHub takes no columns for a mark of several lines
        properties |= {"col": start.column, "endColumn": end.column}
    properties |= {"title": f"{item.weight}：{title}"}
    written = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
    words = "\n".join([item.said, *item.advice])
    return f"::{_KINDS[item.severity]} {written}::{words.translate(_DATA)}"


def _remarks(run: RunReport) -> Iterator[str]:
    for file in run.files:
        yield from (_plain(f"说明 {shown(relative(file.path))}：{words}") for words in remarks(file))


def _plain(line: str) -> str:
    """Return *line*, which begins with a word of ours, so that the runner finds no command in it.

    It looks for ``::`` at the beginning of a line, and for ``##[`` anywhere.
    """
    return line.replace("##[", "## [")

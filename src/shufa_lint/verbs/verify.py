"""``shufa-lint verify 检查单 FILE``: whether this very file has passed these very rules."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from shufa_lint.delivery import UndoneError, show
from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because
from shufa_lint.verbs.choosing import choice_of
from shufa_lint.verbs.outcome import FAILED, PASSED

if TYPE_CHECKING:
    from shufa_lint.report.terminal.console import Screen

_LARGEST = 1 << 30


def run(options: Namespace) -> int:
    """Compare, check again, and say what came of it."""
    from shufa_lint.report.visible import visible
    from shufa_lint.service import slip, verification

    file = Path(options.file)
    told = slip.parse(_bytes_of(Path(options.slip)), options.slip)
    choice = choice_of(options)
    found = verification.faults(told, _bytes_of(file), file, choice, rerun=not options.no_rerun)
    lines = [tr("核对不上：{name}").format(name=options.file), *(f"  {fault}" for fault in found)]
    if not found:
        words = tr("属实：{name} 检查通过（{at}）") if not options.no_rerun else tr("对得上：{name}（{at}）")
        lines = [words.format(name=options.file, at=told.at[:16].replace("T", " "))]
        lines += [tr("  没有重新检查，是不是真的通过没有核实")] if options.no_rerun else []
        lines += [tr("  豁免 {number} 处：").format(number=len(told.waivers))] if told.waivers else []
        for item in told.waivers:
            who = tr("（{who}）").format(who=item.who) if item.who else ""
            lines.append(tr("    {title}：{reason}{who}").format(title=item.title, reason=item.reason, who=who))
        if told.name != file.name:
            lines.append(tr("  检查的时候，文件名是 {name}").format(name=told.name))
    show(lambda screen: _say(screen, "×" if found else "√", [visible(line) for line in lines]))
    return FAILED if found else PASSED


def _say(screen: Screen, sign: str, lines: list[str]) -> None:
    screen.line(f"{screen.sign(sign)} {lines[0]}")
    for line in lines[1:]:
        screen.line(line)


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UndoneError(tr("{path}：没有这个文件").format(path=path))
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise UndoneError(tr("{path}：读不出来（{reason}）").format(path=path, reason=because(error))) from None

"""The report of a run for people: document by document, in document order, with the words at fault marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from shufa_lint.engine.model import SEVERITIES, FileReport, Finding, RunReport
from shufa_lint.engine.plan import RULE_FAILURE
from shufa_lint.report.authority import spell
from shufa_lint.report.terminal.console import Part, Screen
from shufa_lint.report.terminal.excerpt import beginning, excerpt, shortened
from shufa_lint.report.terminal.severity import MARKS, SIGNS, STYLES, signed
from shufa_lint.report.verdict import WAIVED, accepted, left_open, unit, verdict, weight
from shufa_lint.report.visible import visible
from shufa_lint.text.language import ENGLISH, current, tr

if TYPE_CHECKING:
    from shufa_lint.rulebook.waivers import Waiver

    _Listed = tuple[Finding, Waiver | None]

_SHOWN = 5
"""After so many findings of one rule a document's report only says where the others are."""

_PLACES = 24
"""How many lines are named where findings are folded."""

_INDENT = 4


def report(run: RunReport, screen: Screen) -> None:
    """Print what was found in each document, and the verdict; for several documents, a table of them."""
    several = len(run.files) > 1
    for file in run.files:
        if file.findings or file.unjudged or (run.show_waived and file.waived) or not several:
            _document(file, run, screen)
    if several:
        _table(run.files, screen)
        _total(run, screen)
    else:
        _verdict(run, screen)


def _document(file: FileReport, run: RunReport, screen: Screen) -> None:
    _header(file, run, screen)
    listed = file.listed(with_waived=run.show_waived)
    shown, folded = _fold(listed)
    section: tuple[str, ...] = ()
    for finding, waiver in shown:
        if finding.section != section:
            section = finding.section
            _section(section, screen)
        _finding(finding, waiver, file, run, screen)
    for group in folded:
        _folded(group, file, run, screen)
    if folded:
        screen.blank()
    if words := left_open(file):
        screen.paragraph((words, "cyan"), indent=_INDENT, first=2)
        screen.blank()


def _header(file: FileReport, run: RunReport, screen: Screen) -> None:
    name = tr("标准输入") if file.path == "-" else visible(file.path)
    rule = screen.sign("─")
    rest = max(2, screen.width - screen.cells(name) - 2 * screen.cells(rule) - 2)
    screen.line((rule * 2, "dim"), " ", (name, "bold"), " ", (rule * (rest // screen.cells(rule)), "dim"))
    if len(file.source):
        about = filter(None, (file.title, run.genres.get(file.profile, file.profile)))
        screen.paragraph(f" {screen.sign('·')} ".join(about), indent=3)
    for notice in file.notices:
        screen.paragraph((notice, "cyan"), indent=3)
    screen.blank()


def _section(section: Sequence[str], screen: Screen) -> None:
    """Print the path of headings; the headings above give way to the last one where they do not all fit."""
    names = [visible(name) for name in section] or [tr("（各部分之外）")]
    arrow = f" {screen.sign('›')} "
    room = screen.width - screen.cells(arrow) * (len(names) - 1)
    for at in range(len(names)):
        others = sum(map(screen.cells, names)) - screen.cells(names[at])
        names[at] = beginning(names[at], max(room - others, room // (len(names) + 1)), screen.cells)
    screen.line((beginning(arrow.join(names), screen.width, screen.cells), "dim"))
    screen.blank()


def _finding(finding: Finding, waiver: Waiver | None, file: FileReport, run: RunReport, screen: Screen) -> None:
    style = "dim" if waiver else STYLES[finding.severity]
    sign = screen.sign("√" if waiver else SIGNS[finding.severity])
    head: list[Part] = [(sign, style), " ", (tr(WAIVED) if waiver else weight(finding.severity), style)]
    if _has_place(finding, file):
        at = file.source.position(finding.span.start)
        head.append(
            ("  " + tr("第{line}{unit}第{column}字").format(line=at.line, unit=unit(file), column=at.column), "cyan")
        )
    screen.paragraph(*head, "  ", (finding.message, "bold"), indent=_INDENT, first=2)
    if _has_place(finding, file):
        _excerpt(finding, file, screen, "dim reverse" if waiver else MARKS[finding.severity])
    for label in finding.labels:
        line = file.source.position(label.span.start).line
        screen.paragraph(
            tr("另见第{line}{unit}：{text}").format(line=line, unit=unit(file), text=label.text), indent=_INDENT
        )
    if waiver:
        screen.paragraph((tr("理由："), "green"), accepted(waiver), indent=_INDENT)
    elif finding.hint:
        screen.paragraph((tr("改法："), "green"), "".join(finding.hint.splitlines()), indent=_INDENT)
    screen.paragraph(
        (
            tr("依据：{authority}  {rule}").format(authority=spell(finding.authority), rule=_named(finding.rule, run)),
            "dim",
        ),
        indent=_INDENT,
    )
    screen.blank()


def _named(rule: str, run: RunReport) -> str:
    """Return the id of *rule*; with its title for those who cannot read the message."""
    return f"{rule} ({run.titles.get(rule, rule)})" if current() == ENGLISH else rule


def _has_place(finding: Finding, file: FileReport) -> bool:
    """Say whether the finding stands somewhere in the text: not when there is no text, nor when a rule failed."""
    return bool(file.source.text.strip()) and finding.rule != RULE_FAILURE


def _excerpt(finding: Finding, file: FileReport, screen: Screen, style: str) -> None:
    bar = f"{screen.sign('│')} "
    around = ("", "") if screen.coloured else (">>", "<<")
    room = screen.width - _INDENT - screen.cells(bar + "".join(around)) - 2
    before, fault, after = excerpt(file.source, finding.span, room, screen.cells)
    marked = around[0] + (fault or screen.sign("‸")) + around[1]
    screen.line(" " * _INDENT, (bar, "dim"), before, (marked, style), after)


def _fold(listed: Iterable[_Listed]) -> tuple[list[_Listed], list[list[Finding]]]:
    """Return the findings to show, and those of each rule that are too many; what is waived is shown throughout."""
    shown: list[_Listed] = []
    folded: dict[tuple[str, str], list[Finding]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for finding, waiver in listed:
        kind = finding.rule, finding.severity
        seen[kind] += waiver is None
        if waiver or seen[kind] <= _SHOWN:
            shown.append((finding, waiver))
        else:
            folded.setdefault(kind, []).append(finding)
    return shown, list(folded.values())


def _folded(group: list[Finding], file: FileReport, run: RunReport, screen: Screen) -> None:
    first = group[0]
    lines = list(dict.fromkeys(file.source.position(finding.span.start).line for finding in group))
    named = tr("、").join(str(line) for line in lines[:_PLACES]) + ("" if len(lines) <= _PLACES else " …")
    title = run.titles.get(first.rule)
    screen.paragraph(
        (signed(first.severity, screen), STYLES[first.severity]),
        ("  " + tr("另有 {number} 处{title}").format(number=len(group), title=title or "") + " ", "bold"),
        (tr("{rule}：第 {lines} {unit}").format(rule=first.rule, lines=named, unit=unit(file)), ""),
        indent=_INDENT,
        first=2,
    )


def _table(files: Sequence[FileReport], screen: Screen) -> None:
    """Print one row a document."""
    widths = [screen.cells(weight(severity)) + 2 for severity in SEVERITIES]
    room = screen.width - sum(widths) - 12
    names = [shortened(visible(file.path), room, screen.cells) for file in files]
    column = max(map(screen.cells, [tr("文稿"), *names]))

    def row(name: str, cells: Sequence[tuple[str, str]], verdict: tuple[str, str], style: str = "") -> None:
        padded = [
            (" " * (width - screen.cells(cell)) + cell, s) for (cell, s), width in zip(cells, widths, strict=True)
        ]
        screen.line("  ", (name + " " * (column - screen.cells(name)), style), *padded, "  ", verdict)

    row(tr("文稿"), [(weight(severity), "dim") for severity in SEVERITIES], (tr("结论"), "dim"), "dim")
    for file, name in zip(files, names, strict=True):
        counts = [(file.count(severity), STYLES[severity]) for severity in SEVERITIES]
        cells = [(str(number), style) if number else (screen.sign("·"), "dim") for number, style in counts]
        row(
            name,
            cells,
            (f"{screen.sign('×')} {tr('未通过')}", "red")
            if file.failed
            else (f"{screen.sign('√')} {tr('通过')}", "green"),
        )
    screen.blank()


def _total(run: RunReport, screen: Screen) -> None:
    failed = sum(file.failed for file in run.files)
    counts = (failed, tr("{number} 份未通过")), (len(run.files) - failed, tr("{number} 份通过"))
    said = tr("，").join(words.format(number=number) for number, words in counts if number)
    screen.line(tr("共 {number} 份文稿：").format(number=len(run.files)) + said)
    _verdict(run, screen)


def _verdict(run: RunReport, screen: Screen) -> None:
    passed = not run.failed
    sign, style = (screen.sign("√"), "bold green") if passed else (screen.sign("×"), "bold red")
    screen.paragraph((f"{sign} {verdict(run)}", style), indent=2, first=0)

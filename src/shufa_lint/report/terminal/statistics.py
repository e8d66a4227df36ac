"""How often each rule spoke, as a table for people."""

from __future__ import annotations

from shufa_lint.engine.model import RunReport
from shufa_lint.report.tally import Row, tally
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.severity import SIGNS, STYLES
from shufa_lint.report.verdict import SEVERITY_NAMES, WAIVED, verdict


def report(run: RunReport, screen: Screen) -> None:
    """Print a row for each rule, the most frequent first, and the verdict."""
    rows = tally(run)
    if rows:
        _table(rows, screen)
    passed = not run.failed
    sign, style = (screen.sign("√"), "bold green") if passed else (screen.sign("×"), "bold red")
    screen.paragraph((f"{sign} {verdict(run)}", style), indent=2, first=0)


def _table(rows: list[Row], screen: Screen) -> None:
    numbers = ["处数", "文稿", "直接改", "看过改"]
    cells = [[row.count, row.files, row.fixable, row.fixable_unsafe] for row in rows]
    if any(row.waived for row in rows):
        numbers.append(WAIVED)
        cells = [[*line, row.waived] for line, row in zip(cells, rows, strict=True)]

    def numbered(values: list[str]) -> str:
        widths = [max(6, screen.cells(name)) + 1 for name in numbers]
        return "".join(" " * (width - screen.cells(value)) + value for value, width in zip(values, widths, strict=True))

    screen.line((numbered(numbers) + "  级别     规则", "dim"))
    for row, line in zip(rows, cells, strict=True):
        word = f"{screen.sign(SIGNS[row.severity])} {SEVERITY_NAMES[row.severity]}"
        padding = " " * max(1, 9 - screen.cells(word))
        shown = numbered([str(value) if value else screen.sign("·") for value in line])
        screen.line(shown, "  ", (word, STYLES[row.severity]), padding, row.rule, "  ", (row.title, "dim"))
    screen.blank()

"""How often each rule spoke, as a table for people."""

from __future__ import annotations

from shufa_lint.engine.model import RunReport
from shufa_lint.report.tally import Row, tally
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.severity import STYLES, column, signed
from shufa_lint.report.verdict import WAIVED, verdict
from shufa_lint.text.language import tr


def report(run: RunReport, screen: Screen) -> None:
    """Print a row for each rule, the most frequent first, and the verdict."""
    rows = tally(run)
    if rows:
        _table(rows, screen)
    passed = not run.failed
    sign, style = (screen.sign("√"), "bold green") if passed else (screen.sign("×"), "bold red")
    screen.paragraph((f"{sign} {verdict(run)}", style), indent=2, first=0)


def _table(rows: list[Row], screen: Screen) -> None:
    numbers = [tr("处数"), tr("文稿"), tr("直接改"), tr("看过改")]
    cells = [[row.count, row.files, row.fixable, row.fixable_unsafe] for row in rows]
    if any(row.waived for row in rows):
        numbers.append(tr(WAIVED))
        cells = [[*line, row.waived] for line, row in zip(cells, rows, strict=True)]

    def numbered(values: list[str]) -> str:
        widths = [max(6, screen.cells(name)) + 1 for name in numbers]
        return "".join(" " * (width - screen.cells(value)) + value for value, width in zip(values, widths, strict=True))

    width = column(screen)
    screen.line((f"{numbered(numbers)}  {tr('级别')}{' ' * (width - screen.cells(tr('级别')))}{tr('规则')}", "dim"))
    for row, line in zip(rows, cells, strict=True):
        word = signed(row.severity, screen)
        padding = " " * (width - screen.cells(word))
        shown = numbered([str(value) if value else screen.sign("·") for value in line])
        screen.line(shown, "  ", (word, STYLES[row.severity]), padding, row.rule, "  ", (row.title, "dim"))
    screen.blank()

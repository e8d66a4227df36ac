"""Check type ``totals``: the total row of a table (合计, 总计) against the rows above it, or below it.

A table is a run of lines with the same number of cells, divided by tabs or bars. Rates, ranks and averages do not add
up and are left out, and so are tables with subtotals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import matches
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

_TOTAL = "[合总共][ \t\u3000]*计"
_TOTAL_CELL = regex(r"[合总共]计(?:（[^）]*）)?")
_SUBTOTAL = "小[ \t\u3000]*计|其中|^（?[一二三四五六七八九十]+[、）]"
_NUMBER = regex(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_DELIMITERS = regex(r"[\s|:-]*")
_NOTHING = frozenset({"", "-", "—", "/", "——", "－"})
_NO_SUM = r"率|比重|比例|占比|排名|名次|序号|编号|单价|均|同比|环比|增幅|增速|增长|得分|年份|年度|日期|[%％]|倍|累计"
_LONGEST = 400
"""More rows than this are a data dump, not a table of a document."""


class Options(BaseOptions):
    """No options."""


class Cell(NamedTuple):
    """A cell's words without blanks around them, and where they stand."""

    words: str
    span: Span

    @property
    def value(self) -> Decimal | None:
        """The number that the cell is, None for anything else."""
        return Decimal(self.words.replace(",", "")) if _NUMBER.fullmatch(self.words) else None


Row = list[Cell]


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern of a total."""
    return (_TOTAL,)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a cell of a total row that does not add up. Captures: ``column``, ``sum``, ``rows``."""
    done = -1
    for found in context.search(_TOTAL):
        index = context.source.line_index(found.base)
        if index <= done or not _is_row(context, index):
            continue
        first, last = _block(context, index)
        done = last
        yield from _judged([_cells(context, i) for i in range(first, last + 1)])


def _is_row(context: Context, index: int) -> bool:
    if not 0 <= index < len(context.source.lines):
        return False
    line = context.source.lines[index].of(context.source.text)
    return "\t" in line.strip() or "|" in line


def _block(context: Context, index: int) -> tuple[int, int]:
    first = last = index
    while first > max(0, index - _LONGEST) and _is_row(context, first - 1):
        first -= 1
    while last < index + _LONGEST and _is_row(context, last + 1):
        last += 1
    return first, last


def _cells(context: Context, index: int) -> Row:
    line = context.source.lines[index]
    text = line.of(context.source.text)
    if _DELIMITERS.fullmatch(text):
        return []
    bars = "|" in text
    inner = text.strip(BLANKS).strip("|") if bars else text
    at = line.start + text.index(inner)
    row: Row = []
    for piece in inner.split("|" if bars else "\t"):
        words = piece.strip(BLANKS)
        start = at + (piece.index(words) if words else 0)
        row.append(Cell(words, Span(start, start + len(words))))
        at += len(piece) + 1
    return row


def _judged(rows: list[Row]) -> Iterator[Match]:
    rows = [row for row in rows if row]
    totals = [i for i, row in enumerate(rows) if _is_total(row)]
    if len(totals) != 1 or len({len(row) for row in rows}) != 1 or any(_is_part(row) for row in rows):
        return
    numeric = [i for i, row in enumerate(rows) if any(cell.value is not None for cell in row[1:])]
    at = totals[0]
    header = rows[: numeric[0]] if numeric else rows
    items = [rows[i] for i in numeric if i != at]
    if len(items) < 2 or at not in (numeric[0], numeric[-1]):
        return
    for column in range(1, len(rows[at])):
        title = "".join(row[column].words for row in header)
        if header and not matches(_NO_SUM, title):
            yield from _column(rows[at][column], [row[column] for row in items], title)


def _column(total: Cell, cells: list[Cell], title: str) -> Iterator[Match]:
    value = total.value
    numbers = [cell.value for cell in cells if cell.words not in _NOTHING]
    known = [number for number in numbers if number is not None]
    if value is None or len(known) < 2 or len(known) < len(numbers):
        return
    result = sum(known, Decimal(0))
    fraction = max(_places(number) for number in (*known, value))
    rounding = Decimal(len(known)) / 2 * Decimal(10) ** -fraction if fraction else Decimal(0)
    if abs(result - value) > rounding:
        yield Match(total.span, {"column": title, "sum": str(result), "rows": str(len(known))})


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _is_total(row: Row) -> bool:
    return any(_TOTAL_CELL.fullmatch(re.sub(rf"[\s{re.escape(BLANKS)}]", "", cell.words)) for cell in row[:2])


def _is_part(row: Row) -> bool:
    return any(matches(_SUBTOTAL, cell.words) for cell in row[:2])

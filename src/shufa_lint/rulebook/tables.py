"""Tables of facts, ``tables/*.tsv``, and how the options of a rule name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from shufa_lint.rulebook.errors import MISSING_KEY, UNKNOWN_KEY, SpecificationError, line_of_key, nearest
from shufa_lint.text.language import tr, tr_noop

_OF_ROW = {UNKNOWN_KEY: tr_noop("不认识的栏 "), MISSING_KEY: tr_noop("这一行没有写 ")}
"""What is said of a column, by what is said of a key."""
_DATE = re.compile(r"#\s*date:\s*(\S+)\s*")


class Table(NamedTuple):
    """The rows of a table with the numbers of their lines, and the day on which it was drawn up where a remark
    (``# date: 2026-07-17``) names it."""

    path: Path
    rows: list[dict[str, str]]
    lines: list[int]
    date: str | None
    outside: bool


def read_tables(folders: Iterable[Path]) -> dict[str, Table]:
    """Read tables/*.tsv: tab-separated, the first line names the columns, lines that begin with # are remarks.

    A table of a later folder takes the place of one of the same name; it must have a date if that has one.
    """
    tables: dict[str, Table] = {}
    for number, folder in enumerate(folders):
        for path in sorted((folder / "tables").glob("*.tsv")):
            table = read_table(path, outside=number > 0)
            if table.date is None and path.stem in tables and tables[path.stem].date:
                raise SpecificationError(path, tr("这张表要写明是哪一天的：开头加一行 # date: 2027-01-01"), 1)
            tables[path.stem] = table
    return tables


def read_table(path: Path, *, outside: bool) -> Table:
    """Return the table in the file *path*."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (UnicodeDecodeError, OSError):
        raise SpecificationError(path, tr("读不了这张表：要用 UTF-8 编码")) from None
    rows: list[dict[str, str]] = []
    numbered = [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    header = numbered[0][1] if numbered else []
    if len(header) == 1 and re.search(r"\S[ \u3000,，]+\S", header[0]):
        raise SpecificationError(path, tr("栏与栏之间要用制表符（Tab 键）隔开"), numbered[0][0])
    for number, cells in numbered[1:]:
        if len(cells) != len(header):
            reason = tr("这一行有 {number} 栏，表头有 {wanted} 栏").format(number=len(cells), wanted=len(header))
            raise SpecificationError(path, reason, number)
        rows.append({key: cell for key, cell in zip(header, cells, strict=True) if cell})
    return Table(path, rows, [number for number, _ in numbered[1:]], _date_of(path, lines), outside)


def _date_of(path: Path, lines: list[str]) -> str | None:
    for number, line in enumerate(lines, 1):
        if found := _DATE.fullmatch(line):
            try:
                return date.fromisoformat(found.group(1)).isoformat()
            except ValueError:
                raise SpecificationError(
                    path, tr("{day} 不是日期：写成 2027-01-01").format(day=found.group(1)), number
                ) from None
    return None


def used_tables(options: Any, tables: Mapping[str, Table], path: Path, text: str) -> dict[str, Table]:
    """Return the table that each option ``{ table = "name" }`` or ``{ table-date = "name" }`` names."""
    used: dict[str, Table] = {}
    for key, value in options.items() if isinstance(options, dict) else ():
        if isinstance(value, dict) and value.keys() in ({"table"}, {"table-date"}):
            (name,) = value.values()
            if name not in tables:
                raise SpecificationError(
                    path,
                    tr("没有名为 {name} 的表{hint}").format(name=name, hint=nearest(name, tables)),
                    line_of_key(text, [key]),
                )
            used[key] = tables[name]
    return used


def filled(options: dict[str, Any], used: Mapping[str, Table]) -> dict[str, Any]:
    """Return *options* with the rows of the tables that they name, or the days on which those were drawn up."""
    if not used:
        return options
    return options | {key: table.rows if "table" in options[key] else table.date for key, table in used.items()}


def at_row(error: SpecificationError, used: Mapping[str, Table]) -> SpecificationError:
    """Return *error* at the row of the table that is wrong, where it is one."""
    key, row = (*error.location, None, None)[:2]
    if key not in used or not isinstance(row, int):
        return error
    table = used[str(key)]
    reason = error.reason.replace(f"{key}.{row}.", "")
    for words, of_row in _OF_ROW.items():
        head = tr(words).partition("{")[0]
        if reason.startswith(head):
            reason = tr(of_row) + reason.removeprefix(head)
    return SpecificationError(table.path, reason, table.lines[row])

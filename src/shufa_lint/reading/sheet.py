"""The cells of a table that people filled in: .xlsx or .csv, as Excel, WPS and LibreOffice save them.

The file comes from outside: how much of it is read is bounded, and a formula is no answer.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from shufa_lint.text.decode import LEGIBLE, decode
from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because

MAX_BYTES = 16 * 1024 * 1024
_MAX_UNPACKED = 128 * 1024 * 1024
_MAX_MEMBERS = 2000
MAX_ROWS = 50_000
_MAX_COLUMNS = 64
_MAX_SHEETS = 20
_MAX_CELL = 32_767
"""No cell of Excel has more characters."""
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",\t;"
GUARDED = "=+-@＝＋－＠\t\r"
"""A cell that begins so may be taken for a formula; in a .csv an apostrophe is put before it."""


class SheetError(Exception):
    """A table cannot be read; ``str()`` is the reason in Chinese."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: its ``text``, or a ``day`` where the program for tables made a date of it. ``fault`` says
    in Chinese why it cannot be used."""

    text: str = ""
    day: date | None = None
    fault: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.text.strip() or self.day or self.fault)


Row = tuple[Cell, ...]
Sheet = list[Row]


def read_sheets(path: Path) -> Iterator[Sheet]:
    """Yield the tables in the file at *path*; raises SheetError where it cannot be read, FileNotFoundError."""
    try:
        if not path.is_file():
            path.stat()
            raise SheetError(tr("这不是普通文件"))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise SheetError(tr("读不了（{reason}）").format(reason=because(error))) from None
    if len(data) > MAX_BYTES:
        raise SheetError(tr("表超过 {max_bytes} MB，太大").format(max_bytes=MAX_BYTES // 1024 // 1024))
    if data.startswith(_OLD_EXCEL):
        raise SheetError(tr("这是旧格式的 .xls，或者加了密码的表；请另存为不加密码的 .xlsx"))
    return _workbook(data) if data.startswith(_ZIP) else iter([_csv(data)])


def _csv(data: bytes) -> Sheet:
    decoded = decode(data)
    if decoded.confidence < LEGIBLE or decoded.damage or "\0" in decoded.text:
        raise SheetError(tr("不是能读的 .xlsx 或 .csv 表"))
    first = decoded.text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter)
    try:
        return _bounded([Cell(_unguarded(cell)) for cell in row] for row in rows)
    except csv.Error:
        raise SheetError(tr("不是能读的 .csv 表")) from None


def _unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in GUARDED + "'" else text


def _bounded(rows: Iterable[Iterable[Cell]]) -> Sheet:
    sheet = [_trimmed(islice(row, _MAX_COLUMNS)) for row in islice(rows, MAX_ROWS + 1)]
    if len(sheet) > MAX_ROWS:
        raise SheetError(tr("表超过 {max_rows} 行，太大").format(max_rows=MAX_ROWS))
    return sheet


def _trimmed(row: Iterable[Cell]) -> Row:
    """Return *row* without the cells after the last one in which something stands."""
    cells = list(row)
    while cells and cells[-1].empty:
        cells.pop()
    return tuple(cells)


def _workbook(data: bytes) -> Iterator[Sheet]:
    """Yield the sheets of an .xlsx file. What openpyxl raises on a broken one is no small set."""
    _refuse_bombs(data)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True)
        for sheet in book.worksheets[:_MAX_SHEETS]:
            rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=_MAX_COLUMNS)
            yield _bounded((_cell(cell) for cell in row) for row in rows)
    except (SheetError, MemoryError):
        raise
    except Exception as error:
        raise SheetError(tr("不是能读的 .xlsx 表（{name}）").format(name=type(error).__name__)) from None


def _refuse_bombs(data: bytes) -> None:
    """Refuse what grows when it is unpacked or when its entities are replaced."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > _MAX_UNPACKED:
                raise SheetError(tr("表展开以后太大"))
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    content = archive.read(member)
                    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in content:
                        raise SheetError(tr("表里有不该有的内容（XML 实体），没有读"))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise SheetError(tr("不是能读的 .xlsx 表（{name}）").format(name=type(error).__name__)) from None


def _cell(cell: Any) -> Cell:
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if value is None:
        return Cell()
    if kind == "f":
        return Cell(fault=tr("是公式，不是答案；请粘贴成值"))
    if kind in ("e", "b"):
        return Cell(fault=tr("“{value}”不是答案").format(value=value))
    if isinstance(value, datetime):
        return Cell(day=value.date())
    if isinstance(value, date):
        return Cell(day=value)
    if isinstance(value, (int, float)):
        return Cell(_number(value, cell.number_format or ""))
    return Cell(str(value)) if len(str(value)) <= _MAX_CELL else Cell(fault=tr("太长"))


def _number(value: float, shown_as: str) -> str:
    """Return a number as it is shown: 0.85 in a cell for percentages is 85%."""
    percent = "%" in shown_as
    digits = f"{round(value * 100 if percent else value, 10):.10f}".rstrip("0").rstrip(".")
    return digits + "%" * percent

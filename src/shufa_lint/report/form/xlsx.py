"""The form as .xlsx: to be filled in with Excel, WPS or LibreOffice, or printed and filled in by hand.

The same blanks give the same bytes: what openpyxl writes is packed anew without the time of day.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from shufa_lint.engine import form
from shufa_lint.engine.answers import LONGEST, NEEDS, need_of
from shufa_lint.engine.form import COLUMNS, Asked
from shufa_lint.reading.sheet import GUARDED
from shufa_lint.report.visible import visible
from shufa_lint.text.width import cells

_WIDTHS = {
    form.NUMBER: 6,
    form.DOCUMENT: 16,
    form.SECTION: 26,
    form.SENTENCE: 58,
    form.KIND: 9,
    form.UNIT: 8,
    form.WANTED: 20,
    form.GROUP: 16,
    form.ANSWER: 24,
    form.KEY: 12,
}
"""In characters of the ordinary typeface, of which a Chinese one takes two."""
_CENTRED = (form.NUMBER, form.KIND, form.UNIT)
_LINE_HEIGHT = 15.0
_MOST_LINES = 27
"""No row of Excel is higher than 409 points."""
_LONGEST_CELL = 32_000
_EDGE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_HEAD = PatternFill("solid", fgColor="DDEBF7")
_OPEN = PatternFill("solid", fgColor="FFF9E5")
_PLAIN, _BOLD = Font(name="宋体", size=11), Font(name="宋体", size=11, bold=True)
_AS_TEXT = "@"
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)

_NUMERALS = "0123456789零〇一二三四五六七八九十百千两"
_VALUE = 'VALUE(SUBSTITUTE(SUBSTITUTE({cell},"%",""),"％",""))'
_TESTS = {
    "count": f'SUMPRODUCT(--ISNUMBER(FIND(MID("{_NUMERALS}",ROW($1:${len(_NUMERALS)}),1),{{cell}})))>0',
    "rate": f"AND({_VALUE}>=0,{_VALUE}<=100)",
    "growth": f"ISNUMBER({_VALUE})",
    "short-year": 'OR(LEN({cell})=2,LEN(SUBSTITUTE({cell},"年",""))=4)',
    "year": 'LEN(SUBSTITUTE({cell},"年",""))=4',
}
"""What the table itself can test while people type, of the kinds of answer that it can test; the others are tested for
their length. Filling tests everything."""

_GUIDE = (
    "怎样填这张表",
    "1. 只填黄色的“答案”一栏，一格写一个答案；还不知道的空着，文稿里那一处就不动。",
    "2. 写进去是什么样，文稿里就是什么样。空的后面已有的字（“次”“县”“%”）不用再写，写了也会去掉。",
    "3. “同名”一栏写着一样内容的几行，指的是同一个名称，填一行就够了；其实不是一回事的，把那一格清空，各填各的。",
    "4. 行可以删、可以排序，也可以按单位拆开分发；“标识”一栏（已隐藏）不要改，程序靠它找到文稿里的位置。",
    "5. 填好以后：shufa-lint blanks fill 文稿.txt 这张表.xlsx -o 填好的文稿.txt",
    "表里引用了文稿的原文，请和文稿一样保管。",
)


_GUIDE_WIDTH = 84


def report(documents: Iterable[Asked]) -> bytes:
    """Return the form; no cell of it can be taken for a formula."""
    documents = tuple(documents)
    book = Workbook()
    sheet = book.active
    sheet.title = "待填"
    _fill(sheet, form.rows(documents))
    _validate(sheet, [need_of(blank).name for document in documents for blank in document.blanks])
    _lay_out(sheet)
    _guide(book.create_sheet("填写说明"))
    book.properties.creator = "shufa-lint"
    packed = io.BytesIO()
    book.save(packed)
    return _timeless(packed.getvalue())


def _fill(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    for column, head in enumerate(COLUMNS, 1):
        cell = _cell(sheet, 1, column, head)
        cell.font, cell.fill = _BOLD, _HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for number, row in enumerate(rows, 2):
        for column, (head, text) in enumerate(zip(COLUMNS, row, strict=True), 1):
            cell = _cell(sheet, number, column, text)
            centred = "center" if head in _CENTRED else None
            cell.alignment = Alignment(horizontal=centred, vertical="center", wrap_text=head != form.KEY)
            if head == form.ANSWER:
                cell.fill = _OPEN
        sheet.row_dimensions[number].height = _height(row)


def _cell(sheet: Any, row: int, column: int, text: str) -> Any:
    """Write *text* as text: neither openpyxl nor Excel, when the cell is edited, makes a formula of it."""
    cell = sheet.cell(row, column)
    if text:
        cell.value = visible(text)[:_LONGEST_CELL]
        cell.data_type = "s"
    cell.number_format = _AS_TEXT
    cell.font, cell.border = _PLAIN, _BORDER
    cell.quotePrefix = text.startswith(tuple(GUARDED))
    return cell


def _height(row: Sequence[str]) -> float:
    shown = [(head, text) for head, text in zip(COLUMNS, row, strict=True) if head != form.KEY]
    lines = max(-(-cells(text, ambiguous=2) // (_WIDTHS[head] - 1)) for head, text in shown)
    return _LINE_HEIGHT * min(max(lines, 1), _MOST_LINES) + 4


def _validate(sheet: Any, needs: Sequence[str]) -> None:
    letter = get_column_letter(COLUMNS.index(form.ANSWER) + 1)
    for name in dict.fromkeys(needs):
        numbers = [number for number, need in enumerate(needs, 2) if need == name]
        first = f"{letter}{numbers[0]}"
        test = _TESTS.get(name, f"LEN({{cell}})<={LONGEST}").replace("{cell}", first)
        rule = DataValidation(type="custom", formula1=test, allow_blank=True, errorStyle="stop")
        rule.errorTitle, rule.error = "这里填不了", f"要填：{NEEDS[name].wanted}"
        rule.promptTitle, rule.prompt = "要填", NEEDS[name].wanted
        rule.showErrorMessage = rule.showInputMessage = True
        for start, end in _runs(numbers):
            rule.add(f"{letter}{start}:{letter}{end}")
        sheet.add_data_validation(rule)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return *numbers*, in order, as runs without a gap."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _lay_out(sheet: Any) -> None:
    """Set widths, the frozen head, and how it prints: landscape A4, as wide as the page, the head on each page."""
    for column, head in enumerate(COLUMNS, 1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = _WIDTHS[head]
        dimension.hidden = head == form.KEY
    last = get_column_letter(len(COLUMNS) - 1)
    sheet.row_dimensions[1].height = _LINE_HEIGHT * 1.6
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{sheet.max_row}"
    sheet.print_title_rows = "1:1"
    sheet.print_area = f"A1:{last}{sheet.max_row}"
    _page(sheet, "landscape")
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _page(sheet: Any, orientation: str) -> None:
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.8, 0.4


def _guide(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = _GUIDE_WIDTH
    for number, line in enumerate(_GUIDE, 1):
        cell = sheet.cell(number, 1, line)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.font = _BOLD if number == 1 else _PLAIN
        sheet.row_dimensions[number].height = _LINE_HEIGHT * -(-cells(line, ambiguous=2) // (_GUIDE_WIDTH - 4)) + 6
    _page(sheet, "portrait")


def _timeless(packed: bytes) -> bytes:
    """Return an archive with the same members, none of which tells when it was made."""
    anew = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(anew, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = _TIME.sub(rb"\g<1>1980-01-01T00:00:00Z\2", old.read(member))
            new.writestr(zipfile.ZipInfo(member.filename, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return anew.getvalue()

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from shufa_lint.reading import sheet
from shufa_lint.reading.sheet import Cell, SheetError, read_sheets


def saved(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def read(path: Path) -> list[tuple[Cell, ...]]:
    return next(iter(read_sheets(path)))


def test_cells_as_people_and_programs_leave_them(tmp_path: Path):
    values = ("十二", 12, 12.5, 3.0, datetime(2024, 12, 20, 8), date(2024, 1, 2), "=1+1", True, None, 0.1 + 0.2)
    (row,) = read(saved(tmp_path, values))
    assert [cell.text for cell in row] == ["十二", "12", "12.5", "3", "", "", "", "", "", "0.3"]
    assert [cell.day for cell in row[4:6]] == [date(2024, 12, 20), date(2024, 1, 2)]
    assert "公式" in row[6].fault and "不是答案" in row[7].fault
    assert row[8].empty and not row[6].empty


def test_a_percentage_is_read_as_it_is_shown(tmp_path: Path):
    path = saved(tmp_path, (0.856, 0.9))
    book = load_workbook(path)
    for cell in book.active[1]:
        cell.number_format = "0.00%"
    book.save(path)
    assert [cell.text for cell in read(path)[0]] == ["85.6%", "90%"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_as_programs_save_it(tmp_path: Path, encoding: str, delimiter: str):
    text = f'文稿{delimiter}答案{delimiter}标识\r\n述法报告{delimiter}"三百余"{delimiter}\'=甲\r\n'
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    heads, row = read(tmp_path / "a.csv")
    assert [cell.text for cell in heads] == ["文稿", "答案", "标识"]
    assert [cell.text for cell in row] == ["述法报告", "三百余", "=甲"]


def refused(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(SheetError) as raised:
        list(read_sheets(path))
    return str(raised.value)


def repacked(path: Path, change: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
    return out.getvalue()


def test_hostile_workbooks_are_refused(tmp_path: Path):
    good = saved(tmp_path, ("甲",))
    bad = tmp_path / "bad.xlsx"
    assert "XML 实体" in refused(bad, repacked(good, {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}))
    assert "不是能读的" in refused(bad, good.read_bytes()[:-200])
    assert "不是能读的" in refused(bad, repacked(good, {"xl/worksheets/sheet1.xml": b"<a>"}))
    assert "旧格式" in refused(bad, b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "不是能读的" in refused(bad, b"\x00\x01\x02\x03" * 300)


def test_what_grows_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheet, "_MAX_UNPACKED", 100_000)
    good = saved(tmp_path, ("甲",))
    bomb = repacked(good, {"docProps/app.xml": b"<a>" + b" " * 100_000 + b"</a>"})
    assert len(bomb) < 10_000
    assert "展开以后太大" in refused(tmp_path / "bad.xlsx", bomb)


def test_a_row_far_below_is_not_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheet, "MAX_ROWS", 500)
    good = saved(tmp_path, ("甲",))
    with zipfile.ZipFile(good) as archive:
        name = "xl/worksheets/sheet1.xml"
        far = archive.read(name).replace(b'<row r="1"', b'<row r="1000000000"')
    (tmp_path / "far.xlsx").write_bytes(repacked(good, {name: far}))
    with pytest.raises(SheetError, match="太大"):
        read(tmp_path / "far.xlsx")


def test_too_many_rows_are_refused(tmp_path: Path):
    assert "太大" in refused(tmp_path / "a.csv", ("文稿,答案,标识\n" + "甲,乙,丙\n" * sheet.MAX_ROWS).encode())
    assert "太大" in refused(tmp_path / "a.csv", b"a" * (sheet.MAX_BYTES + 1))


def test_what_is_no_file(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        list(read_sheets(tmp_path / "no.xlsx"))
    with pytest.raises(SheetError):
        list(read_sheets(tmp_path))

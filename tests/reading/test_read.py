import hashlib
import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.reading import read
from shufa_lint.reading.model import Problem, Reading
from shufa_lint.reading.read import read_bytes, read_path, read_text
from shufa_lint.reading.sniff import sniff
from shufa_lint.text.span import Span

REPORT = "某局关于年度普法工作的报告\n\n　　一、基本情况\n　　全年举办讲座**场，受众较广。\n"


def only_problem(reading: Reading) -> Problem:
    assert len(reading.problems) == 1
    return reading.problems[0]


def zipped(*names: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return buffer.getvalue()


def compound(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "".join(streams).encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_usual_text_files_have_no_problem(encoding: str):
    data = REPORT.encode(encoding)
    reading = read_bytes(data, "报告.txt")
    assert reading.source.text == REPORT
    assert reading.words is reading.source.text
    assert reading.regions == ()
    assert reading.format == "text"
    assert reading.encoding == ("utf-8" if encoding.startswith("utf") else "gb18030")
    assert reading.bom is (encoding == "utf-8-sig")
    assert reading.sha256 == hashlib.sha256(data).hexdigest()
    assert reading.problems == ()


@pytest.mark.parametrize(("name", "expected"), [("a.md", "markdown"), ("A.Markdown", "markdown"), ("a", "text")])
def test_the_name_chooses_markdown(name: str, expected: str):
    assert read_bytes(REPORT.encode(), name).format == expected
    assert read_text(REPORT, name).format == expected


def test_line_ends_stay_as_in_the_file():
    assert read_bytes("标题\r\n正文一\r正文二\n".encode(), "a.txt").source.text == "标题\r\n正文一\r正文二\n"


def test_text_in_memory_is_read_as_utf_8():
    reading = read_text(REPORT, "a.txt")
    assert reading.source.text is reading.words is REPORT
    assert (reading.encoding, reading.bom, reading.problems) == ("utf-8", False, ())
    assert reading.sha256 == read_bytes(REPORT.encode(), "a.txt").sha256
    read_text("半个\ud800字", "a.md")


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-16", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-32", "UTF-32"), ("big5", "Big5")]
)
def test_an_unusual_encoding_is_read_and_named(encoding: str, name: str):
    text = "關於普法工作情況的報告：全年舉辦講座，受眾較廣，反映良好。\n" if encoding == "big5" else REPORT
    reading = read_bytes(text.encode(encoding), "a.txt")
    assert reading.source.text == text
    problem = only_problem(reading)
    assert problem.kind == "unusual-encoding"
    assert name in problem.reason


def test_damage_is_told_place_by_place():
    data = REPORT.encode().replace("基".encode(), b"\xe5\x9f").replace("讲".encode(), b"\xae\xb2")
    reading = read_bytes(data, "a.txt")
    assert [problem.kind for problem in reading.problems] == ["damaged-encoding"] * 2
    for problem in reading.problems:
        assert set(problem.span.of(reading.source.text)) == {"\ufffd"}
        assert "UTF-8" in problem.reason


def test_damage_all_over_is_told_in_fifty_places():
    data = b"\n".join(["本局认真履行职责，依法办理各类案件".encode() + b"\xff"] * 70)
    problems = read_bytes(data, "a.txt").problems
    assert len(problems) == 50
    assert "后面还有 20 处" in problems[-1].reason
    assert not any("后面还有" in problem.reason for problem in problems[:-1])


@pytest.mark.parametrize("text", ["", "\n", " \t\u3000\u200b\r\n\xa0\n", "\ufeff"])
def test_a_blank_file_is_a_problem(text: str):
    for reading in (read_bytes(text.encode(), "a.txt"), read_text(text, "a.md")):
        problem = only_problem(reading)
        assert problem == Problem("unreadable-document", Span(0, 0), "文件是空的，没有可以检查的内容")


def test_markdown_that_holds_no_words_is_blank():
    assert only_problem(read_text("<!-- 待写 -->\n---\n", "a.md")).kind == "unreadable-document"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), "Word 文档"),
        (zipped("OFD.xml"), "OFD"),
        (zipped("mimetype", "content.xml"), "OpenDocument"),
        (zipped("xl/workbook.xml"), "Excel"),
        (zipped("ppt/presentation.xml"), "PowerPoint"),
        (zipped("报告.txt"), "压缩包"),
        (compound("Root Entry", "WordDocument"), "WPS"),
        (compound("Root Entry", "Workbook"), "Excel"),
        (compound("EncryptionInfo", "EncryptedPackage"), "文件已加密"),
        (compound("Root Entry"), "Office"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (b"%PDF-1.7\n", "PDF"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>', "Word 2003"),
        (b"\xef\xbb\xbf\r\n<HTML><body>", "网页"),
        (b"<!DOCTYPE html>", "网页"),
        (b"MIME-Version: 1.0\r\n", "网页"),
        (b"Rar!\x1a\x07\x01\x00", "压缩包"),
    ],
)
def test_other_formats_are_told_apart_by_what_stands_in_them(data: bytes, what: str):
    foreign = sniff(data)
    assert foreign is not None and foreign.kind == "unreadable-document"
    assert what in foreign.what


@pytest.mark.parametrize(
    "data", [zipped("xl/workbook.xml"), zipped("报告.txt"), compound("Root Entry", "Workbook"), compound("Root Entry")]
)
def test_formats_that_nobody_reads_are_refused_whatever_their_extension(data: bytes):
    for name in ("报告.txt", "报告.docx", "报告.md"):
        reading = read_bytes(data, name)
        assert reading.source.text == reading.words == ""
        assert reading.encoding == "binary"
        assert reading.sha256 == hashlib.sha256(data).hexdigest()
        problem = only_problem(reading)
        assert problem.kind == "unreadable-document"
        assert "请" in problem.reason
        assert not problem.reason.endswith("。")


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00",
        b"II*\x00\x08\x00",
        b"MM\x00*",
        b"RIFF\x24\x00\x00\x00WEBPVP8 ",
        b"\x00\x00\x00\x18ftypheic",
    ],
)
def test_a_picture_has_no_text_layer(data: bytes):
    problem = only_problem(read_bytes(data + bytes(64), "扫描件.txt"))
    assert problem.kind == "no-text-layer"
    assert problem.reason.startswith("这是图片")


@pytest.mark.parametrize("data", [bytes(1000), bytes(range(256)) * 50, b"\x7fELF\x02\x01\x01" + bytes(57), b"\xfe"])
def test_bytes_that_are_no_text_are_refused(data: bytes):
    problem = only_problem(read_bytes(data, "a.txt"))
    assert problem.kind == "unreadable-document"
    assert problem.reason.startswith("不是文本文件")


@pytest.mark.parametrize(
    "text", ["PK赛规则由组委会另行通知。\n", "BM公司、MM公司参加了会议。\n", "ID3项目已经办结。\n"]
)
def test_text_that_begins_like_a_binary_file_is_text(text: str):
    assert read_bytes(text.encode(), "a.txt").problems == ()


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", ""]))
def test_any_bytes_are_survived(data: bytes, name: str):
    reading = read_bytes(data, name)
    assert len(reading.words) == len(reading.source.text)
    assert all(problem.span.end <= len(reading.words) for problem in reading.problems)
    assert reading.source.text or reading.problems


def test_a_file_is_read_from_its_path(tmp_path: Path):
    path = tmp_path / "报告.md"
    path.write_bytes(b"\xef\xbb\xbf" + "# 报告\r\n".encode())
    reading = read_path(path)
    assert (reading.source.text, reading.format, reading.bom) == ("# 报告\r\n", "markdown", True)


def test_a_missing_file_is_the_callers_affair(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read_path(tmp_path / "没有.txt")


def test_a_folder_is_no_document(tmp_path: Path):
    problem = only_problem(read_path(tmp_path))
    assert problem.kind == "unreadable-document"
    assert "不是普通文件" in problem.reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_or_device_is_not_waited_for(tmp_path: Path):
    pipe = tmp_path / "管道.txt"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        assert "不是普通文件" in only_problem(read_path(path)).reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [(PermissionError(13, "denied"), "没有读取权限"), (OSError(5, "Input/output error"), "磁盘或网络出错")],
)
def test_a_file_that_cannot_be_opened_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
):
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    reading = read_path(path)
    assert reading.sha256 == ""
    assert reason in only_problem(reading).reason


def test_a_huge_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(read, "MAX_BYTES", 1024 * 1024)
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * (1024 * 1024 + 2))
    for reading in (read_path(path), read_bytes(path.read_bytes(), "a.txt")):
        assert "超过 1 MB" in only_problem(reading).reason
    path.write_bytes(b"a" * (1024 * 1024))
    assert read_path(path).problems == ()

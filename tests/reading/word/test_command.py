"""The command on Word documents: alone, in a folder with files that cannot be read, and as an outline."""

import json
from pathlib import Path

import pytest

from shufa_lint.cli import main

from .conftest import docx, level, lists, numbered, paragraph

NUMBERING = lists(level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）"))
BODY = (
    paragraph("关于学法情况的报告")
    + paragraph("现将学法情况报告如下。")
    + numbered("学法", 1)
    + numbered("集体学法", 1, 1)
    + paragraph("全年组织学法##paidbegin##四次。")
    + numbered("守法", 1)
    + paragraph("依法决策。")
)
DRAFT = docx(BODY, numbering=NUMBERING)


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["--isolated", *arguments] if arguments[0] != "outline" else list(arguments))
    return code, capsys.readouterr().out


def test_findings_name_the_paragraph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "报告.docx").write_bytes(DRAFT)
    code, out = run("--output-format", "json", str(tmp_path / "报告.docx"), capsys=capsys)
    (file,) = json.loads(out)["files"]
    (marker,) = [found for found in file["findings"] if found["rule"] == "stray-marker"]
    assert (marker["line"], marker["column"], marker["text"]) == (5, 7, "##paidbegin##")
    assert marker["section"] == ["一、学法", "（一）集体学法"]
    assert (code, file["encoding"]) == (1, "docx")


def test_the_outline_has_automatic_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "报告.docx").write_bytes(DRAFT)
    code, out = run("outline", "--output-format", "json", str(tmp_path / "报告.docx"), capsys=capsys)
    outline = json.loads(out)
    written = [(section["ordinal"]["written"], section["title"], section["line"]) for section in outline["sections"]]
    assert (code, outline["title"]) == (0, "关于学法情况的报告")
    assert written == [("一、", "学法", 3), ("二、", "守法", 6)]


def test_a_folder_is_read_on_past_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "好.docx").write_bytes(DRAFT)
    (tmp_path / "坏.docx").write_bytes(DRAFT[:400])
    (tmp_path / "密.docx").write_bytes(bytes(range(256)) * 40)
    code, out = run("--output-format", "json", str(tmp_path), capsys=capsys)
    files = json.loads(out)["files"]
    rules = {Path(file["path"]).name: {found["rule"] for found in file["findings"]} for file in files}
    assert (code, rules["坏.docx"], rules["密.docx"]) == (1, {"unreadable-document"}, {"unreadable-document"})
    assert "stray-marker" in rules["好.docx"]


@pytest.mark.parametrize(
    ("body", "rule"),
    [("", "unreadable-document"), (paragraph("<w:r><w:drawing/></w:r>"), "no-text-layer")],
)
def test_documents_without_words(body: str, rule: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "空.docx").write_bytes(docx(body))
    code, out = run("--output-format", "json", str(tmp_path), capsys=capsys)
    assert (code, [found["rule"] for found in json.loads(out)["files"][0]["findings"]]) == (1, [rule])


def test_what_is_no_word_of_the_body_is_not_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marked = "##paidbegin##"
    hidden = paragraph(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{marked}</w:t></w:r><w:r><w:t>依法办事。</w:t></w:r>")
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header"/></w:sectPr>'
    clean = BODY.replace(marked, "")
    (tmp_path / "报告.docx").write_bytes(docx(clean + hidden + section, numbering=NUMBERING, header=paragraph(marked)))
    _, out = run("--output-format", "json", str(tmp_path), capsys=capsys)
    assert "stray-marker" not in {found["rule"] for found in json.loads(out)["files"][0]["findings"]}

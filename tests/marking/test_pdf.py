from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from shufa_lint import cli
from shufa_lint.api import Choice, lint_bytes
from shufa_lint.engine.model import Finding
from shufa_lint.marking import pdf
from shufa_lint.reading.pdf import open_pdf
from shufa_lint.text.span import Span

MakePdf = Callable[..., bytes]
PAGES = [
    [
        (195, 740, "关于学法情况的报告"),
        (111, 680, "现将学法情况报告如下。全年组织学法**次，印发《条例》"),
        (79, 651, "《办法》、《细则》，群众满意。"),
        (111, 622, "一、在A总书记重要讲话精神指引下开展学法"),
    ],
    [(111, 740, "三、工作中存在##paidbegin##不足")],
]


def words(finding: Finding) -> list[str]:
    return [finding.message, finding.rule]


def marks(data: bytes) -> list[tuple[int, str, str]]:
    """What stands under each highlight of a PDF: the page, the characters, and what is said of them."""
    found = []
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(PdfReader(BytesIO(data)).pages):
        text = document[number].get_textpage()
        for note in page.get("/Annots") or []:
            note = note.get_object()
            assert (note["/Subtype"], note["/T"]) == ("/Highlight", "述法检查")
            quads = [float(value) for value in note["/QuadPoints"]]
            under = ""
            for at in range(0, len(quads), 8):
                left, top, right, _, _, bottom, _, _ = quads[at : at + 8]
                for char in range(text.count_chars()):
                    x, y, x2, y2 = text.get_charbox(char, loose=True)
                    if left <= (x + x2) / 2 <= right and bottom <= (y + y2) / 2 <= top and x2 > x:
                        under += text.get_text_range(char, 1)
            found.append((number, under, note["/Contents"]))
    return found


def test_highlights_stand_on_the_very_characters(make_pdf: MakePdf):
    data = make_pdf(*PAGES)
    report = lint_bytes(data, "报告.pdf", choice=Choice(isolated=True))
    found = [finding for finding in report.findings if finding.text.strip()]
    annotated = pdf.annotate(data, found, words)
    assert (annotated.made, annotated.left) == (len(found), 0)
    assert len(found) >= 4
    expected = [(finding.text, "\n".join(words(finding))) for finding in found]
    assert sorted((under, said) for _, under, said in marks(annotated.data)) == sorted(expected)
    assert {page for page, _, _ in marks(annotated.data)} == {0, 1}


def test_the_copy_reads_as_the_original_and_is_the_same_every_time(make_pdf: MakePdf):
    data = make_pdf(*PAGES)
    findings = lint_bytes(data, "报告.pdf", choice=Choice(isolated=True)).findings
    first = pdf.annotate(data, findings, words)
    assert open_pdf(first.data) == open_pdf(data)
    assert pdf.annotate(data, findings, words) == first


@pytest.mark.parametrize(("at", "under"), [(0, "关"), (1, "关"), (9, "告"), (10, "告"), (11, "现"), (-1, "足")])
def test_something_missing_is_marked_on_the_character_before(make_pdf: MakePdf, at: int, under: str):
    data = make_pdf(*PAGES)
    report = lint_bytes(data, "报告.pdf", choice=Choice(isolated=True))
    at %= len(report.source.text) + 1
    gap = replace(report.findings[0], span=Span(at, at), text="")
    assert [mark for _, mark, _ in marks(pdf.annotate(data, [gap], words).data)] == [under]


def test_the_most_severe_come_first_where_there_are_too_many(make_pdf: MakePdf):
    data = make_pdf(*PAGES)
    findings = lint_bytes(data, "报告.pdf", choice=Choice(isolated=True)).findings
    annotated = pdf.annotate(data, findings, words, most=2)
    assert (annotated.made, annotated.left) == (2, len(findings) - 2)
    severe = [finding for finding in findings if finding.severity == "error"][:2]
    said = [said for _, _, said in marks(annotated.data)]
    assert all(any(finding.rule in text for text in said) for finding in severe)
    assert f"另有 {len(findings) - 2} 处没有标出" in said[0]


def test_a_copy_that_somebody_has_saved_is_not_ours(make_pdf: MakePdf):
    data = pdf.annotate(make_pdf(*PAGES), (), words).data
    assert pdf.untouched(data)
    for other in (make_pdf(*PAGES), data + b"\n%%EOF\n", data[:-2], data.replace(b"/Page ", b"/Pag2 ", 1), b""):
        assert not pdf.untouched(other) or other == data


def test_the_command_writes_a_copy_beside_the_pdf(
    make_pdf: MakePdf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    source, copy = tmp_path / "报告.pdf", tmp_path / "报告.检查.pdf"
    source.write_bytes(make_pdf(*PAGES))
    assert cli.main(["--annotate", str(tmp_path)]) == 1
    assert source.read_bytes() == make_pdf(*PAGES)
    assert any("##paidbegin##" in under for _, under, _ in marks(copy.read_bytes()))
    assert cli.main(["--annotate", str(tmp_path)]) == 1, "the copy is not checked itself"
    assert {path.name for path in tmp_path.iterdir()} == {"报告.pdf", "报告.检查.pdf"}
    copy.write_bytes(copy.read_bytes() + b"%mine\n")
    assert cli.main(["--annotate", str(tmp_path)]) == 2
    assert "有人改过" in capsys.readouterr().err
    assert copy.read_bytes().endswith(b"%mine\n")

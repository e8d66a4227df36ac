import sys
from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from shufa_lint.reading.pdf import open_pdf, read_pdf
from shufa_lint.reading.read import read_bytes
from shufa_lint.reading.refusal import UnreadableError

MakePdf = Callable[..., bytes]

PAGES = [
    [
        (195, 740, "关于学法情况的报告"),
        (111, 680, "现将2024年学法情况报告如下。全年坚持依规决策，群众"),
        (79, 651, "满意。"),
        (111, 622, "一、在A总书记重要讲话精神指引下开展学法"),
        (280, 50, "— 1 —"),
    ],
    [
        (111, 740, "全年组织学法**次。"),
        (400, 680, "某局"),
        (280, 50, "— 2 —"),
    ],
]
TEXT = """关于学法情况的报告
现将2024年学法情况报告如下。全年坚持依规决策，群众满意。
一、在A总书记重要讲话精神指引下开展学法
全年组织学法**次。
某局
"""


def test_the_text_of_a_pdf_is_rebuilt(make_pdf: MakePdf):
    reading = read_bytes(make_pdf(*PAGES), "报告.pdf")
    assert reading.source.text == reading.words == TEXT
    assert (reading.format, reading.encoding, reading.problems) == ("pdf", "pdf", ())
    assert "按版面拼起来" in reading.notices[0]


TURNED: dict[str, Callable[[float, float], tuple[float, float]]] = {
    "0 1 -1 0": lambda x, y: (842 - y, x),
    "-1 0 0 -1": lambda x, y: (595 - x, 842 - y),
    "0 -1 1 0": lambda x, y: (y - 247, 842 - x),
}


@pytest.mark.parametrize("matrix", TURNED)
def test_a_page_that_lies_on_its_side_reads_the_same(make_pdf: MakePdf, matrix: str):
    lines = [(100, 700, "关于学法情况的报告"), (100, 660, "一、学法"), (100, 620, "二、用法")]
    page = [(*TURNED[matrix](x, y), text) for x, y, text in lines]
    assert open_pdf(make_pdf(page, matrix=matrix)).text.split() == [text for _, _, text in lines]


def test_words_across_the_page_are_no_text(make_pdf: MakePdf):
    writer = PdfWriter(clone_from=BytesIO(make_pdf(PAGES[0])))
    leaning = PdfReader(BytesIO(make_pdf([(200, 400, "征求意见稿")], matrix="0.7 0.7 -0.7 0.7"))).pages[0]
    writer.pages[0].merge_page(leaning)
    target = BytesIO()
    writer.write(target)
    assert "征求意见稿" not in open_pdf(target.getvalue()).text
    assert open_pdf(target.getvalue()).text.startswith("关于学法情况的报告\n现将2024年")


def test_scanned_pages_are_named_and_nothing_is_said_to_be_missing(make_pdf: MakePdf):
    reading = read_bytes(make_pdf(PAGES[0], None, None), "报告.pdf")
    assert [(problem.kind, problem.reason) for problem in reading.problems] == [
        ("no-text-layer", "第2、3页是扫描的图片，没有文字层")
    ]


def test_many_scanned_pages_are_counted(make_pdf: MakePdf):
    (problem,) = read_pdf(make_pdf(*[None] * 14), "a.pdf").problems
    assert problem.reason == "第1、2、3、4、5、6、7、8、9、10页等 14 页是扫描的图片，没有文字层"


def test_an_empty_pdf_is_told_so(make_pdf: MakePdf):
    (problem,) = read_pdf(make_pdf([]), "a.pdf").problems
    assert (problem.kind, problem.reason) == ("unreadable-document", "文件里一个字也没有，没有可以检查的内容")


def locked(data: bytes) -> bytes:
    writer, target = PdfWriter(clone_from=BytesIO(data)), BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(target)
    return target.getvalue()


def test_what_cannot_be_opened_is_told_why(make_pdf: MakePdf):
    whole = make_pdf(*PAGES)
    for data, words in ((locked(whole), "加了密码"), (b"%PDF-1.7 " + b"\0" * 100, "已经损坏")):
        (problem,) = read_bytes(data, "报告.pdf").problems
        assert problem.kind == "unreadable-document"
        assert words in problem.reason


@pytest.mark.parametrize("cut", [200, 900, 1500, 3000])
def test_a_pdf_that_breaks_off_is_read_or_refused(make_pdf: MakePdf, cut: int):
    reading = read_bytes(make_pdf(*PAGES)[:cut], "报告.pdf")
    assert reading.problems or reading.source.text


def test_without_the_program_it_is_said_what_to_install(make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(UnreadableError, match=r"pip install 'shufa-lint\[pdf\]'"):
        read_pdf(make_pdf(*PAGES), "报告.pdf")

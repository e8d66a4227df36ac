"""Statutes and other downloads that hold a web page in place of paragraphs."""

import pytest

from shufa_lint.reading.refusal import UnreadableError
from shufa_lint.reading.word.read import open_word, read_word

from .conftest import docx, paragraph

PAGE = """<html><head><title>不显示</title><style>p {}</style></head><body>
<!-- 注释 --><h1>国旗法</h1><div>第一条　为了
维护 <b>国旗</b>的尊严，&nbsp;制定本法。<p>第二条<br>五星红旗。</p>尾巴</div>
<p style="display: none">藏</p><script>x</script><table><tr><td>甲</td><td>乙</td></tr></table></body></html>"""
EXPECTED = "前\n国旗法\n第一条　为了 维护 国旗的尊严，\xa0制定本法。\n第二条\n五星红旗。\n尾巴\n甲\n乙\n后\n"
BODY = paragraph("前") + '<w:altChunk r:id="c"/>' + paragraph("后")


def archive(page: str, charset: str) -> bytes:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    head += f'Content-Type: text/html; charset="{charset}"'
    return head.encode() + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + page.encode(charset) + b"\r\n--b--\r\n"


def chunked(content_type: str, data: bytes, body: str = BODY) -> bytes:
    return docx(body, {"c": ("aFChunk", content_type, data)})


@pytest.mark.parametrize(
    ("content_type", "data"),
    [
        ("text/html", PAGE.encode()),
        ("text/html", PAGE.encode("gb18030")),
        ("application/xhtml+xml", PAGE.encode()),
        ("message/rfc822", archive(PAGE, "utf-8")),
        ("message/rfc822", archive(PAGE, "gbk")),
        ("application/x-anything", archive(PAGE, "utf-8")),
    ],
)
def test_web_pages_are_paragraphs(content_type: str, data: bytes) -> None:
    assert open_word(chunked(content_type, data)).text == EXPECTED


def test_quoted_printable_archives_are_decoded() -> None:
    data = (
        archive("<p>x</p>", "utf-8")
        .replace(b"8bit", b"quoted-printable")
        .replace(b"<p>x", b"<p>=E5=9B=BD=\r\n=E6=97=97")
    )
    assert open_word(chunked("message/rfc822", data)).text == "前\n国旗\n后\n"


def test_text_is_lines() -> None:
    assert open_word(chunked("text/plain", "甲\r\n乙".encode())).text == "前\n甲\n乙\n后\n"


def test_the_paragraphs_can_be_worked_on_and_their_looks_are_not_known() -> None:
    data = chunked("text/html", PAGE.encode())
    word = open_word(data)
    assert word.imported
    assert all(piece.element is not None or piece.span.of(word.text) == "\n" for piece in word.pieces)
    assert read_word(data, "draft.docx").layout is None


@pytest.mark.parametrize(
    ("content_type", "data"),
    [("application/rtf", b"{\\rtf1}"), ("message/rfc822", b"MIME-Version: 1.0\r\n\r\n"), ("", b"\0\1")],
)
def test_other_formats_are_not_passed_over(content_type: str, data: bytes) -> None:
    with pytest.raises(UnreadableError, match="别的格式"):
        open_word(chunked(content_type, data))


def test_a_chunk_that_is_not_there_is_not_passed_over() -> None:
    with pytest.raises(UnreadableError, match="别的格式"):
        open_word(docx(BODY))


def test_hostile_pages_end() -> None:
    deep = "<div>" * 50_000 + "底" + "</div>" * 50_000
    assert len(open_word(chunked("text/html", f"<p>甲</p>{deep}".encode())).text) >= 5

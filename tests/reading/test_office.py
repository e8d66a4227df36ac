"""Formats that LibreOffice turns into Word files. Where it is installed it does so here; the rest needs none."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.reading import compound, office, soffice, webpage
from shufa_lint.reading.office import read_office
from shufa_lint.reading.read import read_bytes
from shufa_lint.reading.refusal import UnreadableError

needs_office = pytest.mark.skipif(soffice.installed() is None, reason="LibreOffice is not installed")

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PAGE = (
    '<html><head><meta http-equiv=Content-Type content="text/html; charset={charset}"><title>x</title>'
    "<style>p {{background: url(http://127.0.0.1:9/a)}}</style></head><body>"
    "<p>关于学法情况的报告</p><p>一、学法。全年组织学法<b>**</b>次，群众满意。</p>"
    '<img src="http://127.0.0.1:9/b.png"><script>document.write("坏")</script></body></html>'
)
PAGE_TEXT = ["关于学法情况的报告", "一、学法。全年组织学法**次，群众满意。"]
XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r>'
    "<w:t>一、学法。</w:t></w:r></w:p></w:body></w:wordDocument>"
)


OUTLINE = [(None, "关于学法情况的报告"), (0, "学法"), (1, "制度"), (1, "活动"), (0, "用法")]


def numbered() -> bytes:
    """A Word file with automatic numbers: 一、 with （一） under it, and a date that changes."""
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, text in ((0, "%1、"), (1, "（%2）"))
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for level, text in OUTLINE:
        paragraph = document.add_paragraph(text)
        if level is not None:
            number = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(number))
    field = f'<w:fldSimple {W} w:instr=" DATE "><w:r><w:t>2020年1月2日</w:t></w:r></w:fldSimple>'
    document.add_paragraph()._p.append(parse_xml(field))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def rich_text() -> bytes:
    """An RTF file with automatic numbers: 一、 with （一） under it."""

    def written(text: str) -> str:
        return "".join(f"\\u{(ord(char) + 0x8000) % 0x10000 - 0x8000}?" if ord(char) > 127 else char for char in text)

    levels = "".join(
        rf"{{\listlevel\levelnfc37\levelnfcn37\leveljc0\levelfollow2\levelstartat1{{\leveltext\'0{length}{text};}}"
        rf"{{\levelnumbers\'0{at};}}}}"
        for length, text, at in (
            (2, r"\'00" + written("、"), 1),
            (3, written("（") + r"\'01" + written("）"), 2),
        )
    )
    numbers = {None: "", 0: r"\ls1\ilvl0 ", 1: r"\ls1\ilvl1 "}
    body = "".join(rf"\pard {numbers[level]}{written(text)}\par " for level, text in OUTLINE)
    lists = rf"{{\*\listtable{{\list\listtemplateid1{levels}\listid77}}}}"
    used = r"{\*\listoverridetable{\listoverride\listid77\listoverridecount0\ls1}}"
    return rf"{{\rtf1\ansi\ansicpg936\deff0{{\fonttbl{{\f0\fcharset134 SimSun;}}}}{lists}{used}{body}}}".encode()


LINES = ["关于学法情况的报告", "一、学法", "（一）制度", "（二）活动", "二、用法"]


def exported(data: bytes, kind: str, folder: Path) -> bytes:
    """The Word file *data* as LibreOffice writes it in another format."""
    (folder / "a.docx").write_bytes(data)
    soffice._make_profile(folder / "profile")
    soffice._run(soffice.installed() or "", folder, folder / "a.docx", "MS Word 2007 XML", kind)
    return next((folder / "out").iterdir()).read_bytes()


@needs_office
@pytest.mark.parametrize(("kind", "name"), [("doc:MS Word 97", "doc"), ("odt:writer8", "odt")])
def test_automatic_numbers_are_read_and_the_reading_says_that_it_was_converted(kind: str, name: str, tmp_path: Path):
    reading = read_bytes(exported(numbered(), kind, tmp_path), "报告.doc")
    assert reading.source.text.splitlines()[:5] == LINES
    assert (reading.format, reading.encoding, reading.problems) == ("word", name, ())
    assert "先由 LibreOffice 转成 Word 文档再检查" in reading.notices[0]
    assert "第6段的日期是自动更新的域" in reading.notices[1]


@needs_office
def test_automatic_numbers_of_rtf_are_read():
    reading = read_bytes(rich_text(), "报告.doc")
    assert reading.source.text.splitlines()[:5] == LINES
    assert (reading.format, reading.encoding, reading.problems) == ("word", "rtf", ())


@needs_office
def test_pages_that_were_saved_as_doc_and_xml_of_word_2003_are_read():
    reading = read_bytes(PAGE.format(charset="gb2312").encode("gb18030"), "报告.doc")
    assert reading.source.text.split() == PAGE_TEXT
    assert read_bytes(XML.encode(), "报告.doc").source.text.split() == ["一、学法。"]


@needs_office
@pytest.mark.parametrize("data", [b"{\\rtf1 \\bin999999999 ", b"{\\rtf1" + b"{" * 100_000])
def test_damaged_files_are_read_or_refused(data: bytes):
    reading = read_bytes(data, "报告.rtf")
    assert reading.problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "unicode", "x-none"])
def test_a_page_in_any_encoding_becomes_utf_8_with_nothing_to_fetch(encoding: str, charset: str):
    text = webpage.clean(PAGE.format(charset=charset).encode(encoding)).decode("utf-8-sig")
    assert "关于学法情况的报告" in text and "**" in text
    assert "127.0.0.1" not in text and "坏" not in text
    assert 'charset="utf-8"' in text and "gb2312" not in text


@pytest.mark.parametrize("transfer", ["base64", "quoted-printable"])
def test_the_page_in_a_single_file_is_found(transfer: str):
    import email.mime.multipart
    import email.mime.nonmultipart
    from email.encoders import encode_base64, encode_quopri

    whole = email.mime.multipart.MIMEMultipart("related")
    page = email.mime.nonmultipart.MIMENonMultipart("text", "html", charset="gb2312")
    page.set_payload(PAGE.format(charset="gb2312").encode("gb18030"))
    (encode_base64 if transfer == "base64" else encode_quopri)(page)
    whole.attach(page)
    data = b"MIME-Version: 1.0\r\n" + whole.as_bytes().replace(b"MIME-Version: 1.0\n", b"", 1)
    assert "关于学法情况的报告".encode() in webpage.clean(data)


def test_a_single_file_without_a_page_is_refused():
    with pytest.raises(UnreadableError, match="没有正文"):
        webpage.clean(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx")


@given(st.binary(max_size=300), st.sampled_from([b"", b"<html>", b"MIME-Version: 1.0\r\n", b"\xff\xfe<\0h\0"]))
def test_no_bytes_disturb_the_cleaning(noise: bytes, start: bytes):
    try:
        assert webpage.clean(start + noise).startswith(b"\xef\xbb\xbf<html>")
    except UnreadableError as error:
        assert "请" in error.reason


def container(*, name: str = "WordDocument", flags: int = 0, sector: int = 2, kind: int = 2) -> bytes:
    """An OLE file with one stream, whose Word header has *flags*."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32] = (9).to_bytes(2, "little")
    entry = bytearray(128)
    entry[: 2 * len(name)] = name.encode("utf-16-le")
    entry[64:66] = (2 * len(name) + 2).to_bytes(2, "little")
    entry[66] = kind
    entry[116:120] = sector.to_bytes(4, "little")
    entry[120:124] = (4096).to_bytes(4, "little")
    word = (0xA5EC).to_bytes(2, "little") + bytes(8) + flags.to_bytes(2, "little")
    return bytes(header) + bytes(512) + bytes(entry).ljust(512, b"\0") + word.ljust(4096, b"\0")


def test_a_sound_container_passes():
    compound.refuse_unreadable(container())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (container(flags=0x0100), "已经加密"),
        (container(kind=1), "内部结构已经损坏"),
        (container(sector=10**6), "内部结构已经损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 4000 + "WordDocument".encode("utf-16-le"), "内部结构已经损坏"),
    ],
)
def test_noise_and_locked_documents_are_refused_before_anything_opens_them(data: bytes, words: str):
    (problem,) = read_bytes(data, "报告.doc").problems
    assert problem.kind == "unreadable-document"
    assert problem.reason.startswith("这是 Word 97-2003 或 WPS 文字文档")
    assert words in problem.reason


@given(st.binary(max_size=3000))
def test_no_bytes_disturb_the_look_into_the_container(noise: bytes):
    for data in (noise, container()[:600] + noise, noise + "WordDocument\0".encode("utf-16-le")):
        try:
            compound.refuse_unreadable(data)
        except UnreadableError as error:
            assert "损坏" in error.reason or "加密" in error.reason


def test_a_locked_open_document_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", "<m><encryption-data/></m>")
        package.writestr("content.xml", "<x/>")
    (problem,) = read_bytes(target.getvalue(), "报告.odt").problems
    assert problem.reason == "这是 OpenDocument 文档（.odt），已经加密，请先去掉密码再检查"


def test_random_bytes_called_doc_are_refused():
    (problem,) = read_bytes(bytes(range(256)) * 40, "报告.doc").problems
    assert problem.kind == "unreadable-document"


def test_without_libreoffice_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(soffice, "installed", lambda: None)
    with pytest.raises(UnreadableError, match=r"这是 RTF 文档，要装上 LibreOffice .*apt install libreoffice-writer"):
        read_office(b"{\\rtf1 a}", "报告.rtf")


def test_what_is_converted_is_read_as_a_word_file_with_a_notice(monkeypatch: pytest.MonkeyPatch):
    asked = []
    monkeypatch.setattr(soffice, "to_word", lambda *what: asked.append(what) or numbered())
    reading = read_office(b"{\\rtf1 a}", "报告.rtf")
    assert asked == [(b"{\\rtf1 a}", ".rtf", "Rich Text Format")]
    assert reading.source.text.splitlines()[:5] == LINES
    assert reading.encoding == "rtf"
    assert len(reading.notices) == 2


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (container(), ".doc"),
        (b"PK\x03\x04", ".odt"),
        (b"{\\rtf1", ".rtf"),
        (XML.encode(), ".xml"),
        (b"<html>", ".html"),
    ],
)
def test_the_filter_is_chosen_by_what_the_file_is(data: bytes, suffix: str):
    assert office._source(data).suffix == suffix

"""What is refused before any parser sees it, and what is read all the same."""

import io
import random
import zipfile

import pytest

from shufa_lint.reading import guard
from shufa_lint.reading.read import read_bytes
from shufa_lint.reading.refusal import UnreadableError
from shufa_lint.reading.word.read import open_word, read_word

from .word.conftest import docx, packed, paragraph, run, unpacked

GOOD = docx(paragraph("一、学法"))


def with_part(name: str, data: bytes) -> bytes:
    """Return a good document with a part added or replaced."""
    return packed({**unpacked(GOOD), name: data})


def with_document(start: str, encoding: str = "utf-8") -> bytes:
    """Return a good document whose main part begins with *start*."""
    main = unpacked(GOOD)["word/document.xml"].decode().replace("一、学法", "words")
    return with_part("word/document.xml", (start + main).encode(encoding))


def reason(data: bytes) -> str:
    with pytest.raises(UnreadableError) as refusal:
        read_word(data, "draft.docx")
    assert refusal.value.kind == "unreadable-document"
    assert not refusal.value.reason.endswith("。")
    return refusal.value.reason


DTD = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "data",
    [
        with_document(f'<?xml version="1.0"?>{DTD}'),
        with_document(f"<!--{'x' * 9000}-->{DTD}"),
        with_document(f'<?xml version="1.0" encoding="UTF-16"?>{DTD}', "utf-16"),
        with_document(f'<?xml version="1.0" encoding="UTF-16"?>{DTD}', "utf-16-be"),
        with_part("word/styles.xml", DTD.encode()),
        with_part("word/media/picture.png", DTD.encode()),
        with_part("customXml/item1.xml", b'<a><!ENTITY b "c"></a>'),
    ],
)
def test_declarations_of_entities_are_refused_in_any_part(data: bytes) -> None:
    assert "DTD" in reason(data)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-be", "utf-32-le", "utf-7", "cp037"])
def test_xml_in_odd_encodings_is_no_way_around(encoding: str) -> None:
    assert reason(with_document(f'<?xml version="1.0" encoding="{encoding}"?>{DTD}', encoding))


def test_bombs_are_refused() -> None:
    assert "压缩炸弹" in reason(with_part("word/media/a.bin", b"a" * (2 << 20)))
    assert "太大" in reason(with_part("word/media/a.bin", bytes(guard.MAX_PART + 1)))


def test_parts_that_are_large_together_are_refused() -> None:
    block = random.Random(1).randbytes(4096) * (256 * 40)
    files = unpacked(GOOD) | {f"word/media/{number}": block for number in range(5)}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    assert "太大" in reason(target.getvalue())


def test_too_many_parts_are_refused_without_listing_them() -> None:
    assert "4096" in reason(packed({**unpacked(GOOD), **{f"x/{number}": b"" for number in range(guard.MAX_ENTRIES)}}))


def test_too_many_tags_are_refused() -> None:
    noise = random.Random(1)
    body = "".join(f'<w:r w:rsidR="{noise.getrandbits(32):08X}"/>' for _ in range(guard.MAX_TAGS))
    assert "复杂" in reason(docx(paragraph(body)))


def test_macros_and_templates_are_refused() -> None:
    assert "宏" in reason(with_part("word/vbaProject.bin", b"x"))
    types = unpacked(GOOD)["[Content_Types].xml"]
    ours = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = types.replace(ours, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    assert "宏" in reason(with_part("[Content_Types].xml", macro))
    assert "模板" in reason(with_part("[Content_Types].xml", types.replace(b"document.main", b"template.main")))


def test_strict_documents_are_named() -> None:
    links = unpacked(GOOD)["_rels/.rels"].replace(
        b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml"
    )
    assert "严格" in reason(with_part("_rels/.rels", links))


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(GOOD)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "加密" in reason(bytes(data))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        GOOD[: len(GOOD) // 2],
        GOOD[len(GOOD) // 2 :],
        b"\x62\x14\x23\x65" + random.Random(1).randbytes(3000),
        packed({"a.txt": b"x"}),
        with_part("word/document.xml", b""),
        with_part("word/document.xml", b"<w:document"),
        with_part("word/document.xml", b"<other/>"),
        with_part("[Content_Types].xml", b"<x/>"),
        with_part("_rels/.rels", b"<x/>"),
        with_part("_rels/.rels", b"not XML"),
        with_part("word/_rels/document.xml.rels", b"<"),
    ],
)
def test_damage_is_told_in_words(data: bytes) -> None:
    assert "另存一份" in reason(data)


def test_damaged_bytes_are_told_wherever_they_are() -> None:
    noise = random.Random(7)
    for _ in range(300):
        data = bytearray(GOOD)
        for _ in range(noise.randrange(1, 20)):
            data[noise.randrange(len(data))] = noise.randrange(256)
        try:
            open_word(bytes(data))
        except UnreadableError as refusal:
            assert refusal.reason


def test_what_is_only_odd_is_read() -> None:
    assert open_word(with_part("../../../.../pwned", b"x")).text == "一、学法\n"
    nested = "<w:smartTag>" * 200 + run("深") + "</w:smartTag>" * 200
    assert open_word(docx(paragraph(nested))).text == "深\n"
    cells = "<w:tbl><w:tr><w:tc>" * 80 + paragraph("深") + "</w:tc></w:tr></w:tbl>" * 80
    assert open_word(docx(cells)).text == "深\n"


def test_nesting_that_no_parser_follows_is_refused() -> None:
    assert "另存一份" in reason(docx(paragraph("<w:smartTag>" * 20_000 + "</w:smartTag>" * 20_000)))


@pytest.mark.parametrize(
    ("name", "expected"), [("报告.docx", "DLP"), ("报告.WPS", "DLP"), ("报告.txt", "编码认不出来")]
)
def test_a_file_that_is_no_document_but_is_called_one(name: str, expected: str) -> None:
    (problem,) = read_bytes(b"\x62\x14\x23\x65" + random.Random(1).randbytes(3000), name).problems
    assert problem.kind == "unreadable-document"
    assert expected in problem.reason

"""What is looked at before any parser opens a zip package (.docx, .odt, .ofd): whether it is safe and worth opening."""

from __future__ import annotations

import io
import zipfile
import zlib

from shufa_lint.reading.refusal import UnreadableError

MAX_ENTRIES = 4096
MAX_PART = 48 << 20
MAX_TOTAL = 160 << 20
MAX_RATIO = 300
"""How many times its packed size a part may have; Office's own XML has 10 to 50 times."""
_RATIO_COUNTS_FROM = 1 << 20
MAX_TAGS = 1_000_000
"""How many tags all XML parts may hold; a text of 500 pages has a few hundred thousand."""

_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_XML = (".xml", ".rels", ".vml")
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
_WIDE = ("utf-16-le", "utf-16-be")
_MARKS = (b"\xef\xbb\xbf", b"<", b"\xff\xfe", b"\xfe\xff", b"\0<", b" ", b"\t", b"\r", b"\n")
"""How XML in UTF-8 or UTF-16 begins; a package may hold no other."""

_STRICT = b"http://purl.oclc.org/ooxml/"
_SAVE_AGAIN = "请用 Word 或 WPS 打开，另存一份再检查"


def inspect(data: bytes) -> zipfile.ZipFile:
    """Return the package that *data* is. Raises UnreadableError where it is damaged, encrypted or over a limit.

    No part is unpacked but XML, and of that one part at a time, so that a bomb costs nothing.
    """
    if data.count(_CENTRAL_ENTRY) > MAX_ENTRIES:
        raise UnreadableError(f"文件里打包的部件超过 {MAX_ENTRIES} 个，不像一份正常的文档，没有打开")
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        _inspect_sizes(package)
        _inspect_xml(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError) as error:
        raise UnreadableError(f"文件不完整或者已经损坏，打不开；{_SAVE_AGAIN}") from error
    return package


def inspect_word(data: bytes) -> None:
    """Let pass what is a Word document that can be read. Raises UnreadableError for all others."""
    with inspect(data) as package:
        names = {name.lower() for name in package.namelist()}
        types, links = (_read(package, name) for name in ("[Content_Types].xml", "_rels/.rels"))
    if any(name.endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
        raise UnreadableError("文档带有宏，可能不安全，没有打开；请另存为不带宏的 .docx 再检查")
    if b"wordprocessingml.template.main" in types:
        raise UnreadableError("这是 Word 模板（.dotx），不是文稿；请另存为 .docx 再检查")
    if _STRICT in links:
        raise UnreadableError("这是“严格 Open XML”格式的文档，读不了；请在 Word 里另存为普通的 .docx 再检查")
    if b"wordprocessingml.document.main" not in types:
        raise UnreadableError(f"文件里没有 Word 文档的正文，可能已经损坏；{_SAVE_AGAIN}")


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    return package.read(name) if name in package.namelist() else b""


def _inspect_sizes(package: zipfile.ZipFile) -> None:
    total = 0
    for entry in package.infolist():
        total += entry.file_size
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError(entry.compress_type)
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableError("文件已加密，请先去掉密码再检查")
        if entry.file_size > MAX_PART or total > MAX_TOTAL:
            raise UnreadableError("文件解开以后太大，不像一份正常的公文，没有打开；图片太大时请先压缩图片")
        if entry.file_size > _RATIO_COUNTS_FROM and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise UnreadableError("文件的压缩比高得反常，可能是压缩炸弹，没有打开")


def _inspect_xml(package: zipfile.ZipFile) -> None:
    tags = 0
    for entry in package.infolist():
        if not _may_be_xml(package, entry):
            continue
        content = package.read(entry)
        if any(mark in content for mark in _declarations(content)):
            raise UnreadableError("文件的 XML 里有 DTD 或实体声明，正常的文档不会有，可能不安全，没有打开")
        if content and not content.startswith(_MARKS):
            raise UnreadableError(f"文件的 XML 用了少见的编码，没有打开；{_SAVE_AGAIN}")
        tags += content.count(b"<")
        if tags > MAX_TAGS:
            raise UnreadableError("文件的结构复杂得反常，不像一份正常的公文，没有打开")


def _may_be_xml(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Say whether a part is XML by its name or its beginning: its name is what whoever made it likes."""
    if entry.filename.lower().endswith(_XML):
        return True
    with package.open(entry) as part:
        return part.read(4).startswith(_MARKS)


def _declarations(content: bytes) -> list[bytes]:
    """Return how a DTD would be declared in the encoding of *content*."""
    wide = content[:64].count(0) > 0
    return [text.encode(encoding) for text in _DECLARATIONS for encoding in (_WIDE if wide else ("ascii",))]

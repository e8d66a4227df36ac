"""What a file really is, by its first bytes and the names inside, whatever its own name says."""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

from shufa_lint.reading.model import ForeignParser, ProblemKind
from shufa_lint.text.regex import regex

_SAVE_AS_TEXT = "请另存为纯文本 .txt（UTF-8）再检查"
_TYPE_OUT = "请改交文字稿，另存为纯文本 .txt（UTF-8）再检查"
_UNPACK = "请先解压，再检查里面的文稿"
_DECRYPT = "请先去掉密码，另存为纯文本 .txt（UTF-8）再检查"

_HEAD = 4096
"""How many bytes may hold the beginning of a mark-up file."""

_HTML = regex(r"(?s)(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:html|!doctype html|head>|meta\s)")

_OFFICE_NAMES = {".docx": "Word 文档", ".docm": "Word 文档", ".doc": "Word 文档", ".wps": "WPS 文字文档"}


class Foreign(NamedTuple):
    """A file that is no text: what it is and, where no ``parser`` reads it, what to do, both in Chinese."""

    kind: ProblemKind
    what: str
    advice: str
    parser: ForeignParser | None = None


def sniff(data: bytes) -> Foreign | None:
    """Say what the file is if it is surely no text file of ours; None does not promise that it is text."""
    return _image(data) or _container(data) or _marked_up(data)


def disguised(name: str) -> str | None:
    """Return why a file called *name* that is neither a package nor text cannot be read; None for other names."""
    what = _OFFICE_NAMES.get(PurePath(name).suffix.lower())
    if what is None:
        return None
    return (
        f"文件名说是 {what}，内容却不是：多半被单位的加密软件（DLP）加了密，或者已经损坏；"
        "请先解密，能用 Word 或 WPS 打开后另存一份再检查"
    )


def _image(data: bytes) -> Foreign | None:
    signatures = {
        b"\xff\xd8\xff": "JPEG",
        b"\x89PNG\r\n\x1a\n": "PNG",
        b"GIF87a": "GIF",
        b"GIF89a": "GIF",
        b"II*\0": "TIFF",
        b"MM\0*": "TIFF",
    }
    name = next((name for signature, name in signatures.items() if data.startswith(signature)), None)
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        name = "BMP"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        name = "WebP"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        name = "HEIC"
    return Foreign("no-text-layer", f"这是图片（{name}），没有文字层", _TYPE_OUT) if name else None


def _container(data: bytes) -> Foreign | None:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound_file(data)
    if data.startswith(b"%PDF-"):
        return _unread("这是 PDF 文件", "pdf")
    if data.startswith((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")):
        return Foreign("unreadable-document", "这是压缩包", _UNPACK)
    return None


def _zip(data: bytes) -> Foreign:
    """Tell zip files apart by the names of their members, which stand in them in the clear."""
    if data[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text"):
        return _unread("这是 OpenDocument 文档（.odt）", "office")
    members: dict[bytes, tuple[str, ForeignParser | None]] = {
        b"word/document": ("这是 Word 文档（.docx）", "word"),
        b"OFD.xml": ("这是 OFD 版式文件", "ofd"),
        b"xl/workbook": ("这是 Excel 表格（.xlsx）", None),
        b"ppt/presentation": ("这是 PowerPoint 演示文稿（.pptx）", None),
        b"content.xml": ("这是 OpenDocument 表格或演示文稿", None),
    }
    for member, (what, parser) in members.items():
        if member in data:
            return _unread(what, parser)
    return Foreign("unreadable-document", "这是压缩包（.zip）", _UNPACK)


def _compound_file(data: bytes) -> Foreign:
    """Tell OLE files apart by the names of their streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Foreign("unreadable-document", "文件已加密", _DECRYPT)
    streams: dict[str, tuple[str, ForeignParser | None]] = {
        "WordDocument": ("这是 Word 97-2003 或 WPS 文字文档（.doc、.wps）", "office"),
        "Workbook": ("这是 Excel 97-2003 表格（.xls）", None),
        "PowerPoint Document": ("这是 PowerPoint 97-2003 演示文稿（.ppt）", None),
    }
    for stream, (what, parser) in streams.items():
        if stream.encode("utf-16-le") in data:
            return _unread(what, parser)
    return _unread("这是旧版 Office 文件")


def _marked_up(data: bytes) -> Foreign | None:
    head = beginning(data)
    if head.startswith("{\\rtf"):
        return _unread("这是 RTF 文档", "office")
    if head.startswith("<?xml") and ("word.document" in head or "/wordprocessingml/" in head or "/wordml" in head):
        return _unread("这是 Word 2003 XML 文档", "office")
    if _HTML.match(head):
        return _unread("这是网页（HTML）", "office")
    if head.startswith("mime-version:"):
        return _unread("这是单个文件网页（.mht）", "office")
    return None


def beginning(data: bytes) -> str:
    """Return the start of a file that may be mark-up, in lower case; only its ASCII characters are right."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "latin-1")):
        if data.startswith(mark):
            return data[len(mark) : len(mark) + 2 * _HEAD].decode(encoding, "replace").lstrip().lower()
    encoding = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(data[:2], "latin-1")
    return data[: 2 * _HEAD].decode(encoding, "replace").lstrip().lower()


def _unread(what: str, parser: ForeignParser | None = None) -> Foreign:
    return Foreign("unreadable-document", what, _SAVE_AS_TEXT, parser)

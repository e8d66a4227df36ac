"""What a file really is, by its first bytes and the names inside, whatever its own name says."""

from __future__ import annotations

from typing import NamedTuple

from shufa_lint.reading.model import ProblemKind

_SAVE_AS_TEXT = "请另存为纯文本 .txt（UTF-8）再检查"
_TYPE_OUT = "请改交文字稿，另存为纯文本 .txt（UTF-8）再检查"
_UNPACK = "请先解压，再检查里面的文稿"
_DECRYPT = "请先去掉密码，另存为纯文本 .txt（UTF-8）再检查"

_HEAD = 4096
"""How many bytes may hold the beginning of a mark-up file."""


class Foreign(NamedTuple):
    """A file of a kind that this version does not read: what it is and what to do, both in Chinese."""

    kind: ProblemKind
    what: str
    advice: str


def sniff(data: bytes) -> Foreign | None:
    """Say what the file is if it is surely no text file of ours; None does not promise that it is text."""
    return _image(data) or _container(data) or _marked_up(data)


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
        return _unread("这是 PDF 文件")
    if data.startswith((b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")):
        return Foreign("unreadable-document", "这是压缩包", _UNPACK)
    return None


def _zip(data: bytes) -> Foreign:
    """Tell zip files apart by the names of their members, which stand in them in the clear."""
    members = {
        b"word/document.xml": "这是 Word 文档（.docx）",
        b"OFD.xml": "这是 OFD 版式文件",
        b"xl/workbook": "这是 Excel 表格（.xlsx）",
        b"ppt/presentation": "这是 PowerPoint 演示文稿（.pptx）",
        b"content.xml": "这是 OpenDocument 文档（.odt）",
    }
    for member, what in members.items():
        if member in data:
            return _unread(what)
    return Foreign("unreadable-document", "这是压缩包（.zip）", _UNPACK)


def _compound_file(data: bytes) -> Foreign:
    """Tell OLE files apart by the names of their streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Foreign("unreadable-document", "文件已加密", _DECRYPT)
    streams = {
        "WordDocument": "这是 Word 97-2003 或 WPS 文字文档（.doc、.wps）",
        "Workbook": "这是 Excel 97-2003 表格（.xls）",
        "PowerPoint Document": "这是 PowerPoint 97-2003 演示文稿（.ppt）",
    }
    for stream, what in streams.items():
        if stream.encode("utf-16-le") in data:
            return _unread(what)
    return _unread("这是旧版 Office 文件")


def _marked_up(data: bytes) -> Foreign | None:
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(b"{\\rtf"):
        return _unread("这是 RTF 文档")
    if head.startswith(b"<?xml") and (b"word.document" in head or b"/wordprocessingml/" in head):
        return _unread("这是 Word 2003 XML 文档")
    if head.startswith((b"<html", b"<!doctype html")):
        return _unread("这是网页（HTML）")
    if head.startswith(b"mime-version:"):
        return _unread("这是单个文件网页（.mht）")
    return None


def _unread(what: str) -> Foreign:
    return Foreign("unreadable-document", what, _SAVE_AS_TEXT)

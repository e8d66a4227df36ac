"""Older and other formats of word processors: LibreOffice turns them into a Word file, which is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from shufa_lint.reading import compound, guard, soffice, webpage
from shufa_lint.reading.model import Reading
from shufa_lint.reading.refusal import UnreadableError
from shufa_lint.reading.sniff import beginning
from shufa_lint.reading.word.read import read_word


class _Source(NamedTuple):
    """A format to convert from: its name for people, its extension, and LibreOffice's name for it.

    The filter is always named: left to choose, LibreOffice takes any bytes for some kind of text.
    """

    name: str
    suffix: str
    import_filter: str


_DOC = _Source("Word 97-2003 或 WPS 文字文档（.doc、.wps）", ".doc", "MS Word 97")
_ODT = _Source("OpenDocument 文档（.odt）", ".odt", "writer8")
_RTF = _Source("RTF 文档", ".rtf", "Rich Text Format")
_XML = _Source("Word 2003 XML 文档", ".xml", "MS Word 2003 XML")
_MANIFEST = "META-INF/manifest.xml"
_PAGE = _Source("网页", ".html", "HTML (StarWriter)")


def read_office(data: bytes, name: str) -> Reading:
    """Read a .doc, .wps, .odt, .rtf, Word 2003 XML or web page; the Reading says that it was converted.

    Raises UnreadableError where LibreOffice is missing or cannot read the file.
    """
    source = _source(data)
    try:
        if source is _DOC:
            compound.refuse_unreadable(data)
        elif source is _ODT:
            _refuse_locked(data)
        word = soffice.to_word(webpage.clean(data) if source is _PAGE else data, source.suffix, source.import_filter)
    except UnreadableError as error:
        raise UnreadableError(f"{_this_is(source)}，{error.reason}", error.kind) from None
    reading = read_word(word, name)
    return replace(
        reading,
        encoding=source.suffix.removeprefix("."),
        sha256=sha256(data).hexdigest(),
        notices=(*reading.notices, *_notices(reading, source)),
    )


def _refuse_locked(data: bytes) -> None:
    with guard.inspect(data) as package:
        if b"encryption-data" in package.read(_MANIFEST):
            raise UnreadableError("已经加密，请先去掉密码再检查")


def _source(data: bytes) -> _Source:
    """Return the format of *data*, which :func:`~shufa_lint.reading.sniff.sniff` has found to be one of these."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _DOC
    if data.startswith(b"PK"):
        return _ODT
    head = beginning(data)
    if head.startswith("{\\rtf"):
        return _RTF
    return _XML if head.startswith("<?xml") and "<html" not in head else _PAGE


def _this_is(source: _Source) -> str:
    return f"这是{' ' if source.name[0].isascii() else ''}{source.name}"


def _notices(reading: Reading, source: _Source) -> Iterator[str]:
    yield f"{_this_is(source)}，先由 LibreOffice 转成 Word 文档再检查，第几段、自动编号以转换后的为准"
    if reading.layout and reading.layout.date_fields:
        lines = sorted({reading.source.position(span.start).line for span in reading.layout.date_fields})
        places = "、".join(map(str, lines[:10]))
        yield f"第{places}段的日期是自动更新的域，转换的时候可能变成了当天，以原件为准"

"""The container of .doc and .wps files (OLE): enough of it to tell a document from noise, and a locked one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shufa_lint.reading.refusal import UnreadableError

_SECTOR_SIZES = {9: 512, 12: 4096}
"""Sizes in bytes by the exponent that the header gives at offset 30."""
_ENTRY = 128
_SMALLEST = 4096
"""Streams that are smaller stand elsewhere; the main stream of a Word document is not."""
_WORD_97 = 0xA5EC
_ENCRYPTED = 0x0100


class _Stream(NamedTuple):
    offset: int
    size: int


def refuse_unreadable(data: bytes) -> None:
    """Raise UnreadableError where *data* is no sound container of a Word document, or the document is locked."""
    stream = next(_streams(data, "WordDocument"), None)
    if stream is None or stream.offset >= len(data):
        raise UnreadableError("内部结构已经损坏；请用 Word 或 WPS 打开，另存为 .docx 再检查")
    head = data[stream.offset : stream.offset + 12]
    identity, flags = _number(head[:2]), _number(head[10:])
    if stream.size >= _SMALLEST and identity == _WORD_97 and flags & _ENCRYPTED:
        raise UnreadableError("已经加密，请先去掉密码再检查")


def _streams(data: bytes, name: str) -> Iterator[_Stream]:
    """Yield where the entries of the directory that are called *name* say that their streams begin."""
    sector_size = _SECTOR_SIZES.get(_number(data[30:32]))
    wanted = (name + "\0").encode("utf-16-le")
    at = data.find(wanted)
    while sector_size and at >= 0:
        entry = data[at : at + _ENTRY]
        is_stream = entry[66:67] == b"\2"
        if at % _ENTRY == 0 and len(entry) == _ENTRY and _number(entry[64:66]) == len(wanted) and is_stream:
            yield _Stream((_number(entry[116:120]) + 1) * sector_size, _number(entry[120:124]))
        at = data.find(wanted, at + 2)


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")

"""Any bytes, file or text into a Reading. What goes wrong is a problem of the Reading, not an exception."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from shufa_lint.reading.limits import LIMITS, Limits
from shufa_lint.reading.markdown import read_markdown
from shufa_lint.reading.model import Problem, Reading
from shufa_lint.reading.plain import read_plain
from shufa_lint.reading.refusal import WHOLE_FILE, format_of_text, refused
from shufa_lint.reading.sniff import disguised, sniff
from shufa_lint.text.decode import LEGIBLE, Decoded, decode
from shufa_lint.text.language import in_chinese
from shufa_lint.text.os_error import because
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS, SourceText

MAX_BYTES = 64 * 1024 * 1024
"""Larger files are refused: no official document is so long."""
_SURROGATE = regex("[\ud800-\udfff]")

_DAMAGE_REPORTED = 50

_ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030（GBK）",
    "big5": "Big5（繁体）",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}
_USUAL = ("utf-8", "gb18030")

_INK = regex(rf"[^\s{BLANKS}]")


def read_path(path: Path, limits: Limits = LIMITS) -> Reading:
    """Read the file at *path*. Raises FileNotFoundError; all else that goes wrong is a problem of the Reading."""
    return read_file(path, limits)[0]


def read_file(path: Path, limits: Limits = LIMITS) -> tuple[Reading, bytes]:
    """Read the file at *path* as :func:`read_path` does, and return its bytes too; none where they cannot be had."""
    data = load(path)
    return (data, b"") if isinstance(data, Reading) else (read_bytes(data, path.name, limits), data)


def load(path: Path) -> bytes | Reading:
    """Return the bytes of the file at *path*, or the Reading that says why they cannot be had. Raises
    FileNotFoundError."""
    try:
        data = _bytes_of(path)
    except FileNotFoundError:
        raise
    except PermissionError:
        return refused(path.name, "没有读取权限，请检查文件权限或是否被别的程序占用")
    except OSError as error:
        with in_chinese():  # this is said of the document
            return refused(path.name, f"文件读不出来（{because(error)}）")
    if data is None:
        return refused(path.name, "这不是普通文件，不能检查")
    return data


def read_bytes(data: bytes, name: str, limits: Limits = LIMITS) -> Reading:
    """Read the bytes of a file called *name*, of which the extension counts; never raises.

    What is no text is read in a process of its own, within *limits*.
    """
    if len(data) > MAX_BYTES:
        return refused(name, f"文件超过 {MAX_BYTES // 1024 // 1024} MB，太大，不像一份公文")
    foreign = sniff(data)
    if foreign and foreign.parser:
        from shufa_lint.reading.isolation import read_apart

        return read_apart(foreign.parser, data, name, limits)
    if foreign:
        return refused(name, f"{foreign.what}，{foreign.advice}", foreign.kind, data)
    decoded = decode(data)
    if decoded.confidence < LEGIBLE:
        unknown = "不是文本文件，或者编码认不出来，请另存为纯文本 .txt（UTF-8）再检查"
        return refused(name, disguised(name) or unknown, data=data)
    return _reading(decoded, name, sha256(data).hexdigest())


def read_text(text: str, name: str) -> Reading:
    """Read *text* as if it stood in a UTF-8 file called *name*, of which the extension counts; never raises."""
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _reading(Decoded(text, "utf-8", False, (), 1.0), name, digest)


def _reading(decoded: Decoded, name: str, digest: str) -> Reading:
    text_format = format_of_text(name)
    source = SourceText(decoded.text)
    words, regions = read_markdown(source) if text_format == "markdown" else read_plain(source)
    if not words.isascii() and _SURROGATE.search(words):
        words = _SURROGATE.sub("\ufffd", words)  # no encoding has them, but a caller's string may
    return Reading(
        source=source,
        words=words,
        regions=regions,
        format=text_format,
        encoding=decoded.encoding,
        bom=decoded.bom,
        sha256=digest,
        problems=(*_emptiness(words), *_unusual_encoding(decoded), *_damage(decoded)),
    )


def _bytes_of(path: Path) -> bytes | None:
    """Return the bytes of a regular file, of a huge one no more than tell that it is; None for a pipe or a device."""
    if not stat.S_ISREG(path.stat().st_mode):
        return None
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _emptiness(words: str) -> Iterator[Problem]:
    if not _INK.search(words):
        yield Problem("unreadable-document", WHOLE_FILE, "文件是空的，没有可以检查的内容")


def _unusual_encoding(decoded: Decoded) -> Iterator[Problem]:
    if decoded.encoding not in _USUAL:
        name = _ENCODING_NAMES[decoded.encoding]
        yield Problem("unusual-encoding", WHOLE_FILE, f"文件用的是 {name} 编码，别的系统可能读成乱码，请另存为 UTF-8")


def _damage(decoded: Decoded) -> Iterator[Problem]:
    name = _ENCODING_NAMES[decoded.encoding]
    more = len(decoded.damage) - _DAMAGE_REPORTED
    for number, span in enumerate(decoded.damage[:_DAMAGE_REPORTED], start=1):
        reason = f"这里的字节坏了，按 {name} 编码读不出是什么字"
        if number == _DAMAGE_REPORTED and more > 0:
            reason += f"（后面还有 {more} 处）"
        yield Problem("damaged-encoding", span, reason)

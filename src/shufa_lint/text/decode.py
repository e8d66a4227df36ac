"""Bytes of a text file into characters and back: no declaration needed, one damaged byte survived."""

from __future__ import annotations

import codecs
import re
from typing import AnyStr, NamedTuple

from shufa_lint.text.legibility import MARK, control_share, legibility
from shufa_lint.text.resync import decode_marking, decode_strictly
from shufa_lint.text.span import Span

LEGIBLE = 0.65
"""Confidence from which on a text is worth checking; Chinese prose has 0.85 and more, other bytes less than 0.6."""

_CERTAIN = 0.85
"""A legibility that no wrong decoding of Chinese prose was seen to reach, if the bytes are not few."""

_UNMISTAKABLE = 0.94
"""A legibility that ASCII or European letters, which are valid UTF-8, do not have in another encoding by chance."""

_FEW = 64
"""Up to so many bytes chance may make Han of letters or letters of Han, so all evidence is weighed."""

_CANDIDATES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")

_BOMS = {  # UTF-32 first: its mark begins with UTF-16's
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "gb18030": "\ufeff".encode("gb18030"),
}

_SLICES = 8
_SLICE = 1024
"""How much of a large file is looked at to choose an encoding: a multiple of 4, to stay in step in UTF-16."""

_LONG_SEQUENCE = re.compile(rb"[\xe0-\xff]")
_DAMAGE = re.compile(MARK + "+")


class Decoded(NamedTuple):
    """What the bytes of a file say.

    ``encoding`` is one of utf-8, gb18030, utf-16-le, utf-16-be, big5 and, behind their byte order mark only, utf-32-le
    and utf-32-be. ``text`` is without the byte order mark, which ``bom`` tells of. ``damage`` holds, merged where they
    touch, the U+FFFD that stand for undecodable bytes, not those that the file itself holds. ``confidence`` goes from
    0.0 to 1.0; below :data:`LEGIBLE` the bytes are hardly a text, and where they are many ``text`` is empty.
    """

    text: str
    encoding: str
    bom: bool
    damage: tuple[Span, ...]
    confidence: float


def decode(data: bytes) -> Decoded:
    """Decode the bytes of a whole file; never raises.

    A byte order mark decides, else strict UTF-8 without NUL, else the candidate under which a sample of the file looks
    most like Chinese prose. The encoding chosen decodes all of the file.
    """
    for encoding, mark in _BOMS.items():
        if data.startswith(mark):
            body = data[len(mark) :]
            text = decode_strictly(body, encoding)
            return _weighed(body, encoding, bom=True) if text is None else _sound(text, encoding, bom=True)
    text = _undoubted_utf8(data)
    return _chosen(data) if text is None else _sound(text, "utf-8", bom=False)


def encode(text: str, encoding: str, bom: bool) -> bytes:
    """Return the bytes of *text*: those of the file, if :func:`decode` gave the three arguments and found no damage.

    Raises UnicodeEncodeError for a character that *encoding* lacks, which can happen in Big5 only. Big5 has two codes
    for each of ／＼十卅; the usual one is written.
    """
    return (_BOMS[encoding] if bom else b"") + text.encode(encoding)


def _undoubted_utf8(data: bytes) -> str | None:
    """Return *data* decoded if it is UTF-8 beyond doubt: NUL hints at UTF-16, two-byte sequences alone at GBK."""
    text = None if b"\0" in data else decode_strictly(data, "utf-8")
    if text is None or _LONG_SEQUENCE.search(data) or (data.isascii() and len(data) > _FEW):
        return text
    return None if _hides_han(data) else text


def _hides_han(data: bytes) -> bool:
    """Say whether bytes that happen to be ASCII or two-byte UTF-8 are everyday Han in another encoding."""
    return max(_legibility_as(encoding, data) for encoding in _CANDIDATES[1:4]) > _UNMISTAKABLE


def _sound(text: str, encoding: str, bom: bool) -> Decoded:
    """Return a text that its encoding vouches for, in whatever language: only control characters speak against it."""
    confidence = max(0.0, 1.0 - 4 * control_share("".join(_sample(text))))
    return Decoded(text, encoding, bom, (), confidence)


def _chosen(data: bytes) -> Decoded:
    """Decode by the candidate under which a sample of *data* is the most legible."""
    best, best_score = "", float("-inf")
    for encoding in _CANDIDATES:
        score = _legibility_as(encoding, data)
        if score > best_score:
            best, best_score = encoding, score
        if score > _CERTAIN and len(data) > _FEW:
            break
    return _weighed(data, best, bom=False)


def _weighed(data: bytes, encoding: str, bom: bool) -> Decoded:
    """Decode what only its legibility vouches for, marking the damage; give up early on a large file of junk."""
    if len(data) > _SLICES * _SLICE and _legibility_as(encoding, data) < LEGIBLE / 2:
        return Decoded("", encoding, bom, (), 0.0)
    marked = decode_marking(data, encoding)
    damage = tuple(Span(*match.span()) for match in _DAMAGE.finditer(marked)) if MARK in marked else ()
    confidence = min(1.0, max(0.0, legibility("".join(_sample(marked)), spare_worst=True)))
    return Decoded(marked.replace(MARK, "\ufffd"), encoding, bom, damage, confidence)


def _legibility_as(encoding: str, data: bytes) -> float:
    """Weigh a sample of *data*: half as it reads, half without its worst place, which may be the one damaged."""
    text = "".join(decode_marking(piece, encoding) for piece in _sample(data))
    return (legibility(text) + legibility(text, spare_worst=True)) / 2


def _sample(whole: AnyStr) -> list[AnyStr]:
    """Return evenly spaced slices of *whole*, the first at its start and the last near its end; all of it if small."""
    if len(whole) <= _SLICES * _SLICE:
        return [whole]
    step = (len(whole) - _SLICE) // (_SLICES - 1) & ~3
    return [whole[at : at + _SLICE] for at in range(0, step * _SLICES, step)]

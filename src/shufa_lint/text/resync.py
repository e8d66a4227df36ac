"""Decoding that goes on after a damaged byte, and marks the place."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from math import inf
from typing import NamedTuple

from shufa_lint.text.legibility import MARK, plausibilities

_MARKING = "shufa-lint:marking"

_MULTIBYTE = ("gb18030", "big5")
"""Encodings in which one lost byte makes the decoder pair all that follow wrongly, without an error of its own."""

_BLOCK = 64 * 1024
_REALIGNED_AT_MOST = 256 * 1024
"""Bounds, in bytes, on the work that is slow, so that a file damaged all over costs little more than a sound one."""

_OUTSIDE_PAIRS = re.compile(rb"[\x00-\x2f]")
_PIECE = re.compile(rb"[\x30-\xff]*[\x00-\x2f]+|[\x30-\xff]+")
"""Bytes below 0x30 stand for themselves in GB18030 and Big5: after each of them a decoder is in step again."""

_OUT_OF_STEP = re.compile("[\ue000-\uf8ff]")
"""Private characters: prose has next to none, but every seventh pair of GB18030 that is out of step makes one."""


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return MARK, error.end


codecs.register_error(_MARKING, _mark)


def decode_strictly(data: bytes, encoding: str) -> str | None:
    """Decode all of *data*, or return None where *encoding* cannot explain it."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def decode_marking(data: bytes, encoding: str) -> str:
    """Decode all of *data*, with MARK in place of what *encoding* cannot explain; never raises."""
    if encoding not in _MULTIBYTE:
        return data.decode(encoding, _MARKING)
    text = decode_strictly(data, encoding)
    if text is None or (len(data) <= _BLOCK and _OUT_OF_STEP.search(text)):
        return "".join(_decoded_pieces(data, encoding))
    return text


def _decoded_pieces(data: bytes, encoding: str) -> Iterator[str]:
    budget = _REALIGNED_AT_MOST
    for piece in _pieces(data, encoding):
        text = decode_strictly(piece, encoding)
        if text is not None and not _OUT_OF_STEP.search(text):
            yield text
        elif len(piece) <= budget:
            budget -= len(piece)
            yield _realign(piece, encoding)
        else:
            yield piece.decode(encoding, _MARKING)


def _pieces(data: bytes, encoding: str) -> Iterator[bytes]:
    """Cut *data* where a decoder is surely in step: into large blocks, and the damaged blocks into small pieces."""
    at = 0
    while at < len(data):
        cut = _OUTSIDE_PAIRS.search(data, at + _BLOCK)
        end = cut.end() if cut else len(data)
        block = data[at:end]
        text = decode_strictly(block, encoding)
        if text is None or _OUT_OF_STEP.search(text):
            yield from _PIECE.findall(block)
        else:
            yield block
        at = end


class _Step(NamedTuple):
    """One way to go on from a byte: over *width* bytes, read as *character*, at a price."""

    width: int
    character: str
    price: float


def _realign(piece: bytes, encoding: str) -> str:
    """Decode *piece* into the characters that are the most plausible in sum: a shortest path over its bytes."""
    cost = [0.0] + [inf] * len(piece)
    arrival: list[_Step] = [_Step(0, "", 0.0)] * (len(piece) + 1)
    for at in range(len(piece)):
        for step in _steps(piece[at : at + 4], encoding):
            end = at + step.width
            if cost[at] + step.price < cost[end]:
                cost[end] = cost[at] + step.price
                arrival[end] = step
    characters = []
    at = len(piece)
    while at:
        characters.append(arrival[at].character)
        at -= arrival[at].width
    return "".join(reversed(characters))


@lru_cache(maxsize=1 << 14)
def _steps(ahead: bytes, encoding: str) -> tuple[_Step, ...]:
    """Return the ways to go on where these (up to four) bytes follow: over each character, or giving up one byte.

    The price is what the character lacks in plausibility.
    """
    price = plausibilities()
    if ahead[0] < 0x80:
        ascii_character = chr(ahead[0])
        return (_Step(1, ascii_character, 1.0 - price[ascii_character]),)
    steps = [_Step(1, MARK, 1.0 - price[MARK])]
    for head in (ahead[:2], ahead[:4]):
        character = decode_strictly(head, encoding)
        if character is not None and len(character) == 1:
            steps.append(_Step(len(head), character, 1.0 - price[character]))
    return tuple(steps)

"""Waivers as the file that people read, review and change: sorted, and with the comments that they wrote."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence

from shufa_lint.rulebook.waivers import Waiver

_PREFACE = """\
# shufa-lint 的豁免：看过、决定保留的问题，一处一段。文稿本身不做任何记号。
# quote 是原文，⟦ ⟧ 里是问题所在；reason 是理由，不能空；until 是最后一天，过后重新计入。
# 可以手工改理由、期限，删掉一段就重新计入；path、rule、fingerprint 不要改。

"""
_HEAD = re.compile(r"^\[\[waiver\]\]", re.M)
_KEYS = ("path", "rule", "fingerprint", "quote", "reason", "who", "until")


def render(waivers: Sequence[Waiver], before: str = "", known: Iterable[Waiver] = ()) -> bytes:
    """Return the file that holds *waivers*, in their order.

    *before* is the text of the file so far, which holds *known*, in the order of that text: what people wrote there
    stays, the comments right above a waiver along with it. Where that text is written in another way than this module
    writes it, all is written anew.
    """
    text = _with_comments(waivers, before, tuple(known)) if before else None
    if text is None or not _says(text, waivers):
        text = _PREFACE + "\n".join(map(_block, waivers))
    return text.encode("utf-8")


def _with_comments(waivers: Sequence[Waiver], before: str, known: Sequence[Waiver]) -> str | None:
    """Return *before* with its waivers replaced; None where its pieces cannot be told."""
    preface, blocks = _pieces(before)
    if len(blocks) != len(known):
        return None
    written = {waiver.key: (waiver, block) for waiver, block in zip(known, blocks, strict=True)}
    preface = preface.rstrip("\n") + "\n\n" if preface.strip() else ""
    return preface + "\n".join(_kept(waiver, written).strip("\n") + "\n" for waiver in waivers)


def _kept(waiver: Waiver, written: Mapping[tuple[str, str, str], tuple[Waiver, str]]) -> str:
    """Return what the file says of *waiver*: as it is where nothing changes, else anew under the same comments."""
    old, block = written.get(waiver.key, (None, ""))
    if old == waiver:
        return block
    head = _HEAD.search(block)
    return (block[: head.start()] if head else "") + _block(waiver)


def _pieces(text: str) -> tuple[str, list[str]]:
    """Return what stands before the first waiver, and each waiver with the comments right above it."""
    lines = re.split(r"(?<=\n)", text)
    starts = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    for index, start in enumerate(starts):
        while start and lines[start - 1].startswith("#"):
            start -= 1
        starts[index] = start
    ends = [*starts, len(lines)][1:]
    blocks = ["".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    preface = "".join(lines[: starts[0]] if starts else lines)
    return preface, blocks


def _says(text: str, waivers: Sequence[Waiver]) -> bool:
    try:
        read = tomllib.loads(text).get("waiver", [])
        return [Waiver.model_validate(entry) for entry in read] == list(waivers)
    except ValueError:
        return False


def _block(waiver: Waiver) -> str:
    values = ((key, getattr(waiver, key)) for key in _KEYS)
    lines = [f"{key} = {value if key == 'until' else _string(value)}\n" for key, value in values if value]
    return "[[waiver]]\n" + "".join(lines)


def _string(value: str) -> str:
    """Return *value* as a TOML string; JSON escapes all that TOML wants escaped, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

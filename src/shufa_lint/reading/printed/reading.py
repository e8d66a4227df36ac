"""The rebuilt text as a Reading: which pages could not be read, and what its lines are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Literal

from shufa_lint.reading.model import Problem, Reading
from shufa_lint.reading.printed.model import PrintedText
from shufa_lint.reading.refusal import WHOLE_FILE
from shufa_lint.text.source import SourceText

_NAMED = 10
"""So many pages are named by their number."""


def reading_of(printed: PrintedText, data: bytes, kind: Literal["pdf", "ofd"]) -> Reading:
    """Return the Reading of a file of *kind* whose bytes are *data*."""
    return Reading(
        source=SourceText(printed.text),
        words=printed.text,
        regions=(),
        format=kind,
        encoding=kind,
        bom=False,
        sha256=sha256(data).hexdigest(),
        problems=tuple(_problems(printed)),
        notices=(f"{kind.upper()} 文件里没有段落，这里的段落是按版面拼起来的，第几段以拼好的文字为准",),
    )


def _problems(printed: PrintedText) -> Iterator[Problem]:
    if printed.scanned:
        yield Problem("no-text-layer", WHOLE_FILE, f"{_pages(printed.scanned)}是扫描的图片，没有文字层")
    if printed.garbled:
        yield Problem("no-text-layer", WHOLE_FILE, f"{_pages(printed.garbled)}的文字只有字形，没有编码，读不出是什么字")
    if not printed.text and not printed.scanned:
        yield Problem("unreadable-document", WHOLE_FILE, "文件里一个字也没有，没有可以检查的内容")


def _pages(numbers: Sequence[int]) -> str:
    named = "、".join(map(str, numbers[:_NAMED]))
    return f"第{named}页" if len(numbers) <= _NAMED else f"第{named}页等 {len(numbers)} 页"

"""OFD (GB/T 33190): runs of text with their places from ofdkit, the text rebuilt from them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from shufa_lint.reading import guard
from shufa_lint.reading.model import Reading
from shufa_lint.reading.printed.model import Glyph, Page
from shufa_lint.reading.printed.paragraphs import rebuild
from shufa_lint.reading.printed.reading import reading_of
from shufa_lint.reading.refusal import UnreadableError

if TYPE_CHECKING:
    from ofdkit import OFDDocument, TextRun

INSTALL = "pip install 'shufa-lint[ofd]'"
_POINTS = 72 / 25.4
"""Points in a millimetre, in which OFD measures."""
_PAGES = 2000
_PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".jb2", ".gbig2", ".tif", ".tiff")


def read_ofd(data: bytes, name: str) -> Reading:
    """Read an OFD file; raises UnreadableError where it is damaged or over a limit, or ofdkit is missing."""
    try:
        import ofdkit
    except ModuleNotFoundError:
        raise UnreadableError(f"这是 OFD 版式文件，要先装上读它的程序：{INSTALL}") from None
    with guard.inspect(data) as package:
        has_pictures = any(part.lower().endswith(_PICTURES) for part in package.namelist())
    try:
        with ofdkit.open(data) as document:
            pages = [*_pages(document, has_pictures=has_pictures)]
    except ofdkit.OFDLimitError:
        raise UnreadableError("这份 OFD 文件解开以后太大，不像一份公文") from None
    except ofdkit.OFDError:
        raise UnreadableError("这份 OFD 文件已经损坏，打不开，请重新导出一份再检查") from None
    return reading_of(rebuild(pages), data, "ofd")


def _pages(document: OFDDocument, *, has_pictures: bool) -> Iterator[Page]:
    if len(document.pages) > _PAGES:
        raise UnreadableError(f"这份 OFD 文件有 {len(document.pages)} 页，太多，不像一份公文")
    for page in document.pages:
        x, y, width, height = page.box
        glyphs = [*_glyphs(page.runs, x, y)]
        # ofdkit tells nothing of pictures: a page without text in a file with pictures is taken for one.
        yield Page(width * _POINTS, height * _POINTS, glyphs, 1.0 if has_pictures and not glyphs else 0.0)


def _glyphs(runs: list[TextRun], x: float, y: float) -> Iterator[Glyph]:
    """Yield the characters of *runs*, with the width of a run shared out as its characters are wide."""
    number = 0
    for run in runs:
        widths = [1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in run.text]
        unit = run.width / max(0.5, sum(widths))
        edges = [(run.x - x + unit * edge) * _POINTS for edge in accumulate(widths, initial=0.0)]
        for char, (left, right) in zip(run.text, pairwise(edges), strict=True):
            yield Glyph(char, left, right, (run.y - y) * _POINTS, run.size * _POINTS, number)
            number += 1

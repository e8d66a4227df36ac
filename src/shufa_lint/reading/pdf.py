"""PDF: characters with their places from pdfium, the text rebuilt from them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from ctypes import byref, c_double
from typing import TYPE_CHECKING, NamedTuple

from shufa_lint.reading.model import Reading
from shufa_lint.reading.printed.model import Glyph, Page, PrintedText
from shufa_lint.reading.printed.paragraphs import rebuild
from shufa_lint.reading.printed.reading import reading_of
from shufa_lint.reading.refusal import UnreadableError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfiumError, PdfPage

INSTALL = "pip install 'shufa-lint[pdf]'"
_PAGES = 2000
_UPRIGHT = 0.05
"""How far, in radians, characters of the text may lean; a stamp across the page leans more."""
_PICTURES = 200
"""So many pictures of a page are measured."""


def read_pdf(data: bytes, name: str) -> Reading:
    """Read a PDF; raises UnreadableError where it is locked or damaged, has too many pages, or pypdfium2 is missing."""
    return reading_of(open_pdf(data), data, "pdf")


def open_pdf(data: bytes) -> PrintedText:
    """Return the text of a PDF with the place of each character, whose ``number`` is pdfium's.

    Raises what :func:`read_pdf` raises.
    """
    try:
        import pypdfium2
    except ModuleNotFoundError:
        raise UnreadableError(f"这是 PDF 文件，要先装上读它的程序：{INSTALL}") from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(_refusal(error)) from None
    try:
        return rebuild([*_pages(document)])
    finally:
        document.close()


def _refusal(error: PdfiumError) -> str:
    from pypdfium2 import raw

    if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return "这份 PDF 加了密码，请先去掉密码再检查"
    return "这份 PDF 已经损坏，打不开，请重新导出一份再检查"


def _pages(document: PdfDocument) -> Iterator[Page]:
    if len(document) > _PAGES:
        raise UnreadableError(f"这份 PDF 有 {len(document)} 页，太多，不像一份公文")
    for number in range(len(document)):
        page = document[number]
        yield _page(page)
        page.close()


class _Raw(NamedTuple):
    """A character as pdfium gives it: y grows upwards, ``turn`` is the angle of its line in radians."""

    char: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    turn: float
    number: int


def _page(page: PdfPage) -> Page:
    """Return a page, turned so that most of its characters stand upright; those that lean are left out."""
    width, height = page.get_mediabox()[2:]
    raws = [*_characters(page)]
    quarters = Counter(round(raw.turn / (math.pi / 2)) % 4 for raw in raws)
    quarter = max(quarters, key=lambda turn: quarters[turn], default=0)
    glyphs = [_glyph(raw, quarter, width, height) for raw in raws if _stands(raw, quarter)]
    if quarter % 2:
        width, height = height, width
    return Page(width, height, glyphs, _pictures(page))


def _characters(page: PdfPage) -> Iterator[_Raw]:
    """Yield the characters that the file holds, without those that pdfium adds: it guesses at spaces and line ends."""
    from pypdfium2 import raw

    text = page.get_textpage()
    x, y = c_double(), c_double()
    for number in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, number)
        if raw.FPDFText_IsGenerated(text, number) == 1 or code in (0x0A, 0x0D):
            continue
        raw.FPDFText_GetCharOrigin(text, number, byref(x), byref(y))
        char = "\ufffd" if raw.FPDFText_HasUnicodeMapError(text, number) == 1 or not _scalar(code) else chr(code)
        turn = -raw.FPDFText_GetCharAngle(text, number)  # pdfium counts clockwise
        yield _Raw(char, text.get_charbox(number, loose=True), (x.value, y.value), turn, number)
    text.close()


def _scalar(code: int) -> bool:
    return 0 < code < 0xD800 or 0xE000 <= code < 0x110000


def _stands(raw: _Raw, quarter: int) -> bool:
    lean = (raw.turn - quarter * math.pi / 2) % (2 * math.pi)
    return min(lean, 2 * math.pi - lean) < _UPRIGHT


def _glyph(raw: _Raw, quarter: int, width: float, height: float) -> Glyph:
    """Return a character of a page of *width* and *height* as it stands when the page is turned by *quarter*."""
    left, bottom, right, top = raw.box
    x, y = raw.origin
    match quarter:
        case 0:
            return Glyph(raw.char, left, right, height - y, top - bottom, raw.number)
        case 1:
            return Glyph(raw.char, bottom, top, x, right - left, raw.number)
        case 2:
            return Glyph(raw.char, width - right, width - left, y, top - bottom, raw.number)
        case _:
            return Glyph(raw.char, height - top, height - bottom, width - x, right - left, raw.number)


def _pictures(page: PdfPage) -> float:
    """Return the share of a page that pictures cover, at most 1.0."""
    from pypdfium2 import raw

    width, height = page.get_size()
    covered = 0.0
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    for _, picture in zip(range(_PICTURES), pictures, strict=False):
        left, bottom, right, top = picture.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return float(min(1.0, covered / max(1.0, width * height)))

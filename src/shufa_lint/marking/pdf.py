"""Findings as highlights in a copy of a PDF, on the very characters that they speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from shufa_lint.engine.model import SEVERITIES, Finding
from shufa_lint.marking.annotated import MOST, Annotated
from shufa_lint.reading.pdf import INSTALL, open_pdf
from shufa_lint.reading.printed.model import Place
from shufa_lint.reading.refusal import UnreadableError
from shufa_lint.rulebook.schema import Severity
from shufa_lint.text.span import Span

AUTHOR = "述法检查"
_COLOURS: dict[Severity, str] = {"error": "ffb0b0", "warning": "ffe08a", "info": "b8dcff"}
_MARK = b"%shufa-lint "
"""Begins the last line of a copy, which holds the digest of all before it: who saves the copy anew breaks it."""
_PRINTED = 4
"""The flag of an annotation that is printed with its page."""
_SAME_LINE = 0.5


class Box(NamedTuple):
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


def annotate(
    data: bytes, findings: Sequence[Finding], words: Callable[[Finding], Sequence[str]], *, most: int = MOST
) -> Annotated:
    """Return a copy of the PDF *data* with a highlight for each of *findings*, the most severe ones first.

    *words* gives what to say of a finding, line by line. A finding of something that is missing marks the character
    before the gap. No more than *most* are added, and the first of them says how many there was no room for. Raises
    UnreadableError where the PDF cannot be read, or cannot be written.
    """
    ranked = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    chosen = sorted(ranked[:most], key=lambda finding: (finding.span, finding.rule))
    left = len(ranked) - len(chosen)
    places = open_pdf(data).places
    boxes = _Boxes(data)
    marks: list[tuple[int, list[Box], str, Severity]] = []
    for finding in chosen:
        said = "\n".join(words(finding))
        if left and not marks:
            said += f"\n（标注太多，只加了 {len(chosen)} 处；另有 {left} 处没有标出，改完再查一遍。）"
        for page, lines in boxes.of(_marked(finding.span, places)):
            marks.append((page, lines, said, finding.severity))
    return Annotated(_sealed(_written(data, marks)), len(chosen), left)


def untouched(data: bytes) -> bool:
    """Say whether *data* is a copy that :func:`annotate` made and nobody has saved anew."""
    body, mark, digest = data.rpartition(_MARK)
    return bool(mark) and digest.strip() == sha256(body).hexdigest().encode()


def _sealed(data: bytes) -> bytes:
    data = data.rstrip(b"\n") + b"\n"
    return data + _MARK + sha256(data).hexdigest().encode() + b"\n"


def _marked(span: Span, places: Sequence[Place | None]) -> list[Place]:
    """Return the places of the characters of *span*, or of the nearest one: before an empty span, else behind it."""
    inside = [place for place in places[span.start : span.end] if place]
    if inside:
        return inside
    before = next(filter(None, reversed(places[: span.start])), None)
    nearest = before or next(filter(None, places[span.end :]), None)
    return [nearest] if nearest else []


class _Boxes:
    """Where the characters of a PDF stand."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self._document = pypdfium2.PdfDocument(data)
        self._page = -1

    def of(self, places: Sequence[Place]) -> Iterator[tuple[int, list[Box]]]:
        """Yield each page that *places* stand on, with a box for each of their lines."""
        for page in sorted({place.page for place in places}):
            if page != self._page:
                self._page, self._text = page, self._document[page].get_textpage()
            own = (self._text.get_charbox(place.number, loose=True) for place in places if place.page == page)
            yield page, _joined([Box(*box) for box in own])


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """Return one box for what stands side by side, from left to right or from top to bottom."""
    lines: list[Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and (_overlap(last, box) or _overlap(_turned(last), _turned(box))):
            lines[-1] = Box(*map(min, last[:2], box[:2]), *map(max, last[2:], box[2:]))
        else:
            lines.append(box)
    return lines


def _overlap(one: Box, other: Box) -> bool:
    """Say whether two boxes stand on one line and touch, or nearly so."""
    height = max(one.top - one.bottom, other.top - other.bottom)
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    apart = max(one.left, other.left) - min(one.right, other.right)
    return shared > _SAME_LINE * min(one.top - one.bottom, other.top - other.bottom) and apart < height


def _turned(box: Box) -> Box:
    return Box(box.bottom, box.left, box.top, box.right)


def _written(data: bytes, marks: Sequence[tuple[int, list[Box], str, Severity]]) -> bytes:
    """Return a copy of *data* with *marks*: page, boxes, what to say and the severity that gives the colour."""
    try:
        from pypdf import PdfWriter
        from pypdf.annotations import Highlight
        from pypdf.errors import PyPdfError
        from pypdf.generic import ArrayObject, FloatObject, NameObject, NumberObject, TextStringObject
    except ModuleNotFoundError:
        raise UnreadableError(f"在 PDF 上标注，要先装上写它的程序：{INSTALL}") from None
    try:
        writer = PdfWriter(clone_from=BytesIO(data))
        for page, boxes, said, severity in marks:
            corners = [FloatObject(round(value, 2)) for box in boxes for value in _corners(box)]
            around = Box(
                min(box.left for box in boxes),
                min(box.bottom for box in boxes),
                max(box.right for box in boxes),
                max(box.top for box in boxes),
            )
            mark = Highlight(rect=around, quad_points=ArrayObject(corners), highlight_color=_COLOURS[severity])
            mark[NameObject("/Contents")] = TextStringObject(said)
            mark[NameObject("/T")] = TextStringObject(AUTHOR)
            mark[NameObject("/F")] = NumberObject(_PRINTED)
            writer.add_annotation(page_number=page, annotation=mark)
        target = BytesIO()
        writer.write(target)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableError(
            f"这份 PDF 写不了标注（{type(error).__name__}）；请用 Word 或 WPS 重新导出一份"
        ) from error
    return target.getvalue()


def _corners(box: Box) -> tuple[float, ...]:
    """Return the corners of a box in the order that readers of PDF expect: both at the top, then both at the foot."""
    left, bottom, right, top = box
    return left, top, right, top, left, bottom, right, bottom

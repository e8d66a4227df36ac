"""Footers as the layout rules see them: their text, and how the page number in it is set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shufa_lint.reading.layout import PageNumber
from shufa_lint.reading.word.fields import PAGES, name_of
from shufa_lint.reading.word.layout import Looks
from shufa_lint.reading.word.names import P_PR, WP, w
from shufa_lint.reading.word.sections import PageKind
from shufa_lint.reading.word.walk import Walker

_VML_POSITION = "mso-position-horizontal:"


class Footers:
    """Reads each footer once, with walkers that *make* starts and *looks* that tell how it is set."""

    def __init__(self, make: Callable[[], Walker], looks: Looks) -> None:
        self._make, self._looks = make, looks
        self._known: dict[str, PageNumber] = {}

    def page_number(self, kind: PageKind, name: str, root: Any) -> PageNumber:
        """Return what the footer under *root*, called *name*, is on pages of this *kind*."""
        if name not in self._known:
            self._known[name] = self._read(root)
        return self._known[name]._replace(kind=kind)

    def _read(self, root: Any) -> PageNumber:
        walker = self._make()
        walker.story(root)
        field = next((field for field in walker.fields if name_of(field.code) in PAGES), None)
        text = walker.text
        start = field.span.start if field else len(text) - len(text.lstrip())
        span, element = next(
            ((span, element) for span, element in walker.paragraphs if span.start <= start <= span.end), (None, None)
        )
        if span is None or element is None:
            return PageNumber("default", text.strip(), False, "left", None, None)
        style, said = self._looks.settings(element)
        pieces = [piece for piece in walker.pieces if span.start <= piece.span.start < span.end]
        runs = list(self._looks.runs(pieces, style, element))
        run = next((run for run in runs if run.span.start <= start < run.span.end), runs[0] if runs else None)
        return PageNumber(
            kind="default",
            text=text.strip(),
            has_page_field=field is not None or root.find(f".//{w('pgNum')}") is not None,
            alignment=_placed(element) or said.get("alignment", "left"),
            font=run.font if run else None,
            size=run.size if run else None,
        )


def _placed(element: Any) -> str | None:
    """Return where the frame or the text box around a paragraph is placed across the page, such as ``outside``."""
    frame = element.find(f"{P_PR}/{w('framePr')}")
    if frame is not None and frame.get(w("xAlign")):
        return str(frame.get(w("xAlign")))
    for parent in element.iterancestors():
        if parent.tag == f"{{{WP}}}anchor":
            align = parent.find(f"{{{WP}}}positionH/{{{WP}}}align")
            return None if align is None else (align.text or "").strip() or None
        style = parent.get("style") or ""
        if _VML_POSITION in style:
            return str(style.split(_VML_POSITION, 1)[1].split(";", 1)[0].strip())
    return None

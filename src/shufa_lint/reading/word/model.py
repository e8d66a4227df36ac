"""What a .docx is to us: its text, and for each character the place in the package that it stands in.

Read this first if you work on Word documents:

* A line of the text is a paragraph, or what soft breaks (w:br, w:cr) make of one: each gives a ``\\n``.
* The body comes first, a text box behind the paragraph that holds it; then, as regions of their own, footnotes,
  endnotes, headers and footers.
* A paragraph whose mark was deleted or is hidden runs on into the next one, whose properties both then have. The two
  are one entry of ``WordText.paragraphs``, with the last w:p; ``Piece.paragraph`` is always the w:p that the characters
  really stand in.
* An automatic number and what parts it from the words are pieces without an element, and so is each line end.
* Hidden text is in the text, in regions of its own, and not among the words that are checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shufa_lint.reading.model import Problem, Region
from shufa_lint.text.span import Span


class Piece(NamedTuple):
    """Characters of the text and where they stand in the package.

    ``element`` is the lxml element that holds them (w:t, w:tab, w:br, w:noBreakHyphen, w:sym …); None for an automatic
    number, a separator or a line end, which are in no element. ``at`` is the offset of the first character in the
    element's text. ``paragraph`` is the w:p element around them.
    """

    span: Span
    element: Any | None
    at: int
    paragraph: Any


class FieldResult(NamedTuple):
    """What a field shows, and the code that makes it, such as ``DATE \\@ "yyyy年M月d日"``."""

    span: Span
    code: str


@dataclass(frozen=True)
class WordText:
    """One .docx.

    ``text`` is what Word shows, automatic numbers included, each paragraph ended by ``\\n``. ``pieces`` are in order
    and cover every character. ``paragraphs`` are the w:p elements with their spans, without the line end, in the order
    of the text. ``regions`` tell what is special: table, footnote, endnote, header, footer, text-box, field, hidden,
    markup (bullets, numbers of notes, tables of contents, and what parts an automatic number from the words).
    ``problems`` are what could not be resolved. ``package`` is the python-docx Document, ``parts`` the root of each XML
    part that was read, by its name.

    ``fields`` are in order of their end. ``revisions`` are tracked changes, empty where characters were deleted;
    ``comments`` what open comments stand beside, by the comment's id; ``numbers`` the automatic numbers. ``imported``
    tells that some of the text was an altChunk: a web page that Word turns into paragraphs when it opens the file, as
    was done here in ``package``. How that would look is not known.
    """

    text: str
    pieces: tuple[Piece, ...]
    paragraphs: tuple[tuple[Span, Any], ...]
    regions: tuple[Region, ...]
    problems: tuple[Problem, ...]
    package: Any
    parts: Mapping[str, Any]
    fields: tuple[FieldResult, ...] = ()
    revisions: tuple[Span, ...] = ()
    comments: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    numbers: tuple[Span, ...] = ()
    imported: bool = False

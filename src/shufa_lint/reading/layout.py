"""How a document is laid out: effective formatting, from whatever file it comes. Lengths are in points."""

from __future__ import annotations

from typing import Literal, NamedTuple

from shufa_lint.text.span import Span

Alignment = Literal["left", "center", "right", "both", "distribute"]
LineRule = Literal["auto", "exact", "atLeast"]
Grid = Literal["none", "lines", "linesAndChars"]


class RunLayout(NamedTuple):
    """Characters that look the same.

    ``font`` is that of the Han characters, ``latin_font`` that of the others; ``colour`` is six hexadecimal digits in
    capitals. None is what nothing in the file says; of a colour it is automatic: black on white.
    """

    span: Span
    font: str | None
    latin_font: str | None
    size: float | None
    bold: bool
    italic: bool
    underline: bool
    colour: str | None


class ParagraphLayout(NamedTuple):
    """One paragraph. ``span`` is without its line end, may hold those of soft breaks, and may be empty.

    ``style`` is the name as Word shows it in English (``heading 1``), empty where the file names none. An indent that
    is given in characters (``…_chars``) counts, not the one in points; ``first_line`` is 0 where ``hanging`` is not.
    A hanging indent in characters is a negative ``first_line_chars``.
    ``line`` is the distance of lines in points, for the rule ``auto`` as a multiple of the font's own.
    ``page_break_before`` tells that its words begin on a new page, by its own setting or by a break that stands before
    them.
    """

    span: Span
    style: str
    alignment: Alignment
    first_line: float
    first_line_chars: float | None
    left: float
    left_chars: float | None
    right: float
    right_chars: float | None
    hanging: float
    line_rule: LineRule
    line: float | None
    before: float
    after: float
    page_break_before: bool
    in_table: bool
    runs: tuple[RunLayout, ...]


class PageNumber(NamedTuple):
    """A footer of a section: its text, and how its page number, or else its first character, is set."""

    kind: Literal["default", "even", "first"]
    text: str
    has_page_field: bool
    alignment: str
    font: str | None
    size: float | None


class PageLayout(NamedTuple):
    """The pages of one section; ``span`` is the text of this section.

    ``grid`` is None where the file says nothing of one. ``line_pitch`` is the distance of the grid's lines, and
    ``char_space`` what the grid adds to the width of a character. ``even_and_odd`` tells whether the pages of even
    numbers have footers of their own.
    """

    span: Span
    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    grid: Grid | None
    line_pitch: float | None
    char_space: float | None
    even_and_odd: bool
    footers: tuple[PageNumber, ...]


class Layout(NamedTuple):
    """A whole document; ``paragraphs`` are in order of the text and hold those of the body and of its tables.

    ``date_fields`` are the results of fields that show another date on another day: DATE, TIME and SAVEDATE.
    ``revisions`` are where tracked changes are left, empty where characters were deleted; ``comments`` what open
    comments stand beside; ``numbers`` the automatic numbers of paragraphs.
    """

    pages: tuple[PageLayout, ...]
    paragraphs: tuple[ParagraphLayout, ...]
    date_fields: tuple[Span, ...]
    revisions: tuple[Span, ...] = ()
    comments: tuple[Span, ...] = ()
    numbers: tuple[Span, ...] = ()

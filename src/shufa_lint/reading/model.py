"""What reading a file gives: its text, what of it is mark-up, and what was wrong with the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shufa_lint.reading.layout import Layout
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

ProblemKind = Literal[
    "unreadable-document", "damaged-encoding", "no-text-layer", "unusual-encoding", "unknown-numbering", "rule-failure"
]
Format = Literal["text", "markdown", "word", "pdf", "ofd"]
ForeignParser = Literal["word", "office", "pdf", "ofd"]
"""Who reads a file that is no text: office stands for all that is turned into a Word file first."""

RegionKind = Literal[
    "markup", "code", "table", "text-box", "field", "hidden", "footnote", "endnote", "header", "footer"
]

BINARY = "binary"
"""The ``encoding`` of a reading whose bytes were not decoded."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the file itself. ``reason`` is one Chinese phrase, without a full stop, for a rule's message."""

    kind: ProblemKind
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Region:
    """A range of the text that is special.

    Filled are mark-up, code, hidden text and what stands behind the body of a Word document: footnotes, endnotes,
    headers and footers. The words of tables, text boxes and fields count. A table holds the regions of its cells, and a
    text box or a note those of what stands in it; others do not overlap.
    """

    kind: RegionKind
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as the outline and the checks see it.

    ``source`` is the text as in the file, without its byte order mark; ``words`` is the same text, with FILLER for each
    character of mark-up, so that offsets agree; line ends are never filled. ``regions`` are in order of their start.
    ``sha256`` is of the file's bytes, as hexadecimal digits, and empty where they could not be had. ``notices`` are
    Chinese sentences, without a full stop, on how the text was come by: what a finding's place has to be taken with.
    ``layout`` is how the document looks, None where the file is a text, which does not say.
    """

    source: SourceText
    words: str
    regions: tuple[Region, ...]
    format: Format
    encoding: str
    bom: bool
    sha256: str
    problems: tuple[Problem, ...]
    notices: tuple[str, ...] = ()
    layout: Layout | None = None

    @property
    def tables(self) -> list[Span]:
        """The tables, in order."""
        return [region.span for region in self.regions if region.kind == "table"]

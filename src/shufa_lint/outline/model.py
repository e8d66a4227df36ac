"""The outline as frozen pydantic models. Every span is absolute: offsets into the document's text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pydantic import BaseModel, ConfigDict, SkipValidation

from shufa_lint.outline.ordinal import LEVEL, Series, Style
from shufa_lint.text.span import Span as _Span

Span = SkipValidation[_Span]
"""A span as it is: validating a NamedTuple makes a new one, which costs a tenth of the outline's time."""


class Node(BaseModel):
    """What all parts of an outline share."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    span: Span


class Ordinal(Node):
    """The number of a heading. ``written`` is the whole marker with its marks (“（一）”), ``span`` covers it."""

    value: int
    written: str
    style: Style


class ClauseOrdinal(Node):
    """The number of a clause, as 二 in 二是; ``span`` covers the whole mark."""

    value: int
    written: str
    series: Series


class Clause(Node):
    """One item of an enumeration in running text (一是…；二是…), up to the next mark or the end of the paragraph."""

    ordinal: ClauseOrdinal


class Paragraph(Node):
    """A line of running text without its line end; ``indent`` counts the blank characters before its first word."""

    indent: int
    clauses: tuple[Clause, ...] = ()


class Section(Node):
    """A numbered heading and all that stands under it, up to the next heading of its level or above.

    ``heading`` covers the heading's line; ``title`` is its first sentence without an end mark, ``title_span`` covers
    that. ``run_in`` says that text of the section goes on in the heading's own line. ``clauses`` are those of the
    heading's line and of ``paragraphs``, not those of ``children``.
    """

    level: int
    ordinal: Ordinal
    title: str
    title_span: Span
    heading: Span
    run_in: bool
    paragraphs: tuple[Paragraph, ...] = ()
    clauses: tuple[Clause, ...] = ()
    children: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Yield the section and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


class Tree(Node):
    """Paragraphs and the numbered sections after them."""

    paragraphs: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()

    @cached_property
    def every_section(self) -> tuple[Section, ...]:
        """All sections in document order."""
        return tuple(section for top in self.sections for section in top.walk())

    @property
    def clause_lists(self) -> Iterator[tuple[Clause, ...]]:
        """The clauses of each run of paragraphs that belong together; some have none."""
        yield tuple(clause for paragraph in self.paragraphs for clause in paragraph.clauses)
        for section in self.every_section:
            yield section.clauses

    def all_paragraphs(self) -> Iterator[Paragraph]:
        """Yield all paragraphs in document order; the lines of headings are not among them."""
        yield from self.paragraphs
        for section in self.every_section:
            yield from section.paragraphs


class Annex(Tree):
    """An annex, or a text that a notice issues: a tree of its own. ``marker`` covers the line that opens it."""

    marker: Span
    title: str | None = None


class Document(Tree):
    """A whole document: what stands before the first annex is its own tree, ``paragraphs`` and ``sections``.

    ``title_span`` covers all lines of a wrapped title. ``opening`` runs from the first paragraph of body text to the
    first heading; ``closing`` is a last formula such as 特此报告; ``signature`` covers the sign-off, with its date.
    """

    title: str | None = None
    title_span: Span | None = None
    opening: Span | None = None
    closing: Span | None = None
    signature: Span | None = None
    annexes: tuple[Annex, ...] = ()

    @cached_property
    def trees(self) -> tuple[Tree, ...]:
        """The document's own tree and those of its annexes."""
        return (self, *self.annexes)

    def in_main(self, offset: int) -> bool:
        """Say whether *offset* lies before the first annex."""
        return not self.annexes or offset < self.annexes[0].span.start


def level_of(style: Style) -> int:
    """Return the level of *style*: 1 to 5, or 0 for 编 章 节 条."""
    return LEVEL.get(style, 0)

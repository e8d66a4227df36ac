"""What every check type shares: the context it looks at, the matches it yields, the protocol it follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from shufa_lint.checks.genre import Genre
from shufa_lint.checks.patterns import Found, PatternSet
from shufa_lint.outline.glued import Glued, glued_headings
from shufa_lint.outline.model import Document
from shufa_lint.outline.year import reporting_year
from shufa_lint.reading.model import Reading
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS, SourceText
from shufa_lint.text.span import Edit, Span
from shufa_lint.text.when import YEAR, last_day

_T = TypeVar("_T")
_END_MARKS = "。！？；：…”’）】》.!?;:)"
_TAIL = 400
_LABELLED = regex(r"[一-龥]{2,6}[：:]")
_UNFINISHED = regex(
    r"(?:[一-龥][一-龥0-9]|[0-9][一-龥]|[”》）])[，,。；][^。；！？|\t]*[一-龥0-9，,、]$|[一-龥]{40}$|[，、]$"
)


class Options(BaseModel):
    """Base of the options that a rule may set for its check; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Label(NamedTuple):
    """A second place that a match speaks of, and what stands there."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """A fault as a check sees it. ``case`` names a variant of the rule; ``captures`` fill the rule's message.

    ``edits`` mend the fault where the check knows how; whether they are offered is for the rule to say.
    """

    span: Span
    captures: Mapping[str, str] = field(default_factory=dict)
    case: str | None = None
    labels: tuple[Label, ...] = ()
    edits: tuple[Edit, ...] = ()


class Context:
    """One document as the checks see it: ``words`` is its text without mark-up, with the offsets of the file's text.

    ``as_of`` (a year, or a date as 2022-06-30) is what the user says the document must be judged against; without it
    that is the year that the document reports on. ``unjudged`` counts the references that could not be judged.
    """

    def __init__(
        self, reading: Reading, document: Document, genre: Genre, patterns: PatternSet, as_of: str | None = None
    ) -> None:
        self.reading = reading
        self.words = reading.words
        self.source: SourceText = reading.source
        self.document = document
        self.genre = genre
        self.as_of = as_of
        self.unjudged = 0
        self._patterns = patterns
        self._hits: dict[str, list[Span]] = {}
        self._memo: dict[Callable[[Context], Any], Any] = {}

    def search(self, pattern: str) -> Iterator[Found]:
        """Yield where *pattern* matches, line by line; a pattern that its check declared costs next to nothing where
        it does not occur."""
        lines = self._lines_with(pattern) if self._patterns.knows(pattern) else self.source.lines
        return self._patterns.find(pattern, self.words, lines) if lines else iter(())

    def finds(self, pattern: str) -> bool:
        """Say whether *pattern* matches anywhere."""
        return next(self.search(pattern), None) is not None

    def occurs(self, patterns: frozenset[str]) -> bool:
        """Say whether one of *patterns*, declared ones, occurs in the document."""
        return any(map(self._lines_with, patterns.intersection(self._candidates)))

    def _lines_with(self, pattern: str) -> Sequence[Span]:
        lines = self._hits.get(pattern)
        if lines is None:
            candidates = self._candidates.get(pattern, ())
            lines = self._hits[pattern] = self._patterns.hits(pattern, self.words, candidates) if candidates else []
        return lines

    @cached_property
    def _candidates(self) -> dict[str, list[Span]]:
        return self._patterns.candidates(self.words, self.source.lines)

    def once(self, analysis: Callable[[Context], _T]) -> _T:
        """Return what *analysis* says of this document, asking it only once; several rules share one analysis."""
        if analysis not in self._memo:
            self._memo[analysis] = analysis(self)
        result: _T = self._memo[analysis]
        return result

    @cached_property
    def glued(self) -> list[Glued]:
        """The headings that lost their line break."""
        return glued_headings(self.document, self.words)

    @cached_property
    def broken_off(self) -> bool:
        """Whether the text ends in the middle of a sentence, or with a heading: an excerpt, whose rest may hold what
        seems to be missing."""
        last = next((line for line in reversed(self.source.lines) if line.of(self.words).strip(BLANKS)), Span(0, 0))
        words = last.of(self.words).strip(BLANKS)
        sections = self.document.trees[-1].every_section
        if sections and sections[-1].heading.overlaps(last) and not sections[-1].run_in:
            return words[-1] not in _END_MARKS and not words[-1].isascii()  # 附件2.docx
        return bool(_UNFINISHED.search(words[-_TAIL:])) and not _LABELLED.match(words)

    @cached_property
    def reporting_year(self) -> int | None:
        """The year that the document reports on, or that the user names; None where neither is known."""
        return int(self.as_of[:YEAR]) if self.as_of else reporting_year(self.document, self.words)

    @property
    def judged_on(self) -> str | None:
        """The day (2022-12-31) on which what the document cites must have been in force; None where no year is known.

        Dates in this form, or without day or month, compare as strings.
        """
        if self.as_of:
            return last_day(self.as_of)
        return None if self.reporting_year is None else last_day(str(self.reporting_year))

    def line_of(self, offset: int) -> Span:
        """Return the line that holds *offset*."""
        return self.source.line_at(offset)


class Check(Protocol):
    """A check type is a module with these three names."""

    Options: type[Options]

    @staticmethod
    def patterns(options: Any) -> Iterable[str]:
        """Return the patterns that :meth:`find` searches for, so that all rules' patterns are tried at once.

        A check that declares any is asked only about documents in which one of them occurs.
        """

    @staticmethod
    def find(context: Context, options: Any) -> Iterable[Match]:
        """Yield the faults in document order."""

"""What every check type shares: the context it looks at, the matches it yields, the protocol it follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from shufa_lint.checks.genre import Genre
from shufa_lint.checks.patterns import Found, PatternSet
from shufa_lint.outline.glued import Glued, glued_headings
from shufa_lint.outline.model import Document
from shufa_lint.reading.model import Reading
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Edit, Span

_T = TypeVar("_T")


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
    """One document as the checks see it: ``words`` is its text without mark-up, with the offsets of the file's text."""

    def __init__(self, reading: Reading, document: Document, genre: Genre, patterns: PatternSet) -> None:
        self.reading = reading
        self.words = reading.words
        self.source: SourceText = reading.source
        self.document = document
        self.genre = genre
        self._patterns = patterns
        self._memo: dict[Callable[[Context], Any], Any] = {}

    def search(self, pattern: str) -> Iterator[Found]:
        """Yield where *pattern* matches, line by line; a pattern that its check declared costs next to nothing where
        it does not occur."""
        lines = self.occurring.get(pattern, ()) if self._patterns.knows(pattern) else self.source.lines
        return self._patterns.find(pattern, self.words, lines)

    @cached_property
    def occurring(self) -> dict[str, list[Span]]:
        """The declared patterns that occur in the document, with the lines that they occur in."""
        return self._patterns.hits(self.words, self.source.lines)

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

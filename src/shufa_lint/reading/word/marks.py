"""What a paragraph consists of while it is read: characters, and the ends of ranges among them."""

from __future__ import annotations

from typing import Any, NamedTuple

from shufa_lint.reading.model import Region, RegionKind
from shufa_lint.reading.word.fields import CONTENTS, PAGES, name_of
from shufa_lint.reading.word.model import FieldResult
from shufa_lint.text.span import Span


class Fragment(NamedTuple):
    """Characters of the paragraph that is being read, and what they are besides words."""

    text: str
    element: Any | None
    at: int
    paragraph: Any
    kind: RegionKind | None = None
    is_page_break: bool = False


class Range:
    """Characters that something is to be said of once they are read; ``start`` is known when their line is written."""

    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans
        self.start = 0

    def end(self, at: int) -> None:
        """Take note that the characters end at the offset *at*."""
        self.spans.append(Span(self.start, at))


class Field(Range):
    """A field, which begins with *begin*; its result goes to *results*, and to *regions* if it is in no other field."""

    def __init__(self, results: list[FieldResult], regions: list[Region], begin: Any, code: str = "") -> None:
        super().__init__([])
        self.begin = begin
        self.code = code
        self.in_result = False
        self.nested = False
        self._results, self._regions = results, regions

    def end(self, at: int) -> None:
        """Keep the result, and the region that it is."""
        span = Span(self.start, at)
        if span.start == span.end and name_of(self.code) not in PAGES:
            return
        self._results.append(FieldResult(span, self.code.strip()))
        if span.start == span.end:
            return
        if name_of(self.code) in CONTENTS:
            self._regions.append(Region("markup", span))
        elif not self.nested:
            self._regions.append(Region("field", span))


class Edge(NamedTuple):
    """Where in the paragraph that is being read a range starts or ends."""

    range: Range
    is_end: bool

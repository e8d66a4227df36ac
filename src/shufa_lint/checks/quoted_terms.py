"""Check type ``quoted-terms``: fixed short forms (“三会一课”) that stand without their quotation marks.

One match a document and term. A term that is always quoted is a fault wherever it stands bare; another only where the
same document quotes it elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import Pattern, begins, ends, every
from shufa_lint.text.span import Edit, Span

_MARKED = r"“[^“”]*”|‘[^‘’]*’|《[^《》]*》|\"[^\"]*\""
_NEAR = 16


class Term(BaseOptions):
    """One row of the table. ``usage`` says whether it is always quoted or only to be kept alike; the bare term must
    not follow ``not_after`` nor precede ``not_before``."""

    term: str
    usage: Literal["always", "alike"]
    not_after: Pattern | None = None
    not_before: Pattern | None = None


class Options(BaseOptions):
    """The table of ``terms``."""

    terms: tuple[Term, ...]


def patterns(options: Options) -> Iterable[str]:
    """Return the terms, as patterns."""
    return (re.escape(row.term) for row in options.terms)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a term, at its first bare place. Captures: ``term``, ``count``. Case ``alike``: the document
    quotes it elsewhere; the label says where."""
    matches: list[Match] = []
    for row in options.terms:
        bare: list[Span] = []
        quoted: list[Span] = []
        for found in context.search(re.escape(row.term)):
            kind = _place(row, found.match.string, *found.match.span())
            if kind is not None:
                (quoted if kind else bare).append(found.span())
        if bare and (row.usage == "always" or quoted):
            edits = tuple(
                edit for span in bare for edit in (Edit(span.start, span.start, "“"), Edit(span.end, span.end, "”"))
            )
            labels = (Label(quoted[0], f"“{row.term}”"),) if quoted else ()
            captures = {"term": row.term, "count": str(len(bare))}
            matches.append(Match(bare[0], captures, "alike" if quoted else None, labels, edits))
    yield from sorted(matches, key=lambda match: match.span)


def _place(row: Term, line: str, start: int, end: int) -> bool | None:
    """Return whether the term at *start* is quoted; None where it is part of something else."""
    spans = every(_MARKED, line)
    marked = spans[bisect_right(spans, (start, end)) - 1] if spans else Span(0, 0)
    if marked.start < start and end < marked.end:
        return True if marked == (start - 1, end + 1) else None
    if line[start - 1 : start] == "“" or line[end : end + 1] == "”":
        return None  # the other mark is lost
    if row.not_after and ends(row.not_after, line[max(0, start - _NEAR) : start]):
        return None
    if row.not_before and begins(row.not_before, line[end : end + _NEAR]):
        return None
    return False

"""Check type ``placeholder``: what was left to be filled in, and what kind of thing is missing there.

The kind is read off the blank and its neighbours, by the rows of a table: the first row decides whose patterns match
what stands in it, before it and after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from shufa_lint.checks import matching
from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.matching import PatternOptions
from shufa_lint.checks.patterns import Pattern, end_searcher, searcher
from shufa_lint.text.span import Span

_BEFORE, _AFTER = 24, 16


class Kind(BaseOptions):
    """One row of the table of kinds: what the blank looks like itself, and what stands before and after it.

    A group ``unit`` in ``after`` is the measure word of a count.
    """

    kind: str
    name: str
    inside: Pattern = ""
    before: Pattern = ""
    after: Pattern = ""


class Options(PatternOptions):
    """The patterns of the placeholder, and the table of ``kinds``."""

    kinds: tuple[Kind, ...]

    @cached_property
    def readers(self) -> tuple[Reader, ...]:
        """The rows of ``kinds``, ready to be asked: every blank asks most of them."""
        return tuple(
            Reader(
                row,
                searcher(row.inside).search if row.inside else None,
                end_searcher(row.before).search if row.before else None,
                searcher(row.after).match if row.after else None,
            )
            for row in self.kinds
        )


class Reader(NamedTuple):
    """A row of the table and its patterns, as functions of the blank, of what stands before and after it."""

    row: Kind
    in_mask: Callable[[str], Any] | None
    at_end: Callable[[str], Any] | None
    at_start: Callable[[str], Any] | None


def patterns(options: Options) -> Iterable[str]:
    """Return the patterns of the rule."""
    return matching.declared(options)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a blank. Captures: ``kind``, ``kind_name``, ``unit`` (may be empty)."""
    for alternative, _, span in matching.search(context, options):
        yield Match(span, _captures(context, options, span), alternative.case)


def _captures(context: Context, options: Options, span: Span) -> dict[str, str]:
    line = context.line_of(span.start)
    before = context.words[max(line.start, span.start - _BEFORE) : span.start]
    after = context.words[span.end : min(line.end, span.end + _AFTER)]
    mask = span.of(context.words)
    for row, in_mask, at_end, at_start in options.readers:
        if (in_mask and not in_mask(mask)) or (at_end and not at_end(before)):
            continue
        found = at_start(after) if at_start else None
        if found or not at_start:
            unit = found.groupdict().get("unit") if found else None
            return {"kind": row.kind, "kind_name": row.name, "unit": unit or ""}
    return {"kind": "other", "kind_name": "其他内容", "unit": ""}

"""Check type ``placeholder``: what was left to be filled in, and what kind of thing is missing there.

The kind is read off the blank and its neighbours, by the rows of a table: the first row decides whose patterns match
what stands in it, before it and after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks import matching
from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.matching import PatternOptions
from shufa_lint.checks.patterns import Pattern, ends, groups, matches
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
    for row in options.kinds:
        if row.inside and not matches(row.inside, mask):
            continue
        if row.before and not ends(row.before, before):
            continue
        found = groups(row.after, after) if row.after else {}
        if found is not None:
            return {"kind": row.kind, "kind_name": row.name, "unit": found.get("unit") or ""}
    return {"kind": "other", "kind_name": "其他内容", "unit": ""}

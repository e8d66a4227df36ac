"""Which lines are running text, and which stand apart from it."""

from __future__ import annotations

from bisect import bisect_right

from shufa_lint.checks.base import Context
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span


def is_apart(context: Context, line: Span) -> bool:
    """Say whether *line* stands in a title, a sign-off or a table."""
    document = context.document
    places = [place for place in (document.title_span, document.signature) if place]
    return any(place.overlaps(line) for place in places) or _in_table(context, line)


def _in_table(context: Context, line: Span) -> bool:
    tables = context.once(_tables)
    at = bisect_right(tables, line) - 1
    return "\t" in line.of(context.words).strip(BLANKS) or any(
        table.overlaps(line) for table in tables[max(0, at) : at + 2]
    )


def _tables(context: Context) -> list[Span]:
    return context.reading.tables

"""Check type ``markup``: mark-up of another format, typed into a text that does not know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks import matching
from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.matching import PatternOptions
from shufa_lint.reading.model import Format


class Options(PatternOptions):
    """The patterns of the mark-up; ``format`` is where it belongs and is left alone. Of a case in ``folded`` only the
    first of several lines is a fault."""

    format: Format
    folded: tuple[str, ...] = ()


def patterns(options: Options) -> Iterable[str]:
    """Return the patterns of the rule."""
    return matching.declared(options)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a place; an alternative's ``replace`` says what stays of it."""
    if context.reading.format == options.format:
        return
    last = -2
    for alternative, found, span in matching.search(context, options):
        if alternative.case in options.folded:
            line = context.source.line_index(span.start)
            last, follows = line, line == last + 1
            if follows:
                continue
        yield Match(span, case=alternative.case, edits=matching.edits(alternative, found, span))

"""Check type ``pattern``: characters that should not stand in the document.

A rule's ``[fix] replace`` may name groups of the pattern (``{year}``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks import matching
from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.matching import PatternOptions


class Options(PatternOptions):
    """The patterns and their conditions."""


def patterns(options: Options) -> Iterable[str]:
    """Return the patterns of the rule."""
    return matching.declared(options)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a place; named groups become captures."""
    for alternative, found, span in matching.search(context, options):
        captures, edits = matching.captures(found), matching.edits(alternative, found, span)
        yield Match(span, captures, alternative.case, edits=edits)

"""Check type ``invisible``: characters that print as nothing, or as a blank that is none.

All of one kind are one match: they come from a web page or a converter by the hundred, and are mended together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.matching import Pattern
from shufa_lint.text.span import Edit


class Kind(BaseOptions):
    """Characters of one kind: a pattern for one of them, and what to write in its place (nothing said: a person has to
    decide). Line ends are never touched, and a blank stays a blank, so that indents keep their width."""

    name: str
    pattern: Pattern
    replace: str | None = None
    case: str | None = None


class Options(BaseOptions):
    """The kinds of characters."""

    kinds: tuple[Kind, ...]


_SHOWN = 8


def patterns(options: Options) -> Iterable[str]:
    """Return the patterns of the characters."""
    return (kind.pattern for kind in options.kinds)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a kind that occurs, at its first character. Captures: ``name``, ``count``, ``code``."""
    for kind in options.kinds:
        spans = [found.span() for found in context.search(kind.pattern)]
        if not spans:
            continue
        edits = () if kind.replace is None else tuple(Edit(*span, kind.replace) for span in spans)
        code = f"U+{ord(context.words[spans[0].start]):04X}"
        labels = tuple(Label(span, "这里也有") for span in spans[1:_SHOWN])
        captures = {"name": kind.name, "count": str(len(spans)), "code": code}
        yield Match(spans[0], captures, kind.case, labels, edits)

"""Check type ``closing``: whether the closing formula (特此通知, 特此报告 …) belongs to the title's kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import Pattern, matches
from shufa_lint.text.span import Edit


class Formula(BaseOptions):
    """One row of the table of closings: the formula ``closing`` is ``written`` at the end of documents whose title
    matches ``title``. The first row whose title matches is the one that a fix writes."""

    closing: Pattern
    title: Pattern
    name: str
    written: str


class Options(BaseOptions):
    """``formulas`` are the closings that have one place; ``ends`` is a pattern for one at the end of a paragraph."""

    formulas: tuple[Formula, ...]
    ends: Pattern


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern of closings."""
    return (options.ends,)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a closing that belongs to another kind; the edit writes the usual one of the title's kind.

    A title or a closing that is in no row says nothing.
    """
    title = context.document.title or ""
    own = next((row for row in options.formulas if matches(row.title, title)), None)
    if own is None:
        return
    for found in context.search(options.ends):
        span = found.span("closing")
        words = span.of(context.words)
        rows = [row for row in options.formulas if matches(row.closing, words)]
        if rows and context.document.in_main(span.start) and not any(matches(row.title, title) for row in rows):
            yield Match(span, {"kind": own.name, "usual": own.written}, edits=(Edit(*span, own.written),))

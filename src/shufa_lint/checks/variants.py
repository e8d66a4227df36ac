"""Check type ``variants``: one thing written in two ways in one document, or throughout in the odd one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks import matching
from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.matching import Sought
from shufa_lint.checks.patterns import Found
from shufa_lint.text.span import Span


class Options(BaseOptions):
    """``standard`` is the way it should be written, ``odd`` the other.

    What is found of ``odd`` is reported place by place, as long as it is the exception; where it prevails (at least
    ``many`` times and more often than the standard) it is one fault, of the case ``prevalent``; where the standard does
    not occur at all it is one fault of the case ``throughout``, if ``throughout`` allows it. With ``nfkc`` the fix is
    the characters' compatibility form.
    """

    standard: Sought
    odd: Sought
    many: int = 8
    throughout: bool = False
    nfkc: bool = False


def patterns(options: Options) -> Iterable[str]:
    """Return both patterns."""
    return (options.standard.pattern, options.odd.pattern)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield the faults. Captures: ``standard`` (its first occurrence, may be empty), ``count`` of the odd ones."""
    odd = list(_found(context, options.odd))
    if not odd:
        return
    standard = [span for _, span in _found(context, options.standard)]
    if not standard and not options.throughout:
        return
    captures = {"standard": standard[0].of(context.words) if standard else "", "count": str(len(odd))}
    labels = (Label(standard[0], captures["standard"]),) if standard else ()
    edits = [matching.compatible(found, span) for found, span in odd] if options.nfkc else []
    if not standard or (len(odd) >= options.many and len(odd) > len(standard)):
        case = "prevalent" if standard else "throughout"
        yield Match(odd[0][1], captures, case, labels, tuple(edits))
        return
    for i, (_, span) in enumerate(odd):
        yield Match(span, captures, labels=labels, edits=tuple(edits[i : i + 1]))


def _found(context: Context, sought: Sought) -> Iterator[tuple[Found, Span]]:
    for found in context.search(sought.pattern):
        if sought.accepts(found):
            yield found, found.span(sought.at or 0)

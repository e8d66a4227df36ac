"""Check type ``marker-pairs``: a marker that opens a stretch without one that closes it, or the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import Pattern, matches
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

_END_MARKS = ("。", "！", "？", "…", "”")
_EMPTY = BLANKS + "\r\n"
_NEAR = 200


class Options(BaseOptions):
    """``pattern`` finds both markers; ``opening`` matches those that open."""

    pattern: Pattern
    opening: Pattern


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern of the markers."""
    return (options.pattern,)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a marker without its partner.

    Cases: ``unopened`` for a closing one; ``complete`` and ``unopened-complete`` where the text on the side that may
    have been cut off ends as a whole one does, so that most likely nothing but the marker is gone.
    """
    waiting: list[Span] = []
    alone: list[Match] = []
    for found in sorted(context.search(options.pattern), key=lambda found: found.span()):
        if matches(options.opening, found.match.group()):
            waiting.append(found.span())
        elif waiting:
            waiting.pop()
        else:
            at = found.span().start
            whole = context.words[max(0, at - _NEAR) : at].rstrip(_EMPTY).endswith(_END_MARKS)
            alone.append(Match(found.span(), case="unopened-complete" if whole else "unopened"))
    end = len(context.words.rstrip(_EMPTY)) if waiting else 0
    for span in waiting:
        alone.append(Match(span, case="complete" if span.end < end and not context.broken_off else None))
    yield from sorted(alone, key=lambda match: match.span)

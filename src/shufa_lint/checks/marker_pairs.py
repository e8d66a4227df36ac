"""Check type ``marker-pairs``: a marker that opens a stretch without one that closes it, or the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import Pattern, matches


class Options(BaseOptions):
    """``pattern`` finds both markers; ``opening`` matches those that open."""

    pattern: Pattern
    opening: Pattern


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern of the markers."""
    return (options.pattern,)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a marker without its partner; case ``unopened`` for a closing one."""
    waiting: list[Match] = []
    alone: list[Match] = []
    for found in sorted(context.search(options.pattern), key=lambda found: found.span()):
        if matches(options.opening, found.match.group()):
            waiting.append(Match(found.span()))
        elif waiting:
            waiting.pop()
        else:
            alone.append(Match(found.span(), case="unopened"))
    yield from sorted([*waiting, *alone], key=lambda match: match.span)

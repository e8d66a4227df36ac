"""Check type ``reading``: what the reader of the file, or the engine itself, ran into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions


class Options(BaseOptions):
    """``problem`` is the kind of :class:`~shufa_lint.reading.model.Problem` that the rule reports."""

    problem: str


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the check reads no text."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a problem, with its reason."""
    for problem in context.reading.problems:
        if problem.kind == options.problem:
            yield Match(problem.span, {"reason": problem.reason})

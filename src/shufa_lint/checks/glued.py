"""Check type ``glued``: a numbered heading in the middle of a line, where its line break was lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.text.span import Edit


class Options(BaseOptions):
    """No options."""


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the outline says where headings are missing."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a glued heading; the edit gives it a line of its own, in the file's newline style."""
    newline = "\r\n" if "\r\n" in context.words else "\r" if "\r" in context.words else "\n"
    for glued in context.glued:
        yield Match(glued.span, edits=(Edit(glued.span.start, glued.span.start, newline),))

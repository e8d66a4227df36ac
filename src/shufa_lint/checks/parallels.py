"""Check type ``parallels``: lists of titles (《》《》), and whether 顿号 stands between them or not.

GB/T 15834—2011 4.5.3.5: usually not; 》（…）、《 keeps it, because something stands in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["comma", "mixed"]

_ANYWHERE = "》、?《"
_UNIT = r"《[^《》]+》"
_NOTE = r"（[^（）]{1,40}）"
_LIST = regex(rf"{_UNIT}(?:(?:{_NOTE})?[、和及与]?{_UNIT})+")
_BARE = regex("》、《")
_NONE = regex("》《")


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern that tells which lines to look at."""
    return (_ANYWHERE,)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a 顿号 (comma) or one a list (mixed). Capture of mixed: ``count``."""
    for base in sorted({found.base for found in context.search(_ANYWHERE)}):
        line = context.line_of(base).of(context.words)
        for found in _LIST.finditer(line):
            start = base + found.start()
            commas = [start + comma.start() + 1 for comma in _BARE.finditer(found.group())]
            mixed = bool(_NONE.search(found.group()))
            if options.fault == "comma" and not mixed:
                yield from (Match(Span(at, at + 1), edits=(Edit(at, at + 1, ""),)) for at in commas)
            elif options.fault == "mixed" and mixed and commas:
                edits = tuple(Edit(at, at + 1, "") for at in commas)
                yield Match(Span(start, base + found.end()), {"count": str(len(commas))}, edits=edits)

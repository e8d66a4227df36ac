"""Check type ``length``: whether the document is longer than its kind should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

_NO_WORDS = dict.fromkeys(map(ord, BLANKS + "\r\n"))


class Options(BaseOptions):
    """No options: the kind of document has the limit."""


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: characters are counted."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match, at the title, where the main text has more characters than the limit: no blanks, no tables."""
    limit = context.genre.limit
    if limit is None:
        return
    document = context.document
    end = document.annexes[0].span.start if document.annexes else len(context.words)
    if end <= limit:
        return
    count = _characters(context.words[:end])
    count -= sum(_characters(table.of(context.words)) for table in context.reading.tables if table.end <= end)
    if count > limit:
        at = document.title_span or Span(0, 0)
        yield Match(at, {"count": str(count), "limit": str(limit), "over": str(count - limit)})


def _characters(text: str) -> int:
    return len(text.translate(_NO_WORDS))

"""Check type ``classification``: a mark of secrecy (密级) where a document carries it, not the word in running text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions

_LEVEL = "(?P<level>绝[ \u3000]?密|机[ \u3000]?密|秘[ \u3000]?密)"
_TERM = "(?:[0-9０-９一二三四五六七八九十]{1,3}(?:年|个月)|长期|[^ \u3000。，]{0,6}前)?"
_MARK = f"(?P<mark>{_LEVEL}[ \u3000]*[★☆][ \u3000]*{_TERM})"
_BARE = f"^[ \t\u3000]*(?P<mark>{_LEVEL})[ \t\u3000]*$"
_LABELLED = f"^[ \t\u3000]*密[ \u3000]*级[：: \u3000]*(?P<mark>{_LEVEL})"
_HEAD = 8
"""A mark without a star counts in the first lines of a document only: share number, secrecy, urgency stand there."""


class Options(BaseOptions):
    """No options."""


def patterns(options: Options) -> Iterable[str]:
    """Return the forms of the mark."""
    return (_MARK, _BARE, _LABELLED)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a mark; capture ``level``."""
    places: dict[int, Match] = {}
    for pattern in (_MARK, _BARE, _LABELLED):
        for found in context.search(pattern):
            span = found.span("mark")
            if pattern != _MARK and context.source.line_index(span.start) >= _HEAD:
                continue
            level = found.match.group("level").replace(" ", "").replace("\u3000", "")
            places.setdefault(span.start, Match(span, {"level": level}))
    yield from (places[start] for start in sorted(places))

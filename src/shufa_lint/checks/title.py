"""Check type ``title``: whether the document begins with a title (条例 art. 9(7))."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.text.span import Span


class Options(BaseOptions):
    """No options."""


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the outline knows the title."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield a match where the first words are body text or a numbered heading; its span is empty: an absence."""
    document = context.document
    if document.title is not None:
        return
    starts = [paragraph.span.start + paragraph.indent for paragraph in document.paragraphs[:1]]
    starts += [section.heading.start for section in document.sections[:1]]
    if starts:
        at = min(starts)
        first = context.line_of(at).of(context.words).strip()
        yield Match(Span(at, at), {"first": first[:16]})

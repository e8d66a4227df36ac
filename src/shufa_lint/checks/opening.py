"""Check type ``opening``: whether a report says, before its first heading, what it reports (现将…报告如下)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.head import before_body
from shufa_lint.checks.patterns import matches
from shufa_lint.text.span import Span


class Options(BaseOptions):
    """No options: the kind of document says how its opening reads."""


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the patterns come with the kind of document."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield a match, where the opening ends, if no sentence before the first heading reads like one.

    In a text without headings the first three paragraphs are looked at.
    """
    ways = context.genre.opening
    document = context.document
    if not ways or not (document.sections or document.paragraphs):
        return
    if document.sections:
        text, at = before_body(context).of(context.words), before_body(context).end
    else:
        before = document.paragraphs[:4]
        text, at = "\n".join(paragraph.span.of(context.words) for paragraph in before), before[0].span.start
    if any(matches(way, text) for way in ways):
        return
    if document.opening:
        at = min(document.opening.end, at)
    yield Match(Span(at, at))

"""Check type ``reporter``: whether a document speaks as another organ than title, byline or sign-off name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.head import bylines
from shufa_lint.checks.patterns import Pattern, every, first
from shufa_lint.text.span import Span

_QUOTED = r"“[^”]*”|《[^》]*》|‘[^’]*’"


class Organ(BaseOptions):
    """A row of the table: ``author`` is a pattern for the organ where it signs (group ``author``), ``foreign`` for how
    others speak (group ``other``)."""

    author: Pattern
    foreign: Pattern


class Options(BaseOptions):
    """The ``organs``; a document of the first whose name its title begins with must not say what is ``foreign``."""

    organs: tuple[Organ, ...]


def patterns(options: Options) -> Iterable[str]:
    """Return the patterns of foreign words."""
    return (organ.foreign for organ in options.organs)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match for each other organ, where the text first speaks as it; the label shows the author."""
    named = _author(context, options.organs)
    if named is None:
        return
    organ, place = named
    seen: set[str] = set()
    for found in context.search(organ.foreign):
        span = found.span("other")
        other = span.of(context.words)
        if other in seen or span.overlaps(place) or not context.document.in_main(span.start):
            continue
        at = span.start - found.base
        if any(quoted.start < at < quoted.end for quoted in every(_QUOTED, found.match.string)):
            continue
        seen.add(other)
        author = place.of(context.words)
        yield Match(span, {"author": author, "other": other}, labels=(Label(place, author),))


def _author(context: Context, organs: Iterable[Organ]) -> tuple[Organ, Span] | None:
    """Return the organ that title, byline or sign-off (in this order) name, and where."""
    document = context.document
    for place in (document.title_span, *bylines(context), document.signature):
        if place is None:
            continue
        words = place.of(context.words)
        for organ in organs:
            if name := first(organ.author, words, "author"):
                return organ, Span(place.start + name.start, place.start + name.end)
    return None

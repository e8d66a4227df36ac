"""Check type ``absence``: words that documents with certain titles have, and this one lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.matching import titled
from shufa_lint.checks.patterns import Pattern, matches
from shufa_lint.text.span import Span

_FIRST_LINES = 4


class Wanted(BaseOptions):
    """Words that are wanted: a ``pattern`` for them, and their ``name``."""

    pattern: Pattern
    name: str


class Options(BaseOptions):
    """What is ``wanted`` in the first lines of documents whose title matches; ``partial`` is the case in which only
    some of it is missing."""

    title: Pattern
    unless_title: Pattern | None = None
    wanted: tuple[Wanted, ...]


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: only the first lines are searched."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match, naming what is missing, at the end of the first line of the body."""
    document = context.document
    if not titled(context, options.title, options.unless_title) or document.title_span is None:
        return
    after = document.title_span.end
    lines = [paragraph.span for paragraph in document.paragraphs if paragraph.span.start >= after]
    lines += [section.heading for section in document.sections[:1]]
    body = [line for line in lines if document.opening is None or line.end > document.opening.start][:_FIRST_LINES]
    text = "\n".join(line.of(context.words) for line in body)
    missing = [wanted.name for wanted in options.wanted if not matches(wanted.pattern, text)]
    if missing and body:
        at = body[0].end
        case = "partial" if len(missing) < len(options.wanted) else None
        yield Match(Span(at, at), {"missing": "和".join(missing)}, case)

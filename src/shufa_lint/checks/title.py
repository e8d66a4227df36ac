"""Check type ``title``: whether the document begins with a title that names its kind (条例 art. 9(7))."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import Pattern, begins, every, matches
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

FaultKind = Literal["missing", "no-genre"]

_LEAD = 60
_NO_BLANKS = dict.fromkeys(map(ord, BLANKS))


class Options(BaseOptions):
    """``fault``: a ``missing`` title, or one with ``no-genre``, looked for where a title matches ``like``.

    A title, or the first line of a text that has none, is left alone where it matches ``unless``. Where
    ``glued`` matches its beginning and ``text`` what follows that, it begins with a title that lost its line break.
    """

    fault: FaultKind = "missing"
    like: Pattern = ""
    unless: Pattern | None = None
    glued: Pattern | None = None
    text: Pattern | None = None


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the outline knows the title."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield at most one match."""
    return _missing(context, options) if options.fault == "missing" else _no_genre(context, options)


def _missing(context: Context, options: Options) -> Iterator[Match]:
    """The first words are body text or a numbered heading; the span is empty: an absence."""
    document = context.document
    if document.title is not None:
        return
    starts = [paragraph.span.start + paragraph.indent for paragraph in document.paragraphs[:1]]
    starts += [section.heading.start for section in document.sections[:1]]
    if starts:
        at = min(starts)
        first = context.line_of(at).of(context.words).strip()
        if options.unless and matches(options.unless, first[:_LEAD]):
            return
        if length := _glued(first, options):
            yield Match(Span(at + length, at + length), {"first": first[:length]}, "glued")
        else:
            yield Match(Span(at, at), {"first": first[:16]})


def _glued(line: str, options: Options) -> int:
    """Return how long the title is that *line* begins with, its text following at once, or 0."""
    if not (options.glued and options.text):
        return 0
    title = next(iter(every(options.glued, line[:_LEAD])), None)
    return title.end if title and title.start == 0 and begins(options.text, line[title.end : _LEAD]) else 0


def _no_genre(context: Context, options: Options) -> Iterator[Match]:
    span, words = context.document.title_span, context.genre.words
    title = (context.document.title or "").translate(_NO_BLANKS)  # 几 个 问 题 的 通 知
    if not title or not span or not words or (options.unless and matches(options.unless, title)):
        return
    if matches(options.like, title) and not matches(words, title):
        yield Match(span, {"title": title})

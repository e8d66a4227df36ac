"""Check type ``topics``: what a kind of document must speak of (法定内容), looked for by its trigger words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.genre import Topic
from shufa_lint.checks.head import before_body
from shufa_lint.checks.patterns import matches
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

FaultKind = Literal["missing", "few"]

_FIRST_LINES = 3


class Options(BaseOptions):
    """``fault``: a ``missing`` required topic, or too ``few`` of the others."""

    fault: FaultKind


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the patterns come with the kind of document."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a missing topic, or one that lists what is absent; its span is empty: an absence."""
    if context.broken_off:
        return
    topics, absent = context.once(_judged)
    if not absent:
        return
    at = _end_of_opening(context)
    if options.fault == "missing":
        for topic in absent:
            if topic.required:
                yield Match(at, {"topic": topic.name, "year": str(context.reporting_year or "")})
        return
    others = [topic for topic in topics if not topic.required]
    named = [topic.name for topic in absent if not topic.required]
    found, wanted = len(others) - len(named), min(context.genre.enough_topics, len(others))
    if found < wanted:
        captures = {"found": str(found), "wanted": str(wanted), "total": str(len(others)), "absent": "；".join(named)}
        yield Match(at, captures)


def _judged(context: Context) -> tuple[list[Topic], list[Topic]]:
    """Return the topics that are demanded here, and those of them of which the text does not speak."""
    topics = [topic for topic in context.genre.topics if _counts(context, topic)]
    spoken_of = {topic.id for topic in topics if any(map(context.finds, topic.triggers))}
    topics = [topic for topic in topics if topic.id in spoken_of or _concerns(context, topic)]
    return topics, [topic for topic in topics if topic.id not in spoken_of]


def _counts(context: Context, topic: Topic) -> bool:
    """Say whether *topic* is demanded here; where it has years and the document has none, there is no verdict."""
    subject = context.genre.subject
    if topic.subjects and subject is not None and subject not in topic.subjects:
        return False
    if topic.since is None and topic.until is None:
        return True
    year = context.reporting_year
    return year is not None and (topic.since or year) <= year <= (topic.until or year)


def _concerns(context: Context, topic: Topic) -> bool:
    """Say whether the author, as far as the title tells who it is, has *topic* among his duties."""
    return context.genre.subject is not None or not topic.when or matches(topic.when, context.document.title or "")


def _end_of_opening(context: Context) -> Span:
    """Return the empty span after what stands before the first heading, after the first few lines where none does."""
    document = context.document
    if document.sections:
        at = len(before_body(context).of(context.words).rstrip(BLANKS + "\r\n"))
    else:
        before = document.paragraphs[:_FIRST_LINES]
        at = before[-1].span.end if before else 0
    return Span(at, at)

"""Patterns with the conditions that a clerk can read: not after, not before, unless, in which part of the document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, Self

from pydantic import model_validator

from shufa_lint.checks.base import Context, Options
from shufa_lint.checks.patterns import Found, Pattern, begins, ends, every, holds, matches
from shufa_lint.text.span import Span

Scope = Literal["title", "opening", "heading", "body", "signature"]

_NEIGHBOURHOOD = 40


class Conditions(Options):
    """What must hold around a match.

    ``not_after`` and ``not_before`` are patterns for what must not stand directly before or after the match (within 40
    characters of its line), ``not_between`` is a pair of such patterns that must not both hold. ``unless`` must not
    match the found characters themselves, ``unless_line`` not the line; no match of ``unless_within`` in the line may
    cover the found characters. ``at`` names the group that is the fault, ``case`` the rule's case; with
    ``nfkc`` the fix is the characters' compatibility form.
    """

    not_after: Pattern | None = None
    not_before: Pattern | None = None
    unless: Pattern | None = None
    unless_line: Pattern | None = None
    unless_within: Pattern | None = None
    not_between: tuple[Pattern, Pattern] | None = None
    at: str | None = None
    case: str | None = None
    nfkc: bool = False

    def accepts(self, found: Found) -> bool:
        """Say whether the conditions hold for *found*."""
        line = found.match.string
        span = found.span(self.at or 0)
        start, end = span.start - found.base, span.end - found.base
        before, after = line[max(0, start - _NEIGHBOURHOOD) : start], line[end : end + _NEIGHBOURHOOD]
        return not (
            (self.not_after and ends(self.not_after, before))
            or (self.not_before and begins(self.not_before, after))
            or (self.not_between and ends(self.not_between[0], before) and begins(self.not_between[1], after))
            or (self.unless and matches(self.unless, line[start:end]))
            or (self.unless_line and holds(self.unless_line, line))
            or (self.unless_within and _covers(self.unless_within, line, start, end))
        )


def _covers(pattern: str, line: str, start: int, end: int) -> bool:
    spans = every(pattern, line)  # in order, and none overlaps another
    at = bisect_right(spans, (start, len(line))) - 1
    return at >= 0 and end <= spans[at].end


class Alternative(Conditions):
    """One pattern and its conditions."""

    pattern: Pattern


class PatternOptions(Conditions):
    """Options of a check that looks for patterns: one pattern with its conditions, or several under ``any``."""

    any: tuple[Alternative, ...] = ()
    pattern: Pattern | None = None
    scope: tuple[Scope, ...] = ()
    unless_document_has: Pattern | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.pattern is None) == (not self.any):
            raise ValueError("pattern 和 any 必须写一个，也只能写一个")
        beside = sorted(self.model_fields_set & set(Conditions.model_fields)) if self.any else []
        if beside:
            raise ValueError(f"用了 any，{'、'.join(beside)} 要写进每个 [[options.any]] 里")
        return self

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The patterns to try, in order."""
        if self.pattern is None:
            return self.any
        own = {name: getattr(self, name) for name in Alternative.model_fields}
        return (Alternative.model_construct(**own),)


def declared(options: PatternOptions) -> Iterable[str]:
    """Return the patterns of *options*, for the pattern set."""
    return (alternative.pattern for alternative in options.alternatives)


def search(context: Context, options: PatternOptions) -> Iterator[tuple[Alternative, Found, Span]]:
    """Yield what the patterns find where their conditions hold: no two overlap, an earlier alternative goes first."""
    if options.unless_document_has and matches(options.unless_document_has, context.words):
        return
    taken: list[tuple[Alternative, Found, Span]] = []
    for alternative in options.alternatives:
        for found in context.search(alternative.pattern):
            if alternative.accepts(found):
                span = found.span(alternative.at or 0)
                if _in_scope(context, span, options.scope):
                    taken.append((alternative, found, span))
    if len(options.alternatives) == 1:
        yield from taken
        return
    order = {id(alternative): i for i, alternative in enumerate(options.alternatives)}
    end = -1
    for item in sorted(taken, key=lambda item: (item[2].start, order[id(item[0])])):
        if item[2].start >= end:
            end = item[2].end
            yield item


def _in_scope(context: Context, span: Span, scope: tuple[Scope, ...]) -> bool:
    return not scope or any(place.overlaps(span) for name in scope for place in context.once(_places)[name])


def _places(context: Context) -> dict[str, list[Span]]:
    document = context.document
    headings = [section.title_span for tree in document.trees for section in tree.every_section]
    return {
        "title": [document.title_span] if document.title_span else [],
        "opening": [document.opening] if document.opening else [],
        "heading": headings,
        "body": [Span(document.title_span.end if document.title_span else 0, len(context.words))],
        "signature": [document.signature] if document.signature else [],
    }

"""Patterns with the conditions that a clerk can read: not after, not before, unless, in which part of the document."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Literal, Self

from pydantic import ValidationInfo, model_validator

from shufa_lint.checks.base import Context, Options
from shufa_lint.checks.head import recipients
from shufa_lint.checks.patterns import Found, begins, distrust, ends, every, holds, matches, verify
from shufa_lint.checks.patterns import Pattern as Pattern
from shufa_lint.text.language import tr
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Edit, Span

Scope = Literal["title", "recipients", "opening", "heading", "body", "signature", "edge"]
"""A part of the document; the edge is the first and the last lines, where a program's remarks stand."""

_EDGE = 3
_NEIGHBOURHOOD = 40


class Around(Options):
    """What must hold around a match.

    ``not_after`` and ``not_before`` are patterns for what must not stand directly before or after the match (within 40
    characters of its line), ``not_between`` is a pair of such patterns that must not both hold. ``unless`` must not
    match the found characters themselves, ``unless_line`` not the line; no match of ``unless_within`` in the line may
    cover the found characters. ``at`` names the group that is the fault.
    """

    not_after: Pattern | None = None
    not_before: Pattern | None = None
    unless: Pattern | None = None
    unless_line: Pattern | None = None
    unless_within: Pattern | None = None
    not_between: tuple[Pattern, Pattern] | None = None
    at: str | None = None

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


class Sought(Around):
    """One pattern and what must hold around its matches."""

    pattern: Pattern


class Conditions(Around):
    """The conditions of a rule, and what becomes of its matches.

    With ``title`` only documents are looked at whose title it matches, with ``unless_title`` only those whose title it
    does not match. ``case`` is the rule's case; with ``nfkc`` the fix is the characters' compatibility form;
    ``replace`` is what the fix writes in their place, where a rule's alternatives differ in that (it may name groups of
    the pattern).
    """

    title: Pattern | None = None
    unless_title: Pattern | None = None
    case: str | None = None
    nfkc: bool = False
    replace: str | None = None


class Alternative(Conditions, Sought):
    """One pattern and its conditions; ``scope`` overrides that of the rule."""

    scope: tuple[Scope, ...] = ()


class PatternOptions(Conditions):
    """Options of a check that looks for patterns: one pattern with its conditions, or several under ``any``."""

    any: tuple[Alternative, ...] = ()
    pattern: Pattern | None = None
    scope: tuple[Scope, ...] = ()
    unless_document_has: Pattern | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.pattern is None) == (not self.any):
            raise ValueError(tr("pattern 和 any 必须写一个，也只能写一个"))
        return self

    def _inherited(self, alternative: Alternative) -> Alternative:
        """Return *alternative* with the conditions that stand beside ``any`` and that it does not set itself."""
        beside = self.model_fields_set & set(Conditions.model_fields) - alternative.model_fields_set
        return alternative.model_copy(update={name: getattr(self, name) for name in beside}) if beside else alternative

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The patterns to try, in order."""
        if self.pattern is None:
            return tuple(self._inherited(alternative) for alternative in self.any)
        own = {name: getattr(self, name) for name in Alternative.model_fields}
        return (Alternative.model_construct(**own),)


def compose(pattern: str, info: ValidationInfo) -> None:
    """Hold *pattern*, put together from options, to what they are held to; for a validator of these options."""
    if not (info.context and info.context.get("trusted")):
        verify(pattern)
        distrust(pattern)


def declared(options: PatternOptions) -> Iterable[str]:
    """Return the patterns of *options*, for the pattern set."""
    return (alternative.pattern for alternative in options.alternatives)


def search(context: Context, options: PatternOptions) -> Iterator[tuple[Alternative, Found, Span]]:
    """Yield what the patterns find where their conditions hold: no two overlap, an earlier alternative goes first."""
    if options.unless_document_has and matches(options.unless_document_has, context.words):
        return
    if not titled(context, options.title, options.unless_title):
        return
    taken: list[tuple[Alternative, Found, Span]] = []
    for alternative in options.alternatives:
        if not titled(context, alternative.title, alternative.unless_title):
            continue
        for found in context.search(alternative.pattern):
            if alternative.accepts(found):
                span = found.span(alternative.at or 0)
                if in_scope(context, span, alternative.scope or options.scope):
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


def captures(found: Found) -> dict[str, str]:
    """Return the named groups that took part in the match."""
    return {name: text for name, text in found.match.groupdict().items() if text is not None}


def edits(alternative: Alternative, found: Found, span: Span) -> tuple[Edit, ...]:
    """Return what mends *span* of a match in the way that *alternative* says; nothing where it says none."""
    if alternative.replace is not None:
        return (Edit(*span, alternative.replace.format_map(captures(found))),)
    return (compatible(found, span),) if alternative.nfkc else ()


def compatible(found: Found, span: Span) -> Edit:
    """Return the edit that writes *span* of a match in the compatibility form of its characters (３ → 3)."""
    text = found.match.string[span.start - found.base : span.end - found.base]
    return Edit(*span, unicodedata.normalize("NFKC", text))


def titled(context: Context, wanted: str | None, unwanted: str | None) -> bool:
    """Say whether the document's title matches *wanted* and does not match *unwanted*; None makes no demand."""
    title = context.document.title or ""
    return not (wanted and not matches(wanted, title)) and not (unwanted and matches(unwanted, title))


def in_scope(context: Context, span: Span, scope: tuple[Scope, ...]) -> bool:
    """Say whether *span* lies in one of the parts of the document that *scope* names; none stands for all."""
    return not scope or any(place.overlaps(span) for name in scope for place in context.once(_places)[name])


def _places(context: Context) -> dict[str, list[Span]]:
    document = context.document
    headings = [section.title_span for tree in document.trees for section in tree.every_section]
    return {
        "title": [document.title_span] if document.title_span else [],
        "recipients": recipients(context),
        "opening": [document.opening] if document.opening else [],
        "heading": headings,
        "body": [Span(document.title_span.end if document.title_span else 0, len(context.words))],
        "signature": [document.signature] if document.signature else [],
        "edge": _edge(context),
    }


def _edge(context: Context) -> list[Span]:
    lines = context.source.lines
    filled = (line for line in lines if line.of(context.words).strip(BLANKS))
    backwards = (line for line in reversed(lines) if line.of(context.words).strip(BLANKS))
    return [*islice(filled, _EDGE), *islice(backwards, _EDGE)]

"""Check type ``terms``: words of a table that should be other words, each with the conditions under which it is wrong.

A term may be wrong only from some day on (a renamed organ, a plan that has ended); whether it is then depends on the
year that the document reports on, never on the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shufa_lint.checks import matching
from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.matching import Sought
from shufa_lint.checks.patterns import Pattern, matches
from shufa_lint.checks.sentence import Day, sentence_at, spell_day, tells_of_time_before
from shufa_lint.text.span import Edit, Span


class Term(Sought):
    """One row: ``pattern`` is wrong, ``right`` (may name groups; empty where only a person can say) stands in its
    place, ``source`` says where that is written; ``case`` is one of the rule's cases.

    ``since`` is the day from which documents have to use the new words. The sentence around the term must match
    ``needs`` and must not match ``unless_sentence``.
    """

    case: str | None = None
    right: str = ""
    source: str = ""
    since: Day | None = None
    needs: Pattern | None = None
    unless_sentence: Pattern | None = None


class Options(BaseOptions):
    """The ``terms``; ``unless_sentence`` counts for all of them."""

    terms: tuple[Term, ...]
    unless_sentence: Pattern | None = None


def patterns(options: Options) -> Iterable[str]:
    """Return the patterns of the table."""
    return (term.pattern for term in options.terms)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a place, an earlier row first where two rows overlap. Captures: ``right``, ``source``, ``since``,
    ``year``, and the named groups of the row's pattern."""
    taken: list[tuple[Span, int, Match]] = []
    for number, term in enumerate(options.terms):
        for found in context.search(term.pattern):
            if not term.accepts(found):
                continue
            span = found.span(term.at or 0)
            if _is_wrong(context, options, term, span) and _is_due(context, term, span):
                taken.append((span, number, _match(context, term, span, matching.captures(found))))
    end = -1
    for span, _, match in sorted(taken, key=lambda item: (item[0].start, item[1])):
        if span.start >= end:
            end = span.end
            yield match


def _is_wrong(context: Context, options: Options, term: Term, span: Span) -> bool:
    """Say whether the sentence is one in which the term is wrong."""
    if not (term.needs or term.unless_sentence or options.unless_sentence):
        return True
    sentence = sentence_at(context, span).of(context.words)
    return not (
        (term.needs and not matches(term.needs, sentence))
        or (term.unless_sentence and matches(term.unless_sentence, sentence))
        or (options.unless_sentence and matches(options.unless_sentence, sentence))
    )


def _is_due(context: Context, term: Term, span: Span) -> bool:
    """Say whether the new words were due, which they are not in a sentence about an earlier year; count the term as
    unjudged where the year is not known."""
    if term.since is None:
        return True
    start, end = sentence_at(context, span)
    around = context.words[start : span.start] + "\n" + context.words[span.end : end]
    if tells_of_time_before(around, term.since):
        return False
    if context.judged_on is None:
        context.unjudged += 1
        return False
    return context.judged_on >= term.since


def _match(context: Context, term: Term, span: Span, groups: dict[str, str]) -> Match:
    right = term.right.format_map(groups) if "{" in term.right else term.right
    captures = groups | {"right": right, "source": term.source}
    captures |= {"since": spell_day(term.since or ""), "year": str(context.reporting_year or "")}
    edits = (Edit(*span, right),) if right else ()
    return Match(span, captures, term.case, edits=edits)

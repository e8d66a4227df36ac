"""Check type ``agreement``: whether a report's year agrees with its opening, its headings and what it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.matching import Pattern
from shufa_lint.checks.patterns import matches
from shufa_lint.checks.period import Year, reporting_year, title_years
from shufa_lint.checks.sentence import sentence_at
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Span

FaultKind = Literal["mismatch", "anachronism"]

_REPORT = r"报告|总结|述职|述法|述责|汇报"
_NO_REPORT = r"政府工作报告|通知|方案|要点|计划|规划|安排|意见|办法|[0-9]月|届|汇编|审计|预算|决算"
_WHO = (
    r"(?:在|我|本人|全[县市区镇乡街局省州]|按照|根据|围绕|坚持|认真|深入|"
    r"[一-龥]{1,10}(?:局|委|镇|乡|街道|县|区|市|院|办|党组|党委|支部))"
)
_BEGINS = regex(rf"(20[0-4][0-9])年(?:度)?，{_WHO}")
_REPORTS = regex(
    r"现[就将对把]?[^。；0-9《》]{0,12}(20[0-4][0-9])年(?:度)?[^。；0-9《》]{0,40}(?:报告|汇报|总结|述职|述法|通报)"
)
_HEADING = regex(
    r"(20[0-4][0-9])年(?:度)?(?:以来)?(?:法治|主要|重点|本人)?(?:建设)?(?:工作|履职|履责)?(?:的)?(?:开展|完成|进展|总体|基本|主要)?"
    r"(?:情况|回顾|总结|成效)"
)
_OPENING = 4
"""How many paragraphs after the title are looked at for what the report says of its year."""
_GRACE = timedelta(days=120)
"""A report on a year is written in the months after it, and may speak of what happened until then."""


class Event(BaseOptions):
    """One row of the table of events: the ``pattern`` that speaks of it, its ``name``, the ``day`` when it took place.

    ``unless`` is what must not stand in the same sentence: words that look forward to it.
    """

    pattern: Pattern
    name: str
    day: date
    unless: Pattern = ""


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports; ``ahead`` are words that look forward to any event."""

    fault: FaultKind
    events: tuple[Event, ...] = ()
    ahead: Pattern = ""


def patterns(options: Options) -> Iterable[str]:
    """Return the patterns of the events."""
    return [event.pattern for event in options.events]


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield the faults, each with a label on the year that it disagrees with."""
    yield from _mismatches(context) if options.fault == "mismatch" else _anachronisms(context, options)


def _mismatches(context: Context) -> Iterator[Match]:
    """The title's only year against the years in which opening and headings say that the work was done.

    Where any of them agrees with the title, the others speak of other years on purpose.
    """
    title, years = context.document.title or "", title_years(context)
    if len(years) != 1 or not matches(_REPORT, title) or matches(_NO_REPORT, title):
        return
    stated = list(_stated(context))
    if any(year.value == years[0].value for year in stated):
        return
    for year in stated[:1]:
        label = Label(years[0].span, f"{years[0].value}年") if years[0].span else None
        captures = {"title_year": str(years[0].value), "year": str(year.value)}
        if year.span:
            yield Match(Span(year.span.start, year.span.end + 1), captures, labels=(label,) if label else ())


def _stated(context: Context) -> Iterator[Year]:
    """Yield the years of the first sentence, of the sentence that says what is reported, and of headings."""
    document, words = context.document, context.words
    after_title = document.title_span.end if document.title_span else 0
    for paragraph in [each for each in document.paragraphs if each.span.start >= after_title][:_OPENING]:
        start, end = paragraph.span.start + paragraph.indent, paragraph.span.end
        for hit in (_BEGINS.match(words, start, end), *_REPORTS.finditer(words, start, end)):
            if hit:
                yield Year(int(hit.group(1)), Span(*hit.span(1)))
    for section in document.sections:
        if hit := _HEADING.match(words, section.title_span.start):
            yield Year(int(hit.group(1)), Span(*hit.span(1)))


def _anachronisms(context: Context, options: Options) -> Iterator[Match]:
    reporting = context.once(reporting_year)
    if reporting is None:
        return
    limit = date(reporting.value, 12, 31) + _GRACE
    seen: dict[Span, Match] = {}
    for event in options.events:
        if event.day <= limit:
            continue
        for found in context.search(event.pattern):
            sentence = sentence_at(context, found.span()).of(context.words)
            looks_forward = any(words and matches(words, sentence) for words in (options.ahead, event.unless))
            if found.span() in seen or looks_forward:
                continue
            day = f"{event.day.year}年{event.day.month}月"
            captures = {"year": str(reporting.value), "event": event.name, "day": day}
            labels = (Label(reporting.span, f"{reporting.value}年"),) if reporting.span else ()
            seen[found.span()] = Match(found.span(), captures, labels=labels)
    yield from (seen[span] for span in sorted(seen))

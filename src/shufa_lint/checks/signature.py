"""Check type ``signature``: the sign-off (落款): whether there is one, and how its date is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.head import bylines
from shufa_lint.checks.patterns import Pattern, matches
from shufa_lint.outline.ordinal import numeral
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["missing", "date-form"]

_SHORT_LINE = 30
_STANDARD_SINCE = (2012, 7, 1)  # GB/T 9704—2012 took the place of the edition of 1999, which wrote dates in 汉字
_HAN = "〇○零一二三四五六七八九十"
_DATE = regex(
    rf"(?P<year>(?:19|20)\d\d|[一二][{_HAN}]{{3}})\s*[年.．/\-－—]\s*(?P<month>\d{{1,2}}|[{_HAN}]{{1,3}})"
    rf"(?:\s*[月.．/\-－—]\s*(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}})\s*日?|\s*月)?"
)
_RIGHT = regex(r"\d{4}\s*年\s*[1-9]\d?\s*月(?:\s*[1-9]\d?\s*日)?")
_MARKER = regex(r"(?:##\w+##|\$\$\w+\$\$|</?\w+>)+")


class Options(BaseOptions):
    """``fault``: a ``missing`` sign-off, or a date in another form than 2025年1月8日; documents whose title matches
    ``unless_title`` are left alone."""

    fault: FaultKind
    unless_title: Pattern | None = None


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the outline knows the sign-off."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield at most one match; a missing sign-off has an empty span, where the main text ends."""
    if options.unless_title and matches(options.unless_title, context.document.title or ""):
        return iter(())
    return _missing(context) if options.fault == "missing" else _date_form(context)


def _missing(context: Context) -> Iterator[Match]:
    """Neither a byline under the title (as a report to a meeting has) nor a name or date at the end."""
    document = context.document
    if not context.genre.signature or document.signature or context.broken_off or bylines(context):
        return
    end = document.annexes[0].span.start if document.annexes else len(context.words)
    lines = [line for line in context.source.lines if line.start < end]
    last = next((line for line in reversed(lines) if _has_words(line.of(context.words))), Span(0, 0))
    words = last.of(context.words).strip(BLANKS)
    headings = [section.heading for section in document.every_section]
    if len(words) <= _SHORT_LINE and words[-1:] not in "。；！？：" and not any(map(last.overlaps, headings)):
        return  # a name without a date
    if any(_is_dated(context.words, line) for line in lines):
        return  # signed before what it issues, or above a list of recipients or files
    at = last.start + len(last.of(context.words).rstrip(BLANKS))
    yield Match(Span(at, at))


def _is_dated(words: str, line: Span) -> bool:
    """Say whether the line is a date and nothing else."""
    return line.end - line.start <= _SHORT_LINE and bool(_DATE.fullmatch(line.of(words).strip(BLANKS)))


def _has_words(line: str) -> bool:
    bare = line.strip(BLANKS)
    return bool(bare) and not _MARKER.fullmatch(bare)


def _date_form(context: Context) -> Iterator[Match]:
    """A date in 汉字, with points or strokes, or with a nought before the month or day (9704 7.3.5.4)."""
    place = context.document.signature
    if place is None:
        return
    found = None
    for line in re.finditer(r"[^\r\n]+", place.of(context.words)):
        words = line.group().strip(BLANKS)
        match = _DATE.fullmatch(words)
        if match:
            start = place.start + line.start() + line.group().index(words)
            found = Span(start, start + len(words)), match
    if found is None or _RIGHT.fullmatch(found[1].group()):
        return
    span, match = found
    date = tuple(_value(match[name]) for name in ("year", "month", "day") if match[name])
    if date < _STANDARD_SINCE[: len(date)] or not _possible(date):
        return
    written = "".join(f"{number}{unit}" for number, unit in zip(date, "年月日", strict=False))
    yield Match(span, {"written": written}, edits=(Edit(*span, written),))


def _possible(date: tuple[int, ...]) -> bool:
    return 1 <= date[1] <= 12 and all(1 <= day <= 31 for day in date[2:])


def _value(written: str) -> int:
    return int(written) if written.isdigit() else numeral(written).value

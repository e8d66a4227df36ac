"""The sentence around a place, and dates as a sentence spells them."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from shufa_lint.checks.base import Context
from shufa_lint.checks.patterns import every
from shufa_lint.text.span import Span
from shufa_lint.text.when import YEAR

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}(?:-\d\d){0,2}$")]
"""A day, a month or a year (2021-01-01, 2018-03, 2026); such dates compare as strings."""

_ENDS = "。；！？;"
_YEAR = "(?:19|20)[0-9]{2}年"
_FAR = 400
"""A sentence is looked at no further than this on either side."""


def sentence_at(context: Context, span: Span) -> Span:
    """Return the sentence that *span* stands in, within its line; a semicolon ends it as well."""
    line = context.line_of(span.start)
    start, end = max(line.start, span.start - _FAR), min(line.end, span.end + _FAR)
    words = context.words
    begin = max((words.rfind(sign, start, span.start) + 1 for sign in _ENDS), default=0)
    ends = [at for sign in _ENDS if (at := words.find(sign, span.end, end)) >= 0]
    return Span(max(begin, start), min(ends, default=end))


def tells_of_time_before(text: str, day: Day) -> bool:
    """Say whether *text* names a year before that of *day*: it may speak of what was right then."""
    return any(year.of(text)[:YEAR] < day[:YEAR] for year in every(_YEAR, text))


def spell_day(day: str) -> str:
    """Spell a date: 2021-01-01 → 2021年1月1日, 2018-03 → 2018年3月, 2026 → 2026年; nothing for nothing."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(filter(None, day.split("-")), "年月日", strict=False))

"""The year that a report is for, as its own words say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from shufa_lint.checks.base import Context
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

_YEAR = regex(r"(?<![0-9—–~～-])(20[0-4][0-9])(?=年)(?!年?[—–~～至-])")
_RANGE = regex(r"20[0-4][0-9]年?[—–~～至-]+(?:20)?[0-9]{2}(?:年|）)")
_NAME = regex(r"《[^》]*》")


class Year(NamedTuple):
    """A year and where the document says it; no span where it was found by other means."""

    value: int
    span: Span | None


def title_years(context: Context) -> tuple[Year, ...]:
    """Return the years that the title names, outside 《》 and not as the ends of a range."""
    span = context.document.title_span
    return tuple(_years(context.words, span)) if span else ()


def reporting_year(context: Context) -> Year | None:
    """Return the year that the document reports on, with its place in the title; None where it cannot be told."""
    known = context.reporting_year
    if known is None:
        return None
    return next((year for year in title_years(context) if year.value == known), Year(known, None))


def _years(words: str, within: Span) -> Iterator[Year]:
    text = within.of(words)
    for pattern in (_NAME, _RANGE):
        text = pattern.sub(lambda found: "\0" * len(found.group()), text)
    text = re.sub(rf"[{re.escape(BLANKS)}]", "\0", text)
    for found in _YEAR.finditer(text):
        yield Year(int(found.group(1)), Span(within.start + found.start(1), within.start + found.end(1)))

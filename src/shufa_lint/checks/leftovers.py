"""Check type ``leftovers``: what a Word file keeps that no reader of the print sees: fields that change, revisions,
comments, hidden text, and numbers of which some are automatic and some typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.formatting import folded
from shufa_lint.outline.model import Section
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

Kind = Literal["date-field", "revision", "comment", "hidden", "mixed-numbers"]


class Options(BaseOptions):
    """The ``kind`` of leftover."""

    kind: Kind


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the check reads no text."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield a match for each date field and each level of mixed numbers, one for all leftovers of another kind.
    Captures: ``places``, of numbers ``automatic`` and ``typed``. Case: ``elsewhere``, a date
    field that is not the date of the sign-off."""
    layout = context.reading.layout
    if layout is None:
        return
    match options.kind:
        case "date-field":
            yield from _date_fields(context, layout.date_fields)
        case "mixed-numbers":
            yield from _mixed_numbers(context, layout.numbers)
        case "revision":
            yield from _all(context, layout.revisions)
        case "comment":
            yield from _all(context, layout.comments)
        case "hidden":
            yield from _all(context, _hidden(context))


def _all(context: Context, spans: Iterable[Span]) -> Iterator[Match]:
    if places := sorted(spans):
        yield folded(context, places, {})


def _hidden(context: Context) -> list[Span]:
    """Return what is hidden and has words."""
    regions = [region.span for region in context.reading.regions if region.kind == "hidden"]
    return [span for span in regions if span.of(context.source.text).strip(BLANKS + "\r\n")]


def _date_fields(context: Context, fields: Iterable[Span]) -> Iterator[Match]:
    signature = context.document.signature
    for field in fields:
        signs = signature is not None and field.overlaps(signature)
        yield folded(context, [field], {}, None if signs else "elsewhere")


def _mixed_numbers(context: Context, numbers: Iterable[Span]) -> Iterator[Match]:
    """Headings of one level of which some are numbered by Word and some by hand: moving one leaves the others wrong."""
    starts = {number.start for number in numbers}
    for sections in _lists(context):
        typed: list[Section] = []
        automatic: list[Section] = []
        for section in sections:
            (automatic if _is_in(section.ordinal.span, starts) else typed).append(section)
        if typed and automatic:
            odd = typed if len(typed) <= len(automatic) else automatic
            captures = {"automatic": str(len(automatic)), "typed": str(len(typed))}
            yield folded(context, [section.heading for section in odd], captures)


def _lists(context: Context) -> Iterator[list[Section]]:
    """Yield the headings of each level that go together: of the upper two levels all, below these only siblings."""
    for tree in context.document.trees:
        for level in (1, 2):
            yield [section for section in tree.every_section if section.level == level]
        for parent in tree.every_section:
            yield [section for section in parent.children if section.level > 2]


def _is_in(span: Span, starts: set[int]) -> bool:
    return any(offset in starts for offset in range(span.start, span.end))

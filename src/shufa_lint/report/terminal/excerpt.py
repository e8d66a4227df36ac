"""One line of a document around a fault: lines have a thousand characters, a terminal has eighty cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from shufa_lint.report.visible import visible
from shufa_lint.text.source import BLANKS, SourceText
from shufa_lint.text.span import Span
from shufa_lint.text.width import head, tail

_FAR = 240
"""No terminal shows more characters than this on either side."""

_ELLIPSIS = "…"
_LONG_FAULT = 2 / 3
"""A fault that takes more of the line than this is shortened in its middle."""


class Excerpt(NamedTuple):
    """What stands before the fault, the fault, and what stands after it; safe to show. An absence has no fault."""

    before: str
    fault: str
    after: str


def excerpt(source: SourceText, span: Span, width: int, measure: Callable[[str], int]) -> Excerpt:
    """Return a window of at most *width* cells around *span*, which may run over the end of its line."""
    start, end = _with_words(source, span)
    line = source.line_at(start)
    text = source.text
    begin = line.start + len(line.of(text)) - len(line.of(text).lstrip(BLANKS)) if start > line.start else line.start
    begin = min(begin, start)
    fault = visible(_ends(text[start : min(end, line.end)]), reveal=True)
    if end > line.end:
        fault += _ELLIPSIS
    fault = shortened(fault, int(width * _LONG_FAULT), measure)
    before = visible(text[max(begin, start - _FAR) : start])
    after = visible(text[end : min(line.end, end + _FAR)])
    room = width - measure(fault)
    left = min(measure(before), max(room // 2, room - measure(after)))
    right = min(measure(after), room - left)
    return Excerpt(
        _cut(before, left, tail, measure, more=begin < start - _FAR),
        fault,
        _cut(after, right, head, measure, more=line.end > end + _FAR),
    )


def _ends(text: str) -> str:
    """Return no more of a huge *text* than may be shown of it."""
    return text if len(text) <= 2 * _FAR else text[:_FAR] + text[-_FAR:]


def shortened(text: str, width: int, measure: Callable[[str], int]) -> str:
    """Return *text*, its middle left out where it takes more than *width* cells."""
    if measure(text) <= width:
        return text
    room = max(2, width - measure(_ELLIPSIS))
    return head(text, room - room // 3, measure=measure) + _ELLIPSIS + tail(text, room // 3, measure=measure)


def beginning(text: str, width: int, measure: Callable[[str], int]) -> str:
    """Return *text*, its end left out where it takes more than *width* cells."""
    if measure(text) <= width:
        return text
    return head(text, max(1, width - measure(_ELLIPSIS)), measure=measure) + _ELLIPSIS


def _cut(text: str, width: int, keep: Callable[..., str], measure: Callable[[str], int], *, more: bool) -> str:
    """Return as much of *text* as *width* takes, with an ellipsis where something is left out."""
    if measure(text) <= width and not more:
        return text
    kept = keep(text, max(0, width - measure(_ELLIPSIS)), measure=measure)
    return _ELLIPSIS + kept if keep is tail else kept + _ELLIPSIS


def _with_words(source: SourceText, span: Span) -> Span:
    """Move an absence that is marked on an empty line to words nearby: to those that follow, else to those before."""
    if span.start != span.end or source.line_at(span.start).of(source.text).strip(BLANKS):
        return span
    following = source.text[span.start :]
    if words := following.lstrip(BLANKS + "\r\n"):
        at = len(source.text) - len(words)
    else:
        at = len(source.text[: span.start].rstrip(BLANKS + "\r\n"))
    return Span(at, at)

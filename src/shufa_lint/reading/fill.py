"""Characters that are no words of the document, filled."""

from __future__ import annotations

from collections.abc import Iterable

from shufa_lint.text.regex import regex
from shufa_lint.text.source import FILLER
from shufa_lint.text.span import Span

_NOT_LINE_END = regex(r"[^\r\n]+")


def fill(text: str, spans: Iterable[Span]) -> str:
    """Return *text* with FILLER for the characters of *spans*, which are in order of their start; line ends stay."""
    pieces: list[str] = []
    at = 0
    for span in spans:
        start = max(at, span.start)
        pieces.append(text[at:start])
        pieces.append(_NOT_LINE_END.sub(lambda run: FILLER * len(run[0]), text[start : span.end]))
        at = max(start, span.end)
    pieces.append(text[at:])
    return "".join(pieces)

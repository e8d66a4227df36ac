"""Expected findings are written into the text itself: ⟦ and ⟧ stand around each span, ⟦⟧ marks an absence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shufa_lint.text.span import Span


def unmark(marked: str) -> tuple[str, list[Span]]:
    """Return *marked* without its marks, and the spans they stood around; raise ValueError for a lone mark."""
    pieces: list[str] = []
    spans: list[Span] = []
    starts: list[int] = []
    at = 0
    for piece in re.split("([⟦⟧])", marked):
        if piece == "⟦":
            starts.append(at)
        elif piece == "⟧":
            if not starts:
                raise ValueError("⟧ without ⟦")
            spans.append(Span(starts.pop(), at))
        else:
            pieces.append(piece)
            at += len(piece)
    if starts:
        raise ValueError("⟦ without ⟧")
    return "".join(pieces), sorted(spans)


def mark(text: str, spans: Iterable[Span]) -> str:
    """Return *text* with marks around *spans*; the inverse of :func:`unmark`."""
    opening, closing, empty = 2, 0, 1
    cuts: list[tuple[int, int, str]] = []
    for start, end in spans:
        if start == end:
            cuts.append((start, empty, "⟦⟧"))
        else:
            cuts += [(start, opening, "⟦"), (end, closing, "⟧")]
    pieces: list[str] = []
    at = 0
    for offset, _, sign in sorted(cuts):
        pieces += [text[at:offset], sign]
        at = offset
    return "".join(pieces) + text[at:]

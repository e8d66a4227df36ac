"""What stands on a page and is no part of the text: page numbers, and heads and feet that repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shufa_lint.reading.printed.lines import Line
from shufa_lint.text.regex import regex

_MARGIN = 0.14
"""How much of a page's height, at its top and its foot, may hold such lines."""
_LINES = 3
"""So many lines at either end of a page are looked at."""
_NEAR = 6.0
"""How far, in points, the same line may stand from where it stands on another page."""

_DASHES = r"[—–\-－·.\s]"
_NUMBER = regex(
    rf"{_DASHES}*(?:第\s*)?(?:\d{{1,4}}|[ivxIVXⅠ-Ⅻ]{{1,5}})\s*页?(?:\s*[/／,，]?\s*共?\s*\d{{1,4}}\s*页?)?{_DASHES}*"
)
_CERTAIN = regex(
    rf"{_DASHES}*[—–－-]\s*\d{{1,4}}\s*[—–－-]{_DASHES}*|第\s*\d{{1,4}}\s*页.{{0,12}}|\d{{1,4}}\s*[/／]\s*\d{{1,4}}"
)
"""What is a page number even on the only page there is."""
_DIGITS = regex(r"\d+")


def without_furniture(pages: Sequence[list[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """Return the lines of each page that are the document's own."""
    candidates = [_candidates(lines, height) for lines, height in zip(pages, heights, strict=True)]
    repeated = _repeated(candidates)
    return [
        [line for line in lines if not (line in ends and (_pattern(line) in repeated or _CERTAIN.fullmatch(line.text)))]
        for lines, ends in zip(pages, candidates, strict=True)
    ]


def _candidates(lines: list[Line], height: float) -> list[Line]:
    """Return the lines near the top and the foot of a page, in whatever order the file has them."""
    ordered = sorted(lines, key=lambda line: line.baseline)
    top = [line for line in ordered[:_LINES] if line.baseline < _MARGIN * height]
    foot = [line for line in ordered[-_LINES:] if line.baseline > (1 - _MARGIN) * height]
    return top + foot


def _repeated(candidates: Sequence[list[Line]]) -> set[tuple[str, int]]:
    """Return the patterns that stand at the same height of at least two pages, and of a third of all."""
    counts: Counter[tuple[str, int]] = Counter()
    for lines in candidates:
        counts.update({_pattern(line) for line in lines})
    return {pattern for pattern, count in counts.items() if count >= max(2, len(candidates) / 3)}


def _pattern(line: Line) -> tuple[str, int]:
    """Return what a line has in common with its like on other pages: its words without the numbers, and its height.

    What is but a number has to grow with the pages.
    """
    height = round(line.baseline / _NEAR)
    if not _NUMBER.fullmatch(line.text):
        return _DIGITS.sub("#", line.text), height
    numbers = _DIGITS.findall(line.text)
    return f"# {int(numbers[0]) - line.page}" if numbers else "i", height

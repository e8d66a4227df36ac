"""What may be shown to nobody is masked once, here, so that no report, log or saved waiver can give it away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from shufa_lint.checks.base import Label, Match
from shufa_lint.text.span import Edit, Span

_MASK = "*"
_HEAD, _TAIL = 3, 2
"""How many characters of a value are left to recognise it by, at its beginning and at its end."""


def masked(value: str) -> str:
    """Return *value* with all but its ends masked, as long as it was; of a short one, nothing is left."""
    if len(value) < 2 * (_HEAD + _TAIL):
        return _MASK * len(value)
    return value[:_HEAD] + _MASK * (len(value) - _HEAD - _TAIL) + value[-_TAIL:]


_PART = 5
"""From so many characters on, a part of a value gives it away."""


class Veil:
    """Hides private values: in the text of a document (``text``), and in what checks and rules say of it."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self._spans = sorted(set(spans))
        pieces: list[str] = []
        at = 0
        for span in self._spans:
            if span.start >= at:
                pieces += (text[at : span.start], masked(span.of(text)))
                at = span.end
        self.text = "".join([*pieces, text[at:]])
        self._values = sorted({span.of(text) for span in self._spans}, key=len, reverse=True)

    def over(self, words: str) -> str:
        """Return *words* with every private value in them masked; so are words that are a good part of one."""
        for value in self._values:
            if value in words:
                words = words.replace(value, masked(value))
            elif len(words) >= _PART and words in value:
                return masked(words)
        return words

    def match(self, match: Match) -> Match:
        """Return *match* with nothing private in its words."""
        if not self._values:
            return match
        captures = {name: self.over(words) for name, words in match.captures.items()}
        labels = tuple(Label(label.span, self.over(label.text)) for label in match.labels)
        return replace(match, captures=captures, labels=labels)

    def gives_away(self, edits: Iterable[Edit]) -> bool:
        """Say whether one of *edits* would write what stands in a private value."""
        return any(edit.text and span.overlaps(Span(*edit[:2])) for edit in edits for span in self._spans)

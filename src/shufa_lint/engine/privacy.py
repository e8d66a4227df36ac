"""What may be shown to nobody is masked once, here, so that no report, log or saved waiver can give it away."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from shufa_lint.checks.base import Label, Match
from shufa_lint.checks.patterns import without_surrogates
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
_APART = "\n\0"
"""Stands in no value, which lies in one line."""


class Veil:
    """Hides private values: in the text of a document (``text``), and in what checks and rules say of it."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        private = sorted(set(spans))
        self._hidden: list[Span] = []  # in order; none overlaps another
        pieces: list[str] = []
        at = 0
        for span in private:
            if span.start >= at:
                pieces += (text[at : span.start], masked(span.of(text)))
                self._hidden.append(span)
                at = span.end
        self.text = "".join([*pieces, text[at:]])
        self._values = {span.of(text) for span in private}

    def over(self, words: str) -> str:
        """Return *words* with every private value in them masked; so are words that are a good part of one."""
        if not self._values:
            return words
        if len(words) >= _PART and words in self._together:
            return masked(words)
        pieces: list[str] = []
        at = 0
        for _, start, end in self._finder.find_matches_as_indexes(without_surrogates(words)):
            pieces += (words[at:start], masked(words[start:end]))
            at = end
        return "".join([*pieces, words[at:]])

    @cached_property
    def _together(self) -> str:
        return _APART.join(self._values)

    @cached_property
    def _finder(self) -> Any:
        from ahocorasick_rs import AhoCorasick, MatchKind

        return AhoCorasick(map(without_surrogates, self._values), matchkind=MatchKind.LeftmostLongest)

    def match(self, match: Match) -> Match:
        """Return *match* with nothing private in its words."""
        if not self._values:
            return match
        captures = {name: self.over(words) for name, words in match.captures.items()}
        labels = tuple(Label(label.span, self.over(label.text)) for label in match.labels)
        return replace(match, captures=captures, labels=labels)

    def gives_away(self, edits: Iterable[Edit]) -> bool:
        """Say whether one of *edits* would write what stands in a private value."""
        return any(edit.text and self._hides(Span(edit.start, edit.end)) for edit in edits)

    def _hides(self, span: Span) -> bool:
        """Say whether *span* touches what is masked."""
        at = bisect_right(self._hidden, (span.end, sys.maxsize))
        return at > 0 and span.overlaps(self._hidden[at - 1])

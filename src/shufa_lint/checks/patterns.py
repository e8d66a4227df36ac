"""Patterns of RE2 syntax over the lines of a text: all at once to see which occur, one by one where they do.

One dialect for built-in and outside rules: no look-around, ``\\s \\d \\w`` are ASCII. The text is read once for the
words that the patterns require; only in lines with such a word is a pattern searched. Built-in patterns are searched
with :mod:`re` (positions without encoding), those that a user brings with re2, whose time is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, ValidationInfo

from shufa_lint.checks.required import required_words
from shufa_lint.text.language import tr
from shufa_lint.text.span import Span

_MAX_MEMORY = 256 << 20
_PIECE_LENGTH = 1 << 16
_SURROGATES = re.compile("[\ud800-\udfff]")
_ANCHOR = re.compile(r"[$^]|\\[AzBb]")
_PIECE = re.compile(r"\\.|\[\^?\]?|\]|[^\\\[\]]+", re.DOTALL)


class PatternError(ValueError):
    """A pattern that RE2 does not take; the text says why."""


class Found(NamedTuple):
    """One match of a pattern: ``base`` is the offset of its line, ``match`` is relative to the line."""

    base: int
    match: re.Match[str]

    def span(self, group: str | int = 0) -> Span:
        """Return the absolute span of *group*; raise IndexError for a group that took no part."""
        start, end = _span(self.match, group)
        if start < 0:
            raise IndexError(group)
        return Span(self.base + start, self.base + end)

    def before(self, length: int = 40) -> str:
        """Return what stands in the line before the match, at most *length* characters."""
        start = self.match.start()
        return self.match.string[max(0, start - length) : start]

    def after(self, length: int = 40) -> str:
        """Return what stands in the line after the match, at most *length* characters."""
        end = self.match.end()
        return self.match.string[end : end + length]


def _span(match: re.Match[str], group: str | int) -> tuple[int, int]:
    """Return the span of *group*; re2 knows those of numbered groups only."""
    return match.span(match.re.groupindex[group] if isinstance(group, str) else group)


def _re2_options() -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MAX_MEMORY
    return options


def verify(pattern: str) -> None:
    """Raise PatternError unless both engines take *pattern*."""
    import re2

    try:
        re2.compile(pattern, _re2_options())
        re.compile(as_read(pattern), re.ASCII)
    except (re2.error, re.error) as error:
        reason = error.args[0] if error.args else ""
        raise PatternError(reason.decode() if isinstance(reason, bytes) else str(reason)) from None


def _verified(pattern: str, info: ValidationInfo) -> str:
    """Return *pattern* if both engines take it; built-in ones are verified by the tests, not at each start."""
    if info.context and info.context.get("trusted"):
        return pattern
    try:
        verify(pattern)
    except PatternError as error:
        raise ValueError(tr("RE2 不接受这个式子：{error}").format(error=error)) from None
    distrust(pattern)
    return pattern


Pattern = Annotated[str, AfterValidator(_verified)]
"""A field of a data file that holds a pattern."""


_distrusted: set[str] = set()


def distrust(pattern: str) -> None:
    """Let only re2 run *pattern*, whose time is linear: a user, or a folder of drafts, has brought it."""
    _distrusted.add(pattern)


def _compiled(pattern: str) -> Any:
    return _compile(pattern, pattern in _distrusted)


def _compiled_at_end(pattern: str) -> Any:
    return _compile(f"(?:{pattern})$", pattern in _distrusted)


@lru_cache(maxsize=8192)
def _compile(expression: str, by_re2: bool) -> Any:
    if not by_re2:
        return re.compile(as_read(expression), re.ASCII)
    import re2

    return re2.compile(expression, _re2_options())


def as_read(pattern: str) -> str:
    """Return *pattern* as :mod:`re` has to read it: RE2's ``\\s`` does not hold the vertical tab, re's does."""
    if "\\s" not in pattern and "\\S" not in pattern:
        return pattern
    pieces: list[str] = []
    in_class = False
    for piece in _PIECE.findall(pattern):
        if piece == "\\s":
            piece = r"\t\n\f\r " if in_class else r"[\t\n\f\r ]"
        elif piece == "\\S":
            piece = r"\S\x0b" if in_class else r"[^\t\n\f\r ]"
        elif piece.startswith("[") and not in_class:
            in_class = True
        elif piece == "]":
            in_class = False
        pieces.append(piece)
    return "".join(pieces)


def searcher(pattern: str) -> Any:
    """Return *pattern* compiled, with ``search`` and ``match`` as of :mod:`re`; for what is asked very often."""
    return _compiled(pattern)


def end_searcher(pattern: str) -> Any:
    """Return *pattern* compiled to match at the end of a text; for what is asked very often."""
    return _compiled_at_end(pattern)


def matches(pattern: str, text: str) -> bool:
    """Say whether *pattern* occurs in *text*."""
    return _compiled(pattern).search(text) is not None


def first(pattern: str, text: str, group: str | int = 0) -> Span | None:
    """Return where *pattern* first matches in *text*, or its *group* there."""
    found = _compiled(pattern).search(text)
    return Span(*_span(found, group)) if found else None


@lru_cache(maxsize=256)
def holds(pattern: str, line: str) -> bool:
    """Say whether *pattern* occurs in *line*; like :func:`every`, for what is asked of each match in a line."""
    return matches(pattern, line)


@lru_cache(maxsize=256)
def every(pattern: str, text: str) -> tuple[Span, ...]:
    """Return where *pattern* matches in *text*. It is asked for each match in a line, so the last answers are kept."""
    return tuple(Span(*found.span()) for found in _compiled(pattern).finditer(text))


def ends(pattern: str, text: str) -> bool:
    """Say whether *text* ends with a match of *pattern*."""
    return _compiled_at_end(pattern).search(text) is not None


def begins(pattern: str, text: str) -> bool:
    """Say whether *text* begins with a match of *pattern*."""
    return _compiled(pattern).match(text) is not None


def groups(pattern: str, text: str) -> dict[str, str | None] | None:
    """Return the named groups of the match of *pattern* with which *text* begins, None where there is none."""
    found = _compiled(pattern).match(text)
    return found.groupdict() if found else None


class PatternSet:
    """A set of patterns that is asked, line by line, which of its members occur.

    The lines that a pattern is tried on are those in which a word stands that it requires
    (:func:`~shufa_lint.checks.required.required_words`); a pattern that requires none is tried on every line.
    ``words`` are those of patterns for which they are known already.
    """

    def __init__(self, patterns: Iterable[str], words: Mapping[str, Collection[str] | None] | None = None) -> None:
        self._patterns = sorted(set(patterns))
        self._index = frozenset(self._patterns)
        self._known = words or {}

    def knows(self, pattern: str) -> bool:
        """Say whether *pattern* is a member."""
        return pattern in self._index

    @cached_property
    def _required(self) -> tuple[dict[str, list[str]], list[str]]:
        """The patterns that require each word, and those that require none."""
        by_word: dict[str, list[str]] = {}
        anywhere: list[str] = []
        for pattern in self._patterns:
            required = self._known[pattern] if pattern in self._known else required_words(as_read(pattern))
            if required is None:
                anywhere.append(pattern)
            for word in required or ():
                by_word.setdefault(word, []).append(pattern)
        return by_word, anywhere

    @cached_property
    def _words(self) -> tuple[Any, list[list[str]]]:
        """All words as one automaton, and for each the patterns that require it."""
        from ahocorasick_rs import AhoCorasick, Implementation

        by_word, _ = self._required
        automaton = AhoCorasick(list(by_word), implementation=Implementation.ContiguousNFA, store_patterns=False)
        return automaton, list(by_word.values())

    def candidates(self, text: str, lines: Sequence[Span]) -> dict[str, list[Span]]:
        """Return for each pattern that may occur the lines that it may occur in."""
        found: dict[str, list[Span]] = {}
        for piece in _pieces(lines):
            self._add_candidates(text, piece, found)
        _, anywhere = self._required
        for pattern in anywhere:
            where = _lines_from(_compiled(pattern).search, text, lines) if _floats(pattern) else list(lines)
            if where:
                found[pattern] = where
        return found

    def _add_candidates(self, text: str, lines: Sequence[Span], found: dict[str, list[Span]]) -> None:
        automaton, patterns = self._words
        base = lines[0].start
        part = text[base : lines[-1].end]
        words = automaton.find_matches_as_indexes(without_surrogates(part), overlapping=True)
        line, end, rest = lines[0], -1, iter(lines)
        for word, start, _ in words:  # in order of their ends; a word that counts lies in one line
            while base + start >= end:
                line = next(rest)
                end = line.end
            for pattern in patterns[word]:
                where = found.get(pattern)
                if where is None:
                    found[pattern] = [line]
                elif where[-1] is not line:
                    where.append(line)

    def hits(self, pattern: str, text: str, lines: Iterable[Span]) -> list[Span]:
        """Return those of the candidate *lines* of *text* that *pattern* occurs in."""
        occurs = _compiled(pattern).search
        return [line for line in lines if occurs(text[line.start : line.end])]

    def find(self, pattern: str, text: str, lines: Iterable[Span]) -> Iterator[Found]:
        """Yield the matches of *pattern* in *lines* of *text*."""
        compiled = _compiled(pattern)
        for line in lines:
            for match in compiled.finditer(text[line.start : line.end]):
                yield Found(line.start, match)


def without_surrogates(text: str) -> str:
    """Return *text*, as long as it was, with what no encoding takes replaced: a search for words needs that."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def _floats(pattern: str) -> bool:
    """Say whether *pattern* matches the same characters in a line and in a text that holds the line."""
    return not _ANCHOR.search(pattern)


def _lines_from(search: Callable[[str, int], Any], text: str, lines: Sequence[Span]) -> list[Span]:
    """Return the lines in which *search* finds something, perhaps beyond their end.

    Each search goes on at the start of a line, so that what it finds hides nothing in the lines behind.
    """
    found: list[Span] = []
    starts = [line.start for line in lines]
    number = 0
    while number < len(lines) and (match := search(text, starts[number])):
        number = bisect_right(starts, match.start(), number)
        found.append(lines[number - 1])
    return found


def _pieces(lines: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """Yield *lines* in pieces of bounded size: the words found in a piece are all in memory at once."""
    first = 0
    for number, line in enumerate(lines, 1):
        if line.end - lines[first].start >= _PIECE_LENGTH or number == len(lines):
            yield lines[first:number]
            first = number

"""Patterns of RE2 syntax over the lines of a text: all at once to see which occur, one by one where they do.

One dialect for built-in and outside rules: no look-around, ``\\s \\d \\w`` are ASCII. All patterns together are one
``re2.Set`` that reads each line once; only the patterns that occur in a line are then searched there. Built-in patterns
are searched with :mod:`re` (positions without encoding), those that a user brings with re2, whose time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, ValidationInfo

from shufa_lint.text.span import Span

_MAX_MEMORY = 256 << 20
_PIECE = re.compile(r"\\.|\[\^?\]?|\]|[^\\\[\]]+", re.DOTALL)


class PatternError(ValueError):
    """A pattern that RE2 does not take; the text says why."""


class Found(NamedTuple):
    """One match of a pattern: ``base`` is the offset of its line, ``match`` is relative to the line."""

    base: int
    match: re.Match[str]

    def span(self, group: str | int = 0) -> Span:
        """Return the absolute span of *group*; raise IndexError for a group that took no part."""
        if isinstance(group, str):
            group = self.match.re.groupindex[group]  # re2 knows the spans of numbered groups only
        start, end = self.match.span(group)
        if start < 0:
            raise IndexError(group)
        return Span(self.base + start, self.base + end)


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
        re.compile(_in_re_words(pattern), re.ASCII)
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
        raise ValueError(f"RE2 不接受这个式子：{error}") from None
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
        return re.compile(_in_re_words(expression), re.ASCII)
    import re2

    return re2.compile(expression, _re2_options())


def _in_re_words(pattern: str) -> str:
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


def first(pattern: str, text: str) -> Span | None:
    """Return where *pattern* first matches in *text*."""
    found = _compiled(pattern).search(text)
    return Span(*found.span()) if found else None


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


class PatternSet:
    """A set of patterns that is asked, line by line, which of its members occur."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = sorted(set(patterns))
        self._index = frozenset(self._patterns)

    def knows(self, pattern: str) -> bool:
        """Say whether *pattern* is a member."""
        return pattern in self._index

    @cached_property
    def _set(self) -> Any:
        import re2

        members = re2.Set.SearchSet(_re2_options())
        for pattern in self._patterns:
            members.Add(pattern)
        members.Compile()
        return members

    def hits(self, text: str, lines: Sequence[Span]) -> dict[str, list[Span]]:
        """Return for each pattern that occurs the lines that it occurs in."""
        if not self._patterns:
            return {}
        occurring = self._set.Match
        hits: dict[int, list[Span]] = {}
        for line in lines:
            if line.start == line.end:
                continue
            for index in occurring(text[line.start : line.end]) or ():
                hits.setdefault(index, []).append(line)
        return {self._patterns[index]: where for index, where in hits.items()}

    def find(self, pattern: str, text: str, lines: Iterable[Span]) -> Iterator[Found]:
        """Yield the matches of *pattern* in *lines* of *text*."""
        compiled = _compiled(pattern)
        for line in lines:
            for match in compiled.finditer(text[line.start : line.end]):
                yield Found(line.start, match)

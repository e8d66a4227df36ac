"""Where a text names a county or a city, and where that place lies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from shufa_lint.checks.base import Context, Options
from shufa_lint.checks.matching import Pattern
from shufa_lint.checks.patterns import begins, matches
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Span

NOTHING = r"[^\s\S]"
"""A pattern that matches nothing."""

_SUFFIX = "[县市区旗]|自治州"
_ENDINGS = ("自治州", "林区", "地区", "县", "市", "区", "旗")
_PROVINCE_END = regex("(?:省|市|(?:壮族|回族|维吾尔)?自治区)$")
_SHORTEST = 3
"""城区, 和县 and 西区 are words as often as names: a name counts from two characters before its 县 or 市."""
_NEIGHBOURHOOD = 20

Unit = tuple[str, ...]
"""A place and what it belongs to, the province first."""


class City(Options):
    """One row of the table of places: a city, its province, and the names of its counties with blanks between."""

    province: str
    city: str
    counties: str = ""


class Word(Options):
    """One row of the table of names that are also ordinary words (公安, 惠民), and that no place is read into."""

    word: str


class Place(NamedTuple):
    """A place as the text names it. ``units`` are all places of that name."""

    span: Span
    name: str
    units: tuple[Unit, ...]


class PlaceOptions(Options):
    """The table of ``places`` and that of names that are also ``words``.

    ``slogan`` is what stands before a name without 县 or 市 (法治韩城), ``slogan_end`` what must follow such a name. A
    place with ``elsewhere`` beside it is meant to be another than the writer's.
    """

    places: tuple[City, ...] = ()
    words: tuple[Word, ...] = ()
    slogan: Pattern = NOTHING
    slogan_end: Pattern = NOTHING
    elsewhere: Pattern = NOTHING

    @cached_property
    def names(self) -> dict[str, tuple[Unit, ...]]:
        """All places by their full names."""
        ordinary = {row.word for row in self.words}
        found: dict[str, tuple[Unit, ...]] = {}
        for unit in self.units:
            name = unit[-1]
            if len(name) >= _SHORTEST and _stem(name) not in ordinary and unit[0] != name:
                found[name] = (*found.get(name, ()), unit)
        return found

    @cached_property
    def stems(self) -> dict[str, tuple[Unit, ...]]:
        """All places by their names without 县, 市 or 区."""
        found: dict[str, tuple[Unit, ...]] = {}
        provinces = {_PROVINCE_END.sub("", unit[0]) for unit in self.units}
        for name, units in self.names.items():
            stem = _stem(name)
            if len(stem) >= _SHORTEST - 1 and stem not in provinces:
                found[stem] = (*found.get(stem, ()), *units)
        return found

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """All cities and counties."""
        found: list[Unit] = []
        for row in self.places:
            found.append((row.province, row.city))
            found += [(row.province, row.city, county) for county in row.counties.split()]
        return tuple(found)

    @cached_property
    def longest(self) -> int:
        """The length of the longest name."""
        return max(map(len, self.names), default=0)

    @cached_property
    def tails(self) -> frozenset[str]:
        """The last characters of all names: most words that end in 县, 市 or 区 are none."""
        return frozenset(name[-_SHORTEST:] for name in self.names)


def patterns(options: PlaceOptions) -> tuple[str, ...]:
    """Return the patterns that :func:`places` searches for."""
    return (_SUFFIX, options.slogan)


def places(context: Context, options: PlaceOptions) -> list[Place]:
    """Return the places that the text names as its own, in order; 长沙市岳麓区 is one, the more exact."""
    found = sorted([*_full(context, options), *_slogans(context, options)])
    joined: list[Place] = []
    for place in found:
        if joined and joined[-1].span.end >= place.span.start:
            before = joined.pop()
            place = place._replace(span=Span(before.span.start, max(before.span.end, place.span.end)))
        joined.append(place)
    return [place for place in joined if not _elsewhere(context, options, place.span)]


def _full(context: Context, options: PlaceOptions) -> Iterator[Place]:
    """Yield the full names: at each 县, 市, 区, 旗 and 自治州 the longest that ends there."""
    for found in context.search(_SUFFIX):
        end = found.span().end
        if context.words[end - _SHORTEST : end] not in options.tails:
            continue
        start = max(found.base, end - options.longest)
        for at in range(start, end - _SHORTEST + 1):
            name = context.words[at:end]
            if units := options.names.get(name):
                if not _goes_on(name, context.words[end : end + 1]):
                    yield Place(Span(at, end), name, units)
                break


def _goes_on(name: str, after: str) -> bool:
    """Say whether the last character of *name* belongs to a longer word: 海南区域, 南京市场."""
    return bool(after) and after in {"区": "域间块位别", "市": "场民值况容圈"}.get(name[-1], "")


def _slogans(context: Context, options: PlaceOptions) -> Iterator[Place]:
    """Yield the names without 县 or 市 that a slogan ends in."""
    for found in context.search(options.slogan):
        start = found.span().end
        rest = context.words[start : context.line_of(start).end][:_NEIGHBOURHOOD]
        for length in (4, 3, 2):
            if (units := options.stems.get(rest[:length])) and begins(options.slogan_end, rest[length:]):
                yield Place(Span(start, start + length), rest[:length], units)
                break


def _elsewhere(context: Context, options: PlaceOptions, span: Span) -> bool:
    line = context.line_of(span.start)
    around = Span(max(line.start, span.start - _NEIGHBOURHOOD), min(line.end, span.end + _NEIGHBOURHOOD))
    return matches(options.elsewhere, around.of(context.words))


def _stem(name: str) -> str:
    for ending in _ENDINGS:
        if name.endswith(ending):
            return name[: -len(ending)]
    return name

"""What must stand in a line for a pattern to match there: at least one of a few words.

To look for a few thousand words costs one pass over a text (Aho and Corasick, 1975); to try hundreds of patterns on
each of its lines costs a hundred times as much. The words are derived from the pattern itself, as Cox describes for
RE2's filter, with an eye on what is rare in official Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise, product
from math import fsum
from typing import Any, NamedTuple

_LARGEST_CLASS = 64
_MOST_WORDS = 128
_MOST_BRANCHES = 4 * _MOST_WORDS
_POINTING = "，。、；："
_HALF_WIDTH = ".,;:%-"
_PAIRED = "“”（）《》()"
_FREQUENT = frozenset(
    "的法工作全依治行政府建设年实强和推市区人律开会执进公部加度事习化动安单位责在以为一三二大上中对是有了不县局民生制"
)
_AFTER_ITS_LIKE = 12
"""How much likelier a character is beside one that it goes with than anywhere."""

Words = frozenset[str]
_EMPTY: Words = frozenset([""])


class Required(NamedTuple):
    """What is known of a part of a pattern: ``whole`` are the only words that it matches, ``first`` and ``last`` are
    what each match begins and ends with, one of ``within`` stands in each match; None where that is not known, or too
    many."""

    whole: Words | None = None
    first: Words | None = None
    last: Words | None = None
    within: Words | None = None


_UNKNOWN = Required()


@lru_cache(maxsize=4096)
def required_words(pattern: str) -> Words | None:
    """Return words of which at least one stands in every match of *pattern*; None if it requires no such words.

    *pattern* is written as :mod:`re` reads it.
    """
    from re import _parser as parser  # the only reader of patterns that there is

    if "(?i" in pattern:
        return None
    found = _sequence(parser.parse(pattern))
    return _rarest(found.within, found.whole)


def _rarest(*known: Words | None) -> Words | None:
    """Return the set that is expected to occur least; what holds the empty word says nothing."""
    sets = [words for words in known if words and "" not in words]
    return min(sets, key=_frequency) if sets else None


def _sequence(items: Iterable[tuple[Any, Any]]) -> Required:
    run, whole = _EMPTY, True
    within: Words | None = None
    for operation, argument in items:
        item = _item(str(operation), argument)
        longer = _joined(run, item.whole)
        if longer is not None:
            run = longer
            within = _rarest(item.within, within)
            continue
        whole = False
        within = _rarest(item.within, within, _joined(run, item.first) or run)
        run = item.whole or item.last or _EMPTY
    return Required(whole=run, within=within) if whole else Required(within=_rarest(run, within))


def _item(operation: str, argument: Any) -> Required:
    match operation:
        case "LITERAL":
            return Required(whole=frozenset([chr(argument)]))
        case "IN":
            return Required(whole=_class(argument))
        case "SUBPATTERN":
            return _sequence(argument[3])
        case "BRANCH":
            return _branch([_sequence(branch) for branch in argument[1]])
        case "MAX_REPEAT" | "MIN_REPEAT":
            return _repeat(*argument)
        case "AT":
            return Required(whole=_EMPTY)
        case _:
            return _UNKNOWN


def _class(members: Sequence[tuple[Any, Any]]) -> Words | None:
    found: set[str] = set()
    for kind, value in members:
        match str(kind):
            case "LITERAL":
                found.add(chr(value))
            case "RANGE" if value[1] - value[0] < _LARGEST_CLASS:
                found.update(map(chr, range(value[0], value[1] + 1)))
            case "CATEGORY" if str(value) == "CATEGORY_DIGIT":
                found.update("0123456789")
            case _:
                return None
    return frozenset(found) if len(found) <= _LARGEST_CLASS else None


def _branch(branches: Sequence[Required]) -> Required:
    whole: set[str] | None = set()
    within: set[str] | None = set()
    for branch in branches:
        words = _rarest(branch.within, branch.whole)
        whole = None if whole is None or branch.whole is None else whole | branch.whole
        within = None if within is None or words is None else within | words
    return Required(
        whole=frozenset(whole) if whole is not None and len(whole) <= _MOST_BRANCHES else None,
        within=frozenset(within) if within else None,
    )


def _repeat(least: int, most: int, items: Iterable[tuple[Any, Any]]) -> Required:
    part = _sequence(items)
    if least == 0:
        return Required(whole=part.whole | _EMPTY) if part.whole is not None and most == 1 else _UNKNOWN
    run = _EMPTY
    for _ in range(least):
        longer = _joined(run, part.whole)
        if longer is None:
            return Required(first=run, last=run, within=part.within)
        run = longer
    if least == most:
        return Required(whole=run, within=part.within)
    return Required(first=run, last=run, within=part.within)


def _joined(words: Words, more: Words | None) -> Words | None:
    """Return each word with each of *more* behind it; None if that cannot be known or are too many."""
    if more is None or len(words) * len(more) > _MOST_WORDS:
        return None
    return frozenset(map("".join, product(words, more)))


def _frequency(words: Words) -> float:
    """Return about how many of *words* stand in one character of official prose."""
    return fsum(map(_share_of_word, words))  # exact: a set has no order


def _share_of_word(word: str) -> float:
    share = _share(word[0])
    for before, character in pairwise(word):
        both_marks = not before.isalnum() and not character.isalnum()
        share *= _share(character) / 10 if both_marks else min(1.0, _AFTER_ITS_LIKE * _share(character))
    return share


def _share(character: str) -> float:
    if character in _POINTING:
        return 0.03
    if character in _FREQUENT or character in _PAIRED or "0" <= character <= "9" or character in " 　":
        return 0.006
    if character in _HALF_WIDTH:
        return 0.003
    return 0.0006 if "一" <= character <= "鿿" else 0.0001

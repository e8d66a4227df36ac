"""Check type ``private-numbers``: numbers that belong to one person. What is found is checked, not only counted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import Pattern, ends
from shufa_lint.text.span import Span

Kind = Literal["identity", "phone", "card"]

_D = "[0-9０-９]"
_PATTERNS: dict[Kind, str] = {
    "identity": f"{_D}{{6}}[ -]?{_D}{{8}}[ -]?{_D}{{3}}[0-9０-９XxＸｘ]",
    "phone": f"[1１][3-9３-９]{_D}[ -]?{_D}{{4}}[ -]?{_D}{{4}}",
    "card": f"[3-6３-６]{_D}{{3}}(?:[ -]?{_D}{{4}}){{3}}(?:[ -]?{_D}{{1,3}})?",
}
_BEFORE = 40
_JOINED = "0123456789０１２３４５６７８９ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_CARD_HEADS = ("62", "4", "51", "52", "53", "54", "55", "34", "37", "35", "60", "9")


class Options(BaseOptions):
    """Which ``kind`` of number; it is silent behind ``not_after``, and after ``labelled`` it is the case ``labelled``
    (a number that is there to be called)."""

    kind: Kind
    labelled: Pattern | None = None
    not_after: Pattern | None = None


def patterns(options: Options) -> Iterable[str]:
    """Return the shape of the number."""
    return (_PATTERNS[options.kind],)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a number that stands by itself and is well formed."""
    is_valid = {"identity": is_identity_number, "phone": lambda digits: True, "card": is_card_number}[options.kind]
    for found in context.search(_PATTERNS[options.kind]):
        span = found.span()
        digits = unicodedata.normalize("NFKC", found.match.group()).replace(" ", "").replace("-", "").upper()
        if _is_joined(context, span) or not is_valid(digits):
            continue
        line = context.line_of(span.start)
        before = context.words[max(line.start, span.start - _BEFORE) : span.start]
        if options.not_after and ends(options.not_after, before):
            continue
        labelled = options.labelled is not None and ends(options.labelled, before)
        yield Match(span, {}, "labelled" if labelled else None)


def _is_joined(context: Context, span: Span) -> bool:
    """Say whether the digits go on: part of a longer number, of a code, an address or a decimal."""
    words = context.words
    before, after = words[max(0, span.start - 2) : span.start], words[span.end : span.end + 2]
    return (
        before[-1:] in tuple(_JOINED)
        or after[:1] in tuple(_JOINED)
        or (before[-1:] in ("-", ".", "/") and before[:1].isalnum())
        or (after[:1] in ("-", ".", "/") and after[1:].isalnum())
    )


def is_identity_number(digits: str) -> bool:
    """Say whether *digits* has the form of GB 11643—1999: a region, a date of birth, a right check digit."""
    year, month, day = int(digits[6:10]), int(digits[10:12]), int(digits[12:14])
    if digits[0] not in "12345678" or not (1900 <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= 31):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == digits[17]


def is_card_number(digits: str) -> bool:
    """Say whether *digits* is 16 to 19 digits long, begins like a bank card and passes the test of Luhn."""
    if not 16 <= len(digits) <= 19 or not digits.startswith(_CARD_HEADS) or len(set(digits)) < 4:
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0

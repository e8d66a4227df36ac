"""Numbers as Word's automatic numbering writes them (ST_NumberFormat, ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_DIGITS = "零一二三四五六七八九"
_CIRCLE = "○一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_LEGAL_SIMPLIFIED = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_LEGAL_TRADITIONAL = str.maketrans("一二三四五六七八九十百千万", "壹貳參肆伍陸柒捌玖拾佰仟萬")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    )
)
_LARGEST = 99_999_999
"""No list is longer; a start value beyond is not written out."""


def numeral(number: int, style: str) -> str | None:
    """Return *number* in Word's format *style*; None where the format, or the number in it, is not known for sure."""
    write = _FORMATS.get(style)
    return write(number) if write and 0 <= number <= _LARGEST else None


def padded(pattern: str) -> Callable[[int], str] | None:
    """Return how a custom format such as ``001, 002, 003, ...`` writes numbers; None where it is no such series."""
    first = pattern.split(",")[0].strip()
    if not (first.isascii() and first.isdigit()) or int(first) != 1:
        return None
    return lambda number: str(number).zfill(len(first))


def is_known(style: str) -> bool:
    """Say whether *style* is a format that :func:`numeral` writes."""
    return style in _FORMATS


def _counting(number: int, ten: str = "十") -> str:
    """Return a Chinese numeral with its units: 一百零五; *ten* is what 十 at the very start is written as."""
    if number == 0:
        return _DIGITS[0]
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = _DIGITS[0] if 0 < low < 1000 else ""
        return _counting(high, ten) + "万" + gap + (_counting(low, "一十") if low else "")
    written, skipped = "", False
    for unit, name in _UNITS:
        digit, number = divmod(number, unit)
        if digit:
            written += (_DIGITS[0] if skipped else "") + _DIGITS[digit] + name
        skipped = not digit and bool(written) and number > 0
        if not number:
            break
    return ten + written[2:] if written.startswith("一十") else written


def _japanese(number: int) -> str:
    """Return a numeral as it is counted in Japan: no 一 before 十, 百 and 千, no 零."""
    written = _counting(number, "一十").replace("零", "") or "〇"
    for unit in "十百千":
        written = written.replace("一" + unit, unit)
    return written


def _below_hundred(number: int) -> str:
    """Return a numeral with its units up to 99, then digit by digit."""
    return _by_digit(_CIRCLE)(number) if number == 0 or number >= 100 else _counting(number)


def _legal(table: dict[int, int]) -> Callable[[int], str]:
    return lambda number: _counting(number, "一十").translate(table)


def _by_digit(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)] if number else ""


def _sexagenary(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if number else ""


def _enclosed(first: str, count: int) -> Callable[[int], str]:
    """Return how numbers from 1 to *count* are written with a character each, the others plainly."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def _roman(number: int) -> str:
    if number > 32_767:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def _letters(number: int) -> str:
    """Return a, b … z, aa, bb …: Word repeats the letter."""
    repeats, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * min(repeats + 1, 100) if number else ""


def _ordinal(number: int) -> str:
    suffix = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalFullWidth": _by_digit("０１２３４５６７８９"),
    "decimalFullWidth2": _by_digit("０１２３４５６７８９"),
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}",
    "none": lambda number: "",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedCircleChinese": _enclosed("①", 10),
    "decimalEnclosedFullstop": lambda number: _enclosed("⒈", 20)(number) + ("" if 1 <= number <= 20 else "."),
    "decimalEnclosedParen": lambda number: _enclosed("⑴", 20)(number) if 1 <= number <= 20 else f"({number})",
    "ideographEnclosedCircle": _enclosed("㈠", 10),
    "ideographDigital": _by_digit(_CIRCLE),
    "japaneseDigitalTenThousand": _by_digit("〇一二三四五六七八九"),
    "taiwaneseDigital": _by_digit(_CIRCLE),
    "chineseCounting": _below_hundred,
    "taiwaneseCounting": _below_hundred,
    "chineseCountingThousand": _counting,
    "taiwaneseCountingThousand": lambda number: _counting(number).replace("万", "萬"),
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": _legal(_LEGAL_SIMPLIFIED),
    "ideographLegalTraditional": _legal(_LEGAL_TRADITIONAL),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
}

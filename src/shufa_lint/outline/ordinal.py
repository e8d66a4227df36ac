"""Ordinals as they are written (一、（十二）3. ⑴ 第二十一条 其三，) and the numbers they stand for."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from shufa_lint.text.regex import regex

Style = Literal[
    "part", "chapter", "subchapter", "article", "han", "han-bracketed", "arabic", "arabic-bracketed", "circled"
]
"""编/部分, 章, 节, 条, and the levels 一、（一）1. （1）① of GB/T 9704—2012 7.3.3."""

Series = Literal["是", "要", "第", "其", "首先"]
"""The word that makes a clause mark: 一是, 一要, 第一，, 其一，, 首先，."""

LEVEL: dict[Style, int] = {"han": 1, "han-bracketed": 2, "arabic": 3, "arabic-bracketed": 4, "circled": 5}
"""The level of a style; the divisions of a regulation (编 章 节 条) stand outside the four levels and count as 0."""

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_DIGITS |= {c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000}
_IN_ORDER = ("首先", "其次", "再次")
_FOLLOWING = {word: n for n, word in enumerate(_IN_ORDER, 1)} | {"再者": 3}
_FULLWIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_HAN_NUMBER = regex(r"[零〇○一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾]+")
_ARABIC_NUMBER = regex(r"[0-9０-９]+")
_SIGNS: tuple[tuple[str, int, Style], ...] = (
    ("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", 1, "han-bracketed"),
    ("".join(map(chr, range(0x2488, 0x249C))), 1, "arabic"),
    ("".join(map(chr, range(0x2474, 0x2488))), 1, "arabic-bracketed"),
    ("".join(map(chr, range(0x2460, 0x2474))), 1, "circled"),
    ("".join(map(chr, range(0x3251, 0x3260))), 21, "circled"),
    ("".join(map(chr, range(0x32B1, 0x32C0))), 36, "circled"),
)
_SIGN: dict[str, tuple[int, Style]] = {
    sign: (first + i, style) for signs, first, style in _SIGNS for i, sign in enumerate(signs)
}


class Numeral(NamedTuple):
    """A number as it stands in a marker: its value, its characters, and where they begin within the marker."""

    value: int
    written: str
    at: int


def han_value(written: str) -> int:
    """Return the number that *written* (十二, 二百零三, 二〇二五) stands for; raise ValueError for other characters."""
    if all(c in _DIGITS for c in written) and len(written) > 1:
        return int("".join(str(_DIGITS[c]) for c in written))
    total = section = digit = 0
    for c in written:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _UNITS:
            unit = _UNITS[c]
            if unit == 10_000:
                total, section, digit = (total + section + digit) * unit, 0, 0
            else:
                section, digit = section + (digit or 1) * unit, 0
        else:
            raise ValueError(f"not a Chinese numeral: {written!r}")
    return total + section + digit


def han(value: int) -> str:
    """Return *value* (1 to 99) as it stands in an ordinal: 七, 十, 十二, 二十, 三十五."""
    if not 1 <= value <= 99:
        raise ValueError(f"no ordinal in Chinese numerals for {value}")
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")


@lru_cache(maxsize=4096)
def numeral(marker: str) -> Numeral:
    """Return the numeral in *marker* (“（十二）”, “3.”, “⑴”, “第五条之一”, “其次，”)."""
    if found := _ARABIC_NUMBER.search(marker):
        return Numeral(int(found.group().translate(_FULLWIDTH)), found.group(), found.start())
    if found := _HAN_NUMBER.search(marker):
        return Numeral(han_value(found.group()), found.group(), found.start())
    for at, c in enumerate(marker):
        if c in _SIGN:
            return Numeral(_SIGN[c][0], c, at)
    word = marker[:2]
    return Numeral(_FOLLOWING.get(word, 0), word, 0)


def renumbered(marker: str, value: int) -> str | None:
    """Return *marker* with *value* in place of its number, written as that is; None where *value* has no such form."""
    old = numeral(marker)
    if old.written.isascii():
        new = str(value)
    elif _ARABIC_NUMBER.fullmatch(old.written):
        new = str(value).translate(_WIDE)
    elif old.written in _SIGN:
        like = _SIGN[old.written]
        family = next(signs for signs, first, style in _SIGNS if old.written in signs)
        new = next((sign for sign in family if _SIGN[sign] == (value, like[1])), "")
    else:
        new = han(value) if _HAN_NUMBER.fullmatch(old.written) and value <= 99 else ""
    return marker[: old.at] + new + marker[old.at + len(old.written) :] if new else None


def series(marker: str) -> Series:
    """Return the series that a clause mark belongs to."""
    if marker[0] == "第":
        return "第"
    if marker[0] == "其" and marker[1] != "次":
        return "其"
    if marker[-1] == "是":
        return "是"
    return "要" if marker[-1] == "要" else "首先"


def clause_mark(value: int, series: Series) -> str:
    """Return the mark that clause *value* has in *series*, without a comma: 二是, 第二, 其次; 最后 follows 再次."""
    if series == "首先":
        return _IN_ORDER[value - 1] if 1 <= value <= len(_IN_ORDER) else "最后"
    number = han(max(1, value))
    return number + series if series in ("是", "要") else series + number


def written(value: int, style: Style) -> str:
    """Return the marker that *value* has in *style*, in the form of GB/T 9704—2012 7.3.3."""
    if style == "arabic":
        return f"{value}."
    if style == "arabic-bracketed":
        return f"（{value}）"
    if style == "circled":
        return next((sign for sign, (n, s) in _SIGN.items() if s == style and n == value), f"（{value}）")
    if not 1 <= value <= 99:
        return f"第{value}项"
    number = han(value)
    forms = {"han": "{}、", "han-bracketed": "（{}）", "part": "第{}部分", "chapter": "第{}章"}
    forms |= {"subchapter": "第{}节", "article": "第{}条"}
    return forms[style].format(number)

"""Quantities as they are written (12件, 一百二十余人次, 近1.2万元, ３０个) and the numbers they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from shufa_lint.outline.ordinal import han_value
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Span

HAN_DIGITS = "零〇○一二三四五六七八九十百千两"
UNITS = (
    "人次|万元|亿元|人|名|次|件|份|个|项|条|家|户|场|元|起|批|期|篇|"
    "支|处|所|座|辆|台|套|宗|例|组|位|轮|站|节|封|公里|亩|吨"
)
"""Measure words that one and the same thing is counted in; the longer stands before the shorter."""

_NUMBER = rf"[0-9０-９]+(?:[.．][0-9０-９]+)?|[{HAN_DIGITS}]+(?:点[零〇一二三四五六七八九]+)?"
_QUANTITY = regex(
    rf"(?P<number>{_NUMBER})(?P<more>[余多])?(?P<scale>万亿|亿|万)?(?P<more2>[余多])?"
    rf"(?P<unit>{UNITS})?"
)
_ABOUT = regex("(?:将近|接近|大约|近|约|超过|逾)$")
_SCALE = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}
_HALF = str.maketrans("０１２３４５６７８９．", "0123456789.")
_NO_NUMBER_BEFORE = regex(r"(?:第|[A-Za-z0-9０-９.．〔]|星期|[-—～~])$")


class Quantity(NamedTuple):
    """A number with its unit (empty where none stands there): the true number lies between ``least`` and ``most``.

    The two differ where the words say so: 50余 is 50 up to 60, 近百 is 90 up to 100, 约300 is 200 up to 400.
    """

    span: Span
    written: str
    unit: str
    least: Decimal
    most: Decimal


def number(written: str) -> Decimal:
    """Return the number that *written* (12.5, １２, 三十六, 一点五) stands for; raise ValueError for anything else."""
    plain = written.translate(_HALF)
    if plain[:1].isdigit() and plain[:1].isascii():
        return Decimal(plain)
    whole, _, fraction = plain.partition("点")
    value = Decimal(han_value(whole))
    return value + Decimal("0." + "".join(str(han_value(digit)) for digit in fraction)) if fraction else value


def quantities(text: str, within: Span) -> Iterator[Quantity]:
    """Yield the quantities between the offsets of *within*, in order; ordinals, codes and ranges are none."""
    for found in _QUANTITY.finditer(text, *within):
        begin = found.start()
        if _NO_NUMBER_BEFORE.search(text[max(0, begin - 2) : begin]):
            continue
        scale = _SCALE[found["scale"] or ""]
        value = number(found["number"])
        step = _step(value) * scale
        value *= scale
        said = _ABOUT.search(text[max(within.start, begin - 2) : begin])
        about = said.group() if said else ""
        more = bool(found["more"] or found["more2"] or about in ("超过", "逾"))
        near, around = about in ("近", "将近", "接近"), about in ("约", "大约")
        least = value - (step / 10 if value == step else step) if near or around else value
        most = value + step if more or around else value
        yield Quantity(Span(begin - len(about), found.end()), about + found.group(), found["unit"] or "", least, most)


def _step(value: Decimal) -> Decimal:
    """Return the unit of the last place that is not zero: 10 for 50, 100 for 300, 1 for 47, 0.1 for 1.2."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** (exponent if isinstance(exponent, int) else 0)

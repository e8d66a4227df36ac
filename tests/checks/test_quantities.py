"""Quantities are read as a careful reader reads them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from shufa_lint.checks.quantities import Quantity, number, quantities
from shufa_lint.text.span import Span


def read(text: str) -> list[Quantity]:
    return list(quantities(text, Span(0, len(text))))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", "12"),
        ("１２", "12"),
        ("三十六", "36"),
        ("一百二十", "120"),
        ("一千零五", "1005"),
        ("1.25", "1.25"),
        ("一点五", "1.5"),
        ("两", "2"),
        ("二〇二四", "2024"),
    ],
)
def test_numbers(written: str, value: str) -> None:
    assert number(written) == Decimal(value)


def test_no_number() -> None:
    with pytest.raises(ValueError):
        number("几")


@pytest.mark.parametrize(
    ("text", "least", "most", "unit"),
    [
        ("5件", 5, 5, "件"),
        ("五十余人次", 50, 60, "人次"),
        ("近百人", 90, 100, "人"),
        ("300多户", 300, 400, "户"),
        ("约300户", 200, 400, "户"),
        ("1.2万元", 12000, 12000, "元"),
        ("4万余份", 40000, 50000, "份"),
        ("３０个", 30, 30, "个"),
        ("两亿", 200_000_000, 200_000_000, ""),
    ],
)
def test_bounds(text: str, least: int, most: int, unit: str) -> None:
    (quantity,) = read(f"办理{text}。")
    assert (quantity.least, quantity.most, quantity.unit) == (least, most, unit)


def test_spans_and_order() -> None:
    text = "受理12件，办结十件"
    assert [quantity.span.of(text) for quantity in read(text)] == ["12件", "十件"]


@pytest.mark.parametrize("text", ["第5条", "A12", "〔2024"])
def test_ordinals_and_codes_are_no_quantities(text: str) -> None:
    assert read(text) == []

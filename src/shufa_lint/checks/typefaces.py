"""Typefaces and sizes as people name them: which fonts are one family, and what 16 points are called (3号)."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from shufa_lint.checks.base import Options

POINTS_PER_MM = 72 / 25.4

_SIZES = {
    42: "初号", 36: "小初号", 26: "1号", 24: "小1号", 22: "2号", 18: "小2号", 16: "3号", 15: "小3号", 14: "4号",
    12: "小4号", 10.5: "5号", 9: "小5号", 7.5: "6号", 6.5: "小6号",
}  # fmt: skip
_NEAR = 0.25


class Typeface(Options):
    """One row of a table of fonts: a font called ``name`` shows the typeface ``family`` (仿宋)."""

    family: str
    name: str


class TypeOptions(Options):
    """What characters should look like: one of the typefaces ``families``, ``size`` points; ``typefaces`` tell which
    fonts are one family."""

    families: tuple[str, ...] = ()
    size: float = 16
    typefaces: tuple[Typeface, ...] = ()


class Unlike(NamedTuple):
    """How characters look, as far as that is not as wanted: None for a font or a size that is."""

    font: str | None
    size: float | None

    def __str__(self) -> str:
        """Return what people call it: 4号宋体, 宋体, 4号字."""
        return (spell_size(self.size) if self.size is not None else "") + (self.font or "字")


class Wanted:
    """Knows what characters should look like."""

    def __init__(self, options: TypeOptions) -> None:
        self._options = options
        self._families = {_folded(typeface.name): typeface.family for typeface in options.typefaces}

    def unlike(self, font: str | None, size: float | None, families: Collection[str] = ()) -> Unlike | None:
        """Return how characters look that should not, None for those that are as wanted or whose look is not known.
        *families* are wanted in place of the options' own."""
        wrong_font = font if font and self.of(font) not in (families or self._options.families) else None
        wrong_size = size if size is not None and abs(size - self._options.size) > _NEAR else None
        return Unlike(wrong_font, wrong_size) if wrong_font or wrong_size is not None else None

    def of(self, font: str) -> str | None:
        """Return the typeface that *font* shows; None for a font that neither the table has nor its own name tells."""
        name = _folded(font)
        return self._families.get(name) or next((family for family in self._families.values() if family in name), None)


def _folded(name: str) -> str:
    return name.strip().lstrip("@").replace(" ", "").casefold()


def spell_size(points: float) -> str:
    """Return what *points* are called: 3号, or 17磅 where they have no name."""
    return _SIZES.get(points) or f"{spell_number(points)}磅"


def spell_number(number: float, digits: int = 1) -> str:
    """Return *number* with no more digits than it needs: 29, 28.9."""
    return f"{round(number, digits):g}"


def spell_millimetres(points: float) -> str:
    """Return a length in points as millimetres: 37, 25.4."""
    return spell_number(points / POINTS_PER_MM)

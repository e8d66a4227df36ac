"""Check type ``foreign``: a county or city that is neither in the office's own region nor above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Self

from pydantic import model_validator

from shufa_lint.checks import gazetteer
from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.gazetteer import PlaceOptions, Unit
from shufa_lint.text.language import tr


class Options(PlaceOptions):
    """``region`` names the office's own county, city or province: 韩城市, or 陕西省渭南市韩城市 where others have that
    name; several with blanks between; without it nothing is foreign."""

    region: str = ""

    @model_validator(mode="after")
    def _known(self) -> Self:
        for name in self.region.split():
            if not any(name in _ways_to_write(unit) for unit in self.every_unit):
                raise ValueError(tr("地名表里没有“{name}”，请写全称，如“陕西省渭南市韩城市”").format(name=name))
        return self

    @cached_property
    def every_unit(self) -> frozenset[Unit]:
        """All counties and cities, and the provinces."""
        return frozenset(self.units) | {unit[:1] for unit in self.units}

    @cached_property
    def own(self) -> frozenset[Unit]:
        """The places that ``region`` names."""
        names = self.region.split()
        return frozenset(unit for unit in self.every_unit if any(name in _ways_to_write(unit) for name in names))


def patterns(options: Options) -> Iterable[str]:
    """Return the patterns of place names."""
    return gazetteer.patterns(options) if options.region else ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a foreign place, where it stands first."""
    if not options.region:
        return
    seen: set[str] = set()
    for place in gazetteer.places(context, options):
        related = any(_related(unit, own) for unit in place.units for own in options.own)
        if not related and place.name not in seen:
            seen.add(place.name)
            yield Match(place.span, {"region": options.region, "lies_in": "".join(dict.fromkeys(place.units[0][:-1]))})


def _related(one: Unit, other: Unit) -> bool:
    """Say whether one place is the other, or lies in it."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _ways_to_write(unit: Unit) -> set[str]:
    """Return the full name with and without what the place belongs to."""
    unit = tuple(dict.fromkeys(unit))
    return {"".join(unit[at:]) for at in range(len(unit))} | {unit[0] + unit[-1]}

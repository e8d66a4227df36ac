"""What a kind of document (文种) demands, as the checks see it. The facts are data in the profiles."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from shufa_lint.checks.patterns import Pattern


class Part(BaseModel):
    """A part (部分) that a kind of document has, recognised by meaning in its heading or in a passage of running text.

    ``heading`` is a pattern for the titles of first-level sections, tried in the order of ``priority`` (lowest first);
    with ``otherwise`` every first-level section that no part claims counts as this one (a themed heading).
    ``passages`` are patterns for the sentence that opens the part in running text. ``accepted`` are headings to
    suggest.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str
    name: str
    heading: Pattern
    priority: int = 0
    otherwise: bool = False
    passages: tuple[Pattern, ...] = ()
    required: bool = True
    accepted: tuple[str, ...] = ()


class Genre(BaseModel):
    """The facts of one kind of document: its parts in their order, and how its opening reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: str = "公文"
    parts: tuple[Part, ...] = ()
    opening: tuple[Pattern, ...] = ()
    short: int = 1500
    """A draft with fewer characters may leave its parts without headings."""

    def patterns(self) -> tuple[str, ...]:
        """Return the patterns that checks search a whole document for."""
        return tuple(passage for part in self.parts for passage in part.passages)

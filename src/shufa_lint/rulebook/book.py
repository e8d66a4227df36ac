"""The rules and profiles that count together, and what is known of each before its file is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from shufa_lint.rulebook.schema import Entry, Profile, Rule

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules and profiles, in the order of their ids. ``digest`` names the exact text of all their files.

    ``entries`` say of each rule what is known without reading its file. ``given`` are the options as its file sets
    them, with the rows of tables, ``options`` the same as its check takes them. ``dates`` says of each table of facts
    the day (2026-07-17) on which it was drawn up, ``words`` of patterns the words that they require.
    """

    entries: Mapping[str, Entry]
    rules: Mapping[str, Rule]
    given: Mapping[str, dict[str, Any]]
    options: Mapping[str, Any]
    profiles: Mapping[str, Profile]
    digest: str
    dates: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, list[str] | None] = field(default_factory=dict)

    @property
    def renamed(self) -> dict[str, str]:
        """Former names of rules, and what those are called now."""
        return {old: entry.id for entry in self.entries.values() for old in entry.replaces}

    def ancestry(self, profile_id: str) -> list[Profile]:
        """Return the profile and those it extends, the most general first."""
        chain: list[Profile] = []
        at: str | None = profile_id
        while at is not None:
            chain.insert(0, self.profiles[at])
            at = self.profiles[at].extends
        return chain


class Names(Mapping[str, str]):
    """What rules, or kinds of documents, are called, by their ids, in the language that is spoken when it is asked."""

    def __init__(self, named: Mapping[str, Entry] | Mapping[str, Profile]) -> None:
        self._named = named

    def __getitem__(self, name: str) -> str:
        return self._named[name].named

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)


class OnDemand(Mapping[str, _T]):
    """A mapping whose values are made when they are first asked for."""

    def __init__(self, names: Iterable[str], make: Callable[[str], _T]) -> None:
        self._names = dict.fromkeys(names)
        self._make = make
        self._made: dict[str, _T] = {}

    def __getitem__(self, name: str) -> _T:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

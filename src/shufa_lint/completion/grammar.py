"""What can be written on the command line, as data: verbs, their options, and what stands after these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

FILES, FOLDERS, WORDS = "@files", "@folders", "@words"
"""What is no list of values: the shell's own files and folders, and words that nobody can guess."""


class Value(NamedTuple):
    """A word that may stand somewhere, and what it means."""

    word: str
    says: str = ""


class Option(NamedTuple):
    """An option: its spellings, what it does, what follows it (the name of a list, or None for nothing)."""

    names: tuple[str, ...]
    says: str
    takes: str | None = None


class Verb(NamedTuple):
    """A verb as it is written ("blanks fill"), what may follow it by position; the last may come again if *endless*."""

    name: str
    says: str
    options: tuple[Option, ...] = ()
    places: tuple[str, ...] = ()
    endless: bool = False


class Grammar(NamedTuple):
    """The command line. The verb *default* need not be written; of the *commas* lists several are written with commas
    between."""

    verbs: tuple[Verb, ...]
    lists: Mapping[str, tuple[Value, ...]]
    default: str
    commas: frozenset[str]

    def firsts(self) -> tuple[Value, ...]:
        """Return the verbs of one word."""
        return tuple(Value(verb.name, verb.says) for verb in self.verbs if " " not in verb.name)

    def seconds(self, first: str) -> tuple[Value, ...]:
        """Return the words that make another verb of *first*."""
        head = f"{first} "
        return tuple(Value(v.name.removeprefix(head), v.says) for v in self.verbs if v.name.startswith(head))

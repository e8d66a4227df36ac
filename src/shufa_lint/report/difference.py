"""Two versions of a text → what is different, line by line, and the characters inside a line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

_CONTEXT = 1
_LONGEST = 2000
"""Between what two versions of a line begin and end with in common, so many characters are compared one by one."""


class Change(NamedTuple):
    """Lines, with their ends, before and after; equal ones stand around the others."""

    before: list[str]
    after: list[str]


class Hunk(NamedTuple):
    """Changes that stand together; ``head`` says where, as in a unified diff."""

    head: str
    changes: list[Change]


class Piece(NamedTuple):
    """Characters of a line: kept (a blank as ``sign``), gone (-) or come (+)."""

    sign: str
    text: str


def difference(before: str, after: str) -> Iterator[Hunk]:
    """Yield what turns *before* into *after*. A line feed alone ends a line, as patches have it."""
    old, new = [*StringIO(before, newline="\n")], [*StringIO(after, newline="\n")]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        (_, i1, _, j1, _), (_, _, i2, _, j2) = group[0], group[-1]
        changes = [Change(old[start:end], new[start_:end_]) for _, start, end, start_, end_ in group]
        yield Hunk(f"@@ -{_range(i1, i2)} +{_range(j1, j2)} @@", changes)


def _range(start: int, end: int) -> str:
    """Return a range of lines as unified diffs write it."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def pairs(change: Change) -> Iterator[tuple[str | None, str | None]]:
    """Yield each line with what became of it; None stands for a line that is not there."""
    at = 0
    for old in change.before:
        twin = next((n for n in range(at, len(change.after)) if _alike(old, change.after[n])), None)
        if twin is None:
            yield old, None
            continue
        yield from ((None, new) for new in change.after[at:twin])
        yield old, change.after[twin]
        at = twin + 1
    yield from ((None, new) for new in change.after[at:])


def _alike(old: str, new: str) -> bool:
    """Say whether two lines have half of their characters in common at their beginning and end."""
    start, tail = _common(old, new)
    return 2 * (start + tail) >= min(len(old.strip()), len(new.strip())) > 0


def _common(old: str, new: str) -> tuple[int, int]:
    """Return with how many equal characters two lines begin, and end."""
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - start) if old[-1 - n] != new[-1 - n]), shorter - start)
    return start, tail


def inside(old: str, new: str) -> list[Piece]:
    """Return how one line becomes another."""
    start, tail = _common(old, new)
    gone, come = old[start : len(old) - tail], new[start : len(new) - tail]
    pieces = [Piece(" ", old[:start]), *_between(gone, come), Piece(" ", old[len(old) - tail :])]
    return [piece for piece in pieces if piece.text]


def _between(gone: str, come: str) -> Iterator[Piece]:
    if max(len(gone), len(come)) > _LONGEST:
        yield from (Piece("-", gone), Piece("+", come))
        return
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, gone, come, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(" ", gone[i1:i2])
        else:
            yield from (Piece("-", gone[i1:i2]), Piece("+", come[j1:j2]))

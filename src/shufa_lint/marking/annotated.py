"""What marking makes of a document: a copy, and how much of what was found stands in it."""

from __future__ import annotations

from typing import NamedTuple

MOST = 500
"""So many remarks at most: people read no more, and Word opens no file with more than 32,767 comments."""


class Annotated(NamedTuple):
    """A copy with remarks. ``made`` findings have one, ``left`` have none because there were too many."""

    data: bytes
    made: int
    left: int

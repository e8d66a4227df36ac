"""How much one document may cost to read: time and memory, for the formats that a foreign parser reads."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """What reading one document may take: ``seconds`` of wall clock, ``megabytes`` (2**20 bytes) of memory.

    The memory is limited where the system can do that (not on Windows). Plain text is not limited but by its size.
    """

    seconds: float = 60.0
    megabytes: int = 512


LIMITS = Limits()
"""What a document may take if nobody says otherwise."""

"""How much one document may cost to read: time and memory, for the formats that a foreign parser reads."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class Limits(NamedTuple):
    """What reading one document may take: ``seconds`` of wall clock, ``megabytes`` (2**20 bytes) of memory.

    The memory is limited where the system can do that (not on Windows). Plain text is not limited but by its size.
    """

    seconds: float = 60.0
    megabytes: int = 512


LIMITS = Limits()
"""What a document may take if nobody says otherwise."""

_LIBRARIES = 512
"""Megabytes of address space for what is mapped and not used up: the code of the parsers."""
_GRACE = 5
"""Seconds of computing after which a process ends that nobody stops any more."""


def impose(limits: Limits) -> None:
    """Hold this process to *limits*, as far as the system can; wall-clock time is kept by whoever started it."""
    with suppress(ImportError):
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        computed = usage.ru_utime + usage.ru_stime
        soft = {
            "RLIMIT_DATA": limits.megabytes << 20,
            "RLIMIT_AS": (limits.megabytes + _LIBRARIES) << 20,
            "RLIMIT_CPU": int(computed + limits.seconds) + _GRACE,
            "RLIMIT_CORE": 0,
        }
        for name, value in soft.items():
            with suppress(AttributeError, ValueError, OSError):
                kind = getattr(resource, name)
                hard = resource.getrlimit(kind)[1]
                resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def peak() -> float:
    """Return the most memory, in megabytes, that this process has had; 0 where the system does not tell."""
    with suppress(OSError, IndexError, ValueError, StopIteration):
        # Linux counts in ru_maxrss what the parent had when it started this process; this line is our own.
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / (1 << 10)
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)

"""Time. All that waits goes by a clock that nobody sets; the time of day is only ever written down."""

from __future__ import annotations

import threading
import time
from datetime import datetime


class Clock:
    """The machine's clocks, and a way to sleep that can be cut short from any thread and from a signal."""

    def __init__(self) -> None:
        self._bell = threading.Event()

    def monotonic(self) -> float:
        """Return seconds that only ever grow, whatever is done to the time of day."""
        return time.monotonic()

    def now(self) -> datetime:
        """Return the time of day here, with its zone, in whole seconds."""
        return datetime.now().astimezone().replace(microsecond=0)

    def sleep(self, seconds: float) -> None:
        """Wait so long, or until somebody rings."""
        self._bell.wait(max(0.0, seconds))
        self._bell.clear()

    def ring(self) -> None:
        """End the sleep that is going on, or the next one."""
        self._bell.set()

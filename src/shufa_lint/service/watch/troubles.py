"""What goes wrong with the share or with the local disk: it is told of once, and ends nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

from shufa_lint.service.watch.clock import Clock
from shufa_lint.service.watch.journal import Journal
from shufa_lint.text.os_error import because

_BREATH = 0.2
"""Seconds to wait when the local disk has failed."""


class Troubles:
    """Remembers what it has told of until that is over."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._told: set[str] = set()

    @property
    def any(self) -> bool:
        """Whether there is trouble that is not known to be over."""
        return bool(self._told)

    def guard(self, act: Callable[[], object]) -> None:
        """Do *act*; where a disk fails that is told of once, and whoever called tries again some time."""
        try:
            self.attempt(act)
        except sqlite3.Error as error:
            self.tell("ledger", reason=str(error))
            self._clock.sleep(_BREATH)

    def attempt(self, act: Callable[[], object]) -> None:
        """Do *act* on the share, where one thing that fails is no reason not to try others."""
        try:
            act()
        except OSError as error:
            self.tell("unwritable", os.path.basename(error.filename or ""), because(error))

    def tell(self, event: str, path: str = "", reason: str = "") -> None:
        """Write down that *event* happened, if it has not been since it was last over."""
        if event not in self._told:
            self._told.add(event)
            self._journal.tell(event, path, reason=reason)

    def over(self, event: str) -> bool:
        """Take it that *event* is over, and say whether it had been told of."""
        told = event in self._told
        self._told.discard(event)
        return told

"""When the pages of the folder are renewed, and what they say of each draft: soon after a change, not for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shufa_lint.service.watch.clock import Clock
from shufa_lint.service.watch.ledger import Ledger
from shufa_lint.service.watch.overview import Overview
from shufa_lint.service.watch.records import Known
from shufa_lint.service.watch.register import Register

_PAUSE, _IN_HASTE = 2.0, 16.0
"""Seconds between two renewals at least; the second, while there are drafts to be taken up."""
_SHARE_OF_TIME = 10
"""Renewing takes no more than one part in so many of the time."""


class Board:
    """Knows whether the pages are out of date. Raises OSError and sqlite3.Error, and they are out of date then."""

    def __init__(self, overview: Overview, register: Register, ledger: Ledger, clock: Clock) -> None:
        self._overview = overview
        self._register = register
        self._ledger = ledger
        self._clock = clock
        self._due = 0.0
        self.outdated = True

    @property
    def due(self) -> float | None:
        """When the pages are to be renewed, None while they need not be."""
        return self._due if self.outdated else None

    def change(self) -> None:
        """Take it that the pages are out of date."""
        self.outdated = True

    def forget(self) -> None:
        """Take it that the pages may be gone."""
        self._overview.forget()
        self.outdated = True

    def ripe(self, now: float, *, in_haste: bool) -> bool:
        """Say whether it is time to renew the pages; later, while one is *in_haste*."""
        return self.outdated and now >= self._due + (_IN_HASTE if in_haste else 0.0)

    def renew(self, present: Iterable[str], states: Mapping[str, str], fault: str) -> None:
        """Renew the pages: the drafts that are *present*, and those that were moved; *states* says what keeps those
        that wait, *fault* what is wrong with the configuration."""
        begun = self._clock.monotonic()
        there = set(present)
        paths = sorted(there | {known.path for known in self._register if known.moved})
        drafts = {path: self._register.get(path) for path in paths}
        told = {path: _state(known, states.get(path) if path in there else None) for path, known in drafts.items()}
        remarks = [f"配置不对，先不查：{fault}"] if fault else []
        self._overview.write(drafts, told, self._ledger.histories(), remarks)
        self.outdated = False
        self._due = begun + max(_PAUSE, _SHARE_OF_TIME * (self._clock.monotonic() - begun))


def _state(known: Known | None, waits: str | None) -> str:
    """Say what is going on with a draft; *waits* is what keeps it, None for one that does not wait."""
    if waits is not None:
        return waits or ("改过了，等着重新查" if known and known.record else "等着查")
    if known and known.moved:
        return f"已经移到 {known.moved}"
    return "结果过了保存期，已经收走" if known and known.record and not known.record.files else ""

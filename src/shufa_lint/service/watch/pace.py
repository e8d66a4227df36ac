"""How long to wait until the next look: not long, but looking must not take the machine's time."""

from __future__ import annotations

_SLOWEST, _QUIET, _SLEEPY = 15.0, 300.0, 5.0
"""Seconds between two looks at most; after how long without a change, and how far apart they are then."""
_SHARE_OF_TIME, _SHARE_IN_HASTE = 30, 10
"""Looking takes no more than one part in so many of the time; the second, while a draft waits for its answer."""


def pause(settle: float, spent: float, *, quiet: float, at_rest: bool) -> float:
    """Return the seconds to wait, after a look that took *spent*, where drafts are settled after *settle*.

    *quiet* is for how long nothing has changed and nothing waits, *at_rest* whether there is nothing to do.
    """
    usual = min(1.0, max(0.1, settle / 2))
    share = _SHARE_OF_TIME if at_rest else _SHARE_IN_HASTE
    return min(_SLOWEST, max(_SLEEPY if quiet > _QUIET else usual, spent * share))

"""What the user has chosen of how drafts are watched and what becomes of them."""

from __future__ import annotations

from typing import NamedTuple


class Habits(NamedTuple):
    """Seconds until a draft is settled; whether results of deleted drafts are kept; after how many days all results and
    the history go; whether answered drafts are moved."""

    settle: float = 2.0
    keep_results: bool = False
    keep_days: int | None = None
    move: bool = False

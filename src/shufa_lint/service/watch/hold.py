"""Whose a piece of work is: ours when both the claims on the share and the ledger here say so."""

from __future__ import annotations

from collections.abc import Iterable

from shufa_lint.service.watch.claims import Claimed, Claims
from shufa_lint.service.watch.ledger import Ledger
from shufa_lint.service.watch.records import Key, Known


class Hold:
    """The work that *owner* has. Methods raise OSError and sqlite3.Error."""

    def __init__(self, claims: Claims, ledger: Ledger, owner: str) -> None:
        self._claims = claims
        self._ledger = ledger
        self._owner = owner

    def take(self, key: Key, now: float) -> Claimed | None:
        """Claim a piece of work; None where it is over, as the ledger has it."""
        claimed = self._claims.take(key, now)
        if claimed.state == "ours" and not self._ledger.claim(key, self._owner):
            return None
        return claimed

    def keep(self, keys: list[Key], now: float) -> None:
        """Give a sign of life for the work that is going on."""
        self._claims.refresh(keys, now)

    def release(self, key: Key) -> None:
        """Give up a piece of work, as if it had not been begun."""
        self._ledger.release(key)
        self._claims.drop(key)

    def confirm(self, key: Key) -> bool:
        """Say whether a piece of work is still ours; one that is not is left to whoever has it."""
        if self._claims.holds(key):
            return True
        self._ledger.release(key)
        return False

    def supersede(self, key: Key, known: Known | None) -> None:
        """Take away what claims speak of other work on the draft of *key*."""
        earlier: Iterable[Key] = [known.answered] if known and known.answered else []
        for other in {*self._ledger.keys(key.path), *earlier} - {key}:
            self._claims.drop(other)

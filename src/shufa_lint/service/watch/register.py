"""The drafts that lay in the share, in memory as in the ledger: what is changed here is changed in both."""

from __future__ import annotations

from collections.abc import Iterator

from shufa_lint.service.watch import history
from shufa_lint.service.watch.disk import Stamp
from shufa_lint.service.watch.ledger import Ledger
from shufa_lint.service.watch.records import Key, Known, Record


class Register:
    """What is known of each draft, by its path. Methods raise sqlite3.Error, and have changed nothing then."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known = {known.path: known for known in ledger.drafts()}

    def __iter__(self) -> Iterator[Known]:
        return iter(list(self._known.values()))

    def __len__(self) -> int:
        return len(self._known)

    def get(self, path: str) -> Known | None:
        """Return what is known of a draft."""
        return self._known.get(path)

    def answer(self, key: Key, stamp: Stamp, record: Record) -> Known:
        """Note the answer that lies beside a draft, and return what is known of it now."""
        entries = self._ledger.history(key.path)
        change = history.change(entries[-1] if entries else None, key, record.faults)
        self._ledger.done(key, record, stamp, change)
        known = self._known[key.path] = Known(key.path, stamp, key.sha256, key, record)
        return known

    def saved_again(self, known: Known, stamp: Stamp) -> None:
        """Note that a draft was saved as it was."""
        self._ledger.saw(known.path, stamp, known.sha256)
        known.stamp = stamp

    def amend(self, known: Known, record: Record) -> None:
        """Note that results are called otherwise, or are there no more."""
        self._ledger.renamed(known.path, record)
        known.record = record

    def move(self, path: str, target: str) -> None:
        """Note where a draft was moved to."""
        self._ledger.moved(path, target)
        self._known[path].moved = target

    def unanswer(self, known: Known) -> None:
        """Note that a draft has no answer any more."""
        self._ledger.unanswer(known.path)
        known.answered = known.record = None

    def forget(self, path: str) -> None:
        """Take a draft out, with all that is known of it but its history."""
        self._ledger.forget(path)
        del self._known[path]

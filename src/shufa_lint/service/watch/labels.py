"""What the results of each draft are called now."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from shufa_lint.service.watch import names
from shufa_lint.service.watch.answers import Answers
from shufa_lint.service.watch.board import Board
from shufa_lint.service.watch.claims import Claims
from shufa_lint.service.watch.records import Known
from shufa_lint.service.watch.register import Register


class Labels:
    """The names of the results of the drafts that are there."""

    def __init__(self, register: Register, answers: Answers, claims: Claims, board: Board) -> None:
        self._register = register
        self._answers = answers
        self._claims = claims
        self._board = board
        self._bases: dict[str, str] = {}
        self._present: AbstractSet[str] = frozenset()

    def of(self, path: str) -> str | None:
        """Return how the names of the results of a draft begin; None for one that is not there."""
        return self._bases[path] if path in self._present else None

    def settle(self, present: AbstractSet[str]) -> None:
        """Settle what the results of the drafts that are *present* are called, besides those that lie there of drafts
        that are not; those that are called otherwise so far are renamed. Raises sqlite3.Error."""
        paths = dict.fromkeys(present)
        paths |= dict.fromkeys(known.path for known in self._register if known.record and known.record.files)
        self._present = frozenset(present)
        if paths.keys() == self._bases.keys():
            return
        self._bases = names.bases(paths)
        self._board.change()
        for path, base in self._bases.items():
            known = self._register.get(path)
            if known:
                self._rename(known, base)

    def _rename(self, known: Known, base: str) -> None:
        if not known.record or not known.answered or known.record.base == base:
            return
        try:
            files = self._answers.rename(known.record.files, known.record.base, base)
            record = replace(known.record, base=base, files=files)
            self._claims.done(known.answered, record)
        except OSError:
            return  # it is called so until its next answer
        self._register.amend(known, record)

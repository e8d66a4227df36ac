"""By what drafts are judged at present: the criteria, the day, and what is wrong with the configuration."""

from __future__ import annotations

from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.service.watch.board import Board
from shufa_lint.service.watch.clock import Clock
from shufa_lint.service.watch.criteria import Criteria
from shufa_lint.service.watch.journal import Journal


class Judging:
    """The criteria as they were when they were last looked at. ``fault`` is empty while they can be understood."""

    def __init__(self, criteria: Criteria, board: Board, journal: Journal, clock: Clock) -> None:
        self.criteria = criteria
        self.day = ""
        self.fault = ""
        self._board = board
        self._journal = journal
        self._clock = clock
        self._excluded: dict[str, bool] = {}

    def renew(self) -> bool:
        """Look what day it is and whether the criteria have changed; say whether all is well and as it was."""
        before, self.day = self.day, self._clock.now().date().isoformat()
        return self._settled() and before == self.day

    def of(self, path: str) -> str:
        """Return the digest of all that counts for the draft *path* today."""
        return self.criteria.of(path, self.day)

    def excludes(self, path: str) -> bool:
        """Say whether the configuration excludes the draft *path*."""
        if path not in self._excluded:
            self._excluded[path] = self.criteria.excludes(path)
        return self._excluded[path]

    def _settled(self) -> bool:
        try:
            if not self.criteria.renew() and not self.fault:
                return True
        except SpecificationError as error:
            if self.fault != str(error):
                self.fault = str(error)
                self._board.change()
                self._journal.tell("misconfigured", reason=self.fault)
            return False
        self.fault = ""
        self._excluded.clear()
        self._board.change()
        self._journal.tell("rules")
        return False

"""Now and then, whether the results are still there is looked at; drafts whose results are not are judged anew."""

from __future__ import annotations

from collections.abc import Callable

from shufa_lint.service.watch.answers import Answers
from shufa_lint.service.watch.board import Board
from shufa_lint.service.watch.claims import Claims
from shufa_lint.service.watch.journal import Journal
from shufa_lint.service.watch.names import PAGE
from shufa_lint.service.watch.records import Known
from shufa_lint.service.watch.register import Register

SURVEY = 300.0
"""Seconds between two looks."""


class Survey:
    """Looks at the results' folder."""

    def __init__(self, register: Register, answers: Answers, claims: Claims, board: Board, journal: Journal) -> None:
        self._register, self._answers, self._claims = register, answers, claims
        self._board, self._journal = board, journal
        self._due = 0.0

    def hasten(self) -> None:
        """Have the results looked at the next time."""
        self._due = 0.0

    def look(self, now: float, there: Callable[[], bool]) -> bool:
        """Look, if it is time; say whether results are gone. What was seen of a share that is not *there* by then
        means nothing. Raises OSError and sqlite3.Error."""
        if now < self._due:
            return False
        self._due = now + SURVEY
        try:
            present = self._answers.present()
        except FileNotFoundError:
            present = set()
        except OSError:
            return False  # what could not be seen is not gone
        if not there():
            return False
        lost = [known for known in self._register if _lacks_page(known, present)]
        for known in lost:
            if known.answered:
                self._claims.drop(known.answered)
            self._register.unanswer(known)
            self._journal.tell("lost", known.path)
        self._board.forget()
        return bool(lost)


def _lacks_page(known: Known, present: set[str]) -> bool:
    if not known.record or not known.answered or known.moved:
        return False
    page = known.record.base + PAGE
    return page in known.record.files and page not in present

"""What has become of the drafts that were judged: an answer, another try, or none any more."""

from __future__ import annotations

from shufa_lint.engine.pool import Lost
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.service.watch.desk import Desk, Work
from shufa_lint.service.watch.hold import Hold
from shufa_lint.service.watch.journal import Journal
from shufa_lint.service.watch.judging import Judging
from shufa_lint.service.watch.ledger import TRIES, Ledger
from shufa_lint.service.watch.settling import Taken
from shufa_lint.service.watch.waiting import Waiting
from shufa_lint.text.language import tr


class Outcomes:
    """Takes in what has been judged. Methods raise OSError and sqlite3.Error."""

    def __init__(
        self, desk: Desk, hold: Hold, ledger: Ledger, waiting: Waiting, judging: Judging, journal: Journal
    ) -> None:
        self._desk, self._hold, self._ledger = desk, hold, ledger
        self._waiting, self._judging, self._journal = waiting, judging, journal

    def collect(self) -> None:
        """Take in what has been judged since."""
        for work, result in self._desk.finished():
            if isinstance(result, tuple):
                self._desk.answer(work, result)
            elif isinstance(result, Lost) and result.why in ("cancelled", "unstarted"):
                self._waiting.put_off(work.key.path)
                self._hold.release(work.key)
            elif isinstance(result, SpecificationError) or result is None:  # the criteria have changed meanwhile
                self._hold.release(work.key)
            else:
                words = tr("程序出错（{name}）").format(name=type(result).__name__)
                self._fail(work, str(result) if isinstance(result, Lost) else words)

    def put_aside(self, work: Work, reason: str, taken: Taken) -> None:
        """Answer a draft that cannot be examined: it is not tried any more, until it or the rules change."""
        from shufa_lint.service.watch.examination import refuse

        said = f"检查这份文稿的时候{reason}，试了几次都是这样；请用 Word 或 WPS 打开，另存一份再交"
        work.reason = reason
        judging = self._judging
        self._desk.answer(work, refuse(taken, work.key.path, judging.criteria, judging.day, work.at, said))

    def _fail(self, work: Work, reason: str) -> None:
        tries = self._ledger.fail(work.key, reason)
        if tries >= TRIES:
            self.put_aside(work, reason, Taken(b"", work.key.sha256))
            return
        self._waiting.put_off(work.key.path, tries)
        self._journal.tell("failed", work.key.path, sha256=work.key.sha256, seconds=work.seconds, reason=reason)

"""The ledger on the local disk."""

import sqlite3
from pathlib import Path

import pytest

from shufa_lint.delivery import UndoneError
from shufa_lint.report.html import Row
from shufa_lint.service.watch import ledger as ledgers
from shufa_lint.service.watch.disk import Stamp
from shufa_lint.service.watch.ledger import Ledger, running
from shufa_lint.service.watch.records import Key, Record

from .conftest import CLEAN, Office

KEY = Key("甲镇/报告.txt", "a" * 64, "b" * 64)
RECORD = Record(
    Row("报告.txt", "通过", False), "通过", "2026-11-21T09:00:00+08:00", files=("x.html",), faults=(("f", "t"),)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "share.sqlite3"


def test_what_is_claimed_and_not_done_was_interrupted(path: Path):
    for number in range(3):
        ledger = Ledger(path)
        assert ledger.outcome(KEY)[2] == number
        assert ledger.claim(KEY, "me")
        ledger.close()
    for _ in range(3):
        Ledger(path).close()
    ledger = Ledger(path)
    assert ledger.interrupted() == {KEY.path: 3}, "only while it was at work on it"
    ledger.done(KEY, RECORD, Stamp(1, 2), "")
    ledger.close()
    ledger = Ledger(path)
    assert ledger.interrupted() == {} and not ledger.claim(KEY, "me")
    ledger.close()


def test_work_on_an_older_content_is_over_when_there_is_an_answer(path: Path):
    ledger = Ledger(path)
    old = Key(KEY.path, "0" * 64, KEY.criteria)
    ledger.claim(old, "me")
    ledger.fail(old, "崩溃")
    ledger.claim(KEY, "me")
    ledger.done(KEY, RECORD, Stamp(1, 2), "")
    assert ledger.keys(KEY.path) == [KEY] and ledger.outcome(old)[0] == "new"
    known = ledger.draft(KEY.path)
    assert known and known.answered == KEY and known.record == RECORD and known.stamp == Stamp(1, 2)
    assert ledger.claim(old, "me"), "an earlier content has come back"
    ledger.close()


def test_one_program_at_a_time(path: Path):
    ledger = Ledger(path)
    assert running(path)
    with pytest.raises(UndoneError, match="已经有一个"):
        Ledger(path)
    Ledger(path, writing=False).close()
    ledger.close()
    assert not running(path)
    Ledger(path).close()


def test_a_ledger_of_an_older_version_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch):
    ledger = Ledger(path)
    ledger.claim(KEY, "me")
    ledger.done(KEY, RECORD, Stamp(1, 2), "")
    ledger.close()
    newer = (*ledgers.MIGRATIONS, "ALTER TABLE job ADD COLUMN note TEXT NOT NULL DEFAULT 'x'")
    with monkeypatch.context() as patch:
        patch.setattr(ledgers, "MIGRATIONS", newer)
        with pytest.raises(UndoneError, match="版本"):
            Ledger(path, writing=False)
        ledger = Ledger(path)
        assert ledger._base.execute("SELECT note FROM job").fetchone() == ("x",)
        assert ledger.draft(KEY.path) is not None
        ledger.close()
    with pytest.raises(UndoneError, match="更新的程序"):
        Ledger(path)
    assert not running(path)


def test_a_migration_that_fails_leaves_all_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch):
    Ledger(path).close()
    broken = (*ledgers.MIGRATIONS, "ALTER TABLE job ADD COLUMN note TEXT; ALTER TABLE nothing ADD COLUMN x")
    with monkeypatch.context() as patch:
        patch.setattr(ledgers, "MIGRATIONS", broken)
        with pytest.raises(sqlite3.OperationalError):
            Ledger(path)
    ledger = Ledger(path)
    assert "note" not in {row[1] for row in ledger._base.execute("PRAGMA table_info(job)")}
    ledger.close()


def test_a_damaged_ledger_is_put_aside_and_what_was_done_is_known_from_the_results(office: Office):
    office.save("报告.txt", CLEAN.format(1))
    with office.watching():
        office.pass_time(5)
    (path,) = office.state.glob("*.sqlite3")
    path.write_bytes(b"no ledger at all" * 1000)
    with office.watching():
        office.pass_time(5)
    assert office.told().count("rebuilt") == 1 and len(office.answered()) == 1
    assert path.with_name(path.name + ".damaged").exists()


def test_a_local_disk_that_fails_is_told_of_and_tried_again(office: Office, monkeypatch: pytest.MonkeyPatch):
    office.save("报告.txt", CLEAN.format(1))
    real = Ledger.claim
    broken = [True]

    def claim(self: Ledger, key: Key, owner: str) -> bool:
        if broken:
            raise sqlite3.OperationalError("database or disk is full")
        return real(self, key, owner)

    monkeypatch.setattr(Ledger, "claim", claim)
    with office.watching():
        office.pass_time(10)
        assert office.told().count("ledger") == 1 and office.answered() == []
        broken.clear()
        office.pass_time(10)
    assert len(office.answered()) == 1

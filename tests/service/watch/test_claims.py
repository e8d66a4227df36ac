"""Several watchers of one share: each draft has one answer."""

import io
import os
from pathlib import Path
from typing import Any

import pytest

from shufa_lint.service.watch.claims import LEASE, Claims
from shufa_lint.service.watch.records import Key, Record, load

from .conftest import CLEAN, FAULTY, Direct, Frail, Office, Time


class Colleague(Office):
    """Another machine's watcher over the same share."""

    def __init__(self, office: Office) -> None:
        self.share, self.results, self.clock = office.share, office.results, office.clock
        self.state = office.root / "state of another machine"
        self.disk, self.pool, self.log = Frail(), Direct(), io.StringIO()


def both(one: Office, other: Office, seconds: float) -> None:
    for _ in range(int(seconds)):
        for each in (one, other):
            each.watcher.look()
            each.watcher.work()
            each.watcher.work()
        one.clock.seconds += 1


def test_two_watchers_give_one_answer_and_tell_the_same(office: Office):
    for n in range(9):
        office.save(f"甲镇/{n}.txt", (CLEAN if n % 2 else FAULTY).format(n))
    other = Colleague(office)
    with office.watching(), other.watching():
        both(office, other, 30)
        first, second = [{path for path, _ in each.answered()} for each in (office, other)]
        assert not first & second and len(first | second) == 9
        assert len(office.events("adopted")) + len(other.events("adopted")) == 9
        office.save("甲镇/0.txt", CLEAN.format(100))
        (office.share / "甲镇/1.txt").unlink()
        both(office, other, 60)
        paths = [sorted(known.path for known in each.watcher.register) for each in (office, other)]
        assert paths[0] == paths[1] and len(paths[0]) == 8
        known = office.watcher.register.get("甲镇/0.txt")
        assert known and known.record and not known.record.row.failed
    assert sum(len(each.answered()) for each in (office, other)) == 10
    assert len(list((office.results / ".shufa-lint").iterdir())) == 8


def test_a_claim_whose_owner_gives_no_sign_of_life_is_taken_over(office: Office):
    path = office.save("报告.txt", CLEAN.format(1))
    with office.watching():
        key = Key("报告.txt", "0", office.watcher._judging.criteria.of("报告.txt", ""))
        from hashlib import sha256

        key = Key(key.path, sha256(path.read_bytes()).hexdigest(), key.criteria)
        dead = Claims(os.path.realpath(office.results), Frail(), "dead")
        assert dead.take(key, 0.0).state == "ours"
        office.pass_time(LEASE - 10)
        assert office.answered() == []
        office.pass_time(25)
        assert office.answered() == [("报告.txt", "通过")]
        assert not dead.holds(key)


def test_a_sign_of_life_keeps_a_claim(tmp_path: Path):
    one, other = (Claims(str(tmp_path / "结果"), Frail(), name) for name in ("one", "other"))
    key = Key("报告.txt", "1", "2")
    assert one.take(key, 0.0).state == "ours"
    for second in range(0, int(LEASE * 5), 5):
        one.refresh([key], float(second))
        os.utime(one._path(key), ns=(second, second))  # as the touch does, which a coarse clock might not show
        assert other.take(key, float(second)).state == "theirs"
    assert one.holds(key) and not other.holds(key)


def test_after_the_ledger_is_lost_nothing_is_checked_again(office: Office):
    for n in range(5):
        office.save(f"{n}.txt", CLEAN.format(n))
    with office.watching():
        office.pass_time(5)
    for path in office.state.iterdir():
        path.unlink()
    with office.watching():
        office.pass_time(5)
    assert len(office.answered()) == 5 == len(office.events("adopted"))


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b'{"state": "done"}',
        b"\xff" * 100,
        b"[" * 100_000,
        b'{"state": "done", "key": ["a.txt", "1", "2"], "record": {"row": 5}}',
    ],
    ids=range(7),
)
def test_what_others_have_written_into_a_claim_is_only_data(office: Office, damage: bytes):
    office.save("报告.txt", CLEAN.format(1))
    with office.watching():
        office.pass_time(5)
    (record,) = (office.results / ".shufa-lint").iterdir()
    record.write_bytes(damage)
    for path in office.state.iterdir():
        path.unlink()
    with office.watching():
        office.pass_time(LEASE + 20)
    assert len(office.answered()) == 2


def test_a_claim_over_whose_making_a_program_was_killed_holds_up_nobody_for_long(office: Office):
    """Not even one that looks but once."""
    office.save("报告.txt", CLEAN.format(1))
    with office.watching():
        office.disk.fault = empty_claims
        office.pass_time(5)
        assert office.answered() == []
        office.disk.fault = lambda act, path: None
    assert [path.stat().st_size for path in (office.results / ".shufa-lint").iterdir()] == [0]
    with office.watching():
        assert office.watcher.once()
    assert [path for path, _ in office.answered()] == ["报告.txt"]


def empty_claims(act: str, path: str) -> None:
    """Leave a claim as a program leaves it that is killed between making the file and writing it."""
    if act == "create" and ".shufa-lint" in path:
        Path(path).touch()


def record_of(office: Office) -> Record:
    with office.watching():
        office.pass_time(5)
        (known,) = office.watcher.register
        assert known.record
        return known.record


def test_a_record_is_what_it_was(office: Office):
    office.save("甲镇/报告.txt", FAULTY.format(1))
    record = record_of(office)
    assert load(record.dump()) == record


@pytest.mark.parametrize(
    "change",
    [
        {"files": ["../../别处.html"]},
        {"files": ["/etc/passwd"]},
        {"base": "..\\..\\x"},
        {"verdict": 5},
        {"seconds": "x"},
        {"row": {}},
        {"more": 1, "files": "x:y"},
    ],
    ids=str,
)
def test_a_record_that_leads_elsewhere_is_none(office: Office, change: dict[str, Any]):
    import json

    office.save("甲镇/报告.txt", FAULTY.format(1))
    data = json.loads(record_of(office).dump()) | change
    with pytest.raises(ValueError):
        load(json.dumps(data))


def test_clocks_of_other_machines_do_not_matter(tmp_path: Path):
    clock = Time()
    mine, theirs = (Claims(str(tmp_path / "结果"), Frail(), name) for name in ("mine", "theirs"))
    key = Key("报告.txt", "1", "2")
    theirs.take(key, 5.0)
    os.utime(theirs._path(key), (0, 0))
    assert mine.take(key, clock.seconds).state == "theirs"
    assert mine.take(key, clock.seconds + LEASE + 1).state == "ours"

"""The cache: what goes in comes out, nobody else can read it, and nothing that befalls it does harm."""

import os
import pickle
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.engine import cache as module
from shufa_lint.engine.cache import FILE_NAME, Cache, key_of

DRAFT, RECORD = "述法报告\n".encode(), "　　学法**次".encode()
POSIX = pytest.mark.skipif(os.name != "posix", reason="modes")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "缓存"


def test_what_was_put_is_got_again_by_another_process(folder: Path):
    first = Cache(folder)
    assert first.get(key_of(DRAFT, b"rules")) is None
    first.put(key_of(DRAFT, b"rules"), RECORD)
    assert first.get(key_of(DRAFT, b"rules")) == RECORD
    first.close()
    assert pickle.loads(pickle.dumps(first)).get(key_of(DRAFT, b"rules")) == RECORD


@given(st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40))
def test_other_bytes_or_other_facts_have_another_key(one: bytes, other: bytes, facts: bytes, others: bytes):
    assert (key_of(one, facts) == key_of(other, others)) == ((one, facts) == (other, others))


@given(st.binary(max_size=2000))
def test_any_record_comes_back(tmp_path_factory: pytest.TempPathFactory, record: bytes):
    cache = Cache(tmp_path_factory.getbasetemp() / "any")
    cache.put(key_of(record, b""), record)
    assert cache.get(key_of(record, b"")) == record
    cache.close()


def test_nothing_of_a_document_can_be_read_in_the_file(folder: Path):
    cache = Cache(folder)
    cache.put(key_of(DRAFT, b""), RECORD * 50)
    cache.close()
    data = (folder / FILE_NAME).read_bytes()
    assert RECORD not in data and DRAFT not in data and key_of(DRAFT, b"").secret not in data


@POSIX
def test_it_is_for_its_owner_only(folder: Path):
    folder.mkdir(mode=0o755)
    cache = Cache(folder)
    cache.put(key_of(DRAFT, b""), RECORD)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@POSIX
def test_a_folder_of_somebody_else_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch):
    folder.mkdir()
    monkeypatch.setattr(module.os, "getuid", lambda: folder.stat().st_uid + 1)
    cache = Cache(folder)
    cache.put(key_of(DRAFT, b""), RECORD)
    assert cache.get(key_of(DRAFT, b"")) is None
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    "damage", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000, "cut", "middle", "schema"]
)
def test_a_damaged_file_is_begun_anew(folder: Path, damage: bytes | str):
    cache = Cache(folder)
    for number in range(50):
        cache.put(key_of(DRAFT, b"%d" % number), RECORD * 30)
    cache.close()
    file = folder / FILE_NAME
    if damage == "schema":
        with sqlite3.connect(file) as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
    else:
        data = file.read_bytes()
        half = len(data) // 2
        spoilt = {"cut": data[:half], "middle": data[:4096] + b"\xaa" * half + data[4096 + half :]}
        file.write_bytes(spoilt[damage] if isinstance(damage, str) else damage)
    for _ in range(3):  # the run that meets the damage does without; a later one has a cache again
        cache = Cache(folder)
        for number in range(50):
            assert cache.get(key_of(DRAFT, b"%d" % number)) in (None, RECORD * 30)
            cache.put(key_of(DRAFT, b"%d" % number), RECORD * 30)
        cache.close()
    again = Cache(folder)
    assert all(again.get(key_of(DRAFT, b"%d" % number)) == RECORD * 30 for number in range(50))


def test_a_record_that_somebody_changed_is_none(folder: Path):
    cache = Cache(folder)
    cache.put(key_of(DRAFT, b""), RECORD)
    cache.close()
    with sqlite3.connect(folder / FILE_NAME) as database:
        (sealed,) = database.execute("SELECT sealed FROM records").fetchone()
        database.execute("UPDATE records SET sealed = ?", (sealed[:-1] + bytes([sealed[-1] ^ 1]),))
    database.close()
    assert Cache(folder).get(key_of(DRAFT, b"")) is None


def test_what_was_used_least_recently_makes_room(folder: Path, monkeypatch: pytest.MonkeyPatch):
    keys = [key_of(DRAFT, b"%d" % number) for number in range(200)]
    noise = os.urandom(4000)
    for day, numbers in (("2026-01-01", range(100)), ("2026-01-02", range(100, 200)), ("2026-01-03", range(10))):
        monkeypatch.setattr(module, "today", lambda day=day: day)
        cache = Cache(folder, 1 << 20 if day != "2026-01-03" else 300_000)
        for number in numbers:
            cache.put(keys[number], noise)
        cache.close()
    left = [number for number, key in enumerate(keys) if cache.get(key)]
    assert set(range(10)) <= set(left) and 30 < len(left) < 80
    assert all(number < 10 or number >= 130 for number in left)


@pytest.mark.parametrize("obstacle", ["a file in its place", "locked", "a folder in the place of the file"])
def test_where_it_cannot_be_written_nothing_happens(folder: Path, obstacle: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    if obstacle == "a file in its place":
        folder.write_text("")
    elif obstacle == "a folder in the place of the file":
        (folder / FILE_NAME).mkdir(parents=True)
    other = None
    if obstacle == "locked":
        Cache(folder).put(key_of(DRAFT, b"other"), RECORD)
        other = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
    cache = Cache(folder)
    cache.put(key_of(DRAFT, b""), RECORD)
    assert cache.get(key_of(DRAFT, b"")) is None
    cache.close()
    if other:
        other.close()


def test_several_processes_write_at_once(folder: Path):
    code = (
        "import sys\nfrom pathlib import Path\nfrom shufa_lint.engine.cache import Cache, key_of\n"
        "cache = Cache(Path(sys.argv[1]))\n"
        "for n in range(150): cache.put(key_of(b'%d' % n, sys.argv[2].encode()), b'%d' % n * 100)\ncache.close()"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(folder), name]) for name in "abc"]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    cache = Cache(folder)
    for name in (b"a", b"b", b"c"):
        assert all(cache.get(key_of(b"%d" % n, name)) == b"%d" % n * 100 for n in range(150))

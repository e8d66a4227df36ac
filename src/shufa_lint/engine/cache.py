"""What was found in documents, kept for the next run, so that only what has changed is looked at again.

Drafts are nobody else's business: what is kept of one is sealed with a key that is made of its own bytes and stored
nowhere. Who does not have the very document can neither find nor read what the cache holds on it. Whatever is wrong
with the cache, from a full disk to bytes of somebody else's, is never told and never does harm: documents are then
looked at again.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import zlib
from collections.abc import Callable
from hashlib import blake2b, shake_256
from hmac import compare_digest
from pathlib import Path
from typing import NamedTuple, TypeVar

from shufa_lint.text.when import today

_Result = TypeVar("_Result")
SCHEMA = 1
"""Another number for another meaning of what is stored: a file with any other one is begun anew."""
FILE_NAME = "results.sqlite3"
LARGEST = 256 << 20
"""Bytes that the file may hold before what was used least recently is dropped."""
_KEPT = 0.75
"""How much of that is left then."""
_PATIENCE = 5.0
"""Seconds to wait for another process that writes."""
_KEY = 32
_TAG = 16


class Key(NamedTuple):
    """What stands for a document under certain rules: a name to find the record by, and a key to read it with."""

    name: bytes
    secret: bytes


def key_of(data: bytes, facts: bytes) -> Key:
    """Return the key for a document of the bytes *data*; *facts* are all else that decides what is found in it."""
    digest = blake2b(data, key=blake2b(facts, digest_size=_KEY).digest(), digest_size=2 * _KEY).digest()
    return Key(digest[:_KEY], digest[_KEY:])


class Cache:
    """The records in *folder*, which is made where it is missing, for its owner only. Several processes may use it."""

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        self.folder = folder
        self._largest = largest
        self._today = today()
        self._opened: sqlite3.Connection | None = None
        self._usable = True
        self._added = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cache) and other.__reduce__() == self.__reduce__()

    def __hash__(self) -> int:
        return hash(self.__reduce__())

    def __reduce__(self) -> tuple[type[Cache], tuple[Path, int]]:
        return Cache, (self.folder, self._largest)

    def get(self, key: Key) -> bytes | None:
        """Return the record for *key*; None where there is none."""
        return self._try(lambda database: self._get(database, key))

    def put(self, key: Key, record: bytes) -> None:
        """Keep *record*."""
        self._try(lambda database: self._put(database, key, record))

    def close(self) -> None:
        """Let go of the file, and make room in it where it is too large. It opens again when it is asked."""
        if self._opened is not None and self._added:
            self._try(self._shrink)
        self._let_go()

    def _get(self, database: sqlite3.Connection, key: Key) -> bytes | None:
        row = database.execute("SELECT sealed, used FROM records WHERE name = ?", (key.name,)).fetchone()
        if row is None:
            return None
        if row[1] != self._today:
            database.execute("UPDATE records SET used = ? WHERE name = ?", (self._today, key.name))
        return _unsealed(row[0], key.secret)

    def _put(self, database: sqlite3.Connection, key: Key, record: bytes) -> None:
        row = key.name, _sealed(record, key.secret), self._today
        database.execute("INSERT OR REPLACE INTO records (name, sealed, used) VALUES (?, ?, ?)", row)
        self._added += len(row[1])
        if self._added > self._largest / 16:
            self._shrink(database)

    def _try(self, do: Callable[[sqlite3.Connection], _Result]) -> _Result | None:
        """Return what *do* does with the open file; where that fails, the cache is out of use from then on."""
        if not self._usable:
            return None
        try:
            if self._opened is None:
                self._opened = self._open()
            return do(self._opened)
        except (sqlite3.OperationalError, OSError):  # locked for too long, read-only, no room left
            self._usable = False
            self._let_go()
        except sqlite3.DatabaseError:  # damaged: the next one begins anew
            self._usable = False
            self._let_go()
            with contextlib.suppress(OSError):
                _remove(self.folder / FILE_NAME)
        return None

    def _let_go(self) -> None:
        if self._opened is not None:
            with contextlib.suppress(sqlite3.Error):
                self._opened.close()
            self._opened = None

    def _open(self) -> sqlite3.Connection:
        secure(self.folder)
        path = self.folder / FILE_NAME
        database = _connected(path)
        try:
            if database.execute("PRAGMA user_version").fetchone()[0] not in (0, SCHEMA):
                raise sqlite3.DatabaseError
            _lay_out(database)
        except sqlite3.OperationalError:
            database.close()
            raise
        except sqlite3.DatabaseError:
            database.close()
            _remove(path)
            database = _connected(path)
            _lay_out(database)
        return database

    def _shrink(self, database: sqlite3.Connection) -> None:
        """Drop what was used least recently where the file is too large."""
        self._added = 0
        held = _held(database)
        while held > self._largest:
            records = database.execute("SELECT COUNT(*) FROM records").fetchone()[0]
            share = max(1, int(records * (1 - self._largest * _KEPT / held)))
            oldest = "SELECT name FROM records ORDER BY used, rowid LIMIT ?"
            database.execute(f"DELETE FROM records WHERE name IN ({oldest})", (share,))
            before, held = held, _held(database)
            if held >= before:
                break


def secure(folder: Path) -> None:
    """Make *folder* for its owner only; raise OSError where it is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name != "posix":  # there the folder of a user is closed to others
        return
    found = folder.stat()
    if found.st_uid != os.getuid():
        raise PermissionError
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)


def _connected(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # for its owner only; what goes with it takes after it
    return sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)


def _lay_out(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = OFF")  # what a power cut damages is begun anew
    database.execute("CREATE TABLE IF NOT EXISTS records (name BLOB PRIMARY KEY, sealed BLOB, used TEXT)")
    database.execute(f"PRAGMA user_version = {SCHEMA}")


def _held(database: sqlite3.Connection) -> int:
    """Return how many bytes of the file are in use."""
    size, pages, free = (
        database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count", "freelist_count")
    )
    return int(size * (pages - free))


def _remove(path: Path) -> None:
    for each in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        each.unlink(missing_ok=True)


def _sealed(record: bytes, secret: bytes) -> bytes:
    body = _masked(zlib.compress(record, 1), secret)
    return _tag(body, secret) + body


def _unsealed(sealed: bytes, secret: bytes) -> bytes | None:
    """Return the record; None where somebody or something has changed it."""
    tag, body = sealed[:_TAG], sealed[_TAG:]
    if not compare_digest(tag, _tag(body, secret)):
        return None
    with contextlib.suppress(zlib.error):
        return zlib.decompress(_masked(body, secret))
    return None


def _masked(data: bytes, secret: bytes) -> bytes:
    """Return *data* under a stream of bytes that only *secret* gives; twice is none. Each secret serves one record."""
    size = len(data)
    stream = shake_256(b"stream" + secret).digest(size)
    return (int.from_bytes(data, "little") ^ int.from_bytes(stream, "little")).to_bytes(size, "little")


def _tag(body: bytes, secret: bytes) -> bytes:
    return blake2b(body, key=secret, digest_size=_TAG, person=b"tag").digest()

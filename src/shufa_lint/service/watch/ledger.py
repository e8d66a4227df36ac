"""What has been done, on the local disk: SQLite is not for shares. However it ends, nothing is lost or doubled.

A piece of work is claimed before it is begun, and done in the same transaction in which its answer is written down.
Only one program at a time has a ledger; what an earlier one has claimed and not done was interrupted.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from shufa_lint.delivery import UndoneError
from shufa_lint.service.watch.disk import Stamp
from shufa_lint.service.watch.records import Entry, Key, Known, Outcome, Record, load
from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because

ENDING = ".sqlite3"
TRIES = 3
"""So many times a draft may crash or hang what checks it."""
INTERRUPTIONS = 10
"""So many times this program itself may end over a draft before the draft is taken to be the reason."""

MIGRATIONS = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE job (
        path NOT NULL, sha256 TEXT NOT NULL, criteria TEXT NOT NULL, state TEXT NOT NULL, owner TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, interruptions INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (path, sha256, criteria)
    ) WITHOUT ROWID;
    CREATE INDEX unfinished ON job (state) WHERE state = 'claimed';
    CREATE TABLE draft (
        path PRIMARY KEY NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
        answered_sha256 TEXT, answered_criteria TEXT, record TEXT, moved NOT NULL DEFAULT '', absent INTEGER DEFAULT 0
    ) WITHOUT ROWID;
    CREATE TABLE history (
        number INTEGER PRIMARY KEY, path NOT NULL, sha256 TEXT NOT NULL, criteria TEXT NOT NULL, at TEXT NOT NULL,
        verdict TEXT NOT NULL, change TEXT NOT NULL, faults TEXT NOT NULL
    );
    CREATE INDEX history_of ON history (path, number);
    """,
)
"""What makes the tables of each version out of those of the version before; the first makes them out of nothing."""


class Ledger:
    """The ledger of one share. Raises sqlite3.Error where the local disk fails."""

    def __init__(self, path: Path, *, writing: bool = True) -> None:
        self.path = path
        self._lock = _locked(path) if writing else None
        if not writing:
            self._base = _read_only(path)
            return
        try:
            self._base = _open(path)
            _migrate(self._base, path)
            self._base.execute(
                "UPDATE job SET state = 'new', interruptions = interruptions + 1 WHERE state = 'claimed'"
            )
            if not self.get("owner"):
                self.put(owner=secrets.token_hex(8))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the ledger."""
        if hasattr(self, "_base"):
            self._base.close()
        if self._lock:
            self._lock.close()

    def get(self, name: str) -> str:
        """Return a note about the share, empty where there is none."""
        row = self._base.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def put(self, **notes: str) -> None:
        """Write notes down."""
        with self._writing():
            self._base.executemany(
                "INSERT OR REPLACE INTO meta VALUES (?, ?)", [(n, _text(v)) for n, v in notes.items()]
            )

    # Work

    def outcome(self, key: Key) -> tuple[Outcome, int, int, str]:
        """Return what has become of a piece of work, how often it has failed, how often it was interrupted, and the
        reason of its last failure."""
        row = self._base.execute(
            "SELECT state, attempts, interruptions, reason FROM job WHERE path = ? AND sha256 = ? AND criteria = ?",
            _columns(key),
        ).fetchone()
        return row or ("new", 0, 0, "")

    def claim(self, key: Key, owner: str) -> bool:
        """Take up a piece of work; False where it has been put aside, or lies answered beside its draft."""
        with self._writing():
            state, _, _, _ = self.outcome(key)
            known = self.draft(key.path)
            if state == "quarantined" or (state == "done" and known and known.answered == key):
                return False
            self._base.execute(
                "INSERT INTO job (path, sha256, criteria, state, owner) VALUES (?, ?, ?, 'claimed', ?) ON CONFLICT DO "
                "UPDATE SET state = 'claimed', owner = excluded.owner",
                (*_columns(key), owner),
            )
        return True

    def fail(self, key: Key, reason: str) -> int:
        """Note that a piece of work has failed, and return how often it has."""
        with self._writing():
            self._base.execute(
                "UPDATE job SET attempts = attempts + 1, reason = ? WHERE path = ? AND sha256 = ? AND criteria = ?",
                (reason, *_columns(key)),
            )
            return self.outcome(key)[1]

    def release(self, key: Key) -> None:
        """Give up a piece of work that was claimed, as if it had not been begun."""
        with self._writing():
            self._base.execute(
                "UPDATE job SET state = 'new' WHERE path = ? AND sha256 = ? AND criteria = ? AND state = 'claimed'",
                _columns(key),
            )

    def done(self, key: Key, record: Record, stamp: Stamp, change: str) -> None:
        """Write an answer down, which lies beside its draft; other pieces of work on this draft are over."""
        state = "quarantined" if record.reason else "done"
        with self._writing():
            self._base.execute("DELETE FROM job WHERE path = ?", (_stored(key.path),))
            self._base.execute(
                "INSERT INTO job (path, sha256, criteria, state, owner, reason) VALUES (?, ?, ?, ?, '', ?)",
                (*_columns(key), state, record.reason),
            )
            self._saw(key.path, stamp, key.sha256)
            self._base.execute(
                "UPDATE draft SET answered_sha256 = ?, answered_criteria = ?, record = ?, moved = '' WHERE path = ?",
                (key.sha256, key.criteria, record.dump(), _stored(key.path)),
            )
            self._base.execute(
                f"INSERT INTO history ({_ENTRY}, faults) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*_columns(key), record.at, record.verdict, change, json.dumps(record.faults)),
            )

    # Drafts

    def draft(self, path: str) -> Known | None:
        """Return what is known of a draft."""
        rows = self._base.execute(f"SELECT {_KNOWN} FROM draft WHERE path = ?", (_stored(path),))
        return next(map(_known, rows), None)

    def drafts(self) -> list[Known]:
        """Return what is known of all drafts, in the order of their paths."""
        rows = self._base.execute(f"SELECT {_KNOWN} FROM draft")
        return sorted(map(_known, rows), key=lambda known: known.path)

    def saw(self, path: str, stamp: Stamp, sha256: str) -> None:
        """Write down how a draft is."""
        with self._writing():
            self._saw(path, stamp, sha256)

    def renamed(self, path: str, record: Record) -> None:
        """Write down that results of a draft are called otherwise."""
        with self._writing():
            self._base.execute("UPDATE draft SET record = ? WHERE path = ?", (record.dump(), _stored(path)))

    def moved(self, path: str, target: str) -> None:
        """Write down where a draft was moved to."""
        with self._writing():
            self._base.execute("UPDATE draft SET moved = ? WHERE path = ?", (_stored(target), _stored(path)))

    def absent(self, paths: Iterable[str]) -> set[str]:
        """Write down which drafts are not there, and return those that were not there the last time either."""
        missing = set(paths)
        rows = self._base.execute("SELECT path FROM draft WHERE absent").fetchall()
        before = {_plain(path) for (path,) in rows}
        if missing != before:
            with self._writing():
                self._base.execute("UPDATE draft SET absent = 0 WHERE absent")
                values = [(_stored(path),) for path in missing]
                self._base.executemany("UPDATE draft SET absent = 1 WHERE path = ?", values)
        return missing & before

    def forget(self, path: str) -> None:
        """Take a draft out, with all that is known of it but its history."""
        with self._writing():
            self._base.execute("DELETE FROM draft WHERE path = ?", (_stored(path),))
            self._base.execute("DELETE FROM job WHERE path = ?", (_stored(path),))

    def unanswer(self, path: str) -> None:
        """Take back that a draft is answered: its results are gone. One that was put aside is tried again."""
        with self._writing():
            self._base.execute(
                "UPDATE job SET state = 'new' WHERE path = ? AND state = 'quarantined'", (_stored(path),)
            )
            self._base.execute(
                "UPDATE draft SET answered_sha256 = NULL, answered_criteria = NULL, record = NULL WHERE path = ?",
                (_stored(path),),
            )

    def history(self, path: str) -> list[Entry]:
        """Return the answers to a draft, the oldest first."""
        rows = self._base.execute(
            f"SELECT {_ENTRY}, faults FROM history WHERE path = ? ORDER BY number",
            (_stored(path),),
        )
        return [_entry(row) for row in rows]

    def histories(self) -> dict[str, list[Entry]]:
        """Return the answers to all drafts, the oldest first, without their faults."""
        found: dict[str, list[Entry]] = {}
        rows = self._base.execute(f"SELECT {_ENTRY}, '[]' FROM history ORDER BY number")
        for entry in map(_entry, rows):
            found.setdefault(entry.key.path, []).append(entry)
        return found

    def trim(self, before: str) -> None:
        """Drop the history from before a time (ISO 8601), and what the disk still holds of it."""
        with self._writing():
            gone = self._base.execute("DELETE FROM history WHERE datetime(at) < datetime(?)", (before,)).rowcount
        if gone:
            self._base.execute("VACUUM")

    def counts(self) -> dict[str, int]:
        """Return how many pieces of work are in each state."""
        return dict(self._base.execute("SELECT state, count(*) FROM job GROUP BY state").fetchall())

    def keys(self, path: str) -> list[Key]:
        """Return all pieces of work on a draft that are claimed or done."""
        rows = self._base.execute("SELECT sha256, criteria FROM job WHERE path = ?", (_stored(path),))
        return [Key(path, *row) for row in rows]

    def interrupted(self) -> dict[str, int]:
        """Return the drafts over which this program has ended before, and how often."""
        rows = self._base.execute("SELECT path, max(interruptions) FROM job WHERE state = 'new' GROUP BY path")
        return {_plain(path): number for path, number in rows}

    def put_aside(self) -> list[tuple[str, str]]:
        """Return the drafts that were put aside, each with the reason."""
        rows = self._base.execute("SELECT path, reason FROM job WHERE state = 'quarantined' ORDER BY path").fetchall()
        return [(_plain(path), reason) for path, reason in rows]

    def _saw(self, path: str, stamp: Stamp, sha256: str) -> None:
        self._base.execute(
            "INSERT INTO draft (path, size, mtime_ns, sha256) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "size = excluded.size, mtime_ns = excluded.mtime_ns, sha256 = excluded.sha256",
            (_stored(path), *stamp, sha256),
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")


_ENTRY = "path, sha256, criteria, at, verdict, change"
_KNOWN = "path, size, mtime_ns, sha256, answered_sha256, answered_criteria, record, moved"


def ledgers(folder: Path) -> list[Path]:
    """Return the ledgers that lie in *folder*."""
    return sorted(folder.glob(f"*{ENDING}")) if folder.is_dir() else []


def _locked(path: Path) -> sqlite3.Connection:
    """Keep every other program from *path* for as long as this one runs; raises UndoneError where one has it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = sqlite3.connect(path.with_suffix(".lock"), timeout=0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise UndoneError(tr("已经有一个 watch 在看这个目录；一台机器上一个就够了")) from None
        raise UndoneError(tr("写不了 {path}：{reason}").format(path=path.parent, reason=error)) from None
    except OSError as error:
        raise UndoneError(tr("写不了 {path}：{reason}").format(path=path.parent, reason=because(error))) from None
    with suppress(OSError):
        path.with_suffix(".lock").chmod(0o600)
    return lock


def running(path: Path) -> bool:
    """Say whether a program has the ledger *path*."""
    lock = path.with_suffix(".lock")
    if not lock.exists():
        return False
    try:
        base = sqlite3.connect(f"{lock.absolute().as_uri()}?mode=ro", uri=True, timeout=0, isolation_level=None)
        try:
            base.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            base.close()
    except sqlite3.Error:
        return True
    return False


def _read_only(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10, isolation_level=None)
    if base.execute("PRAGMA user_version").fetchone()[0] != len(MIGRATIONS):
        base.close()
        raise UndoneError(tr("{path}：账本的版本与这个程序的不同").format(path=path))
    return base


def _open(path: Path) -> sqlite3.Connection:
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    base = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("PRAGMA secure_delete = ON")
    except sqlite3.DatabaseError:
        base.close()
        raise
    return base


def _migrate(base: sqlite3.Connection, path: Path) -> None:
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        words = tr("{path}：账本是更新的程序写的，请用那个版本，或者把账本移走")
        raise UndoneError(words.format(path=path))
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        base.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;")


# Paths may hold bytes that are no text: those are stored as bytes.


def _stored(path: str) -> str | bytes:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def _plain(path: str | bytes) -> str:
    return os.fsdecode(path)


def _text(value: str) -> str:
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


def _columns(key: Key) -> tuple[str | bytes, str, str]:
    return _stored(key.path), key.sha256, key.criteria


def _known(row: tuple) -> Known:  # type: ignore[type-arg]
    path, size, mtime_ns, sha256, answered, criteria, record, moved = row
    name = _plain(path)
    return Known(
        path=name,
        stamp=Stamp(size, mtime_ns),
        sha256=sha256,
        answered=Key(name, answered, criteria) if answered else None,
        record=load(record) if record else None,
        moved=_plain(moved),
    )


def _entry(row: tuple) -> Entry:  # type: ignore[type-arg]
    path, sha256, criteria, at, verdict, change, faults = row
    return Entry(Key(_plain(path), sha256, criteria), at, verdict, change, tuple(map(tuple, json.loads(faults))))

"""Who answers which draft, for several watchers of one share: a file among the results that only one can make.

First it says who is at work; then it becomes the record of the answer, from which other watchers learn that all is
done. It is never judged by a clock that others set: a claim has lapsed when it was not touched for a while of our own.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import sha256
from typing import Literal, NamedTuple

from shufa_lint.service.watch.disk import Disk
from shufa_lint.service.watch.records import Key, Record, load

FOLDER = ".shufa-lint"
LEASE = 60.0
"""Seconds without a sign of life after which a claim is another's for the taking."""
REFRESH = LEASE / 4
UNWRITTEN = 4.0
"""Seconds for which a claim that holds nothing whole is left: who makes one and lives writes it at once."""
_LARGEST = 4 << 20


class Claimed(NamedTuple):
    """How a claim went: it is ours, another's who is at work, or the work is done, by this record; or it is not written
    yet, or never will be, by one that was killed over it."""

    state: Literal["ours", "theirs", "done", "unwritten"]
    record: Record | None = None


class Claims:
    """The claims in the results' folder, as *owner* makes them. Methods raise OSError."""

    def __init__(self, results: str, disk: Disk, owner: str) -> None:
        self._folder = os.path.join(results, FOLDER)
        self._results = results
        self._disk = disk
        self._owner = owner
        self._watched: dict[str, tuple[bytes, object, float]] = {}
        self._touched: dict[str, float] = {}

    def take(self, key: Key, now: float) -> Claimed:
        """Claim a piece of work."""
        path = self._path(key)
        self._disk.folder(self._folder, os.path.dirname(self._results))
        for _ in range(2):
            try:
                self._disk.create(path, self._claim(key))
            except FileExistsError:
                pass
            else:
                return self._ours(path, now)
            try:
                data, _, stamp = self._disk.read(path, _LARGEST)
            except FileNotFoundError:  # given up in this very moment
                continue
            held = self._held(path, key, data, stamp, now)
            if held:
                return held
        return Claimed("theirs")

    def holds(self, key: Key) -> bool:
        """Say whether the claim is still ours."""
        try:
            data, _, _ = self._disk.read(self._path(key), _LARGEST)
        except FileNotFoundError:
            return False
        return data == self._claim(key)

    def refresh(self, keys: list[Key], now: float) -> None:
        """Give a sign of life for the work that is going on."""
        for key in keys:
            path = self._path(key)
            if now - self._touched.get(path, now) >= REFRESH:
                self._touched[path] = now
                with suppress(FileNotFoundError):
                    self._disk.touch(path)

    def done(self, key: Key, record: Record) -> None:
        """Turn the claim into the record of the answer, which lies beside its draft by now."""
        path = self._path(key)
        body = {"state": "done", "key": _body(key), "record": json.loads(record.dump())}
        self._disk.write(path, json.dumps(body).encode("ascii"))
        self._touched.pop(path, None)

    def drop(self, key: Key) -> None:
        """Give up a claim, or take a record away with the results that it speaks of."""
        path = self._path(key)
        self._touched.pop(path, None)
        self._watched.pop(path, None)
        self._disk.remove(path)

    def _ours(self, path: str, now: float) -> Claimed:
        self._touched[path] = now
        self._watched.pop(path, None)
        return Claimed("ours")

    def _held(self, path: str, key: Key, data: bytes, stamp: object, now: float) -> Claimed | None:
        """Return how it stands with a claim that is there; None where it has lapsed and was taken away."""
        if data == self._claim(key):  # from before this program was interrupted
            return self._ours(path, now)
        if record := _record(data, key):
            self._watched.pop(path, None)
            return Claimed("done", record)
        state, lease = _standing(data)
        seen = self._watched.get(path)
        if seen is None or seen[:2] != (data, stamp):
            self._watched[path] = (data, stamp, now)
            return Claimed(state)
        if now - seen[2] < lease:
            return Claimed(state)
        self._watched.pop(path)
        mine = f"{path}.{self._owner}"
        try:
            self._disk.rename(path, mine)  # of several that see it lapse one succeeds
        except FileNotFoundError:
            return None
        finally:
            with suppress(OSError):
                self._disk.remove(mine)
        return None

    def _claim(self, key: Key) -> bytes:
        return json.dumps({"state": "claimed", "owner": self._owner, "key": _body(key)}).encode("ascii")

    def _path(self, key: Key) -> str:
        whole = "\0".join((key.path, key.sha256, key.criteria)).encode("utf-8", "surrogateescape")
        return os.path.join(self._folder, f"{sha256(whole).hexdigest()[:40]}.json")


def _body(key: Key) -> list[str]:
    return [key.path, key.sha256, key.criteria]


def _standing(data: bytes) -> tuple[Literal["theirs", "unwritten"], float]:
    """Return how it stands with another's claim, and for how many seconds it is left."""
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return "unwritten", UNWRITTEN
    return "theirs", LEASE


def _record(data: bytes, key: Key) -> Record | None:
    """Return the record that a claim has become; None for one that is no record, or not of this work."""
    with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        body = json.loads(data)
        if body["state"] == "done" and body["key"] == _body(key):
            return load(json.dumps(body["record"]))
    return None

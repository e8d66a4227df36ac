"""When a draft is finished: nobody has changed it for a while, and nobody has it open."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from typing import NamedTuple

from shufa_lint.reading.read import MAX_BYTES
from shufa_lint.service.watch.disk import Disk, Stamp
from shufa_lint.service.watch.scan import Scan

PATIENCE = 30.0
"""Seconds for which a draft that is empty, or a cut-off Word file, must stay as it is until it is taken for what it
is."""
OPEN = 900.0
"""Seconds after the last save for which a draft that is open is waited for: Word may crash and leave it “open”."""
_ZIPPED = (".docx", ".docm", ".odt", ".ofd")


class Taken(NamedTuple):
    """A draft as it was read: its bytes (of one that is larger than a document may be, the beginning) and the digest of
    all of them."""

    data: bytes
    sha256: str


class Settling:
    """Remembers since when each draft is as it is. Times are of a clock that only ever grows."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._since: dict[str, tuple[Stamp, float]] = {}

    def see(self, scan: Scan, now: float) -> None:
        """Take in what was seen at *now*."""
        known = self._since
        self._since = {
            path: known[path] if path in known and known[path][0] == stamp else (stamp, now)
            for path, stamp in scan.drafts.items()
        }

    def forget(self) -> None:
        """Begin anew: for a while nobody has looked."""
        self._since.clear()

    def settled(self, path: str, now: float, *, open_: bool, age: float) -> bool:
        """Say whether the draft *path* has been left alone for long enough.

        *age* is for how long it has, by the time of day of two machines: it can only end the wait for one that is open.
        """
        still = now - self._since[path][1]
        return still >= self.seconds and (not open_ or max(still, age) >= OPEN)

    def patient(self, path: str, now: float) -> bool:
        """Say whether there is hope that a draft that is not whole will be."""
        return path in self._since and now - self._since[path][1] < max(PATIENCE, self.seconds)


def take(path: str, name: str, stamp: Stamp, disk: Disk, *, patient: bool) -> Taken | None:
    """Return the draft *path*, None where it is not what it was when it had *stamp*, or not whole yet while one is
    *patient*. Raises OSError where it cannot be read: on Windows, while somebody writes it."""
    data, before, after = disk.read(path, MAX_BYTES + 1)
    if not before == after == stamp == disk.stamp(path):  # the name may stand for another file by now
        return None
    if len(data) != min(stamp.size, MAX_BYTES + 1) or (patient and not _whole(data, name)):
        return None
    return Taken(data, sha256(data).hexdigest())


def _whole(data: bytes, name: str) -> bool:
    if not data:
        return False
    if name.lower().endswith(_ZIPPED) and data.startswith(b"PK"):
        return zipfile.is_zipfile(io.BytesIO(data))  # its directory stands at the end
    return True

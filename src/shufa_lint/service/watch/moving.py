"""Moving drafts that are answered out of the in-tray: what has passed, and what goes back. Nothing is overwritten."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count

from shufa_lint.service.watch.disk import Disk, Stamp

INBOX, PASSED, RETURNED = "收件", "通过", "退回"


def move(root: str, path: str, stamp: Stamp, disk: Disk, *, passed: bool) -> str | None:
    """Move the draft *path* of the in-tray, and return where it is now, below *root*; None where it is not what it was
    when it had *stamp*. Raises OSError."""
    source = os.path.join(root, INBOX, *path.split("/"))
    tray = PASSED if passed else RETURNED
    stem, ending = os.path.splitext(f"{tray}/{path}")
    target = os.path.join(root, *f"{tray}/{path}".split("/"))
    disk.folder(os.path.dirname(target), root)
    for number in count(1):
        name = f"{stem}{f'（{number}）' if number > 1 else ''}{ending}"
        with suppress(FileExistsError):
            try:
                if disk.stamp(source) != stamp:
                    return None
            except FileNotFoundError:
                return None
            disk.rename(source, os.path.join(root, *name.split("/")))
            return name
    return None

"""What lies in the folder: drafts with their stamps, and which of them somebody has open."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from shufa_lint.engine.copies import is_copy
from shufa_lint.engine.discover import OTHER, PLAIN
from shufa_lint.service.watch.disk import Disk, Stamp

_KINDS = PLAIN | OTHER
_PASSING = ("~$", "~WR", ".")
"""How the names begin of files that Word, WPS, LibreOffice and the Finder lay down and take away, and of hidden ones.
What ends otherwise than a draft (.tmp, .part, .bak) is none."""
_OWNER = "~$"
"""Word and WPS lay a file beside a document that is open: ~$ and its name, of which up to two characters are cut."""
_LOCK = ".~lock.", "#"
"""LibreOffice does so, too."""


@dataclass(slots=True)
class Scan:
    """What was seen: drafts by their path below the folder, with slashes. ``open`` are those that somebody has open,
    ``unlisted`` the folders (with a slash at the end) that could not be looked into: what lies there is not known."""

    drafts: dict[str, Stamp] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    unlisted: dict[str, OSError] = field(default_factory=dict)

    def knows(self, path: str) -> bool:
        """Say whether the absence of *path* means that it is not there."""
        return not any(path.startswith(folder) for folder in self.unlisted)


def scan(root: str, disk: Disk, *, apart: frozenset[str], excluded: Callable[[str], bool]) -> Scan:
    """Return what lies in *root* and below, but not in the folders *apart* (absolute); links are not followed.

    Raises OSError where *root* itself cannot be listed.
    """
    found = Scan()
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        folder = os.path.join(root, prefix) if prefix else root
        try:
            entries = disk.entries(folder)
        except OSError as error:
            if not prefix:
                raise
            found.unlisted[prefix] = error
            continue
        waiting += _folder(entries, prefix, folder, found, apart, excluded)
    return found


def _folder(
    entries: list[os.DirEntry[str]],
    prefix: str,
    folder: str,
    found: Scan,
    apart: frozenset[str],
    excluded: Callable[[str], bool],
) -> list[str]:
    """Put what lies in one folder into *found*; return the folders in it."""
    names, below, drafts = set(), [], []
    for entry in entries:
        name = entry.name
        names.add(name)
        try:
            if entry.is_dir(follow_symlinks=False):
                if not name.startswith(".") and entry.path not in apart:
                    below.append(f"{prefix}{name}/")
            elif is_draft(name) and entry.is_file(follow_symlinks=False) and not excluded(prefix + name):
                status = entry.stat(follow_symlinks=False)
                if not _is_copy(folder, name):
                    found.drafts[prefix + name] = Stamp(status.st_size, status.st_mtime_ns)
                    drafts.append(name)
        except OSError:  # it is gone, or about to come
            continue
    owners = {name.removeprefix(_OWNER) for name in names if name.startswith(_OWNER)}
    for name in drafts:
        lock = f"{_LOCK[0]}{name}{_LOCK[1]}"
        if lock in names or any(name[cut:] in owners for cut in range(3)):
            found.open.add(prefix + name)
    return below


def is_draft(name: str) -> bool:
    """Say whether a file of that *name* is one to be checked."""
    return not name.startswith(_PASSING) and os.path.splitext(name)[1].lower() in _KINDS


def _is_copy(folder: str, name: str) -> bool:
    """Say whether *name* is a marked copy, ours or one that somebody has laid beside its document."""
    return name.count(".") > 1 and is_copy(Path(folder, name))

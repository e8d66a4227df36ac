"""What is done to files, in one place: tests put another one there, which fails where a share would."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from typing import NamedTuple

_TEMPORARY = ".~shufa-lint-"
"""How the names of files begin that are being written; nobody takes these for drafts, nor for results."""
_UNFOLLOWED = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_BINARY = getattr(os, "O_BINARY", 0)


class Stamp(NamedTuple):
    """By what a file is known to be as it was: its size, and when it was changed (by the share's clock)."""

    size: int
    mtime_ns: int


class Modes(NamedTuple):
    """Who may read what is written: the permissions of files and of folders, where the system has such."""

    file: int = 0o600
    folder: int = 0o700


class Disk:
    """The file system. All methods raise OSError; paths are as the system has them."""

    def __init__(self, modes: Modes = Modes()) -> None:  # noqa: B008 - a tuple
        self.modes = modes

    def entries(self, folder: str) -> list[os.DirEntry[str]]:
        """Return what lies in *folder*."""
        with os.scandir(folder) as found:
            return list(found)

    def stamp(self, path: str) -> Stamp:
        """Return the stamp of the regular file *path*; links are not followed."""
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode):
            raise FileNotFoundError(path)
        return Stamp(found.st_size, found.st_mtime_ns)

    def read(self, path: str, most: int) -> tuple[bytes, Stamp, Stamp]:
        """Return no more than *most* bytes of the regular file *path*, with its stamps before and after."""
        with os.fdopen(os.open(path, os.O_RDONLY | _UNFOLLOWED | _BINARY), "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise FileNotFoundError(path)
            data = file.read(most)
            after = os.fstat(file.fileno())
        return data, Stamp(before.st_size, before.st_mtime_ns), Stamp(after.st_size, after.st_mtime_ns)

    def write(self, path: str, data: bytes) -> None:
        """Put *data* in the place of *path* in one step; who reads it gets all of the old or all of the new."""
        temporary = os.path.join(os.path.dirname(path), f"{_TEMPORARY}{secrets.token_hex(8)}.tmp")
        try:
            self._make(temporary, data)
            os.replace(temporary, path)
        except OSError:
            with suppress(OSError):
                os.unlink(temporary)
            raise

    def create(self, path: str, data: bytes) -> None:
        """Make the file *path*; raises FileExistsError where somebody was faster."""
        self._make(path, data)

    def touch(self, path: str) -> None:
        """Set the time of *path* to now, by the share's clock."""
        os.utime(path)

    def remove(self, path: str) -> None:
        """Remove the file *path*, which may be gone already."""
        with suppress(FileNotFoundError):
            os.unlink(path)

    def rename(self, path: str, target: str) -> None:
        """Move a file to where nothing lies; raises FileExistsError where something does."""
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # the place is ours from here on
        try:
            os.replace(path, target)
        except OSError:
            with suppress(OSError):
                os.unlink(target)
            raise

    def folder(self, path: str, below: str) -> None:
        """Make the folder *path*, and those between it and *below*, which exists; raises NotADirectoryError where one
        of them is a link: nothing of ours goes where somebody else points."""
        parts = os.path.relpath(path, below).split(os.sep)
        at = below
        for part in parts:
            if part in ("", os.curdir):
                continue
            at = os.path.join(at, part)
            try:
                os.mkdir(at, self.modes.folder)
                self._open_up(at, self.modes.folder)
            except FileExistsError:
                if not stat.S_ISDIR(os.lstat(at).st_mode):
                    raise NotADirectoryError(20, "not a folder", at) from None

    def sweep(self, folder: str) -> None:
        """Remove what was left half written in *folder*, and in all below it."""
        for root, _, names in os.walk(folder):
            for name in names:
                if name.startswith(_TEMPORARY):
                    with suppress(OSError):
                        os.unlink(os.path.join(root, name))

    def _make(self, path: str, data: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(path, flags, self.modes.file), "wb") as file:
            file.write(data)
        self._open_up(path, self.modes.file)

    def _open_up(self, path: str, mode: int) -> None:
        """Give *path* the whole of its *mode*, of which the umask has taken some; many shares know no such thing."""
        if mode & 0o077:
            with suppress(OSError):
                os.chmod(path, mode)

"""The results of a draft, laid out in the results' folder, which has the same folders as the share."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count

from shufa_lint.engine.copies import CHECKED, PDF, SUFFIX
from shufa_lint.service.watch.claims import FOLDER
from shufa_lint.service.watch.disk import Disk
from shufa_lint.service.watch.examination import Answer
from shufa_lint.service.watch.names import OVERVIEW, PAGE, SLIP

_WORKED_IN = "（有人改过{number}）"
_LARGEST = 256 << 20


class Answers:
    """The results' folder. Names are below it, with slashes; methods raise OSError."""

    def __init__(self, folder: str, disk: Disk) -> None:
        self.folder = folder
        self._disk = disk

    def lay(self, base: str, answer: Answer, before: tuple[str, ...]) -> tuple[str, ...]:
        """Put an answer in the place of what lies there of an earlier one, *before*; return what there is now.

        Never is there a 检查单 beside a draft that has not passed.
        """
        suffix = PDF if answer.copy and answer.copy.startswith(b"%PDF") else SUFFIX
        found = [(base + PAGE, answer.page), (f"{base}.{CHECKED}{suffix}", answer.copy), (base + SLIP, answer.slip)]
        files = {name: data for name, data in found if data is not None}
        self._disk.folder(os.path.dirname(self.path(base)), os.path.dirname(self.folder))
        self.withdraw(tuple(name for name in before if name not in files))
        for name, data in files.items():
            if name.endswith((SUFFIX, PDF)):
                self._spare(name)
            self._disk.write(self.path(name), data)
        return tuple(files)

    def withdraw(self, files: tuple[str, ...]) -> None:
        """Remove results, but not a copy in which somebody has worked, and the folders that are empty then."""
        for name in sorted(files, key=lambda name: not name.endswith(SLIP)):
            if not (name.endswith((SUFFIX, PDF)) and self._worked_in(name)):
                self._disk.remove(self.path(name))
        for folder in {name.rpartition("/")[0] for name in files}:
            self._prune(folder)

    def rename(self, files: tuple[str, ...], base: str, target: str) -> tuple[str, ...]:
        """Call results otherwise, and return what they are called then."""
        named = {name: target + name.removeprefix(base) for name in files}
        for name, new in named.items():
            with suppress(FileNotFoundError, FileExistsError):  # another watcher was faster
                self._disk.rename(self.path(name), self.path(new))
        return tuple(named.values())

    def present(self) -> set[str]:
        """Return all files that lie there; raises OSError where not all could be seen."""
        found: set[str] = set()
        for root, folders, names in os.walk(self.folder, onerror=_refuse):
            folders[:] = [name for name in folders if name != FOLDER]
            prefix = os.path.relpath(root, self.folder).replace(os.sep, "/") + "/"
            prefix = "" if prefix == "./" else prefix
            found.update(prefix + name for name in names)
        return found

    def path(self, name: str) -> str:
        """Return where *name* lies."""
        return os.path.join(self.folder, *name.split("/"))

    def _spare(self, name: str) -> None:
        """Give a copy in which somebody has worked another name, so that it is not overwritten."""
        if not self._worked_in(name):
            return
        stem, ending = os.path.splitext(name)
        for number in count(1):
            with suppress(FileExistsError):
                spared = stem + _WORKED_IN.format(number="" if number == 1 else f" {number}") + ending
                self._disk.rename(self.path(name), self.path(spared))
                return

    def _worked_in(self, name: str) -> bool:
        if name.endswith(PDF):
            from shufa_lint.marking.pdf import untouched
        else:
            from shufa_lint.marking.word.package import untouched
        try:
            data, _, _ = self._disk.read(self.path(name), _LARGEST)
        except FileNotFoundError:
            return False
        return not untouched(data)

    def _prune(self, folder: str) -> None:
        while folder:
            with suppress(OSError):
                os.unlink(self.path(f"{folder}/{OVERVIEW}")) if self._alone(folder) else None
            try:
                os.rmdir(self.path(folder))
            except OSError:
                return
            folder = folder.rpartition("/")[0]

    def _alone(self, folder: str) -> bool:
        """Say whether nothing but the page of its unit lies in *folder*."""
        return [entry.name for entry in self._disk.entries(self.path(folder))] == [OVERVIEW]


def _refuse(error: OSError) -> None:
    raise error

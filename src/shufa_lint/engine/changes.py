"""What tells that files have changed since they were looked at: their sizes and times."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path

from shufa_lint.engine import gitignore, waivers
from shufa_lint.engine.discover import is_document
from shufa_lint.rulebook import configuration

Stamps = dict[str, tuple[int, int, int]]
"""The size, the time of the last change in nanoseconds, and the number, of each file by its path."""

_SETTINGS = (configuration.FILE_NAME, "pyproject.toml", waivers.FILE_NAME, gitignore.FILE_NAME)
_RULES = (".toml", ".tsv")


def stamps(names: Iterable[str], sources: Iterable[Path] = ()) -> Stamps:
    """Return those of the documents that *names* (files, folders, globs) stand for, of the settings beside and above
    them, and of all that *sources*, files and folders of rules, hold."""
    found: Stamps = {}
    folders: set[str] = set()
    for name in names:
        for path in glob(name, recursive=True) if has_magic(name) and not os.path.lexists(name) else [name]:
            for file in _files(path):
                if file == path or is_document(os.path.basename(file)):  # noqa: PTH119
                    _add(found, file)
                    folders.add(os.path.dirname(file))  # noqa: PTH120
            folders.add(path)
    real = {os.path.realpath(folder or os.curdir) for folder in folders}
    for folder in {above for each in real for above in _with_above(each)}:
        for setting in _SETTINGS:
            _add(found, os.path.join(folder, setting))  # noqa: PTH118
    for source in map(str, sources):
        for file in _files(source):
            if file == source or file.endswith(_RULES):
                _add(found, file)
    return found


def _files(path: str) -> Iterator[str]:
    """Yield the file *path*, or those in the folder *path*."""
    if not os.path.isdir(path):  # noqa: PTH112
        yield path
        return
    for root, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            yield os.path.join(root, name)  # noqa: PTH118


def _with_above(folder: str) -> Iterator[str]:
    while True:
        yield folder
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return
        folder = above


def _add(found: Stamps, path: str) -> None:
    try:
        state = os.stat(path)  # noqa: PTH116
    except OSError:
        return
    found[path] = (state.st_size, state.st_mtime_ns, state.st_ino)

"""Paths as the user gives them → the documents to check."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from shufa_lint.engine.copies import is_copy

PLAIN = frozenset({".txt", ".text", ".md", ".markdown"})
OTHER = frozenset({".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd"})
"""Kinds of document that a folder may hold; one that cannot be read is reported, never passed over in silence."""

_TEMPORARY = ("~$*", "~WR*", ".~*", "*.tmp", "*.part", "*.crdownload", "._*")


class Discovered(NamedTuple):
    """The documents in the order given, folders sorted; how many of them the configuration excludes, and how many are
    passed over because they are copies, with comments or changes, of documents beside them."""

    paths: list[Path]
    excluded: int
    copies: int = 0


class NoDocuments(Exception):
    """What the user named does not exist, or holds no document. ``str()`` is one line in Chinese."""


def discover(names: Iterable[str], is_excluded: Callable[[Path], bool]) -> Discovered:
    """Return the documents that *names* (files, folders, globs) stand for, each once."""
    paths: dict[Path, None] = {}
    excluded = copies = 0
    for name in names:
        for path in _expand(name):
            if is_excluded(path):
                excluded += 1
            elif is_copy(path) and str(path) != str(Path(name)):
                copies += 1
            else:
                paths.setdefault(path)
    return Discovered(list(paths), excluded, copies)


def matches_glob(path: Path, root: Path, pattern: str) -> bool:
    """Say whether *pattern* names *path* relative to *root*: the whole path, its name, or a folder above it."""
    try:
        relative = Path(os.path.realpath(path)).relative_to(Path(os.path.realpath(root)))
    except ValueError:
        return False
    names = [relative.as_posix(), path.name, *(parent.as_posix() for parent in relative.parents)]
    pattern = pattern.rstrip("/").removeprefix("./")
    return any(fnmatch.fnmatchcase(name, pattern) for name in names) or fnmatch.fnmatchcase(
        relative.as_posix(), pattern + "/*"
    )


def _expand(name: str) -> Iterator[Path]:
    path = Path(name)
    if path.is_dir():
        found = sorted(_documents(path))
        if not found:
            raise NoDocuments(f"{name}：目录里没有可以检查的文稿（.txt、.md 等）")
        yield from found
    elif os.path.lexists(path):
        yield path
    elif glob.has_magic(name):
        matched = sorted(glob.glob(name, recursive=True))
        if not matched:
            raise NoDocuments(f"{name}：没有与之相符的文件")
        for item in matched:
            if Path(item).is_dir():
                yield from sorted(_documents(Path(item)))
            elif Path(item).suffix.lower() in PLAIN | OTHER:
                yield Path(item)
    else:
        raise NoDocuments(f"{name}：没有这个文件或目录")


def _documents(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in PLAIN | OTHER and not any(fnmatch.fnmatch(name, t) for t in _TEMPORARY):
                yield Path(root) / name

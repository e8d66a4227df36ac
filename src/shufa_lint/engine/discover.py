"""Paths as the user gives them → the documents to check."""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from shufa_lint.engine.copies import is_copy
from shufa_lint.engine.gitignore import GitIgnore
from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because

PLAIN = frozenset({".txt", ".text", ".md", ".markdown"})
OTHER = frozenset({".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".pdf", ".ofd"})
"""Kinds of document that a folder may hold; one that cannot be read is reported, never passed over in silence."""

_TEMPORARY = ("~$*", "~WR*", ".~*", "*.tmp", "*.part", "*.crdownload", "._*")
"""What Word, WPS, LibreOffice, browsers and macOS leave beside documents."""


class Discovered(NamedTuple):
    """The documents in the order given, folders sorted; how many of them the configuration excludes, how many are
    passed over because they are copies, with comments or changes, of documents beside them, and how many files and
    folders because git passes over them; and a line on each folder that cannot be looked into."""

    paths: list[Path]
    excluded: int
    copies: int = 0
    ignored: int = 0
    closed: tuple[str, ...] = ()


class NoDocuments(Exception):
    """What the user named does not exist, or holds no document. ``str()`` is one line in the user's language."""


def discover(
    names: Iterable[str], is_excluded: Callable[[Path], bool], heeds_git: Callable[[Path], bool] = lambda path: False
) -> Discovered:
    """Return the documents that *names* (files, folders, globs) stand for, each once; *heeds_git* says of a folder
    whether what git passes over in it is passed over."""
    paths: dict[Path, None] = {}
    excluded = copies = 0
    search = _Search(heeds_git)
    for name in names:
        for path in search.expand(name):
            if is_excluded(path):
                excluded += 1
            elif is_copy(path) and str(path) != str(Path(name)):
                copies += 1
            else:
                paths.setdefault(path)
    return Discovered(list(paths), excluded, copies, search.ignored, tuple(search.closed))


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


class _Search:
    """Looks for documents, and keeps count of what was passed over."""

    def __init__(self, heeds_git: Callable[[Path], bool]) -> None:
        self._heeds_git = heeds_git
        self.ignored = 0
        self.closed: list[str] = []

    def expand(self, name: str) -> Iterator[Path]:
        """Yield what *name* stands for; raise NoDocuments where that is nothing."""
        path = Path(name)
        if path.is_dir():
            yield from self._all_in(path)
        elif os.path.lexists(path):
            yield path
        elif glob.has_magic(name):
            yield from self._matching(name)
        else:
            raise NoDocuments(tr("{name}：没有这个文件或目录").format(name=name))

    def _all_in(self, folder: Path) -> list[Path]:
        ignored, closed = self.ignored, len(self.closed)
        found = sorted(self._below(folder))
        if not found and self.ignored > ignored:
            raise NoDocuments(tr("{name}：目录里的文稿都在 .gitignore 里，要查就写出文件名").format(name=folder))
        if not found and len(self.closed) == closed:
            kinds = tr("目录里没有可以检查的文稿（.docx、.txt、.md、.pdf 等）")
            raise NoDocuments(tr("{name}：{reason}").format(name=folder, reason=kinds))
        return found

    def _matching(self, name: str) -> Iterator[Path]:
        """Yield what a glob matches; links that lead back do not make a document two."""
        matched = sorted(glob.glob(name, recursive=True), key=lambda match: (match.count(os.sep), match))
        if not matched:
            raise NoDocuments(tr("{name}：没有与之相符的文件").format(name=name))
        found: dict[str, Path] = {}
        for match in map(Path, matched):
            inside = self._below(match) if match.is_dir() else [match] if is_document(match.name) else []
            for path in inside:
                found.setdefault(os.path.realpath(path), path)
        yield from sorted(found.values())

    def _below(self, folder: Path) -> Iterator[Path]:
        """Yield the documents in *folder* and below; links to folders are not followed."""
        git = GitIgnore(str(folder)) if self._heeds_git(folder) else None
        for root, folders, names in os.walk(folder, onerror=self._tell):
            here = os.path.relpath(root, folder)
            at = "" if here == os.curdir else here + os.sep
            folders[:] = sorted(
                name
                for name in folders
                if not (name.startswith(".") or (git and self._passes_over(git, at + name, folder=True)))
            )
            for name in names:
                if is_document(name) and not (git and self._passes_over(git, at + name)):
                    yield Path(root, name)

    def _passes_over(self, git: GitIgnore, path: str, *, folder: bool = False) -> bool:
        passed = git.ignores(path, folder=folder)
        self.ignored += passed
        return passed

    def _tell(self, error: OSError) -> None:
        line = tr("{name}：目录打不开（{reason}），里面的文稿没有检查")
        self.closed.append(line.format(name=error.filename, reason=because(error)))


def is_document(name: str) -> bool:
    """Say whether a file called *name* is taken for a document in a folder."""
    return Path(name).suffix.lower() in PLAIN | OTHER and not any(fnmatch.fnmatch(name, t) for t in _TEMPORARY)

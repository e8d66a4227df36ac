"""The configuration, the waivers and the rules of a document's folder, read anew when one of their files changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from shufa_lint import api
from shufa_lint.api import Choice
from shufa_lint.engine.waivers import FILE_NAME as WAIVERS
from shufa_lint.rulebook.configuration import FILE_NAME as CONFIGURATION
from shufa_lint.rulebook.configuration import load_configuration, nearest_configuration
from shufa_lint.rulebook.errors import SpecificationError

_NAMES = (CONFIGURATION, "pyproject.toml", WAIVERS)
_Stamp = tuple[int, int] | None
"""When a file was last changed, and its size; None where there is no such file."""


class Settings:
    """What *make* chooses, as the files on disk are now. *config* is the one configuration for all documents, if there
    is one. Not to be used in several threads at once."""

    def __init__(self, make: Callable[[], Choice], config: Path | None = None) -> None:
        self._make = make
        self._config = config
        self._choice: Choice | None = None
        self._stamps: dict[str, _Stamp] = {}

    def choice(self, folder: Path) -> Choice:
        """Return the choice for documents in *folder*, which is absolute; raise SpecificationError where the one
        configuration for all is wrong."""
        self.renewed([folder])
        if self._choice is None:
            self._choice = self._make()
        return self._choice

    def renewed(self, folders: Iterable[Path]) -> bool:
        """Look whether a file that counts for *folders* has changed since it was last looked at; if so, forget what was
        read from all of them."""
        found = {path: _stamp(path) for folder in folders for path in self._files(folder)}
        changed = any(self._stamps.get(path, stamp) != stamp for path, stamp in found.items())
        if changed:
            self.forget()
        self._stamps |= found
        return changed

    def forget(self) -> None:
        """Have all files read anew when they are asked for next."""
        self._choice = None
        self._stamps.clear()
        api.forget_settings()

    def _files(self, folder: Path) -> Iterator[str]:
        """Yield what counts for *folder*, whether or not it is there: a folder stands for what is added to it."""
        for each in (folder, *folder.parents):
            yield from (os.path.join(each, name) for name in _NAMES)  # noqa: PTH118
        if self._config:
            yield str(self._config)
        for rules in self._rule_folders(folder):
            yield str(rules)
            for family in _folders(rules):
                yield family.path
                yield from (file.path for file in _entries(family.path))

    def _rule_folders(self, folder: Path) -> list[Path]:
        """Return the rule folders of the configuration that counts for *folder*, whether or not they are there."""
        try:
            chosen = load_configuration(self._config) if self._config else nearest_configuration(folder)
        except SpecificationError:
            return []  # there is nothing to look at before the configuration itself is mended
        root = chosen.root.resolve()
        named = [(root / name).resolve() for name in chosen.configuration.rule_folders]
        return [each for each in named if each.is_relative_to(root)]


def _stamp(path: str) -> _Stamp:
    try:
        found = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def _folders(folder: Path) -> list[os.DirEntry[str]]:
    return [entry for entry in _entries(str(folder)) if entry.is_dir()]


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [*entries]
    except OSError:
        return []

"""What git would pass over below a folder, by the ``.gitignore`` files of the work tree that the folder lies in."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from shufa_lint.text.decode import decode

FILE_NAME = ".gitignore"
_LARGEST = 1 << 20
"""Bytes of such a file that are looked at."""
_BELOW = "(?P<ps_d>/)"
"""Where pathspec's expressions go on to what lies below a folder."""


class _Pattern(NamedTuple):
    """A line of a file: whether what it names is passed over or taken up again, and an expression of RE2 for it, which
    takes linear time whatever the line says."""

    ignores: bool
    expression: Any


class GitIgnore:
    """The patterns that hold below *folder*. Outside a work tree there are none, as for git: then a ``.gitignore`` is a
    file like any other."""

    def __init__(self, folder: str) -> None:
        self._base = os.path.realpath(folder)
        self._root = _work_tree(self._base)
        self._known: dict[str, list[_Pattern]] = {}

    def ignores(self, path: str, *, folder: bool = False) -> bool:
        """Say whether git passes over *path*, relative to the folder, in one that it does not pass over."""
        if self._root is None:
            return False
        whole = os.path.join(self._base, path)  # noqa: PTH118
        above = os.path.dirname(whole)  # noqa: PTH120
        while True:  # the nearest file with an opinion counts, in it the last line
            patterns = self._patterns(above)
            if patterns:
                name = os.path.relpath(whole, above).replace(os.sep, "/") + ("/" if folder else "")
                for pattern in patterns:
                    if pattern.expression.search(name):
                        return pattern.ignores
            if above == self._root:
                return False
            above = os.path.dirname(above)  # noqa: PTH120

    def _patterns(self, folder: str) -> list[_Pattern]:
        if folder not in self._known:
            lines = _lines(Path(folder, FILE_NAME))
            if folder == self._root:  # what its own file says comes later, and so counts more
                lines = _lines(Path(folder, ".git", "info", "exclude")) + lines
            self._known[folder] = _compiled(lines)
        return self._known[folder]


def _work_tree(folder: str) -> str | None:
    while not os.path.exists(os.path.join(folder, ".git")):  # noqa: PTH110, PTH118
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return None
        folder = above
    return folder


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            return decode(file.read(_LARGEST)).text.splitlines()
    except OSError:
        return []


def _compiled(lines: list[str]) -> list[_Pattern]:
    import re2
    from pathspec import GitIgnoreSpec

    options = re2.Options()
    options.log_errors = False
    patterns = []
    for line in lines:
        try:
            found = GitIgnoreSpec.from_lines([line], backend="simple").patterns
        except (ValueError, re.error):  # git passes over what is no pattern
            continue
        for pattern in found:
            if pattern.include is not None and pattern.regex is not None:
                with suppress(re2.error):
                    patterns.append(_Pattern(pattern.include, re2.compile(_exactly(pattern.regex.pattern), options)))
    return patterns[::-1]


def _exactly(expression: str) -> str:
    """Return what matches the very file or folder that *expression* names, and not all that lies below it: who walks
    down a tree never gets below a folder that is passed over, unless what lies there is taken up again."""
    return expression.replace(_BELOW, "/$") if _BELOW in expression else re.sub("/$", "/.", expression)

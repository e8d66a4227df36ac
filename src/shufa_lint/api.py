"""The library's face: check a text or a file, read an outline, load the rules.

>>> from shufa_lint import lint_text
>>> [finding.rule for finding in lint_text("关于学法情况的报告\\n　　全年学法**次。\\n").findings]
['asterisk-placeholder']
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from shufa_lint.engine.discover import Discovered, discover, matches_glob
from shufa_lint.engine.lint import lint
from shufa_lint.engine.model import FileReport, RunReport
from shufa_lint.engine.plan import Planner
from shufa_lint.outline.model import Document
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_bytes, read_path, read_text
from shufa_lint.rulebook.configuration import (
    Chosen,
    Configuration,
    load_configuration,
    nearest_configuration,
    verify_names,
)
from shufa_lint.rulebook.load import Rulebook, load_rulebook

__all__ = [
    "Choice",
    "find_documents",
    "lint_path",
    "lint_text",
    "load_rulebook",
    "outline_text",
]


class Choice:
    """Which configuration counts: the nearest one of each document, one file for all (``config``), or none
    (``isolated``). ``overrides`` are configuration keys that the caller sets over whatever the file says.

    Raises SpecificationError, when asked for a document, where that document's configuration is wrong.
    """

    def __init__(
        self, *, config: Path | None = None, isolated: bool = False, overrides: dict[str, object] | None = None
    ) -> None:
        self._fixed = load_configuration(config) if config else Chosen() if isolated else None
        self._overrides = {key: value for key, value in (overrides or {}).items() if value is not None}
        self._planners: dict[Path | None, tuple[Chosen, Planner]] = {}

    def for_path(self, path: Path | None) -> tuple[Chosen, Planner]:
        """Return the configuration and the planner for the document at *path* (None: standard input)."""
        folder = Path.cwd() if path is None else Path(path).absolute().parent
        chosen = self._fixed or nearest_configuration(folder)
        if chosen.path not in self._planners:
            if self._overrides:
                # What the caller names wrongly is not the file's fault: it is looked at on its own first.
                asked = Chosen(configuration=Configuration.model_validate(self._overrides))
                verify_names(asked, load_rulebook(chosen.outside_folders()))
                merged = chosen.configuration.model_dump(by_alias=True, exclude_unset=True) | self._overrides
                chosen = chosen.model_copy(update={"configuration": Configuration.model_validate(merged)})
            self._planners[chosen.path] = (chosen, Planner(chosen))
        return self._planners[chosen.path]

    def excludes(self, path: Path) -> bool:
        """Say whether the configuration excludes *path*."""
        chosen, _ = self.for_path(path)
        return any(matches_glob(path, chosen.root, pattern) for pattern in chosen.configuration.exclude)


def lint_text(text: str, name: str = "文稿.txt", *, choice: Choice | None = None) -> FileReport:
    """Return the report on *text*; the ending of *name* says whether it is Markdown."""
    _, planner = (choice or _defaults()).for_path(None)
    return lint(read_text(text, name), planner, name)


def lint_path(path: str | Path, *, choice: Choice | None = None) -> FileReport:
    """Return the report on the file *path*, under the configuration that counts for it.

    Raises FileNotFoundError; a file that exists and cannot be read is a finding.
    """
    path = Path(path)
    _, planner = (choice or Choice()).for_path(path)
    return lint(read_path(path), planner, str(path))


def lint_bytes(data: bytes, name: str, *, choice: Choice | None = None) -> FileReport:
    """Return the report on the bytes of a document, as they would stand in a file called *name*."""
    _, planner = (choice or Choice()).for_path(Path(name))
    return lint(read_bytes(data, name), planner, name)


def outline_text(text: str, name: str = "文稿.txt") -> Document:
    """Return the outline of *text*."""
    return parse(read_text(text, name).words)


def find_documents(names: Sequence[str], choice: Choice) -> Discovered:
    """Return the documents that *names* (files, folders, globs) stand for; raises NoDocuments."""
    return discover(names, choice.excludes)


def run_report(reports: Sequence[FileReport], choice: Choice, *, excluded: int = 0) -> RunReport:
    """Put the reports on single documents together."""
    rulebook: Rulebook = choice.for_path(Path(reports[0].path) if reports else None)[1].rulebook
    titles = {rule.id: rule.title for rule in rulebook.rules.values()}
    genres = {profile.id: profile.title for profile in rulebook.profiles.values()}
    return RunReport(tuple(reports), rulebook.digest, excluded, titles, genres)


@cache
def _defaults() -> Choice:
    return Choice(isolated=True)

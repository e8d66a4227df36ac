"""The library's face: check a text or a file, read an outline, load the rules.

>>> from shufa_lint import lint_text
>>> [finding.rule for finding in lint_text("关于学法情况的报告\\n　　全年学法**次。\\n").findings]
['asterisk-placeholder']
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from shufa_lint.engine.discover import Discovered, discover, matches_glob
from shufa_lint.engine.fix import Mended, mend
from shufa_lint.engine.lint import lint
from shufa_lint.engine.model import FileReport, RunReport
from shufa_lint.engine.plan import Planner
from shufa_lint.engine.rewriting import Rewriter, TextRewriter, UnwritableError
from shufa_lint.engine.waivers import Waivers
from shufa_lint.outline.model import Document
from shufa_lint.outline.parse import parse
from shufa_lint.reading.limits import LIMITS, Limits
from shufa_lint.reading.model import Reading
from shufa_lint.reading.read import read_bytes, read_file, read_path, read_text
from shufa_lint.reading.refusal import UnreadableError
from shufa_lint.rulebook.book import Rulebook
from shufa_lint.rulebook.configuration import (
    Chosen,
    Configuration,
    load_configuration,
    nearest_configuration,
    verify_names,
)
from shufa_lint.rulebook.load import load_rulebook

if TYPE_CHECKING:
    from shufa_lint.marking.annotated import Annotated

__all__ = [
    "Choice",
    "annotate_path",
    "find_documents",
    "fix_path",
    "fix_text",
    "lint_path",
    "lint_text",
    "load_rulebook",
    "outline_text",
]


class Choice:
    """Which configuration counts: the nearest one of each document, one file for all (``config``), or none
    (``isolated``, which ignores waivers too). ``overrides`` are configuration keys that the caller sets over whatever
    the file says; ``today`` is the day that waivers which end are held against, where it is not the day that it is;
    ``limits`` is what a document that is no plain text may take to be read.

    Raises SpecificationError, when asked for a document, where that document's configuration is wrong.
    """

    def __init__(
        self,
        *,
        config: Path | None = None,
        isolated: bool = False,
        overrides: dict[str, object] | None = None,
        today: str | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self.limits = limits
        self.waivers = Waivers(today, isolated=isolated)
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
    choice = choice or Choice()
    _, planner = choice.for_path(path)
    return choice.waivers.honour(lint(read_path(path, choice.limits), planner, str(path)), planner.rulebook)


def lint_bytes(data: bytes, name: str, *, choice: Choice | None = None) -> FileReport:
    """Return the report on the bytes of a document, as they would stand in a file called *name*."""
    choice = choice or Choice()
    _, planner = choice.for_path(Path(name))
    return choice.waivers.honour(lint(read_bytes(data, name, choice.limits), planner, name), planner.rulebook)


def fix_text(text: str, name: str = "文稿.txt", *, unsafe: bool = False, choice: Choice | None = None) -> Mended:
    """Return *text* with what the rules can mend mended; only what keeps the meaning, unless *unsafe*."""
    _, planner = (choice or _defaults()).for_path(None)
    return mend(_rewriter(text.encode("utf-8", "replace"), name), planner, name, unsafe=unsafe)


def fix_bytes(data: bytes, name: str, *, unsafe: bool = False, choice: Choice | None = None) -> Mended:
    """Return the bytes of a document, as they would stand in a file called *name*, mended."""
    choice = choice or Choice()
    _, planner = choice.for_path(Path(name))
    return mend(_rewriter(data, name), planner, name, unsafe=unsafe, waivers=choice.waivers)


def fix_path(path: str | Path, *, unsafe: bool = False, choice: Choice | None = None) -> Mended:
    """Return what the file *path* would be with its faults mended. Nothing is written.

    Raises FileNotFoundError; a file that exists and cannot be read is a finding.
    """
    path = Path(path)
    choice = choice or Choice()
    _, planner = choice.for_path(path)
    reading, data = read_file(path, choice.limits)
    return mend(rewriter_for(reading, data, path.name), planner, str(path), unsafe=unsafe, waivers=choice.waivers)


def rewriter_for(reading: Reading, data: bytes, name: str, *, tracked: bool = True) -> Rewriter:
    """Return what writes copies of the document *data*, a file called *name*, with other words.

    Those of a Word document show them as tracked changes, unless told not to.
    """
    if not is_word(reading, data):
        return TextRewriter(reading, data, name)
    from shufa_lint.marking.word.rewriter import WordRewriter

    return WordRewriter(reading, data, name, tracked=tracked)


def is_word(reading: Reading, data: bytes) -> bool:
    """Say whether a document is a Word file itself, not one that was made of another file to be read."""
    return reading.format == "word" and reading.encoding == "docx" and data.startswith(b"PK")


def annotate_path(path: str | Path, *, choice: Choice | None = None) -> tuple[FileReport, Annotated | str | None]:
    """Return the report on the file *path*, and a copy with its findings as comments, of a PDF as highlights. Nothing
    is written. Instead of the copy there is the reason, a phrase in Chinese, where the file takes no comments, and None
    where it is neither kind of file or cannot be read.

    Raises FileNotFoundError.
    """
    path, choice = Path(path), choice or Choice()
    _, planner = choice.for_path(path)
    reading, data = read_file(path, choice.limits)
    report = choice.waivers.honour(lint(reading, planner, str(path)), planner.rulebook)
    if not is_word(reading, data) and reading.format != "pdf":
        return report, None
    from shufa_lint.report.remark import remark

    if reading.format == "pdf":
        from shufa_lint.marking.pdf import annotate
    else:
        from shufa_lint.marking.word.annotate import annotate
    try:
        return report, annotate(data, report.findings, lambda finding: remark(finding, report))
    except (UnreadableError, UnwritableError) as error:
        return report, str(error)


def _rewriter(data: bytes, name: str) -> Rewriter:
    name = PurePath(name).name
    return rewriter_for(read_bytes(data, name), data, name)


def outline_text(text: str, name: str = "文稿.txt") -> Document:
    """Return the outline of *text*."""
    return parse(read_text(text, name).words)


def find_documents(names: Sequence[str], choice: Choice) -> Discovered:
    """Return the documents that *names* (files, folders, globs) stand for; raises NoDocuments."""
    return discover(names, choice.excludes)


def run_report(
    reports: Sequence[FileReport], choice: Choice, *, excluded: int = 0, show_waived: bool = False
) -> RunReport:
    """Put the reports on single documents together."""
    chosen, planner = choice.for_path(Path(reports[0].path) if reports else None)
    rulebook: Rulebook = planner.rulebook
    titles = {entry.id: entry.title for entry in rulebook.entries.values()}
    genres = {profile.id: profile.title for profile in rulebook.profiles.values()}
    law_table, as_of = rulebook.dates.get("laws"), chosen.configuration.as_of
    return RunReport(
        tuple(reports), rulebook.digest, excluded, titles, genres, rulebook.rules, law_table, as_of, show_waived
    )


@cache
def _defaults() -> Choice:
    return Choice(isolated=True)

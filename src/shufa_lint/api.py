"""The library's face: check a text or a file, read an outline, load the rules.

>>> from shufa_lint import lint_text
>>> [finding.rule for finding in lint_text("关于学法情况的报告\\n　　全年学法**次。\\n").findings]
['asterisk-placeholder']
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from shufa_lint.engine.discover import Discovered, discover, matches_glob
from shufa_lint.engine.examine import examine, remembered, unexamined
from shufa_lint.engine.fix import Mended, mend
from shufa_lint.engine.lint import lint
from shufa_lint.engine.model import FileReport, Finding, RunReport
from shufa_lint.engine.plan import Planner
from shufa_lint.engine.rewriting import Rewriter, TextRewriter, UnwritableError
from shufa_lint.engine.waivers import Waivers
from shufa_lint.outline.model import Document
from shufa_lint.outline.parse import parse
from shufa_lint.reading.limits import LIMITS, Limits
from shufa_lint.reading.model import Reading
from shufa_lint.reading.read import read_bytes, read_file, read_text
from shufa_lint.reading.refusal import UnreadableError
from shufa_lint.rulebook.book import Names, Rulebook
from shufa_lint.rulebook.configuration import (
    Chosen,
    Configuration,
    load_configuration,
    nearest_configuration,
    verify_names,
)
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.rulebook.load import forget, load_rulebook

if TYPE_CHECKING:
    from shufa_lint.engine.cache import Cache
    from shufa_lint.marking.annotated import Annotated

__all__ = [
    "Choice",
    "SpecificationError",
    "annotate_path",
    "find_documents",
    "fix_path",
    "fix_text",
    "lint_path",
    "lint_text",
    "load_rulebook",
    "outline_text",
]


_generation = 0
"""How often settings were forgotten."""


class _Asked(NamedTuple):
    """What a Choice was asked for, and since when; it can be compared, and sent to another process."""

    config: Path | None
    isolated: bool
    overrides: tuple[tuple[str, Any], ...]
    today: str | None
    limits: Limits
    cache: Cache | None
    generation: int


class Choice:
    """Which configuration counts: the nearest one of each document, one file for all (``config``), or none
    (``isolated``, which ignores waivers too). ``overrides`` are configuration keys that the caller sets over whatever
    the file says; ``today`` is the day that waivers which end are held against, where it is not the day that it is;
    ``limits`` is what a document that is no plain text may take to be read; ``cache`` keeps what :func:`lint_path`
    finds, and has it at hand for the same document under the same rules. A Choice can be sent to another process.

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
        cache: Cache | None = None,
    ) -> None:
        self.limits = limits
        self.cache = cache
        self._asked = _Asked(config, isolated, _frozen(overrides), today, limits, cache, _generation)
        self.waivers = Waivers(today, isolated=isolated)
        self._fixed = load_configuration(config) if config else Chosen() if isolated else None
        self._overrides = {key: value for key, value in (overrides or {}).items() if value is not None}
        self._planners: dict[Path | None, tuple[Chosen, Planner]] = {}
        self._met: dict[Path | None, Chosen] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return _choice_of, (self._asked,)

    def for_path(self, path: Path | None) -> tuple[Chosen, Planner]:
        """Return the configuration and the planner for the document at *path* (None: standard input)."""
        folder = Path.cwd() if path is None else Path(path).absolute().parent
        chosen = self._fixed or nearest_configuration(folder)
        if chosen.path not in self._planners:
            self._met[chosen.path] = chosen
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

    def sources(self) -> list[Path]:
        """Return the configuration files and rule folders that counted for any document so far, or were to count and
        are wrong."""
        found: list[Path] = []
        for chosen in self._met.values():
            found += [chosen.path] if chosen.path else []
            with suppress(SpecificationError):
                found += chosen.outside_folders()
        return found

    def heeds_git(self, folder: Path) -> bool:
        """Say whether documents in *folder* that git ignores are passed over."""
        return self.for_path(folder / "文稿.txt")[0].configuration.respect_gitignore


def lint_text(text: str, name: str = "文稿.txt", *, choice: Choice | None = None) -> FileReport:
    """Return the report on *text*; the ending of *name* says whether it is Markdown.

    Without a *choice* no configuration counts, and the rules are the built-in ones. Any text has a report: one without
    words is a finding, ``unreadable-document``, and a rule that fails is one too, ``rule-failure``, and is named in
    ``crashed``; the other rules go on. Waivers count for files only. Raises SpecificationError where the configuration
    of *choice* is wrong.
    """
    _, planner = (choice or _defaults()).for_path(None)
    return lint(read_text(text, name), planner, name)


def lint_path(path: str | Path, *, choice: Choice | None = None) -> FileReport:
    """Return the report on the file *path*, under the configuration that counts for it: without a *choice* the nearest
    one at or above it, as on the command line. What is waived stands in ``waived``.

    Any kind of file will do that the program reads; what is no plain text is read in a process of its own, within the
    limits of *choice*. Raises FileNotFoundError, and SpecificationError where a configuration, a rule or a waiver is
    wrong; a file that exists and cannot be read is a finding.
    """
    path, choice = Path(path), choice or Choice()
    return honour(examine_path(path, choice), choice)


def examine_path(path: Path, choice: Choice) -> FileReport:
    """Return the report on the file *path* before its waivers are applied. Raises FileNotFoundError."""
    return examine(path, choice.for_path(path)[1], choice.limits, choice.cache)


def remembered_path(path: str | Path, choice: Choice) -> FileReport | None:
    """Return what :func:`lint_path` would, but only where the cache of *choice* has it."""
    _, planner = choice.for_path(Path(path))
    try:
        found = remembered(Path(path), planner, choice.cache) if choice.cache else None
    except FileNotFoundError:
        return None
    return found and honour(found, choice)


def unexamined_path(path: str | Path, choice: Choice, reason: str) -> FileReport:
    """Return a report that says that the program failed on the file *path*, and why."""
    return unexamined(Path(path), choice.for_path(Path(path))[1], reason)


def honour(report: FileReport, choice: Choice) -> FileReport:
    """Return *report* under its waivers, as they are now."""
    return choice.waivers.honour(report, choice.for_path(Path(report.path))[1].rulebook)


def lint_bytes(data: bytes, name: str, *, choice: Choice | None = None) -> FileReport:
    """Return the report on the bytes of a document, as they would stand in a file called *name*."""
    choice = choice or Choice()
    _, planner = choice.for_path(Path(name))
    return choice.waivers.honour(lint(read_bytes(data, name, choice.limits), planner, name), planner.rulebook)


def fix_text(text: str, name: str = "文稿.txt", *, unsafe: bool = False, choice: Choice | None = None) -> Mended:
    """Return *text* with what the rules can mend mended (``after``); only what keeps the meaning, unless *unsafe*.

    What was mended stands in ``applied``, what was not in ``withheld``, each with the reason; ``report`` is on the new
    text. Every fix is proved: what it mends is gone, and nothing new has come. Line ends stay as they are, placeholders
    are never filled. Without a *choice* no configuration counts. Raises SpecificationError where that of *choice* is
    wrong.
    """
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
    return _annotate(*read_file(path, choice.limits), path, choice)


def annotate_bytes(
    data: bytes, name: str, *, choice: Choice | None = None
) -> tuple[FileReport, Annotated | str | None]:
    """Return what :func:`annotate_path` does, of the bytes of a document as they would stand in a file *name*."""
    choice = choice or Choice()
    return _annotate(read_bytes(data, name, choice.limits), data, Path(name), choice)


def _annotate(reading: Reading, data: bytes, path: Path, choice: Choice) -> tuple[FileReport, Annotated | str | None]:
    _, planner = choice.for_path(path)
    report = choice.waivers.honour(lint(reading, planner, str(path)), planner.rulebook)
    if not is_word(reading, data) and reading.format != "pdf":
        return report, None
    from shufa_lint.report.remark import remark
    from shufa_lint.text.language import in_chinese

    if reading.format == "pdf":
        from shufa_lint.marking.pdf import annotate
    else:
        from shufa_lint.marking.word.annotate import annotate

    def said(finding: Finding) -> list[str]:
        with in_chinese():  # the copy goes to the clerk
            return remark(finding, report)

    try:
        return report, annotate(data, report.findings, said)
    except (UnreadableError, UnwritableError) as error:
        return report, str(error)


def _rewriter(data: bytes, name: str) -> Rewriter:
    name = PurePath(name).name
    return rewriter_for(read_bytes(data, name), data, name)


def outline_text(text: str, name: str = "文稿.txt") -> Document:
    """Return the outline of *text*, which any text has: title, parts, numbered sections, clauses, annexes, all with
    offsets into *text*. The ending of *name* says whether it is Markdown."""
    return parse(read_text(text, name).words)


def find_documents(names: Sequence[str], choice: Choice) -> Discovered:
    """Return the documents that *names* (files, folders, globs) stand for; raises NoDocuments."""
    return discover(names, choice.excludes, choice.heeds_git)


def run_report(
    reports: Sequence[FileReport], choice: Choice, *, excluded: int = 0, show_waived: bool = False
) -> RunReport:
    """Put the reports on single documents together."""
    chosen, planner = choice.for_path(Path(reports[0].path) if reports else None)
    rulebook: Rulebook = planner.rulebook
    titles, genres = Names(rulebook.entries), Names(rulebook.profiles)
    law_table, as_of = rulebook.dates.get("laws"), chosen.configuration.as_of
    return RunReport(
        tuple(reports), rulebook.digest, excluded, titles, genres, rulebook.rules, law_table, as_of, show_waived
    )


def forget_settings() -> None:
    """Have configurations and rule folders read anew when a Choice made after this asks for them: for programs that
    stay up while people change them."""
    global _generation
    _generation += 1
    nearest_configuration.cache_clear()
    forget()


@lru_cache(maxsize=4)
def _choice_of(asked: _Asked) -> Choice:
    """Return the Choice that came from another process, always the same one, which has its rules at hand; what that
    process has forgotten since is forgotten here."""
    global _generation
    if asked.generation != _generation:
        forget_settings()
        _generation = asked.generation
    config, isolated, overrides, today, limits, cache, _ = asked
    return Choice(config=config, isolated=isolated, overrides=dict(overrides), today=today, limits=limits, cache=cache)


def _frozen(overrides: dict[str, object] | None) -> tuple[tuple[str, Any], ...]:
    return tuple((key, tuple(each) if isinstance(each, list) else each) for key, each in (overrides or {}).items())


@cache
def _defaults() -> Choice:
    return Choice(isolated=True)

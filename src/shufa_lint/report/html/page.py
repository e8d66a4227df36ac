"""The page of one document, and of a whole run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from shufa_lint import __version__
from shufa_lint.engine.model import FileReport, RunReport
from shufa_lint.report.authority import spell_out
from shufa_lint.report.html.index import reference, row_of, table, units_of
from shufa_lint.report.html.paper import render
from shufa_lint.report.html.sheet import Sheet, name_of, sheet_of
from shufa_lint.report.place import shown
from shufa_lint.report.rule_help import reasons
from shufa_lint.report.visible import visible
from shufa_lint.text.language import in_chinese


class Help(NamedTuple):
    """What a rule is about."""

    id: str
    title: str
    reasons: Sequence[str]
    authority: str


@in_chinese()
def page(report: FileReport, run: RunReport, *, name: str | None = None, back: str = "") -> bytes:
    """Return the page of one document, whatever other documents *run* holds.

    *run* names the rules and kinds of documents, and says whether to show what is waived. *name* is what the document
    is called on it, where that is not its path from the working directory; *back* is where the table of all documents
    lies, from the page's own folder (``../检查一览.html``), as the ``link`` of a :class:`Row` is written. The bytes are
    the same whenever and wherever they are made: nothing on the page tells the time.
    """
    called = name_of(report) if name is None else shown(name)
    sheet = sheet_of(report, run, 1, name=called)
    return _render([report], run, [sheet], title=f"{called}——检查结果", back=reference(back))


@in_chinese()
def report(run: RunReport) -> bytes:
    """Return the page of the only document of *run*, else a table of all its documents with their pages behind it."""
    if len(run.files) == 1:
        return page(run.files[0], run)
    units = units_of([file.path for file in run.files])
    rows = [
        row_of(file, run, link=f"#d{number}", name=name, unit=unit)
        for number, (file, (unit, name)) in enumerate(zip(run.files, units, strict=True), start=1)
    ]
    sheets = (sheet_of(file, run, number, name=name_of(file)) for number, file in enumerate(run.files, start=1))
    return _render(run.files, run, sheets, title="检查一览", table=table(rows))


def _render(
    files: Sequence[FileReport], run: RunReport, sheets: Iterable[Sheet], *, title: str, back: str = "", **more: Any
) -> bytes:
    return render(
        "run.html",
        title=title,
        sheets=sheets,
        count=len(files),
        rules=list(_rules(files, run)),
        about=_about(run),
        back=back,
        **more,
    )


def _rules(files: Iterable[FileReport], run: RunReport) -> Iterator[Help]:
    """Yield what the rules that spoke are about, each once; of a rule whose file is not at hand there is nothing."""
    found = {item.rule for file in files for item, _ in file.listed(with_waived=run.show_waived)}
    for name in sorted(found):
        if rule := run.rules.get(name):
            why = [visible(line) for line in reasons(rule)]
            yield Help(name, visible(rule.title), why, visible(spell_out(rule.authority)))


def _about(run: RunReport) -> list[str]:
    """Return by what the documents were judged."""
    return [
        f"shufa-lint {__version__}",
        f"规则 {run.rulebook[:12]}",
        *([f"法律名单截至 {visible(run.law_table)}"] if run.law_table else []),
        *([f"按 {visible(run.as_of)} 判断引用"] if run.as_of else []),
    ]

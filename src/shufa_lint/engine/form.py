"""The form: a table with one row for each blank, which people fill in. Its columns, its rows, and reading it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from shufa_lint.engine.answers import need_of
from shufa_lint.engine.blanks import Blank, blanks_of
from shufa_lint.engine.locators import Locator, locate
from shufa_lint.engine.model import FileReport
from shufa_lint.reading.sheet import Cell, Row, Sheet, SheetError
from shufa_lint.rulebook.schema import Entry
from shufa_lint.text.language import tr

NUMBER, DOCUMENT, SECTION, SENTENCE = "序号", "文稿", "位置", "句子（【】处要填）"
KIND, UNIT, WANTED, GROUP, ANSWER, KEY = "缺什么", "单位", "怎么填", "同名", "答案", "标识"
COLUMNS = (NUMBER, DOCUMENT, SECTION, SENTENCE, KIND, UNIT, WANTED, GROUP, ANSWER, KEY)
"""The heads of the columns, in order. DOCUMENT, ANSWER and KEY must be there when the form comes back."""

_HEADS_WITHIN = 20
"""In how many of the first rows the heads are looked for: people put a title above a table."""
_ARROW = " › "


@dataclass(frozen=True, slots=True)
class Asked:
    """The blanks of one document and what finds them again."""

    report: FileReport
    blanks: tuple[Blank, ...]
    locators: tuple[Locator, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A row of a form that came back. ``number`` is the row of the table as people count it, from 1."""

    number: int
    document: str
    group: str
    answer: Cell
    key: str


def asked(report: FileReport, entries: Mapping[str, Entry]) -> Asked:
    """Return what is to be filled in in the document of *report*."""
    blanks = blanks_of(report, entries)
    return Asked(report, blanks, locate(report.source.text, blanks))


def rows(documents: Iterable[Asked]) -> list[tuple[str, ...]]:
    """Return the rows of a form, one a blank, with the cells of COLUMNS; the answers are empty."""
    made: list[tuple[str, ...]] = []
    for document in documents:
        names = [blank.name for blank in document.blanks]
        for blank, locator in zip(document.blanks, document.locators, strict=True):
            made.append(
                (
                    str(len(made) + 1),
                    document.report.path,
                    _ARROW.join(blank.finding.section),
                    str(blank.sentence),
                    blank.kind_name,
                    blank.unit,
                    need_of(blank).wanted,
                    f"{blank.name}（{names.count(blank.name)} 处）" if blank.name else "",
                    "",
                    str(locator),
                )
            )
    return made


def read_form(sheets: Iterable[Sheet]) -> list[Answered]:
    """Return the rows of the first of *sheets* that is a form; raises SheetError where none is."""
    for sheet in sheets:
        for at, row in enumerate(sheet[:_HEADS_WITHIN]):
            heads = {cell.text.strip(): column for column, cell in reversed(list(enumerate(row)))}
            if heads.keys() >= {DOCUMENT, ANSWER, KEY}:
                numbered = enumerate(sheet[at + 1 :], at + 2)
                return [_answered(number, row, heads) for number, row in numbered if _any_in(row)]
    raise SheetError(
        tr("不是 shufa-lint blanks 写的表：找不到“{document}”“{answer}”“{key}”这几栏").format(
            document=DOCUMENT, answer=ANSWER, key=KEY
        )
    )


def _any_in(row: Row) -> bool:
    """Say whether anything stands in *row*."""
    return any(not cell.empty for cell in row)


def _answered(number: int, row: Row, heads: Mapping[str, int]) -> Answered:
    def cell(name: str) -> Cell:
        column = heads.get(name, len(row))
        return row[column] if column < len(row) else Cell()

    return Answered(number, cell(DOCUMENT).text.strip(), cell(GROUP).text.strip(), cell(ANSWER), cell(KEY).text.strip())


class NoSuchDocument(Exception):
    """The form has no rows for a document, or it cannot be told which; ``str()`` is one line in Chinese."""


def rows_for(form: Sequence[Answered], path: str, digest: str, named: str | None) -> list[Answered]:
    """Return the rows of the document at *path*, which the form may know by another way to it.

    *digest* is that of its text as locators carry it; *named* is what the user says the document is called in the form.
    Raises NoSuchDocument.
    """
    documents = list(dict.fromkeys(row.document for row in form))
    if named is not None:
        chosen = [name for name in documents if name == named] or [name for name in documents if _ends(name, named)]
    else:
        unchanged = list(dict.fromkeys(row.document for row in form if f" {digest} " in row.key))
        alike = [name for name in documents if _ends(path, name) or _ends(name, path)]
        same_name = [name for name in documents if PurePath(name).name == PurePath(path).name]
        both = [name for name in unchanged if name in same_name] or unchanged
        chosen = next((names for names in ([path] * (path in documents), both, alike, same_name) if names), [])
    if len(chosen) == 1:
        return [row for row in form if row.document == chosen[0]]
    listed = tr("、").join((chosen or documents)[:5]) + ("……" if len(chosen or documents) > 5 else "")
    if not documents:
        raise NoSuchDocument(tr("表里没有一行是要填的空"))
    if chosen:
        raise NoSuchDocument(
            tr("表里有几份文稿都可能是 {document}：{listed}；用 --document 说是哪一份").format(
                document=named or path, listed=listed
            )
        )
    raise NoSuchDocument(
        tr("表里没有 {document}，只有 {listed}；改过名的文稿用 --document 说它在表里叫什么").format(
            document=named or path, listed=listed
        )
    )


def _ends(whole: str, end: str) -> bool:
    """Say whether the path *whole* ends with the path *end*."""
    parts, last = PurePath(whole).parts, PurePath(end).parts
    return bool(last) and parts[-len(last) :] == last

"""The blanks of documents as a table: number, what is missing, where, and the words around it."""

from __future__ import annotations

from collections.abc import Sequence

from shufa_lint.engine.blanks import Blank, kinds
from shufa_lint.engine.form import Asked
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.excerpt import beginning, shortened
from shufa_lint.report.visible import visible
from shufa_lint.text.language import tr
from shufa_lint.text.width import head, tail

_KIND = 8
_UNIT = 10
"""The cells of the columns; the words around a blank take the rest."""
_PARENT = 24
_ELLIPSIS = "…"


def report(documents: Sequence[Asked], screen: Screen) -> None:
    """Print the blanks of each document, section by section, and how many there are of each kind."""
    number = 0
    for document in documents:
        if document.blanks or len(documents) == 1:
            _header(document, screen)
        number = _table(document, number, screen)
    _total(documents, screen)


def _header(document: Asked, screen: Screen) -> None:
    rule = screen.sign("─")
    name = shortened(visible(document.report.path), screen.width - 8, screen.cells)
    rest = max(2, screen.width - screen.cells(name) - 2 * screen.cells(rule) - 2)
    screen.line((rule * 2, "dim"), " ", (name, "bold"), " ", (rule * (rest // screen.cells(rule)), "dim"))
    if document.report.title:
        screen.paragraph(visible(document.report.title), indent=3)
    screen.blank()


def _table(document: Asked, number: int, screen: Screen) -> int:
    """Print a row for each blank, counted on from *number*, and return the last number."""
    section: tuple[str, ...] | None = None
    for blank in document.blanks:
        if blank.finding.section != section:
            section = blank.finding.section
            screen.line("  ", (_path(section, screen), "dim"))
        number += 1
        _row(number, blank, document, screen)
    if document.blanks:
        screen.blank()
    return number


def _path(section: Sequence[str], screen: Screen) -> str:
    """Return the headings above a blank; those above the last one give way to it."""
    names = [visible(name) for name in section] or [tr("（各部分之外）")]
    names = [beginning(name, _PARENT, screen.cells) for name in names[:-1]] + names[-1:]
    return beginning(f" {screen.sign('›')} ".join(names), screen.width - 2, screen.cells)


def _row(number: int, blank: Blank, document: Asked, screen: Screen) -> None:
    line = document.report.source.position(blank.span.start).line
    place = tr("第{line}行").format(line=line)
    columns = f"{number:>4}  {_padded(blank.missing, _KIND, screen)}{_padded(visible(blank.unit), _UNIT, screen)}"
    start = f"{columns}{_padded(place, 8, screen)}"
    room = screen.width - screen.cells(start)
    before, hole, after = _around(blank, room, screen)
    screen.line((columns, "cyan"), _padded(place, 8, screen), before, (hole, "bold yellow"), after)


def _around(blank: Blank, room: int, screen: Screen) -> tuple[str, str, str]:
    """Return the blank, marked, with as much of its sentence on either side as *room* takes."""
    sentence = blank.sentence
    hole = shortened(f"【{visible(sentence.inside) or '　'}】", room // 2, screen.cells)
    before, after = visible(sentence.before), visible(sentence.after)
    room -= screen.cells(hole)
    left = min(screen.cells(before), max(room // 2, room - screen.cells(after)))
    right = min(screen.cells(after), room - left)
    ellipsis = screen.cells(_ELLIPSIS)
    if screen.cells(before) > left:
        before = _ELLIPSIS + tail(before, max(0, left - ellipsis), measure=screen.cells)
    if screen.cells(after) > right:
        after = head(after, max(0, right - ellipsis), measure=screen.cells) + _ELLIPSIS
    return before, hole, after


def _padded(text: str, width: int, screen: Screen) -> str:
    kept = beginning(text, width - 1, screen.cells)
    return kept + " " * (width - screen.cells(kept))


def _total(documents: Sequence[Asked], screen: Screen) -> None:
    blanks = [blank for document in documents for blank in document.blanks]
    if not blanks:
        screen.line((tr("没有要填的空"), "bold green"))
        return
    words = tr("{documents} 份文稿共 {number} 处要填：") if len(documents) > 1 else tr("共 {number} 处要填：")
    counted = tr("，").join(f"{name} {number}" for name, number in kinds(blanks))
    screen.paragraph((words.format(documents=len(documents), number=len(blanks)), "bold"), counted, indent=2, first=0)
    for document in documents:
        for name, number in _names(document.blanks):
            screen.paragraph(
                (
                    tr("“{name}”有 {number} 处，是同一个名称的，在表里填一处就够了").format(name=name, number=number),
                    "dim",
                ),
                indent=2,
            )
    screen.paragraph((tr("写成一张表来填：加上 --output-format xlsx --output-file 待填.xlsx"), "dim"), indent=2)


def _names(blanks: Sequence[Blank]) -> list[tuple[str, int]]:
    names = [visible(blank.name) for blank in blanks if blank.name]
    return [(name, names.count(name)) for name in dict.fromkeys(names)]

"""Mended documents → what changed, for people: a paragraph is one line, so the change is marked inside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shufa_lint.engine.fix import Mended
from shufa_lint.report.difference import Change, Piece, difference, inside, pairs
from shufa_lint.report.terminal.console import Part, Screen
from shufa_lint.report.visible import visible

_STYLES = {"-": "red", "+": "green"}
_BRACKETS = {"-": ("[-", "-]"), "+": ("{+", "+}")}
"""What marks a change where there are no colours."""
_AROUND = 24
"""How many characters are left on either side of a change."""


def report(changed: Sequence[tuple[str, Mended]], screen: Screen) -> None:
    """Print what changes in each file."""
    for path, mended in changed:
        screen.line((path, "bold"))
        for hunk in difference(mended.before, mended.after):
            screen.line((hunk.head, "cyan"))
            for change in hunk.changes:
                _show(change, screen)
        screen.blank()


def _show(change: Change, screen: Screen) -> None:
    if change.before == change.after:
        return
    for old, new in pairs(change):
        screen.paragraph(*_parts(inside(_body(old), _body(new)), screen), indent=2)


def _body(line: str | None) -> str:
    return (line or "").removesuffix("\n").removesuffix("\r")


def _parts(pieces: Sequence[Piece], screen: Screen) -> Iterator[Part]:
    for number, piece in enumerate(pieces):
        if piece.sign == " ":
            yield _kept(piece.text, first=number == 0, last=number == len(pieces) - 1)
        else:
            words, style = visible(piece.text, reveal=True), _STYLES[piece.sign]
            opening, closing = ("", "") if screen.coloured else _BRACKETS[piece.sign]
            yield (f"{opening}{words}{closing}", f"{style} reverse" if screen.coloured else "")


def _kept(text: str, *, first: bool, last: bool) -> str:
    """Return *text* without its middle where that is long: before the first change its end counts, behind the last its
    beginning."""
    head, tail = ("" if first else text[:_AROUND]), ("" if last else text[-_AROUND:])
    return text if len(text) <= len(head) + len(tail) + 1 else f"{head}…{tail}"

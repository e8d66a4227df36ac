"""Runs that cover exactly the characters asked for: they are split at the boundaries, each part formatted as before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from shufa_lint.marking.word.names import XML_SPACE, Names, local
from shufa_lint.text.span import Span

if TYPE_CHECKING:
    from shufa_lint.reading.word.model import Piece, WordText


class Held(NamedTuple):
    """Characters that are all that a run of a paragraph holds, in one element."""

    span: Span
    element: Any
    run: Any
    paragraph: Any


class Runs:
    """The runs of a document by the offsets of their characters, which splitting does not change."""

    def __init__(self, word: WordText) -> None:
        self._pieces = [piece for piece in word.pieces if piece.span.end > piece.span.start]
        self._starts = [piece.span.start for piece in self._pieces]

    def pieces(self, span: Span) -> list[Piece]:
        """Return the pieces that hold a character of *span*, in order."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = bisect_left(self._starts, span.end)
        return [piece for piece in self._pieces[first:last] if piece.span.end > span.start]

    def isolate(self, span: Span) -> list[Held]:
        """Return the characters of *span* that stand in runs, after splitting these where they hold others too."""
        for offset in span:
            for piece in self.pieces(span):
                if in_a_run(piece) and piece.span.start < offset < piece.span.end:
                    self._cut(piece, offset)
        inside = [piece for piece in self.pieces(span) if in_a_run(piece)]
        return [Held(piece.span, piece.element, _alone(piece.element), piece.paragraph) for piece in inside]

    def _cut(self, piece: Piece, offset: int) -> None:
        """Part the text element of *piece*, so that one ends and another begins at *offset*."""
        element: Any = piece.element
        at = offset - piece.span.start
        # Blanks at its ends that are not shown must not come to light when xml:space says that all of them count.
        element.text = element.text[piece.at : piece.at + piece.span.end - piece.span.start]
        right = deepcopy(element)
        element.text, right.text = element.text[:at], element.text[at:]
        right.tail = None
        for part in (element, right):
            part.set(XML_SPACE, "preserve")
        element.addnext(right)
        index = bisect_left(self._starts, piece.span.start)
        self._pieces[index : index + 1] = [
            piece._replace(span=Span(piece.span.start, offset), at=0),
            piece._replace(span=Span(offset, piece.span.end), element=right, at=0),
        ]
        self._starts.insert(index + 1, offset)


def in_a_run(piece: Piece) -> bool:
    """Say whether *piece* stands in a run: numbers that Word makes by itself, and ends of paragraphs, do not."""
    return piece.element is not None and local(piece.element.getparent()) == "r"


def _alone(element: Any) -> Any:
    """Return the run of *element*, after it has been split so that it holds nothing else."""
    run = element.getparent()
    children = [child for child in run if local(child) != "rPr"]
    at = children.index(element)
    if at + 1 < len(children):
        _move(run, children[at + 1 :])
    return _move(run, [element]) if at else run


def _move(run: Any, children: list[Any]) -> Any:
    """Move *children*, the last ones of *run*, to a run of their own behind it, formatted as that one is; return it."""
    own = Names(run).new("r")
    for name, value in run.attrib.items():
        own.set(name, value)
    formatting = run.find(Names(run)("rPr"))
    if formatting is not None:
        own.append(deepcopy(formatting))
    run.addnext(own)
    for child in children:
        own.append(child)
    return own


def formatting_of(run: Any) -> Any | None:
    """Return a copy of the formatting of *run*, without what is said of earlier changes of it."""
    name = Names(run)
    formatting = run.find(name("rPr"))
    if formatting is None:
        return None
    copy = deepcopy(formatting)
    copy.tail = None
    for remark in copy.findall(name("rPrChange")):
        copy.remove(remark)
    return copy

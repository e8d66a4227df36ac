"""Where findings stand in a text, as pieces of its lines: each piece is under the same findings throughout.

Spans may overlap, hold each other, be equal or be empty; they may run over lines. The number of pieces is linear in
the lines and spans, and so is what is said of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from shufa_lint.report.visible import visible
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

ALSO = "see"
"""The kind of what a finding refers to (另见)."""

_KINDS = ("error", "warning", "info", "waived", ALSO)
"""All kinds, the one that a piece under several shows first."""

_MOST = 8
"""A piece names those that begin at it, and no more of the others: a hundred nested spans would take 10,000 names."""

_LINE_ENDS = str.maketrans("", "", "\r\n")


class Mark(NamedTuple):
    """Something to be marked: ``name`` is the finding's number, with a letter after it for what it refers to (3, 3a);
    ``number`` is the finding's."""

    span: Span
    kind: str
    name: str
    number: int


class Piece(NamedTuple):
    """Characters of one line, fit to be shown, or an absence, which has none.

    ``names`` are the marks that they are under, ``to`` the finding that the innermost belongs to, ``begin`` the
    findings whose first characters these are, and ``anchor`` what the piece is called by who leads to it: the first of
    the marks that begin here.
    """

    text: str
    kind: str = ""
    names: str = ""
    to: int = 0
    begin: str = ""
    anchor: str = ""
    several: bool = False


@dataclass(slots=True)
class _Open:
    """The marks that the sweep stands in, those opened last at the end; ``fresh`` have no piece yet."""

    marks: dict[str, Mark] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_KINDS, 0))
    fresh: list[Mark] = field(default_factory=list)

    def add(self, mark: Mark) -> None:
        self.marks[mark.name] = mark
        self.kinds[mark.kind] += 1
        self.fresh.append(mark)

    def remove(self, mark: Mark) -> None:
        del self.marks[mark.name]
        self.kinds[mark.kind] -= 1

    def piece(self, text: str) -> Piece:
        """Return *text* as a piece under the marks that are open."""
        fresh, self.fresh = self.fresh, []
        names = {mark.name: mark for mark in islice(reversed(self.marks.values()), _MOST)}
        names |= {mark.name: mark for mark in fresh}
        kind = next(kind for kind in _KINDS if self.kinds[kind])
        return _piece(text, kind, list(names.values()), fresh, several=len(self.marks) - self.kinds[ALSO] > 1)


def pieces_of(source: SourceText, marks: Iterable[Mark]) -> tuple[list[list[Piece]], dict[str, str]]:
    """Return the pieces of each line of *source*, and the anchor that each mark's first piece is called by."""
    sweep = _Sweep(source, marks)
    lines = [list(sweep.line(line)) for line in source.lines]
    return lines, sweep.anchors


class _Sweep:
    """Goes over the lines in order; each mark is looked at when it begins and when it ends."""

    def __init__(self, source: SourceText, marks: Iterable[Mark]) -> None:
        self._text = source.text
        placed = [_placed(mark, source) for mark in marks]
        wide = [mark for mark in placed if _width(mark)]
        self._gaps = _Queue((mark for mark in placed if not _width(mark)), _start)
        self._starts = _Queue(wide, _start)
        self._ends = _Queue(wide, _end)
        self._open = _Open()
        self.anchors: dict[str, str] = {}

    def line(self, line: Span) -> Iterator[Piece]:
        """Yield the pieces of *line*."""
        gaps = self._gaps.before(line.end + 1)
        starts = self._starts.before(line.end)
        ends = self._ends.before(line.end + 1)
        if not (gaps or starts or ends or self._open.marks):
            yield Piece(visible(line.of(self._text)))
            return
        cuts = sorted(
            {line.start, line.end}
            | {max(mark.span.start, line.start) for mark in (*gaps, *starts)}
            | {max(mark.span.end, line.start) for mark in ends}
        )
        events: dict[int, _Events] = {cut: _Events([], [], []) for cut in cuts}
        for mark in ends:
            events[max(mark.span.end, line.start)].ends.append(mark)
        for mark in gaps:
            events[mark.span.start].gaps.append(mark)
        for mark in starts:
            events[max(mark.span.start, line.start)].starts.append(mark)
        for cut, following in zip(cuts, [*cuts[1:], line.end], strict=True):
            yield from self._cut(events[cut], self._text[cut:following])

    def _cut(self, events: _Events, text: str) -> Iterator[Piece]:
        """Yield what is missing at a place, and then the characters up to the next one."""
        for mark in events.ends:
            self._open.remove(mark)
        if events.gaps:
            yield self._named(_gap(events.gaps))
        for mark in events.starts:
            self._open.add(mark)
        if not self._open.marks:
            if shown := visible(text):
                yield Piece(shown)
        elif shown := visible(text, reveal=True):
            yield self._named(self._open.piece(shown))

    def _named(self, piece: Piece) -> Piece:
        if piece.anchor:
            for name in piece.names.split():
                self.anchors.setdefault(name, piece.anchor)
        return piece


class _Events(NamedTuple):
    """The marks that end at a place, that have no width there, and that begin there."""

    ends: list[Mark]
    gaps: list[Mark]
    starts: list[Mark]


class _Queue:
    """Marks in the order of an offset, to be taken from the front."""

    def __init__(self, marks: Iterable[Mark], side: Callable[[Mark], int]) -> None:
        self._marks = sorted(marks, key=lambda mark: (side(mark), -mark.span.end))
        self._side = side
        self._at = 0

    def before(self, offset: int) -> list[Mark]:
        """Take the marks whose offset is less than *offset*."""
        first = self._at
        while self._at < len(self._marks) and self._side(self._marks[self._at]) < offset:
            self._at += 1
        return self._marks[first : self._at]


def _placed(mark: Mark, source: SourceText) -> Mark:
    """Return *mark* as an absence within its line where nothing of it can be shown."""
    start, end = mark.span
    if start < end and visible(source.text[start:end].translate(_LINE_ENDS), reveal=True):
        return mark
    start = min(start, source.line_at(start).end)
    return mark._replace(span=Span(start, start))


def _gap(marks: list[Mark]) -> Piece:
    kind = min((mark.kind for mark in marks), key=_KINDS.index)
    return _piece("", kind, marks, marks, several=sum(mark.kind != ALSO for mark in marks) > 1)


def _piece(text: str, kind: str, marks: Sequence[Mark], fresh: Sequence[Mark], *, several: bool) -> Piece:
    inner = min((mark for mark in marks if mark.kind != ALSO), key=_inner, default=marks[0])
    return Piece(
        text=text,
        kind=kind,
        names=" ".join(mark.name for mark in marks),
        to=inner.number,
        begin="、".join(str(mark.number) for mark in sorted(fresh, key=_number) if mark.kind != ALSO),
        anchor=fresh[0].name if fresh else "",
        several=several,
    )


def _width(mark: Mark) -> int:
    return mark.span.end - mark.span.start


def _inner(mark: Mark) -> tuple[int, int]:
    return _width(mark), mark.number


def _number(mark: Mark) -> int:
    return mark.number


def _start(mark: Mark) -> int:
    return mark.span.start


def _end(mark: Mark) -> int:
    return mark.span.end

"""Check type ``sequence``: the numbers of headings, level by level.

A number is right if it is 1, or follows the number before it at its level, in the same list or in the list before
(documents whose （一）…（十） run on across 一、二、). Measured on published documents this tolerance cries wolf in
2 % where a strict reading does in 20 %, and sees more deleted headings, not fewer. One slip makes one fault: what comes
after a wrong number is judged by the number that should have stood there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise, takewhile
from typing import Literal, NamedTuple

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.outline.model import Section, Tree
from shufa_lint.outline.ordinal import Style, renumbered, written
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["gap", "repeat", "start", "backwards"]

_STYLES: tuple[Style, ...] = (
    "part",
    "chapter",
    "subchapter",
    "article",
    "han",
    "han-bracketed",
    "arabic",
    "arabic-bracketed",
    "circled",
)


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


class Fault(NamedTuple):
    """A number that is wrong at its place; ``before`` is the number that it should follow.

    ``disturbs`` are the sections, by their start, whose own numbers the same slip may have brought out of step;
    ``edits`` put all numbers of the list right, where no heading can be missing from it.
    """

    kind: FaultKind
    at: Entry
    expected: int
    before: Entry | None
    disturbs: tuple[int, ...]
    edits: tuple[Edit, ...] = ()


class Entry(NamedTuple):
    """One number of a level; ``section`` and ``parent`` are the starts of its section and of the one that holds it."""

    value: int
    span: Span
    written: str
    style: Style
    section: int
    parent: int
    is_glued: bool = False


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: the outline has the numbers."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a fault, at the number where it shows, with the number before it as a label."""
    for fault in context.once(_faults):
        if fault.kind == options.fault:
            labels = (Label(fault.before.span, fault.before.written),) if fault.before else ()
            captures = {
                "found": fault.at.written,
                "expected": written(fault.expected, fault.at.style),
                "before": fault.before.written if fault.before else "",
                "missing": _missing(fault),
            }
            yield Match(fault.at.span, captures, labels=labels, edits=fault.edits)


def _missing(fault: Fault) -> str:
    """Return the numbers that a gap leaves out."""
    lost = [written(value, fault.at.style) for value in range(fault.expected, fault.at.value)]
    return "".join(lost) if len(lost) <= 3 else f"{lost[0]}至{lost[-1]}"


def _faults(context: Context) -> list[Fault]:
    faults: list[Fault] = []
    for tree in context.document.trees:
        entries = _entries(tree)
        for style in _STYLES:
            inserted = [
                Entry(g.value, g.span, g.span.of(context.words), g.style, g.span.start, -1, True)
                for g in context.glued
                if g.style == style and tree.span.start <= g.span.start < tree.span.end
            ]
            stream = sorted([*entries.get(style, ()), *inserted], key=lambda entry: entry.span)
            if not stream:
                continue
            found = _Judge(context.words, tree.span.start, stream).faults()
            faults += [fault for fault in found if not _is_consequence(fault, faults)]
    return sorted(faults, key=lambda fault: fault.at.span)


def _is_consequence(fault: Fault, above: list[Fault]) -> bool:
    """Say whether a fault of a higher level explains this one: a lost or displaced section takes its numbers along,
    so that the first number below the heading where that shows does not run on."""
    return any(fault.at.parent in higher.disturbs for higher in above)


def _entries(tree: Tree) -> dict[Style, list[Entry]]:
    entries: dict[Style, list[Entry]] = {}

    def add(sections: Sequence[Section], parent: int) -> None:
        for section in sections:
            ordinal = section.ordinal
            if "之" not in ordinal.written:  # 第十七条之一 repeats its number by right
                entry = Entry(ordinal.value, ordinal.span, ordinal.written, ordinal.style, section.span.start, parent)
                entries.setdefault(ordinal.style, []).append(entry)
            add(section.children, section.span.start)

    add(tree.sections, -1)
    return entries


class _Judge:
    """Walk the numbers of one level in one tree."""

    def __init__(self, words: str, start: int, stream: list[Entry]) -> None:
        self._words = words
        self._start = start
        self._stream = stream
        self._runs_on = any(
            b.parent != a.parent and b.value == a.value + 1 and a.value > 1 for a, b in pairwise(stream)
        )

    def faults(self) -> Iterator[Fault]:
        stream = self._stream
        last = 0
        open_lists: list[tuple[int, int]] = []  # interrupted lists of the current parent: last number, length after
        i = 0
        while i < len(stream):
            entry = stream[i]
            before = stream[i - 1] if i else None
            ahead = stream[i + 1].value if i + 1 < len(stream) else None
            same_list = before is not None and (before.parent == entry.parent or before.is_glued or entry.is_glued)
            if not same_list:
                open_lists = []
            if entry.value == 1 and same_list and last == 1 and ahead == 3:
                yield Fault("repeat", entry, 2, before, (entry.section,))
                last = 2
            elif entry.value == last + 1 or entry.value == 1:
                if entry.value == 1 and same_list and last:
                    open_lists.append((last, i))
                last = entry.value
            elif entry.is_glued:
                last = entry.value
            elif resumed := self._resumed(entry, open_lists, i):
                del open_lists[resumed - 1 :]
                last = entry.value
            else:
                fault, last, step = self._judge(i, last, same_list)
                if fault:
                    yield fault
                i += step
            i += 1

    def _resumed(self, entry: Entry, open_lists: list[tuple[int, int]], i: int) -> int:
        """Return which interrupted list *entry* takes up again, counted from 1, or 0.

        Only 一、二、 do so in published documents: an item list of its own inside 二、, then 三、.
        """
        if entry.style != "han":
            return 0
        for number in range(len(open_lists), 0, -1):
            last, began = open_lists[number - 1]
            if entry.value == last + 1 and i - began >= 2:
                return number
        return 0

    def _judge(self, i: int, last: int, same_list: bool) -> tuple[Fault | None, int, int]:
        """Return the fault at entry *i*, the number to go on from, and how many further entries it explains."""
        stream = self._stream
        entry, before = stream[i], stream[i - 1] if i else None
        ahead = [later.value for later in stream[i + 1 : i + 3]]
        value, due = entry.value, (last + 1 if same_list or self._runs_on else 1)
        if self._stands_inline(i):
            return None, value, 0
        if ahead and value == due + 1 and ahead[0] == due and ahead[1:] in ([], [due + 2]):
            disturbed = tuple(later.section for later in stream[i : i + 3])
            return Fault("backwards", stream[i + 1], due, entry, disturbed), value, 1
        kind: FaultKind = "gap" if value > due else "repeat" if value == last else "backwards"
        if not same_list and (due == 1 or kind == "backwards"):
            kind, due, before = "start", 1, None
        slipped = due > 1 and bool(ahead) and ahead[0] == due + 1
        edits = self._renumbered(i, due, slipped) if kind == "repeat" else ()
        return Fault(kind, entry, due, before, (entry.section,), edits), (due if slipped else value), 0

    def _renumbered(self, i: int, due: int, slipped: bool) -> tuple[Edit, ...]:
        """Return one edit a number: only entry *i* where the others count it, else all of its list from there on.

        Nothing where the list has another fault, or goes on below the next heading: then a heading may be missing.
        """
        first = self._stream[i]
        if self._runs_on:
            return ()
        rest: list[Entry] = []
        for entry in takewhile(lambda entry: entry.parent == first.parent, islice(self._stream, i, None)):
            expected = due + len(rest) if slipped and rest else first.value + len(rest)
            if entry.is_glued or entry.value != expected:
                return ()
            rest.append(entry)
        if slipped:
            del rest[1:]
        marks = [(entry, renumbered(entry.written, due + number)) for number, entry in enumerate(rest)]
        return tuple(Edit(*entry.span, mark) for entry, mark in marks if mark) if all(m for _, m in marks) else ()

    def _stands_inline(self, i: int) -> bool:
        """Say whether the number before stands inside a line: 附件：1.…, 注：1、…, 答：（一）…"""
        entry = self._stream[i]
        start = self._stream[i - 1].span.end if i else self._start
        between = self._words[max(start, entry.span.start - 4000) : entry.span.start]
        return bool(re.search(_inline_form(entry.style, entry.value - 1), between))


def _inline_form(style: Style, value: int) -> str:
    if value < 1:
        return r"(?!)"
    if style == "arabic":
        return rf"(?:[：:。；（\s]|附件|注|答){value}[.．、]"
    if style == "arabic-bracketed":
        return rf"[：:。；，\s][（(]{value}[）)]"
    if style == "circled":
        return re.escape(written(value, style))
    if style in ("han", "han-bracketed"):
        return rf"[：:]\s*{re.escape(written(value, style))}"
    return rf"[“《：:]\s*{re.escape(written(value, style))}"

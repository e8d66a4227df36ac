"""A document as its page shows it: lines in blocks, cards, the outline. All words are fit to be shown."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeVar

from shufa_lint.engine.model import SEVERITIES, FileReport, Heading, RunReport
from shufa_lint.engine.plan import RULE_FAILURE
from shufa_lint.report.html.marks import ALSO, Mark, Piece, pieces_of
from shufa_lint.report.place import relative, shown
from shufa_lint.report.told import Told, told_of
from shufa_lint.report.verdict import WAIVED, all_lapsed, remarks, verdict, weight
from shufa_lint.report.visible import visible
from shufa_lint.text.span import Span

_SHOWN = 5
"""After so many findings of one rule the others are folded; what is waived never is."""

_STALE = 3
"""So many waivers that do not hold are named: the head of the page stays in view."""

_BLOCK_LINES, _BLOCK_CHARACTERS = 60, 2400
"""A block ends with the line that reaches either; the browser lays out only those in view, and takes them for equally
tall until then."""

_CARDS = 40
_ENTRIES = 100
"""How many cards, or headings of the outline, stand in one block."""

_ABSENT = {
    "missing-title": "标题",
    "missing-opening": "引入语",
    "missing-section": "",
    "missing-signature": "署名、日期",
}
"""Rules that say that a part of the document is missing, and which; empty where a capture of that name says it."""

STANDARD_INPUT = "-"

_Item = TypeVar("_Item")


class Line(NamedTuple):
    """A line: its number, what it is (``title``, ``h1`` to ``h4`` for a heading that takes the whole of it), its anchor
    where a heading stands in it, and its pieces."""

    number: int
    kind: str
    anchor: str
    pieces: Sequence[Piece]


class Also(NamedTuple):
    """What a finding refers to: the name of its place, the anchor of it, and what is there."""

    place: str
    anchor: str
    text: str


class Card(NamedTuple):
    """A finding. ``anchor`` leads to its mark, and is empty where it stands nowhere; ``extra`` ones are folded, and the
    last one of their rule that is not says how many (``more``)."""

    number: int
    kind: str
    anchor: str
    also: Sequence[Also]
    told: Told
    extra: bool
    more: int


class Entry(NamedTuple):
    """One line of the outline: a heading, or a part that is missing (``to`` is the finding that says so).

    ``faults`` are the numbers of findings between it and the next heading, by severity; ``broken`` says what is wrong
    with the numbering there.
    """

    rank: int
    text: str
    anchor: str
    faults: Sequence[tuple[str, str, int]] = ()
    broken: str = ""
    to: int = 0


class RuleCount(NamedTuple):
    """A rule that spoke in a document, and how often."""

    id: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page of one document shows. ``number`` is the document's among those of the file; ``counts`` are the
    findings by kind: the kind, its name, how many."""

    number: int
    name: str
    failed: bool
    verdict: str
    about: Sequence[str]
    remarks: Sequence[str]
    text: Sequence[Sequence[Line]]
    cards: Sequence[Sequence[Card]]
    outline: Sequence[Sequence[Entry]]
    counts: Sequence[tuple[str, str, int]]
    rules: Sequence[RuleCount]
    total: int
    sha256: str


def name_of(file: FileReport) -> str:
    """Return what a document is called."""
    return called(file.path)


def called(path: str) -> str:
    """Return what the document at *path* is called."""
    return "标准输入" if path == STANDARD_INPUT else shown(relative(path))


def sheet_of(file: FileReport, run: RunReport, number: int, *, name: str) -> Sheet:
    """Return what the page of *file*, which is called *name*, shows."""
    found = told_of(file, with_waived=run.show_waived)
    placed = bool(file.source.text.strip())
    lines, anchors = pieces_of(file.source, _marks(found) if placed else ())
    counts = Counter(_kind(item) for item in found)
    rules = Counter(item.finding.rule for item in found)
    return Sheet(
        number=number,
        name=name,
        failed=file.failed,
        verdict=verdict(file),
        about=[visible(words) for words in (file.title, run.genres.get(file.profile, file.profile)) if words],
        remarks=[*remarks(file), *all_lapsed(file.stale, _STALE)],
        text=list(_blocks(_lines(file, lines))) if placed else [],
        cards=_grouped(_cards(found, anchors), _CARDS),
        outline=_grouped(list(_outline(file, found, run)) if placed else [], _ENTRIES),
        counts=[
            *((severity, weight(severity), counts[severity]) for severity in SEVERITIES if counts[severity]),
            *([("waived", WAIVED, counts["waived"])] if counts["waived"] else []),
        ],
        rules=[RuleCount(rule, visible(run.titles.get(rule, rule)), n) for rule, n in rules.most_common()],
        total=len(found),
        sha256=file.sha256,
    )


def _kind(item: Told) -> str:
    return "waived" if item.waiver else item.finding.severity


def _grouped(items: Sequence[_Item], size: int) -> list[Sequence[_Item]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


# The text


def _marks(found: Iterable[Told]) -> Iterator[Mark]:
    for number, item in enumerate(found, start=1):
        if item.finding.rule == RULE_FAILURE:
            continue
        yield Mark(item.finding.span, _kind(item), str(number), number)
        for letter, label in enumerate(item.finding.labels):
            yield Mark(label.span, ALSO, f"{number}-{letter}", number)


def _lines(file: FileReport, lines: Sequence[Sequence[Piece]]) -> Iterator[Line]:
    kinds: dict[int, str] = {}
    anchors: dict[int, str] = {}
    for index, heading in enumerate(file.headings):
        first = file.source.line_index(heading.span.start)
        anchors.setdefault(first, f"h{index}")
        for line in range(first, file.source.line_index(heading.span.end) + 1):
            kinds.setdefault(line, _kind_of_line(heading, file.source.lines[line]))
    for index, pieces in enumerate(lines):
        yield Line(index + 1, kinds.get(index, ""), anchors.get(index, ""), pieces)


def _kind_of_line(heading: Heading, line: Span) -> str:
    if heading.kind == "title":
        return "title"
    if heading.kind == "annex" or line.end - heading.span.end > 1:  # more than an end mark follows
        return ""
    return f"h{min(heading.rank, 4)}"


def _blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    characters = 0
    for line in lines:
        block.append(line)
        characters += sum(len(piece.text) for piece in line.pieces)
        if len(block) >= _BLOCK_LINES or characters >= _BLOCK_CHARACTERS:
            yield block
            block, characters = [], 0
    if block:
        yield block


# The cards


def _cards(found: Sequence[Told], anchors: dict[str, str]) -> list[Card]:
    kinds = [(item.finding.rule, _kind(item)) for item in found]
    counts = Counter(kinds)
    seen: Counter[tuple[str, str]] = Counter()
    cards: list[Card] = []
    for number, (item, kind) in enumerate(zip(found, kinds, strict=True), start=1):
        seen[kind] += 1
        folds = kind[1] != "waived"
        extra = folds and seen[kind] > _SHOWN
        more = counts[kind] - _SHOWN if folds and seen[kind] == _SHOWN else 0
        anchor = anchors.get(str(number), "")
        cards.append(Card(number, kind[1], anchor, _also(item, number, anchors), item, extra, max(0, more)))
    return cards


def _also(item: Told, number: int, anchors: dict[str, str]) -> list[Also]:
    found = []
    for letter, label in enumerate(item.finding.labels):
        line = item.file.source.position(label.span.start).line
        anchor = anchors.get(f"{number}-{letter}", "")
        found.append(Also(f"第{line}{item.file.numbered_by}", anchor, visible(label.text)))
    return found


# The outline


def _outline(file: FileReport, found: Sequence[Told], run: RunReport) -> Iterator[Entry]:
    """Yield the headings, and the parts that are missing where they belong."""
    headings = file.headings
    starts = [heading.span.start for heading in headings]
    under: dict[int, list[tuple[int, Told]]] = {}
    for number, item in enumerate(found, start=1):
        if not item.waiver and item.finding.rule != RULE_FAILURE:
            under.setdefault(bisect_right(starts, item.finding.span.start) - 1, []).append((number, item))
    yield from _absent(under.get(-1, ()), 1)
    anchors = _line_anchors(file)
    for index, heading in enumerate(headings):
        items = under.get(index, [])
        text = visible(heading.text)
        text = f"附件　{text}".rstrip("　") if heading.kind == "annex" else text
        yield Entry(heading.rank, text, anchors[index], _faults(items), _broken(items, run))
        yield from _absent(items, 1)


def _line_anchors(file: FileReport) -> list[str]:
    """Return the anchor of each heading: that of the first one in its line."""
    anchors = [f"h{index}" for index in range(len(file.headings))]
    lines = [file.source.line_index(heading.span.start) for heading in file.headings]
    for index, (line, following) in enumerate(pairwise(lines)):
        if line == following:
            anchors[index + 1] = anchors[index]
    return anchors


def _faults(items: Iterable[tuple[int, Told]]) -> list[tuple[str, str, int]]:
    counts = Counter(item.finding.severity for _, item in items)
    return [(severity, weight(severity), counts[severity]) for severity in SEVERITIES if counts[severity]]


def _broken(items: Iterable[tuple[int, Told]], run: RunReport) -> str:
    """Return what is wrong with the numbering, each fault once."""
    titles = dict.fromkeys(
        run.titles.get(rule.id, rule.title)
        for _, item in items
        if item.finding.severity != "info" and (rule := run.rules.get(item.finding.rule)) and rule.family == "numbering"
    )
    return visible("、".join(titles))


def _absent(items: Iterable[tuple[int, Told]], rank: int) -> Iterator[Entry]:
    for number, item in items:
        if (what := missing_part(item.finding.rule, item.finding.captures.get("part", ""))) is not None:
            yield Entry(rank, visible(f"缺{what}"), "", to=number)


def missing_part(rule: str, part: str) -> str | None:
    """Return the name of what *rule* says is missing, None where it says something else."""
    what = _ABSENT.get(rule)
    return None if what is None else what or f"“{part}”"

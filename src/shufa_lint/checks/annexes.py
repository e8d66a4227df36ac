"""Check type ``annexes``: whether the note that names the annexes (附件说明), the references to them and the annexes
themselves agree (GB/T 9704—2012 7.3.4, 7.3.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.outline.model import Annex
from shufa_lint.outline.ordinal import numeral
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Edit, Span

_WORD = f"附[{BLANKS}]*件"
_REFERENCE = r"附件\s?[0-9]{1,2}"
_ELSEWHERE = regex(r"(?:》|号|的|文|其|）|原|该|上述|个|本)$")
_NOTE = regex(r"附\s*件\s*(?P<own>\d{1,2}|[一二三四五六七八九十]{1,2})?\s*[：:]\s*(?P<rest>.*)$")
_ITEM = regex(r"(?P<number>\d{1,2})\s*[.．、]\s*(?P<name>\S.*)$")
_MARKER = regex(r"附\s*件\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})?\s*[：:]?")
_END_MARK = regex(r"[。；;，,、]+$")
_NO_LETTER = regex(r"[^一-龥A-Za-z0-9]")
_SEVERAL = regex(r"\s[2-9]\s*[.．、]")


class Options(BaseOptions):
    """No options."""


class Item(NamedTuple):
    """One annex as the note names it; ``number`` is None where it has none."""

    number: int | None
    name: str
    span: Span


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern of references, and the word without which a document has no annexes."""
    return (_REFERENCE, _WORD)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield the faults. Cases: ``absent`` (no annex at all), ``title``, ``unlisted``, ``mark``, ``single``; without a
    case an annex that is named is missing."""
    note = context.once(_note)
    annexes = [annex for annex in context.document.annexes if _MARKER.match(_words(context, annex.marker))]
    yield from _form(note)
    named = _named(context, note)
    if not annexes:
        if named and not context.document.annexes:
            yield Match(named[0].span, {"count": str(len(note) or 1)}, "absent")
        return
    known = _present(context, annexes)
    if known:
        yield from _missing(named, known)
    yield from _unlisted(context, note, annexes)
    yield from _titles(context, note, annexes)


def _words(context: Context, span: Span) -> str:
    return span.of(context.words).strip(BLANKS)


def _number(context: Context, annex: Annex) -> int | None:
    found = _MARKER.match(_words(context, annex.marker))
    return numeral(found["number"]).value if found and found["number"] else None


def _present(context: Context, annexes: list[Annex]) -> set[int]:
    """Return the numbers of the annexes that there are; one may begin in the line of its title (附件2：…)."""
    numbers: set[int] = set()
    for line in context.source.lines:
        if line.start >= annexes[0].span.start and (found := _MARKER.match(_words(context, line))) and found["number"]:
            numbers.add(numeral(found["number"]).value)
    return numbers


def _note(context: Context) -> list[Item]:
    """Return what the note names: from the last line that begins 附件： before the annexes, over its items."""
    document = context.document
    end = document.annexes[0].span.start if document.annexes else len(context.words)
    items: list[Item] = []
    for line in context.source.lines:
        if line.start >= end:
            break
        words = _words(context, line)
        start = line.start + line.of(context.words).find(words) if words else line.start
        if opening := _NOTE.match(words):
            if not opening["own"]:
                items = []
            _add(items, start, words, opening.start("rest"), opening["own"])
        elif items and (_ITEM.match(words) or not words):
            _add(items, start, words, 0, None)
        elif items and items[-1].span.end < line.start and len(items) > 1:
            break
    return items


def _add(items: list[Item], start: int, words: str, at: int, own: str | None) -> None:
    rest = words[at:]
    if not rest or _SEVERAL.search(rest):
        return
    item = _ITEM.match(rest)
    name = item["name"] if item else rest
    first = start + at + (item.start("name") if item else 0)
    number = int(item["number"]) if item else numeral(own).value if own else None
    items.append(Item(number, name, Span(first, first + len(name))))


def _named(context: Context, note: list[Item]) -> list[Item]:
    """Return the annexes that the note names, then those that the text refers to by their numbers."""
    named = list(note)
    places = [item.span for item in note]
    for found in context.search(_REFERENCE):
        span = found.span()
        before = found.match.string[: found.match.start()]
        if not before.strip(BLANKS) or _ELSEWHERE.search(before) or any(place.overlaps(span) for place in places):
            continue
        named.append(Item(numeral(found.match.group()).value, found.match.group(), span))
    return named


def _form(note: list[Item]) -> Iterator[Match]:
    """A name that ends in a mark, and a number before the only name."""
    for item in note:
        if mark := _END_MARK.search(item.name):
            span = Span(item.span.start + mark.start(), item.span.end)
            yield Match(span, {"mark": mark.group()}, "mark", edits=(Edit(*span, ""),))
    if len(note) == 1 and note[0].number == 1:
        yield Match(note[0].span, {"name": note[0].name}, "single")


def _missing(named: list[Item], known: set[int]) -> Iterator[Match]:
    told: set[int] = set()
    for item in named:
        if item.number is not None and item.number not in known and item.number not in told:
            told.add(item.number)
            yield Match(item.span, {"number": str(item.number), "last": str(max(known))})


def _unlisted(context: Context, note: list[Item], annexes: list[Annex]) -> Iterator[Match]:
    listed = {item.number for item in note}
    if len(note) < 2 or None in listed:
        return
    for annex in annexes:
        number = _number(context, annex)
        if number is not None and number not in listed:
            label = Label(note[-1].span, note[-1].name)
            yield Match(annex.marker, {"number": str(number), "last": str(len(note))}, "unlisted", (label,))


def _titles(context: Context, note: list[Item], annexes: list[Annex]) -> Iterator[Match]:
    """An annex whose title is another than the note says; a wrapped or shortened one passes."""
    by_number = {_number(context, annex): annex for annex in annexes}
    for item in note:
        annex = by_number.get(item.number) or (annexes[0] if len(note) == len(annexes) == 1 else None)
        if annex is None or not annex.title:
            continue
        name, title = _NO_LETTER.sub("", item.name), _NO_LETTER.sub("", annex.title)
        if name and title and name not in title and title not in name and not _alike(name, title):
            title_line = context.words.find(annex.title[:4], annex.marker.end)
            span = Span(title_line, context.line_of(title_line).end) if title_line >= 0 else annex.marker
            captures = {"name": item.name, "title": annex.title}
            yield Match(span, captures, "title", (Label(item.span, item.name),))


def _alike(name: str, title: str) -> bool:
    """Say whether the shorter one's characters nearly all stand, in order, in the longer one."""
    short, long = sorted((name, title), key=len)
    at = hits = 0
    for c in short:
        place = long.find(c, at)
        if place >= 0:
            at, hits = place + 1, hits + 1
    return hits * 10 >= len(short) * 8

"""Finding a blank again in a draft that may have been edited since: certainly the same one, or refused with a reason.

A fingerprint alone will not do: it looks at 8 characters on either side, and a sentence that was copied, or rewritten
for another season, keeps those. So a locator knows of its blank, with punctuation and masks left out:

- the passage: the whole sentence or part of one up to a semicolon, and which of its blanks it is;
- the place: section, passage, and what stands around the passage;
- the stretch: section, the words up to the neighbouring blanks, and what stands next to the passage. It outlives
  neighbouring blanks that were filled by hand;
- the spot: section, and what stands next to the passage. A passage that is found elsewhere, while another with a
  blank took its spot, may be a copy of what was rewritten.

Each of the first three comes with the number of times it occurred. Where the text is as it was, the rank decides.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from shufa_lint.engine.blanks import Blank
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Span

_VERSION = "v1"
_DIGITS = 16
_PASSAGE_END = regex(r"[。！？；!?;\r\n]")
_NEWLINE = regex(r"\r\n?")
_ADJOINING, _AROUND = 8, 32
_WINDOW = 8
"""What stands around is looked for in this many times as many characters: masks and blanks do not count."""
_TELLING, _TELLING_ANYWHERE, _TELLING_STRETCH = 4, 10, 6
"""So many characters a passage must have to be known by itself: in its section, in any section; and a stretch."""

_CHANGED = "文稿里找不到这个空：这句话改过、删掉了，或者已经填上"
_TIE = "文稿里有几处一样的句子，分不清是哪一处"
_MOVED = "这句话太短，或者换过地方，拿不准是不是原来那个空"
_BROKEN = "“标识”一格改动过，不知道是哪个空"


class LostError(Exception):
    """A blank cannot be told with certainty; ``str()`` is the reason in Chinese."""


class Trait(NamedTuple):
    """A digest of something about a blank, and how many blanks of the document have it."""

    digest: str
    times: int


@dataclass(frozen=True, slots=True)
class Locator:
    """What finds a blank again. ``text`` is the digest of the whole document, ``rank`` counts from 1 to ``total``."""

    fingerprint: str
    text: str
    rank: int
    total: int
    section: str
    spot: str
    length: int
    passage: Trait
    place: Trait
    stretch: Trait

    def __str__(self) -> str:
        traits = (f"{trait.digest}*{trait.times}" for trait in (self.passage, self.place, self.stretch))
        head = (_VERSION, self.fingerprint, self.text, f"{self.rank}/{self.total}")
        return " ".join((*head, self.section, self.spot, str(self.length), *traits))


_HEX = rf"[0-9a-f]{{{_DIGITS}}}"
_TRAIT = rf"({_HEX})\*([1-9][0-9]{{0,6}})"
_COUNT = "([1-9][0-9]{0,6})"
_WRITTEN = re.compile(
    rf"{_VERSION} ({_HEX}(?:-[0-9]{{1,7}})?) ({_HEX}) {_COUNT}/{_COUNT} ({_HEX}) ({_HEX}) ([0-9]{{1,8}})"
    rf" {_TRAIT} {_TRAIT} {_TRAIT}"
)


def parse_locator(written: str) -> Locator:
    """Return the locator that was written with ``str()``; raises LostError for anything else."""
    found = _WRITTEN.fullmatch(written.strip())
    if not found:
        raise LostError(_BROKEN)
    fingerprint, text, rank, total, section, spot, length, *rest = found.groups()
    passage, place, stretch = (Trait(rest[at], int(rest[at + 1])) for at in (0, 2, 4))
    return Locator(fingerprint, text, int(rank), int(total), section, spot, int(length), passage, place, stretch)


def digest_of(text: str) -> str:
    """Return a digest of *text* that is the same for every kind of line end."""
    return _digest(_NEWLINE.sub("\n", text))


def locate(text: str, blanks: Sequence[Blank]) -> tuple[Locator, ...]:
    """Return the locators of all *blanks* of a document, in their order."""
    sketches = _Reader(text, blanks).sketches()
    counted = [Counter(sketch.traits[at] for sketch in sketches) for at in range(3)]
    whole = digest_of(text)
    return tuple(
        Locator(
            blank.finding.fingerprint,
            whole,
            rank,
            len(blanks),
            sketch.section,
            sketch.spot,
            sketch.length,
            *(Trait(trait, counted[at][trait]) for at, trait in enumerate(sketch.traits)),
        )
        for rank, (blank, sketch) in enumerate(zip(blanks, sketches, strict=True), 1)
    )


class Index:
    """The blanks of a draft, to be found by locators."""

    def __init__(self, locators: Sequence[Locator]) -> None:
        self._locators = locators
        self._by: dict[str, list[int]] = {}
        self._spots = {locator.spot for locator in locators}
        for at, locator in enumerate(locators):
            for trait in (locator.passage, locator.place, locator.stretch):
                self._by.setdefault(trait.digest, []).append(at)

    def find(self, sought: Locator) -> int:
        """Return the number (from 0) of the blank that *sought* was made for; raises LostError without certainty."""
        if self._locators and sought.text == self._locators[0].text and sought.total == len(self._locators):
            same = self._locators[sought.rank - 1] if sought.rank <= sought.total else None
            if same == sought:
                return sought.rank - 1
            raise LostError(_BROKEN)
        passages = self._by.get(sought.passage.digest, ())
        if not passages:
            return self._by_stretch(sought)
        if sought.passage.times == 1 and len(passages) == 1 and self._tells(sought, self._locators[passages[0]]):
            return passages[0]
        places = self._by.get(sought.place.digest, ())
        if sought.place.times == 1 and len(places) == 1 and sought.passage.times == len(passages):
            return places[0]
        raise LostError(_TIE if max(sought.passage.times, len(passages)) > 1 else _MOVED)

    def _by_stretch(self, sought: Locator) -> int:
        stretches = self._by.get(sought.stretch.digest, ())
        if sought.passage.times == sought.stretch.times == len(stretches) == 1:
            found = self._locators[stretches[0]]
            if found.passage.times == 1:
                return stretches[0]
        raise LostError(_TIE if stretches else _CHANGED)

    def _tells(self, sought: Locator, found: Locator) -> bool:
        """Say whether a passage that occurs once is enough to know the blank by."""
        if sought.spot != found.spot and sought.spot in self._spots:
            return False
        return sought.length >= (_TELLING if sought.section == found.section else _TELLING_ANYWHERE)


class _Sketch(NamedTuple):
    section: str
    spot: str
    length: int
    traits: tuple[str, str, str]


class _Reader:
    """Reads the surroundings of blanks, passage by passage, in time that grows with the text."""

    def __init__(self, text: str, blanks: Sequence[Blank]) -> None:
        self._text = text
        self._blanks = blanks
        taken = [blank.span for blank in blanks]
        ends = [found.end() for found in _PASSAGE_END.finditer(text)]
        starts = [span.start for span in taken]
        # A stop mark that is part of a placeholder ends nothing.
        inside = [bisect_right(starts, end - 1) - 1 for end in ends]
        self._ends = [end for end, at in zip(ends, inside, strict=True) if at < 0 or taken[at].end < end]

    def sketches(self) -> list[_Sketch]:
        sketches: list[_Sketch] = []
        at = 0
        while at < len(self._blanks):
            passage = self._passage(self._blanks[at].span)
            stop = at + 1
            while stop < len(self._blanks) and self._passage(self._blanks[stop].span) == passage:
                stop += 1
            sketches += self._sketch(passage, self._blanks[at:stop])
            at = stop
        return sketches

    def _passage(self, span: Span) -> Span:
        at = bisect_right(self._ends, span.start)
        end = bisect_left(self._ends, max(span.end, span.start + 1))
        return Span(
            self._ends[at - 1] if at else 0,
            max(span.end, self._ends[end] if end < len(self._ends) else len(self._text)),
        )

    def _sketch(self, passage: Span, blanks: Sequence[Blank]) -> list[_Sketch]:
        edges = [passage.start, *(edge for blank in blanks for edge in blank.span), passage.end]
        pieces = [_folded(self._text[edges[i] : edges[i + 1]]) for i in range(0, len(edges), 2)]
        words = _digest("\0".join(pieces))
        length = sum(map(len, pieces))
        adjoining, around = (self._around(passage, width) for width in (_ADJOINING, _AROUND))
        sketches: list[_Sketch] = []
        for at, blank in enumerate(blanks):
            section = _digest("\0".join(map(_folded, blank.finding.section)))
            stretch = (section, pieces[at], pieces[at + 1], *adjoining)
            if len(pieces[at]) + len(pieces[at + 1]) < _TELLING_STRETCH:
                stretch = (section, words, str(at), *around)
            traits = (
                _digest("\0".join(("passage", words, str(at)))),
                _digest("\0".join(("place", section, words, str(at), *around))),
                _digest("\0".join(("stretch", *stretch))),
            )
            sketches.append(_Sketch(section, _digest("\0".join((section, *adjoining))), length, traits))
        return sketches

    def _around(self, passage: Span, width: int) -> tuple[str, str]:
        window = width * _WINDOW
        before = _folded(self._text[max(0, passage.start - window) : passage.start])
        return before[-width:], _folded(self._text[passage.end : passage.end + window])[:width]


def _folded(text: str) -> str:
    """Return the letters and digits of *text*: marks, masks and blanks may be mended without changing what it says."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]

"""Check type ``duplicates``: the same sentences twice in one document.

Each sentence is looked up once, so that the cost is linear; most documents repeat none and are done after one pass.
What belongs to the form of a text is left alone: articles of a regulation, quoted provisions, headings and cells, which
end in no mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from shufa_lint.checks import matching
from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.matching import Pattern
from shufa_lint.checks.patterns import matches
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

_SENTENCE = regex(r"[^。！？；\r\n]+[。！？；]*[”’）」』]*")
_END_MARKS = "。！？；"
_ENDS = (*_END_MARKS, "：")
_CLOSING = "”’）」』"
_TITLE = regex("《[^《》]*》")
_ARTICLES = 3
_FIRST = "第一次在这里"
_LAST = 80
"""So near the end a sentence is in the closing paragraph, and so near each other two places may be neighbours."""


class Options(BaseOptions):
    """``least`` is how many characters, titles of works not counted, must be the same; a sentence without an end mark
    counts only from ``least_unmarked``.

    ``another_document`` matches a line that begins another document: what follows it may repeat what went before.
    ``normative`` matches titles of documents that lay down rules and so say the same of several things (case
    ``parallel``); ``formula`` matches what an opening and a closing paragraph share by custom.
    """

    least: int = 30
    least_unmarked: int = 60
    another_document: Pattern
    normative: Pattern
    formula: Pattern


class _Sentence(NamedTuple):
    span: Span
    key: str
    weight: int
    document: int


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: whole sentences are compared."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a passage that stands in the document a second time; the first place is labelled.

    A paragraph that was copied and then touched up here and there is one passage.
    """
    if not _repeats(context.words, options.least):
        return
    last: Match | None = None
    for match in _passages(context, options):
        if last and _same_paragraphs(context, last, match):
            last = _joined(last, match)
            continue
        if last:
            yield last
        last = match
    if last:
        yield last


def _same_paragraphs(context: Context, first: Match, second: Match) -> bool:
    """Say whether two passages stand in one paragraph, and the places that they repeat in one other."""
    here, also_here = context.line_of(first.span.end), context.line_of(second.span.start)
    there, also_there = (context.line_of(match.labels[0].span.start) for match in (first, second))
    return here == also_here and there == also_there and here != there


def _joined(first: Match, second: Match) -> Match:
    there = Span(first.labels[0].span.start, max(match.labels[0].span.end for match in (first, second)))
    case = first.case if first.case == second.case else None
    return replace(first, span=Span(first.span.start, second.span.end), case=case, labels=(Label(there, _FIRST),))


def _passages(context: Context, options: Options) -> Iterator[Match]:
    articles = sum(section.ordinal.style == "article" for section in context.document.every_section) >= _ARTICLES
    sentences = _sentences(context, options)
    first: dict[str, int] = {}
    at = 0
    while at < len(sentences):
        before = first.setdefault(sentences[at].key, at)
        length = _length(sentences, before, at)
        passage = _Passage(context, sentences[before : before + length], sentences[at : at + length])
        if length and passage.is_fault(options, articles):
            yield passage.match(options)
        at += length or 1


def _repeats(words: str, least: int) -> bool:
    """Say whether sentences that stand in *words* again have *least* characters together, as a passage must."""
    seen: set[str] = set()
    again = 0
    for sentence in _SENTENCE.findall(words):
        key = _key(sentence)
        if key in seen:
            again += len(sentence)
        elif key:
            seen.add(key)
    return again >= least


def _key(sentence: str) -> str:
    """Return what two sentences have in common that count as the same."""
    return sentence.strip(BLANKS).rstrip(_END_MARKS + _CLOSING)


def _sentences(context: Context, options: Options) -> list[_Sentence]:
    """Return the sentences that end in a mark, or are too long for headings, in order."""
    starts = {found.base for found in context.search(options.another_document)}
    source = context.source
    tables = context.reading.tables
    cells = {n for table in tables for n in range(source.line_index(table.start), source.line_index(table.end) + 1)}
    found: list[_Sentence] = []
    document = 0
    for number, line in enumerate(source.lines):
        document += line.start in starts
        if number in cells:
            continue
        text = line.of(context.words)
        if text.lstrip(BLANKS).startswith(("“", "|")) or "\t" in text.strip(BLANKS):
            continue
        found += _sentences_of_line(line, text, document, options)
    return found


def _sentences_of_line(line: Span, text: str, document: int, options: Options) -> Iterator[_Sentence]:
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        bare = sentence.strip(BLANKS)
        weight = len(_TITLE.sub("", bare)) if "《" in bare else len(bare)
        if bare.rstrip(_CLOSING).endswith(_ENDS) or weight >= options.least_unmarked:
            start = line.start + match.start() + len(sentence) - len(sentence.lstrip(BLANKS))
            span = Span(start, line.start + match.start() + len(sentence.rstrip(BLANKS)))
            yield _Sentence(span, _key(sentence), weight, document)


def _length(sentences: Sequence[_Sentence], before: int, at: int) -> int:
    """Return how many sentences from *before* on stand again from *at* on, within one document."""
    length = 0
    while (
        before + length < at
        and at + length < len(sentences)
        and sentences[before + length].key == sentences[at + length].key
        and sentences[before].document == sentences[at + length].document
    ):
        length += 1
    return length


class _Passage:
    """The same sentences ``there`` and ``here``."""

    def __init__(self, context: Context, there: Sequence[_Sentence], here: Sequence[_Sentence]) -> None:
        self._context = context
        self._sentences = here
        if here:
            self._there = Span(there[0].span.start, there[-1].span.end)
            self._here = Span(here[0].span.start, here[-1].span.end)

    def is_fault(self, options: Options, articles: bool) -> bool:
        """Say whether the passage is long enough, and repeats what is not repeated by custom; *articles* are."""
        weights = [sentence.weight for sentence in self._sentences]
        if sum(weights) < options.least:
            return False
        if self._adjacent or articles:
            return self._adjacent
        return (self._paragraphs or max(weights) >= options.least) and not self._is_echo(options)

    def match(self, options: Options) -> Match:
        line = self._context.source.line_index(self._there.start) + 1
        parallel = not (self._adjacent or self._paragraphs) and matching.titled(self._context, options.normative, None)
        label = Label(self._there, _FIRST)
        return Match(self._here, {"line": str(line)}, "parallel" if parallel else None, (label,))

    @cached_property
    def _adjacent(self) -> bool:
        """Whether the second stands right behind the first."""
        gap = Span(self._there.end, self._here.start)
        return gap.end - gap.start < _LAST and not gap.of(self._context.words).strip(BLANKS + "\r\n")

    @cached_property
    def _paragraphs(self) -> bool:
        """Whether both are paragraphs of their own."""
        return self._fills_lines(self._there) and self._fills_lines(self._here)

    def _fills_lines(self, span: Span) -> bool:
        words, first, last = self._context.words, self._context.line_of(span.start), self._context.line_of(span.end)
        return not (words[first.start : span.start] + words[span.end : last.end]).strip(BLANKS)

    def _is_echo(self, options: Options) -> bool:
        """Say whether the last paragraph only takes up a formula of the opening."""
        document = self._context.document
        if len(self._sentences) > 1 or not document.sections or not document.opening:
            return False
        ends = len(self._context.words) - self._here.end < _LAST
        return ends and self._there.overlaps(document.opening) and matches(options.formula, self._sentences[0].key)

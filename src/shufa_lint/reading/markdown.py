"""Markdown as clerks write it: the words stay, the mark-up is filled, and masks like ** stay what they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shufa_lint.reading.fill import fill
from shufa_lint.reading.inline import Inline
from shufa_lint.reading.model import Region
from shufa_lint.text.regex import regex
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

_FRONT_MATTER_FENCE = regex(r"---[ \t]*")
_FRONT_MATTER_END = regex(r"(?:---|\.\.\.)[ \t]*")
_YAML_KEY = regex(r"[\w.-]+[ \t]*:(?:[ \t].*)?")
_YAML_LINE = regex(rf"{_YAML_KEY.pattern}|[ \t].*|-[ \t].*|#.*|")

_FENCE = regex(r"[ \t]*(?P<marks>`{3,}|~{3,})(?P<info>.*)")
_QUOTE_OR_BULLET = regex(r"[ \t]*(?:>[ \t]?|[-*+](?:[ \t]+|$))")
_HEADING = regex(r" {0,3}#{1,6}(?:[ \t]+|$)")
_DELIMITER_CELL = regex(r"[ \t]*:?-+:?[ \t]*")
_UNESCAPED_PIPE = regex(r"(?<!\\)\|")


def read_markdown(source: SourceText) -> tuple[str, tuple[Region, ...]]:
    """Return the words of *source*, as long as its text, and its regions in order of their start."""
    blocks = _Blocks(source)
    blocks.scan()
    regions = tuple(sorted(blocks.regions, key=lambda region: region.span))
    return fill(source.text, (region.span for region in regions if region.kind != "table")), regions


class _Blocks:
    """Goes over the lines once, from block to block, and collects the regions."""

    def __init__(self, source: SourceText) -> None:
        self._text = source.text
        self._lines = source.lines
        self._inline = Inline(source.text)
        self.regions = self._inline.regions

    def scan(self) -> None:
        fences = dict(_paired_fences(self._text, self._lines))
        index = self._front_matter()
        while index < len(self._lines):
            if index in fences:
                self.regions.append(Region("code", self._span(index, fences[index])))
                index = fences[index] + 1
            else:
                end = self._table(index) or self._inline.scan(self._words_of_line(index))
                index = self._after(end, index)

    def _after(self, end: int, index: int) -> int:
        """Return the line after the one that holds *end*; where a comment ended in its middle, read on in it."""
        while end > self._lines[index].end:
            index += 1
            while self._lines[index].end < end:
                index += 1
            end = self._inline.scan(Span(end, self._lines[index].end))
        return index + 1

    def _front_matter(self) -> int:
        """Collect what metadata may stand at the very top; return the first line after it."""
        if not _FRONT_MATTER_FENCE.fullmatch(self._line(0)):
            return 0
        for index in range(1, len(self._lines)):
            line = self._line(index)
            if index > 1 and _FRONT_MATTER_END.fullmatch(line):
                self._inline.fill(*self._span(0, index))
                return index + 1
            if not (_YAML_LINE if index > 1 else _YAML_KEY).fullmatch(line):
                break
        return 0

    def _words_of_line(self, index: int) -> Span:
        """Collect the mark-up at both ends of a line; return what stands between."""
        start, end = self._lines[index]
        if _is_rule(self._line(index)):
            self._inline.fill(start, end)
            return Span(end, end)
        at = start
        while prefix := _QUOTE_OR_BULLET.match(self._text, at, end):
            at = prefix.end()
        heading = _HEADING.match(self._text, at, end)
        if heading:
            at = heading.end()
        if at > start:
            self._inline.fill(start, at)
        return Span(at, self._heading_end(at, end) if heading else end)

    def _heading_end(self, start: int, end: int) -> int:
        """Collect the hashes that may close a heading; return where its words end."""
        body = self._text[start:end].rstrip(" \t")
        words = body.rstrip("#")
        if words == body or words[-1:] not in ("", " ", "\t"):
            return end
        words_end = start + len(words.rstrip(" \t"))
        self._inline.fill(words_end, end)
        return words_end

    def _table(self, index: int) -> int | None:
        """Collect the table that may begin at a line: its rows, pipes and delimiter row; return its end."""
        if not self._is_table_head(index):
            return None
        last = index + 1
        while last + 1 < len(self._lines) and "|" in self._line(last + 1):
            last += 1
        self.regions.append(Region("table", self._span(index, last)))
        self._inline.fill(*self._lines[index + 1])
        for row in (index, *range(index + 2, last + 1)):
            end = self._inline.scan(self._lines[row], in_table=True)
            if end > self._lines[row].end:
                return end
        return self._lines[last].end

    def _is_table_head(self, index: int) -> bool:
        if index + 1 >= len(self._lines) or "|" not in self._line(index):
            return False
        delimiters = _cells(self._line(index + 1))
        return len(_cells(self._line(index))) == len(delimiters) and all(map(_DELIMITER_CELL.fullmatch, delimiters))

    def _line(self, index: int) -> str:
        return self._lines[index].of(self._text)

    def _span(self, first: int, last: int) -> Span:
        return Span(self._lines[first].start, self._lines[last].end)


def _is_rule(line: str) -> bool:
    """Say whether a line only divides: ---, ***, or === under a heading. A line of ___ is a blank to be filled in."""
    body = line.replace(" ", "").replace("\t", "")
    return len(body) >= 3 and body[0] in "-*=" and not body.strip(body[0])


def _cells(line: str) -> list[str]:
    return _UNESCAPED_PIPE.split(line.strip(" \t").removeprefix("|").removesuffix("|"))


class _FenceLine(NamedTuple):
    line: int
    mark: str
    length: int
    opens: bool
    closes: bool


def _paired_fences(text: str, lines: list[Span]) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each fenced block. A fence that nothing closes is none: no text shall vanish."""
    fences = [*_fence_lines(text, lines)]
    longest_ahead = _longest_closing_ahead(fences)
    at = 0
    while at < len(fences):
        opening = fences[at]
        if opening.opens and longest_ahead[at] >= opening.length:
            at += 1
            while not (fences[at].closes and fences[at].mark == opening.mark and fences[at].length >= opening.length):
                at += 1
            yield opening.line, fences[at].line
        at += 1


def _fence_lines(text: str, lines: list[Span]) -> Iterator[_FenceLine]:
    for index, line in enumerate(lines):
        fence = _FENCE.match(text, *line)
        if fence:
            marks, info = fence["marks"], fence["info"]
            opens = marks[0] == "~" or "`" not in info
            yield _FenceLine(index, marks[0], len(marks), opens, not info.strip())


def _longest_closing_ahead(fences: list[_FenceLine]) -> list[int]:
    """Return for each fence how long the longest closing one of its kind behind it is, 0 if there is none."""
    longest = {"`": 0, "~": 0}
    ahead: list[int] = []
    for fence in reversed(fences):
        ahead.append(longest[fence.mark])
        if fence.closes:
            longest[fence.mark] = max(longest[fence.mark], fence.length)
    return ahead[::-1]

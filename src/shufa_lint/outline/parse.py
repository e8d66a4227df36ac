"""Text → Lark tree → :class:`~shufa_lint.outline.model.Document`. The only module that knows lark.

Measured on drafts: the pydantic nodes cost more than lexing, and half of that is the garbage collector looking at
nodes that are all alive; it is paused while one document is parsed.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import Any

from lark import Lark, Token, Transformer

from shufa_lint.outline import parts
from shufa_lint.outline.model import (
    Annex,
    Clause,
    ClauseOrdinal,
    Document,
    Ordinal,
    Paragraph,
    Section,
    Tree,
    level_of,
)
from shufa_lint.outline.ordinal import Series, Style, numeral, series
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

_STYLE: dict[str, Style] = {
    "PART": "part",
    "CHAPTER": "chapter",
    "SUBCHAPTER": "subchapter",
    "ARTICLE": "article",
    "H1": "han",
    "H2": "han-bracketed",
    "H3": "arabic",
    "H4": "arabic-bracketed",
    "H5": "circled",
}
_BLANKS_OF_LINE = BLANKS + "\n\r"
_GLUED_MARKER = re.compile(r"(?:##\w+##|\$\$\w+\$\$)")
_SECTIONS_FIRST = re.compile(r"^[ \t\u3000\xa0]*一、[^\r\n]*(?:\r\n|\n|\r)\s*第一条[ \t\u3000\xa0]", re.M)
_YEAR = re.compile(r"(?:19|20)\d\d年")
_SENTENCE_END = re.compile(r"[。！？]")
_END_MARKS = "。；：，、！？;:,"


def parse(text: str) -> Document:
    """Return the outline of *text*. Every text parses; offsets are those of *text*."""
    whole = text if text.endswith(("\n", "\r")) else text + "\n"
    start = "sections_first" if _SECTIONS_FIRST.search(text) else "document"
    with _collector_paused():
        trees = _parser().parse(whole, start=start)
    return parts.document(text, *trees)  # type: ignore[misc]  # the transformer returns a pair, not a lark tree


@contextmanager
def _collector_paused() -> Iterator[None]:
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@cache
def _parser() -> Lark:
    return Lark(
        files("shufa_lint.outline").joinpath("outline.lark").read_text("utf-8"),
        parser="lalr",
        start=["document", "sections_first"],
        transformer=_Nodes(),
        postlex=_HeadJudge(),
        maybe_placeholders=False,
        propagate_positions=False,
    )


class _HeadJudge:
    """Decide which doubtful line heads are ordinals: those that continue their level, or begin it.

    3.2020年… after 2. is a heading, 3.5亿元 after it is a number only if no 3. was due; a lone 二，is a word.
    """

    always_accept = ()
    _CERTAIN = {"MAYBE1": "H1", "MAYBE3": "H3", "MAYBE4": "H4"}

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        last = dict.fromkeys(_STYLE, 0)
        for token in stream:
            kind = token.type
            if kind in self._CERTAIN:
                head = self._CERTAIN[kind]
                value = numeral(token).value
                if value == last[head] + 1 or (value == 1 and self._may_begin(token)):
                    token = Token.new_borrow_pos(head, token.value, token)
                    last[head] = value
            elif kind == "H1" or kind == "H3" or kind == "H4":
                last[kind] = numeral(token).value
            elif kind == "ANNEX" or kind == "ISSUED":
                last = dict.fromkeys(_STYLE, 0)
            yield token

    @staticmethod
    def _may_begin(token: Token) -> bool:
        return not token.value.rstrip().endswith((".", "．", "：", ":", "，")) or token.type == "MAYBE1"


class _Nodes(Transformer[Token, Any]):
    """Build the models while lark parses. Children arrive in document order: runs of text, then finished nodes."""

    def paragraph(self, runs: list[Token]) -> Paragraph:
        start, end = _start(runs[0]), _end(runs[-1])
        first = str(runs[0])
        return Paragraph(
            span=Span(start, end), indent=len(first) - len(first.lstrip(BLANKS)), clauses=_clauses(runs, end)
        )

    def section(self, children: list[Any]) -> Section:
        head: Token = children[0]
        runs: list[Token] = list(takewhile(lambda child: isinstance(child, Token), children[1:]))
        below = children[1 + len(runs) :]
        paragraphs = tuple(child for child in below if isinstance(child, Paragraph))
        sections = tuple(child for child in below if isinstance(child, Section))
        ordinal = _ordinal(head)
        heading = Span(ordinal.span.start, _end(runs[-1] if runs else head))
        line = "".join(runs)
        title, title_span, run_in = _title(line, _end(head), [run for run in runs if run.type == "CLAUSE"])
        last = below[-1].span.end if below else heading.end
        clauses = _clauses(runs, heading.end)
        for paragraph in paragraphs:
            clauses += paragraph.clauses
        return Section(
            span=Span(heading.start, last),
            level=level_of(ordinal.style),
            ordinal=ordinal,
            title=title,
            title_span=title_span,
            heading=heading,
            run_in=run_in,
            paragraphs=paragraphs,
            clauses=clauses,
            children=sections,
        )

    def annex(self, children: list[Any]) -> Annex:
        marker: Token = children[0]
        tree = _tree(children[1:], _start(marker))
        return Annex(
            span=Span(_start(marker), max(tree.span.end, _end(marker))),
            paragraphs=tree.paragraphs,
            sections=tree.sections,
            marker=Span(_start(marker), _start(marker) + len(str(marker).rstrip())),
        )

    def document(self, children: list[Any]) -> tuple[Tree, tuple[Annex, ...]]:
        annexes = tuple(child for child in children if isinstance(child, Annex))
        return _tree(children[: len(children) - len(annexes)], 0), annexes

    sections_first = document


def _start(token: Token) -> int:
    return token.start_pos or 0


def _end(token: Token) -> int:
    return token.end_pos or 0


def _tree(children: list[Any], start: int) -> Tree:
    return Tree(
        span=Span(start, children[-1].span.end if children else start),
        paragraphs=tuple(child for child in children if isinstance(child, Paragraph)),
        sections=tuple(child for child in children if isinstance(child, Section)),
    )


def _ordinal(head: Token) -> Ordinal:
    marker = _GLUED_MARKER.sub(lambda found: " " * len(found.group()), str(head))
    bare = marker.lstrip(_BLANKS_OF_LINE)
    start = _start(head) + len(marker) - len(bare)
    bare = bare.rstrip(_BLANKS_OF_LINE)
    return Ordinal(
        span=Span(start, start + len(bare)), value=numeral(bare).value, written=bare, style=_STYLE[head.type]
    )


def _title(line: str, start: int, clauses: list[Token]) -> tuple[str, Span, bool]:
    """Return the first sentence of a heading's line, its span, and whether text follows it in that line."""
    end = len(line)
    if stop := _SENTENCE_END.search(line):
        end = stop.start()
    if clauses:
        end = min(end, _start(clauses[0]) - start)
    sentence = line[:end].strip(_BLANKS_OF_LINE)
    title = sentence.rstrip(_END_MARKS)
    at = start + (line.index(sentence) if sentence else 0)
    rest = line[end:].strip(_BLANKS_OF_LINE + _END_MARKS)
    return title, Span(at, at + len(title)), bool(rest)


def _clauses(runs: list[Token], end: int) -> tuple[Clause, ...]:
    marks = [run for run in runs if run.type == "CLAUSE"]
    if not marks:
        return ()
    ordinals: list[ClauseOrdinal] = []
    last: dict[Series, int] = {}
    for mark in marks:
        bare = str(mark).lstrip(BLANKS)
        kind = series(bare)
        value = numeral(bare).value if bare[:2] != "最后" else last.get(kind, 0) + 1
        last[kind] = value
        start = _end(mark) - len(bare)
        ordinals.append(ClauseOrdinal(span=Span(start, _end(mark)), value=value, written=bare, series=kind))
    ends = [ordinal.span.start for ordinal in ordinals[1:]] + [end]
    return tuple(
        Clause(span=Span(ordinal.span.start, stop), ordinal=ordinal)
        for ordinal, stop in zip(ordinals, ends, strict=True)
    )

"""Text → Lark tree → :class:`~shufa_lint.outline.model.Document`. The only module that knows lark."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any, ClassVar

import lark
from lark import Lark, Token, Transformer
from lark.grammar import Rule
from lark.lexer import TerminalDef

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
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS, FILLER
from shufa_lint.text.span import Span

_GRAMMAR = Path(__file__).with_name("outline.lark")
_TABLES = Path(__file__).with_name("outline.tables.json")
_STYLE: dict[str, Style] = {
    "PART": "part",
    "CHAPTER": "chapter",
    "SUBCHAPTER": "subchapter",
    "ARTICLE": "article",
    "INNER_ARTICLE": "article",
    "H1": "han",
    "H2": "han-bracketed",
    "H3": "arabic",
    "H4": "arabic-bracketed",
    "H5": "circled",
}
_BLANKS_OF_LINE = BLANKS + "\n\r"
_GLUED_MARKER = regex(r"(?:##\w+##|\$\$\w+\$\$)")
_GLUED_MARKUP = regex(rf"{_GLUED_MARKER.pattern}|[#*]")
_LINE_END = regex(r"[\r\n]")
_CLAUSE_TYPES = frozenset({"CLAUSE", "LAST_CLAUSE"})
_MARK_END = regex(r"[是要，,：:、]")
_SENTENCE_END = regex(r"[。！？]")
_CLOSING_MARKS = "”’）)》〉】"
_END_MARKS = "。；：，、！？;:,"
_PAGE = regex(r"(?:[.．·…]{2,64}|\t)[ \t\u3000.．·…]{0,64}\d{1,3}$")
"""What leads to the page in a table of contents: it is no part of the heading."""


def parse(text: str) -> Document:
    """Return the outline of *text*. Every text parses; offsets are those of *text*."""
    whole = text if text.endswith(("\n", "\r")) else text + "\n"
    trees = _parser().parse(whole)
    return parts.document(text, *trees)  # type: ignore[misc]  # the transformer returns a pair, not a lark tree


@cache
def _parser() -> Lark:
    """Return the parser: from the tables that ship beside the grammar while they fit it, else from the grammar."""
    try:
        tables = json.loads(_TABLES.read_bytes(), object_hook=_with_numbers)
        if tables["made_from"] == _origin():
            load: Callable[..., Lark] = Lark._load_from_dict  # what lark's own stand-alone parsers call
            return load(tables["data"], tables["memo"], transformer=_Nodes(), postlex=_HeadJudge())
    except (OSError, ValueError, KeyError):
        pass
    return _build()


def _build() -> Lark:
    return Lark(
        _GRAMMAR.read_text("utf-8"),
        parser="lalr",
        start="document",
        transformer=_Nodes(),
        postlex=_HeadJudge(),
        maybe_placeholders=False,
        propagate_positions=False,
    )


def make_tables() -> bytes:
    """Return what ``outline.tables.json`` must hold: the parser's tables, so that no start has to compute them.

    Lark's own cache would unpickle a guessable path; this is plain data that ships with the grammar, and is used only
    by the version of lark that made it. A test holds the file to what this function returns; to renew it:
    ``python -c "from shufa_lint.outline import parse; parse.renew_tables()"``.
    """
    data, memo = _build().memo_serialize([TerminalDef, Rule])
    data["options"] |= {"postlex": None, "transformer": None}
    tables = {"made_from": _origin(), "data": data, "memo": memo}
    return json.dumps(tables, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def renew_tables() -> None:
    """Write the tables beside the grammar."""
    _TABLES.write_bytes(make_tables())


def _origin() -> str:
    return f"lark {lark.__version__}, grammar {hashlib.sha256(_GRAMMAR.read_bytes()).hexdigest()}"


def _with_numbers(mapping: dict[str, Any]) -> dict[str | int, Any]:
    """Turn the keys that JSON wrote as strings back into numbers."""
    return {int(key) if key.isdecimal() else key: value for key, value in mapping.items()}


class _HeadJudge:
    """Decide about line heads what only their neighbours tell.

    Doubtful heads are ordinals where they continue their level, or begin it: 3.2020年… after 2. is a heading, 3.5亿元
    is a number; a lone 二，is a word. 第X条 stand below 一、 where the first of them follows a heading 一、 at once.
    """

    always_accept = ()
    _CERTAIN: ClassVar = {"MAYBE1": "H1", "MAYBE_NEXT1": "H1", "MAYBE3": "H3", "MAYBE4": "H4"}
    _MAY_BEGIN = frozenset({"MAYBE1", "MAYBE4"})
    _WITHIN_LINE = frozenset({"TEXT", "CLAUSE", "LAST", "LAST_CLAUSE", "_NL", "_BLANK"})

    _LINE_ENDS = frozenset({"LAST", "LAST_CLAUSE", "_NL"})

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """Yield the tokens of *stream*, doubtful ones renamed. Lark asks for one token after the other."""
        last = {"H1": 0, "H3": 0, "H4": 0}
        heading_alone = heading_line = articles_inside = False
        for token in stream:
            kind = token.type
            if kind in self._WITHIN_LINE:
                if kind in self._LINE_ENDS:
                    heading_alone, heading_line = heading_alone and heading_line, False
                yield token
                continue
            if kind in self._CERTAIN:
                kind = self._head(token, last)
            if kind == "ARTICLE":
                articles_inside = articles_inside or heading_alone
                kind = "INNER_ARTICLE" if articles_inside else kind
            elif kind in ("ANNEX", "ISSUED"):
                last = dict.fromkeys(last, 0)
                articles_inside = False
            if kind in last:
                last[kind] = numeral(token).value
            heading_alone = heading_line = kind == "H1"
            yield token if kind == token.type else Token.new_borrow_pos(kind, token.value, token)

    def _head(self, token: Token, last: dict[str, int]) -> str:
        head = self._CERTAIN[token.type]
        value = numeral(token).value
        begins = value == 1 and token.type in self._MAY_BEGIN
        return head if begins or 1 < value == last[head] + 1 else token.type


class _Nodes(Transformer[Token, Any]):
    """Build the models while lark parses. Children arrive in document order: runs of text, then finished nodes."""

    def paragraph(self, runs: list[Token]) -> Paragraph:
        start, end = _start(runs[0]), _end(runs[-1])
        indent = len(runs[0]) - len(runs[0].lstrip(BLANKS))
        return Paragraph(span=Span(start, end), indent=indent, clauses=_clauses(runs, end))

    def section(self, children: list[Any]) -> Section:
        head: Token = children[0]
        runs: list[Token] = list(takewhile(lambda child: isinstance(child, Token), children[1:]))
        below = children[1 + len(runs) :]
        paragraphs = tuple(child for child in below if isinstance(child, Paragraph))
        sections = tuple(child for child in below if isinstance(child, Section))
        ordinal = _ordinal(head)
        heading = Span(ordinal.span.start, _end(runs[-1] if runs else head))
        line = "".join(runs).rstrip("\r\n")
        if "##" in line or "$$" in line:
            line = _GLUED_MARKER.sub(lambda found: FILLER * len(found.group()), line)
        bold = line.find("**") if "**" in head else -1
        end = bold if bold >= 0 else len(line)
        title, title_span, run_in = _title(line, end, _end(head), [run for run in runs if run.type in _CLAUSE_TYPES])
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
        line = Span(_start(marker), _start(marker) + len(_LINE_END.split(marker, maxsplit=1)[0].rstrip()))
        return Annex(
            span=Span(line.start, max(tree.span.end, line.end)),
            paragraphs=tree.paragraphs,
            sections=tree.sections,
            marker=line,
        )

    def document(self, children: list[Any]) -> tuple[Tree, tuple[Annex, ...]]:
        annexes = tuple(child for child in children if isinstance(child, Annex))
        return _tree(children[: len(children) - len(annexes)], 0), annexes


def _start(token: Token) -> int:
    return token.start_pos or 0


def _end(token: Token) -> int:
    """Return where the token's own characters end, before a line end that it carries."""
    end = token.end_pos or 0
    return end - len(token) + len(token.rstrip("\r\n")) if token.type in ("LAST", "LAST_CLAUSE") else end


def _tree(children: list[Any], start: int) -> Tree:
    return Tree(
        span=Span(start, children[-1].span.end if children else start),
        paragraphs=tuple(child for child in children if isinstance(child, Paragraph)),
        sections=tuple(child for child in children if isinstance(child, Section)),
    )


def _ordinal(head: Token) -> Ordinal:
    marker = str(head)
    if "#" in marker or "$" in marker or "*" in marker:
        marker = _GLUED_MARKUP.sub(lambda found: " " * len(found.group()), marker)
    bare = marker.lstrip(_BLANKS_OF_LINE)
    start = _start(head) + len(marker) - len(bare)
    bare = bare.rstrip(_BLANKS_OF_LINE)
    written = bare if "\n" not in bare and "\r" not in bare else _LINE_END.sub("", bare)
    return Ordinal(
        span=Span(start, start + len(bare)), value=numeral(bare).value, written=written, style=_STYLE[head.type]
    )


def _title(line: str, end: int, start: int, clauses: list[Token]) -> tuple[str, Span, bool]:
    """Return the first sentence of a heading's line, its span, and whether text follows it in that line.

    *end* is where the heading ends at the latest, *start* where the line's characters stand in the text.
    """
    if stop := _SENTENCE_END.search(line, 0, end):
        end = stop.start()
    if clauses:
        end = min(end, _start(clauses[0]) - start)
    sentence = line[:end].strip(_BLANKS_OF_LINE)
    title = _PAGE.sub("", sentence).rstrip(_END_MARKS) if sentence[-1:].isdigit() else sentence.rstrip(_END_MARKS)
    at = start + (line.index(sentence) if sentence else 0)
    rest = line[end:].strip(_BLANKS_OF_LINE + _END_MARKS + _CLOSING_MARKS + "*")
    return title, Span(at, at + len(title)), bool(rest)


def _clauses(runs: list[Token], end: int) -> tuple[Clause, ...]:
    marks = [run for run in runs if run.type in _CLAUSE_TYPES]
    if not marks:
        return ()
    ordinals: list[ClauseOrdinal] = []
    last: dict[Series, int] = {}
    for token in marks:
        bare = token.lstrip(BLANKS)
        mark = bare[: _MARK_END.search(bare).end()]  # type: ignore[union-attr]  # the grammar's MARK has such an end
        kind = series(mark)
        value = numeral(mark).value if mark[:2] != "最后" else last.get(kind, 0) + 1
        last[kind] = value
        start = _start(token) + len(token) - len(bare)
        ordinals.append(ClauseOrdinal(span=Span(start, start + len(mark)), value=value, written=mark, series=kind))
    ends = [ordinal.span.start for ordinal in ordinals[1:]] + [end]
    return tuple(
        Clause(span=Span(ordinal.span.start, stop), ordinal=ordinal)
        for ordinal, stop in zip(ordinals, ends, strict=True)
    )

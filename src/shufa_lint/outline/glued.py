"""Headings that lost their line break and stand in the middle of a paragraph (…扎实推进。三、存在问题…)."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from shufa_lint.outline.model import Document, Section, Tree
from shufa_lint.outline.ordinal import Style, numeral
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Span

_CANDIDATE = regex(
    r"[。！？”）][ \t\u3000\xa0]*"
    r"(?P<marker>(?P<han>[一二三四五六七八九十]{1,3}、)|[（(](?P<bracketed>[一二三四五六七八九十]{1,3})[）)])"
    r"(?=[\u4e00-\u9fff“《])"
)


class Glued(NamedTuple):
    """An ordinal in mid-line that continues the numbering of its level; ``span`` covers the marker."""

    value: int
    style: Style
    span: Span


def glued_headings(document: Document, text: str) -> list[Glued]:
    """Return the glued headings, in document order.

    Inline lists look alike (报告分六个部分：一、…；二、…), so a candidate counts only after an end mark, where it is
    the only one of its shape in its line, follows the last heading of its level, and the next heading goes on from it;
    the last heading of all may lack a successor.
    """
    found: list[Glued] = []
    for tree in document.trees:
        headings = _by_style(tree)
        for line in _lines(tree, text):
            found += _in_line(line, text, headings)
    return sorted(found, key=lambda glued: glued.span)


def _by_style(tree: Tree) -> dict[Style, list[Section]]:
    headings: dict[Style, list[Section]] = {"han": [], "han-bracketed": []}
    for section in tree.every_section:
        if section.ordinal.style in headings:
            headings[section.ordinal.style].append(section)
    return headings


def _lines(tree: Tree, text: str) -> list[Span]:
    lines = [paragraph.span for paragraph in tree.all_paragraphs()]
    return lines + [section.heading for section in tree.every_section]


def _in_line(line: Span, text: str, headings: dict[Style, list[Section]]) -> list[Glued]:
    if line.end - line.start < 12:
        return []
    shapes: dict[Style, list[Glued]] = {}
    for candidate in _CANDIDATE.finditer(text, line.start, line.end):
        style: Style = "han" if candidate["han"] else "han-bracketed"
        glued = Glued(numeral(candidate["marker"]).value, style, Span(*candidate.span("marker")))
        shapes.setdefault(style, []).append(glued)
    return [alone[0] for style, alone in shapes.items() if len(alone) == 1 and _continues(alone[0], headings[style])]


def _continues(glued: Glued, headings: list[Section]) -> bool:
    at = bisect_right([section.span.start for section in headings], glued.span.start)
    before = headings[at - 1].ordinal.value if at else 0
    after = headings[at].ordinal.value if at < len(headings) else None
    if before != glued.value - 1:
        return False
    if after is None:
        return glued.style == "han" and glued.value > 2
    return after == glued.value + 1 and (glued.value > 1 or glued.style == "han")

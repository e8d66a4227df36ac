"""The outline of a document, drawn as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shufa_lint.outline.model import Document, Section, Tree
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.excerpt import beginning, shortened
from shufa_lint.report.visible import visible
from shufa_lint.text.language import tr
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

_LEAST = 8
"""Clause marks are shown where they have so many cells."""


@dataclass(frozen=True, slots=True)
class _Branch:
    """One line of the tree, and what hangs below it."""

    marker: str
    title: str
    line: str
    clauses: str = ""
    style: str = ""
    children: list[_Branch] = field(default_factory=list)


def report(document: Document, source: SourceText, screen: Screen) -> None:
    """Print the title, the parts and the numbered sections of a document, each with its line."""
    screen.line((visible(document.title) if document.title else tr("（没有标题）"), "bold"))
    branches = list(_branches(document, source))
    _draw(branches, "", screen)
    if not branches:
        screen.line((tr("没有认出任何层次"), "dim"))


def _branches(document: Document, source: SourceText) -> Iterator[_Branch]:
    if document.opening:
        yield _part(tr("引入语"), document.opening, source)
    yield from _sections(document, source)
    if document.closing:
        yield _part(tr("结束语"), document.closing, source)
    if document.signature:
        yield _part(tr("落款"), document.signature, source)
    for annex in document.annexes:
        children = list(_sections(annex, source))
        yield _Branch(
            tr("附件 "), visible(annex.title or ""), _line(annex.marker, source), style="bold", children=children
        )


def _part(name: str, span: Span, source: SourceText) -> _Branch:
    return _Branch("", name, _line(span, source), style="dim")


def _sections(tree: Tree, source: SourceText) -> Iterator[_Branch]:
    for section in tree.sections:
        yield _section(section, source)


def _section(section: Section, source: SourceText) -> _Branch:
    clauses = " ".join(visible(clause.ordinal.written) for clause in section.clauses) if not section.children else ""
    line = _line(section.heading, source)
    children = [_section(child, source) for child in section.children]
    return _Branch(visible(section.ordinal.written), visible(section.title), line, clauses, children=children)


def _line(span: Span, source: SourceText) -> str:
    return tr("第{line}行").format(line=source.position(span.start).line)


def _draw(branches: Sequence[_Branch], stem: str, screen: Screen) -> None:
    dash, bar = screen.sign("─"), screen.sign("│")
    for branch in branches:
        last = branch is branches[-1]
        guide = screen.sign("└" if last else "├") + dash + " "
        room = screen.width - screen.cells(stem + guide + branch.marker + branch.line) - 2
        title = shortened(branch.title, room, screen.cells)
        room -= screen.cells(title) + 2
        clauses = beginning(branch.clauses, room, screen.cells) if room > _LEAST else ""
        notes = "  ".join(filter(None, (branch.line, clauses)))
        screen.line((stem + guide, "dim"), (branch.marker, "cyan"), (title, branch.style), "  ", (notes, "dim"))
        below = " " if last else bar
        _draw(branch.children, stem + below + " " * screen.cells(guide[len(below) :]), screen)

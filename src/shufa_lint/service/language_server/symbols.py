"""The outline → symbols, which editors show as a tree, and ranges that can be folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from shufa_lint.outline.model import Document, Section, Tree
from shufa_lint.report.visible import visible
from shufa_lint.service.language_server.drafts import Draft
from shufa_lint.text.language import tr
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

_MOST = 5000
"""So many symbols are given: whoever has more headings than that has no use for a tree."""
_LONGEST = 80
"""Characters of a heading that are shown."""

_Kind = types.SymbolKind


class _Drawing:
    """Draws the outline of one document."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._left = _MOST

    def document(self, document: Document) -> Iterator[types.DocumentSymbol]:
        if document.title and document.title_span:
            yield self._symbol(document.title, _Kind.File, document.title_span)
        if document.opening:
            yield self._symbol(tr("引入语"), _Kind.Key, document.opening)
        yield from self._sections(document.sections)
        if document.closing:
            yield self._symbol(tr("结束语"), _Kind.Key, document.closing)
        if document.signature:
            yield self._symbol(tr("落款"), _Kind.Key, document.signature)
        for annex in document.annexes:
            name = tr("附件 {title}").format(title=annex.title or "").strip()
            children = [*self._sections(annex.sections)]
            yield self._symbol(name, _Kind.Module, annex.span, annex.marker, children=children)

    def _sections(self, sections: Iterable[Section]) -> Iterator[types.DocumentSymbol]:
        for section in sections:
            if not self._left:
                return
            self._left -= 1
            clauses = " ".join(clause.ordinal.written for clause in section.clauses) if not section.children else ""
            yield self._symbol(
                section.ordinal.written + section.title,
                _Kind.String,
                section.span,
                section.heading,
                clauses,
                [*self._sections(section.children)],
            )

    def _symbol(
        self,
        name: str,
        kind: types.SymbolKind,
        span: Span,
        selection: Span | None = None,
        detail: str = "",
        children: list[types.DocumentSymbol] | None = None,
    ) -> types.DocumentSymbol:
        inner = selection or span
        inner = Span(max(span.start, min(inner.start, span.end)), max(span.start, min(inner.end, span.end)))
        return types.DocumentSymbol(
            name=visible(name).strip()[:_LONGEST] or "—",  # editors refuse a symbol without a name
            kind=kind,
            range=self._draft.range(span),
            selection_range=self._draft.range(inner),
            detail=visible(detail)[:_LONGEST] or None,
            children=children or [],
        )


def symbols(document: Document, draft: Draft) -> list[types.DocumentSymbol]:
    """Return the parts and headings of *draft* as a tree."""
    return [*_Drawing(draft).document(document)]


def flat(tree: Iterable[types.DocumentSymbol], uri: str, above: str | None = None) -> list[types.SymbolInformation]:
    """Return a tree of symbols as a list, for editors that draw none."""
    found: list[types.SymbolInformation] = []
    for symbol in tree:
        location = types.Location(uri, symbol.range)
        found.append(types.SymbolInformation(location, symbol.name, symbol.kind, container_name=above))
        found += flat(symbol.children or (), uri, symbol.name)
    return found


def folds(document: Document, draft: Draft, most: int | None) -> list[types.FoldingRange]:
    """Return the sections and annexes of more than one line, no more than *most*."""
    spans = [span for tree in document.trees for span in _foldable(tree)]
    lines = [(_line(draft, span.start), _last_line(draft, span)) for span in spans]
    found = [types.FoldingRange(first, last) for first, last in lines if last > first]
    return found[: _MOST if most is None else min(most, _MOST)]


def _foldable(tree: Tree) -> Iterator[Span]:
    if not isinstance(tree, Document):
        yield tree.span
    for section in tree.every_section:
        yield section.span


def _line(draft: Draft, offset: int) -> int:
    return draft.positions.source.line_index(offset)


def _last_line(draft: Draft, span: Span) -> int:
    """Return the last line of *span* that holds more than blanks."""
    words = span.of(draft.text).rstrip(BLANKS + "\r\n")
    return _line(draft, span.start + max(0, len(words) - 1))

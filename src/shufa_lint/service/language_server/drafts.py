"""The documents that the editor has open, as they are there, saved or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

from lsprotocol import types
from pygls.uris import to_fs_path

from shufa_lint.engine.discover import PLAIN
from shufa_lint.service.language_server.positions import Place, Positions
from shufa_lint.text.span import Edit, Span, splice

_TEXT = frozenset({"plaintext", "text", "txt"})
_MARKDOWN = "markdown"
"""What editors call the kinds of text that are checked: VS Code and its kin, Neovim, Emacs, Helix."""
_MARKDOWN_SUFFIXES = (".md", ".markdown")


def file_of(uri: str) -> Path | None:
    """Return the file that *uri* names; None for what is no file of this machine."""
    try:
        path = to_fs_path(uri)
    except ValueError:
        return None
    return Path(path) if path and "\0" not in path and PurePath(path).is_absolute() else None


@dataclass(frozen=True)
class Draft:
    """An open document at one moment; every change makes another one.

    ``path`` is the file that it is, None where it was never saved.
    """

    uri: str
    language: str
    version: int
    text: str
    encoding: str

    @cached_property
    def positions(self) -> Positions:
        """The places in the text."""
        return Positions(self.text, self.encoding)

    @cached_property
    def path(self) -> Path | None:
        """The file on disk."""
        return file_of(self.uri)

    @cached_property
    def name(self) -> str:
        """The name of the document, with an extension that says whether it is Markdown."""
        name = self.path.name if self.path else "文稿.txt"
        markdown = PurePath(name).suffix.lower() in _MARKDOWN_SUFFIXES
        return f"{name}.md" if self.language == _MARKDOWN and not markdown else name

    @property
    def checked(self) -> bool:
        """Whether this is a kind of text that is checked; where the editor does not say, the extension counts."""
        if self.language:
            return self.language in _TEXT or self.language == _MARKDOWN
        return PurePath(self.name).suffix.lower() in PLAIN

    def offset(self, position: types.Position) -> int:
        """Return the offset of *position*, clipped to the text."""
        return self.positions.offset(Place(position.line, position.character))

    def span(self, range_: types.Range) -> Span:
        """Return the span of *range_*, clipped to the text."""
        start, end = self.offset(range_.start), self.offset(range_.end)
        return Span(min(start, end), max(start, end))

    def range(self, span: Span | Edit) -> types.Range:
        """Return the range of *span*."""
        start, end = self.positions.place(span.start), self.positions.place(span.end)
        return types.Range(types.Position(*start), types.Position(*end))

    def changed(self, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]) -> Draft:
        """Return the document after *changes*, each of which refers to the text that the ones before it made.

        Editors send the places that are changed at once from the last to the first; then the text is taken apart once.
        """
        draft = replace(self, version=version)
        edits: list[Edit] = []
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangeWholeDocument):
                draft, edits = replace(draft, text=change.text), []
                continue
            span = draft.span(change.range)
            if edits and span.end >= edits[-1].start:
                draft, edits = replace(draft, text=splice(draft.text, edits)), []
                span = draft.span(change.range)
            edits.append(Edit(span.start, span.end, change.text))
        return replace(draft, text=splice(draft.text, edits)) if edits else draft


class Drafts:
    """The open documents by their URIs. Changes are made in the one thread that talks to the editor; others may look
    whether a document that they work on is still the one that is open."""

    def __init__(self) -> None:
        self._open: dict[str, Draft] = {}

    def get(self, uri: str) -> Draft | None:
        """Return the document as it is now; None where it is not open."""
        return self._open.get(uri)

    def put(self, draft: Draft) -> None:
        """Take *draft* for what its document is from now on."""
        self._open[draft.uri] = draft

    def drop(self, uri: str) -> None:
        """Forget a document that was closed."""
        self._open.pop(uri, None)

    def current(self, draft: Draft) -> bool:
        """Say whether *draft* is what its document is now."""
        return self._open.get(draft.uri) is draft

    @property
    def all(self) -> list[Draft]:
        """All documents, in the order in which they were opened."""
        return [*self._open.values()]

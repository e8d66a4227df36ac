"""What the editor can do, as far as it matters here."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types


@dataclass(frozen=True)
class Client:
    """The abilities of an editor.

    It ``pulls`` diagnostics and can be told to pull anew (``refreshes``); it shows where else a finding ``relates`` to,
    and ``tags``; it takes edits of a certain version (``versions``) and asks for them when they are wanted
    (``resolves``); it can ask its user a question (``asks``), draw a tree of symbols (``nests``) and Markdown in a
    hover (``marks_up``); it tells of files that change when it is asked to (``watches``); it folds no more ranges than
    ``folds``, where that is bounded.
    """

    pulls: bool = False
    refreshes: bool = False
    relates: bool = False
    tags: frozenset[types.DiagnosticTag] = frozenset()
    versions: bool = False
    resolves: bool = False
    asks: bool = False
    nests: bool = False
    marks_up: bool = False
    watches: bool = False
    folds: int | None = None

    @classmethod
    def of(cls, able: types.ClientCapabilities) -> Client:
        """Return what *able* says."""
        document = able.text_document or types.TextDocumentClientCapabilities()
        workspace = able.workspace or types.WorkspaceClientCapabilities()
        showing = document.publish_diagnostics or types.PublishDiagnosticsClientCapabilities()
        pulling = document.diagnostic or types.DiagnosticClientCapabilities()
        tags = pulling.tag_support or showing.tag_support
        resolving = document.code_action and document.code_action.resolve_support
        formats = (document.hover and document.hover.content_format) or ()
        return cls(
            pulls=document.diagnostic is not None,
            refreshes=bool(workspace.diagnostics and workspace.diagnostics.refresh_support),
            relates=bool(showing.related_information or pulling.related_information),
            tags=frozenset(tags.value_set) if tags else frozenset(),
            versions=bool(workspace.workspace_edit and workspace.workspace_edit.document_changes),
            resolves=bool(resolving and "edit" in resolving.properties),
            asks=bool(able.window and able.window.show_message),
            nests=bool(document.document_symbol and document.document_symbol.hierarchical_document_symbol_support),
            marks_up=types.MarkupKind.Markdown in formats,
            watches=bool(
                workspace.did_change_watched_files and workspace.did_change_watched_files.dynamic_registration
            ),
            folds=document.folding_range.range_limit if document.folding_range else None,
        )

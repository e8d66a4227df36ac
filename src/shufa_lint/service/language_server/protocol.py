"""The protocol as pygls speaks it, but with documents of our own.

Those of pygls end lines where Python does, at U+2028 or a form feed too, and editors do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method

from shufa_lint.service.language_server.drafts import Draft

if TYPE_CHECKING:
    from shufa_lint.service.language_server.server import EditorServer


class Protocol(LanguageServerProtocol):
    """Keeps the drafts of its server as they are in the editor, and answers requests that make no sense."""

    _server: EditorServer

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take note of a document that was opened."""
        opened = params.text_document
        language, encoding = (str(getattr(each, "value", each)) for each in (opened.language_id, self._encoding()))
        self._server.opened(Draft(opened.uri, language, opened.version, opened.text, encoding))

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take note of what was typed."""
        draft = self._server.drafts.get(params.text_document.uri)
        if draft is not None:
            self._server.changed(draft.changed(params.text_document.version, params.content_changes))

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a document."""
        self._server.closed(params.text_document.uri)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Return the message that *data* stand for; the sender of a request hears that they stand for none."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    def _encoding(self) -> types.PositionEncodingKind | str:
        return self.workspace.position_encoding or types.PositionEncodingKind.Utf16

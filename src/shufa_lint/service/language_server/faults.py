"""Configurations that are wrong: the editor shows where, and says so once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path

from shufa_lint.report.visible import visible
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.service.language_server.diagnostics import fault_of
from shufa_lint.text.language import tr

if TYPE_CHECKING:
    from shufa_lint.service.language_server.server import EditorServer


class Faults:
    """The faults because of which open documents are not checked."""

    def __init__(self, server: EditorServer) -> None:
        self._server = server
        self._by_document: dict[str, SpecificationError] = {}
        self._shown: dict[Path, str] = {}

    def note(self, uri: str, fault: SpecificationError | None) -> None:
        """Take *fault* for what keeps the document *uri* from being checked now, None for nothing."""
        said = {str(each) for each in self._by_document.values()}
        if fault is None:
            self._by_document.pop(uri, None)
        else:
            self._by_document[uri] = fault
            if str(fault) not in said:
                words = tr("配置有误，没有检查：{reason}").format(reason=visible(str(fault)))
                self._server.tell(words, types.MessageType.Error)
        self._show()

    def _show(self) -> None:
        """Show each fault in the file that is wrong, and take away those that were mended."""
        faults = {error.path: error for error in self._by_document.values() if error.path}
        for path, error in faults.items():
            if self._shown.get(path) != str(error):
                self._shown[path] = str(error)
                self._publish(path, [fault_of(error)])
        for path in self._shown.keys() - faults.keys():
            del self._shown[path]
            self._publish(path, [])

    def _publish(self, path: Path, shown: list[types.Diagnostic]) -> None:
        uri = from_fs_path(str(path.absolute()))
        if uri:
            self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown))

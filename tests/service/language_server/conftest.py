"""An editor that talks to ``shufa-lint lsp`` over its standard input and output."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Union

import pytest

pytest.importorskip("pygls", reason="pygls is not installed (the extra lsp)")

from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

PULLS = types.TextDocumentClientCapabilities(
    diagnostic=types.DiagnosticClientCapabilities(
        related_information=True,
        tag_support=types.ClientDiagnosticsTagOptions(
            [types.DiagnosticTag.Unnecessary, types.DiagnosticTag.Deprecated]
        ),
    ),
    publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True),
    hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
    document_symbol=types.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True),
    code_action=types.CodeActionClientCapabilities(resolve_support=types.ClientCodeActionResolveOptions(["edit"])),
)
MODERN = types.ClientCapabilities(
    text_document=PULLS,
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
    ),
    window=types.WindowClientCapabilities(show_message=types.ShowMessageRequestClientCapabilities()),
)
"""As VS Code."""
PLAIN = types.ClientCapabilities()
"""An editor that can do nothing that is not in the oldest version of the protocol."""
_HASTY = """\
import sys
from shufa_lint.service.language_server import server
server._LOOK = 0.3
from shufa_lint.cli import main
sys.exit(main())
"""
"""The command, but that it looks at the configuration more often, for those who wait for it."""


def _converter() -> Any:
    """lsprotocol takes an action that runs a command for a bare command."""
    converter = default_converter()

    def action(data: Any, _: object) -> Any:
        return converter.structure(data, types.CodeAction)

    converter.register_structure_hook(Union[types.Command, types.CodeAction], action)  # noqa: UP007
    return converter


class Editor(LanguageClient):
    """A client that remembers what it was told. ``answer`` is what its user says to questions, once ``hesitates`` is
    set where there is such an event; ``met`` is what the server says of itself."""

    def __init__(self, folder: Path) -> None:
        super().__init__("editor", "1", converter_factory=_converter)
        self.folder = folder
        self.pushed: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self.told: list[str] = []
        self.asked: list[types.ShowMessageRequestParams] = []
        self.answer: str | None = None
        self.hesitates: asyncio.Event | None = None
        self.refreshed = 0
        self.opened: set[str] = set()
        self.registered: list[types.Registration] = []
        self._news = asyncio.Event()
        self._listen()

    def _listen(self) -> None:
        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def show(params: types.PublishDiagnosticsParams) -> None:
            self.pushed.setdefault(params.uri, []).append(params)
            self._news.set()

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        def tell(params: types.ShowMessageParams) -> None:
            self.told.append(params.message)
            self._news.set()

        @self.feature(types.WINDOW_SHOW_MESSAGE_REQUEST)
        async def ask(params: types.ShowMessageRequestParams) -> types.MessageActionItem | None:
            self.asked.append(params)
            self._news.set()
            if self.hesitates:
                await self.hesitates.wait()
            return types.MessageActionItem(self.answer) if self.answer else None

        @self.feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)
        def refresh(params: None) -> None:
            self.refreshed += 1
            self._news.set()

        @self.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            self.registered += params.registrations
            self._news.set()

    async def until(self, holds: Callable[[], Any]) -> Any:
        """Wait until *holds* returns something true; return that."""
        while not (found := holds()):
            self._news.clear()
            await self._news.wait()
        return found

    async def begin(
        self, *options: str, able: types.ClientCapabilities = MODERN, code: str | None = None
    ) -> types.InitializeResult:
        """Start the server and the session; *code* is what is run in place of the command itself."""
        command = ("-c", code) if code else ("-m", "shufa_lint")
        await self.start_io(sys.executable, *command, "lsp", *options, cwd=self.folder)
        self.met = await self.initialize_async(types.InitializeParams(able, root_uri=self.folder.as_uri()))
        self.initialized(types.InitializedParams())
        return self.met

    async def leave(self) -> int | None:
        """End the session as it should be, and return the exit code."""
        await self.shutdown_async(None)
        self.exit(None)
        assert self._server is not None
        return await self._server.wait()

    async def move(self, folder: Path) -> None:
        """Work in *folder* from now on, with no document open, and forget what was told before."""
        for uri in self.opened:
            self.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        await self.pull("")  # what was on its way has come by now
        self.opened.clear()
        self.pushed.clear()
        self.told.clear()
        self.asked.clear()
        self.answer, self.hesitates, self.refreshed, self.folder = None, None, 0, folder

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "plaintext", version: int = 1) -> str:
        uri = name if ":" in name else self.uri(name)
        item = types.TextDocumentItem(uri, language, version, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        self.opened.add(uri)
        return uri

    def write(self, uri: str, version: int, text: str) -> None:
        """Replace all of a document."""
        self.change(uri, version, types.TextDocumentContentChangeWholeDocument(text))

    def change(self, uri: str, version: int, *changes: Any) -> None:
        document = types.VersionedTextDocumentIdentifier(version, uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(document, [*changes]))

    def tell_of(self, path: Path) -> None:
        """Say that the file *path* was changed."""
        event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
        self.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    async def pull(self, uri: str, before: str | None = None) -> Any:
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri), previous_result_id=before)
        return await self.text_document_diagnostic_async(params)

    async def found(self, uri: str) -> list[str]:
        """The rules that find something in a document."""
        return [item.code for item in (await self.pull(uri)).items]

    async def actions(self, uri: str, place: types.Range, only: list[str] | None = None) -> list[types.CodeAction]:
        context = types.CodeActionContext([], only)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), place, context)
        return [*(await self.text_document_code_action_async(params) or ())]


Talk = Callable[[Editor], Awaitable[None]]


@pytest.fixture
def converse(tmp_path: Path) -> Callable[..., None]:
    """Let editors talk, at the same time, each to a server of its own in one empty folder; nothing of that may take
    longer than a minute."""

    async def session(talk: Talk) -> None:
        editor = Editor(tmp_path)
        try:
            await asyncio.wait_for(talk(editor), 60)
        finally:
            await _end(editor)

    async def sessions(talks: tuple[Talk, ...]) -> None:
        await asyncio.gather(*map(session, talks))

    def run(*talks: Talk) -> None:
        asyncio.run(sessions(talks))

    return run


class Desk:
    """Sessions that go on from test to test, one for each kind of editor: a server takes its time to start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runner = asyncio.Runner()
        self._editors: dict[int, Editor] = {}

    def talk(self, talk: Talk, folder: Path, able: types.ClientCapabilities) -> None:
        self._runner.run(self._talk(talk, folder, able))

    async def _talk(self, talk: Talk, folder: Path, able: types.ClientCapabilities) -> None:
        editor = self._editors.pop(id(able), None)
        if editor is None:
            editor = Editor(self._folder)
            await editor.begin(able=able, code=_HASTY)
        try:
            await editor.move(folder)
            await asyncio.wait_for(talk(editor), 60)
            self._editors[id(able)] = editor
        finally:
            if id(able) not in self._editors:
                await _end(editor)

    def close(self) -> None:
        try:
            for editor in self._editors.values():
                assert self._runner.run(asyncio.wait_for(editor.leave(), 60)) == 0
        finally:
            for editor in self._editors.values():
                self._runner.run(_end(editor))
            self._runner.close()


async def _end(editor: Editor) -> None:
    if editor._server is not None and editor._server.returncode is None:
        editor._server.kill()
    await editor.stop()


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """What keeps sessions open; that each of them ends well is tested when it closes."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    yield desk
    desk.close()


@pytest.fixture
def chat(desk: Desk, tmp_path: Path) -> Callable[[Talk], None]:
    """Let an editor as VS Code is talk to a server that others talked to before, in an empty folder."""
    return lambda talk: desk.talk(talk, tmp_path, MODERN)


@pytest.fixture
def plain_chat(desk: Desk, tmp_path: Path) -> Callable[[Talk], None]:
    """The same for an editor that can do next to nothing."""
    return lambda talk: desk.talk(talk, tmp_path, PLAIN)


@pytest.fixture
def plain() -> types.ClientCapabilities:
    return PLAIN

"""The server: which documents are open, what was found in them, and when the editor hears of it.

Documents are looked at by one thread apart from the one that talks to the editor. What was typed in the meantime makes
a result worthless: it is dropped, and so is work that has not begun.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from shufa_lint import __version__
from shufa_lint.service.language_server.client import Client
from shufa_lint.service.language_server.diagnostics import diagnostics
from shufa_lint.service.language_server.drafts import Draft, Drafts, file_of
from shufa_lint.service.language_server.examination import Examined, examine
from shufa_lint.service.language_server.faults import Faults
from shufa_lint.service.language_server.protocol import Protocol
from shufa_lint.service.language_server.settings import Settings
from shufa_lint.text.language import tr

_Result = TypeVar("_Result")
_logger = logging.getLogger(__name__)

PAUSE = 0.2
"""Seconds without typing after which an editor that cannot ask for diagnostics gets them."""
_LOOK = 2.0
"""Seconds between two looks at the configuration on disk, for editors that do not tell of files that change."""


class _Job(NamedTuple):
    draft: Draft
    done: asyncio.Future[Examined | None]


class EditorServer(LanguageServer):
    """Serves one editor. ``shut_down`` says that the editor took its leave as it should."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("shufa-lint", __version__, protocol_cls=Protocol)
        self.drafts = Drafts()
        self.client = Client()
        self.shut_down = False
        self._settings = settings
        self._faults = Faults(self)
        self._root = Path.cwd()
        self._worker = ThreadPoolExecutor(1, "examination")
        self._jobs: dict[str, _Job] = {}
        self._pushes: dict[str, asyncio.Task[None]] = {}
        self._watch: asyncio.Task[None] | None = None

    # What the editor tells

    def meet(self, params: types.InitializeParams) -> None:
        """Learn what the editor can do, and where it works."""
        self.client = Client.of(params.capabilities)
        folders = [folder.uri for folder in params.workspace_folders or ()]
        root = next(filter(None, map(file_of, filter(None, [*folders, params.root_uri]))), None)
        self._root = root or self._root

    def opened(self, draft: Draft) -> None:
        """Look at a document that was opened."""
        self.drafts.put(draft)
        self._push(draft.uri)

    def changed(self, draft: Draft) -> None:
        """Look at a document in which something was typed."""
        self.drafts.put(draft)
        self._push(draft.uri, PAUSE)

    def closed(self, uri: str) -> None:
        """Forget a document, and take its diagnostics away."""
        draft = self.drafts.get(uri)
        if draft is None:
            return
        self.drafts.drop(uri)
        self._jobs.pop(uri, None)
        self._faults.note(uri, None)
        if (push := self._pushes.pop(uri, None)) is not None:
            push.cancel()
        if draft.checked and not self.client.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    # What is found

    async def examined(self, uri: str) -> Examined | None:
        """Return what is found in the document *uri* as it is when this returns; None where it is not open, or not of a
        kind that is checked."""
        while (draft := self.drafts.get(uri)) is not None and draft.checked:
            job = self._jobs.get(uri)
            if job is None or job.draft is not draft:
                job = self._jobs[uri] = _Job(draft, self._begin(self._examine, draft))
            try:
                found = await asyncio.shield(job.done)
            except Exception:
                if self._jobs.get(uri) is job:
                    del self._jobs[uri]  # whoever asks next may have more luck
                raise
            if found is not None and self._jobs.get(uri) is job and self.drafts.current(draft):
                self._faults.note(uri, found.fault)
                return found
        return None

    async def apart(self, work: Callable[..., _Result], *arguments: Any) -> _Result:
        """Do *work* in the thread that looks at documents, and return its result."""
        return await self._begin(work, *arguments)

    async def look_again(self) -> None:
        """Look at all documents anew if a file of their configuration has changed."""
        folders = {(draft.path or self._root / draft.name).parent for draft in self.drafts.all if draft.checked}
        changed: bool = await self.apart(self._settings.renewed, folders)
        if changed:
            await self.renew()

    async def renew(self) -> None:
        """Look at all documents anew: what counts for them has changed."""
        await self.apart(self._settings.forget)
        self._jobs.clear()
        for draft in self.drafts.all:
            self._push(draft.uri)
        if self.client.pulls and self.client.refreshes:
            self.workspace_diagnostic_refresh(None)

    def watch(self) -> None:
        """Keep looking at the files of the configuration."""
        self._watch = asyncio.ensure_future(self._keep_looking())

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            try:
                await self.look_again()
            except Exception as error:  # the next look may do better
                _logger.warning("the configuration cannot be looked at", exc_info=error)

    def _begin(self, work: Callable[..., _Result], *arguments: Any) -> asyncio.Future[_Result]:
        return asyncio.get_running_loop().run_in_executor(self._worker, work, *arguments)

    def _examine(self, draft: Draft) -> Examined | None:
        """Examine *draft*, in the other thread, unless it is no longer what its document is."""
        return examine(draft, self._settings, self._root) if self.drafts.current(draft) else None

    # What the editor hears

    def _push(self, uri: str, pause: float = 0.0) -> None:
        """Send the diagnostics of a document after a *pause*, unless it changes again; an editor that pulls asks for
        them itself."""
        if self.client.pulls:
            return
        if (push := self._pushes.get(uri)) is not None:
            push.cancel()
        self._pushes[uri] = asyncio.ensure_future(self._publish(uri, pause))

    async def _publish(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            found = await self.examined(uri)
        except Exception as error:  # nobody waits for this task, and would tell
            self.report_server_error(error, type(self))
            return
        if found is not None:
            shown = diagnostics(found, self.client)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown, found.draft.version))

    def tell(self, words: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Say something to the user."""
        self.window_show_message(types.ShowMessageParams(kind, tr("shufa-lint：{line}").format(line=words)))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Say that the program is at fault, and nothing of what it was at."""
        cause = sys.exc_info()[1] or error  # what pygls hands over wraps it
        self.tell(tr("程序出错（{name}），请告诉开发者").format(name=type(cause).__name__), types.MessageType.Error)

    def shutdown(self) -> None:
        """Stop; work that has not begun is dropped."""
        self._worker.shutdown(wait=False, cancel_futures=True)
        super().shutdown()  # type: ignore[no-untyped-call]

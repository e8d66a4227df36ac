"""What the server does when the editor asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lsprotocol import types

from shufa_lint.service.language_server import waiving
from shufa_lint.service.language_server.actions import FIX_ALL, KINDS, WAIVE, fix_all, quick_fixes, wanted
from shufa_lint.service.language_server.diagnostics import SOURCE, diagnostics
from shufa_lint.service.language_server.examination import Examined, mended, mends, outline
from shufa_lint.service.language_server.hover import hover
from shufa_lint.service.language_server.server import EditorServer
from shufa_lint.service.language_server.symbols import flat, folds, symbols

_WATCHED = "**/*.{toml,tsv}"
"""Configurations, waivers, rules and tables."""
_Report = types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport
_Symbols = Sequence[types.DocumentSymbol] | Sequence[types.SymbolInformation]


def meet(server: EditorServer, params: types.InitializeParams) -> None:
    """Learn what the editor can do."""
    server.meet(params)


def settle(server: EditorServer, params: types.InitializedParams) -> None:
    """Begin to look after the files of the configuration."""
    server.watch()
    if server.client.watches:
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(_WATCHED)])
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration(f"{SOURCE}.files", method, options)
        server.client_register_capability(types.RegistrationParams([registration]))


def take_leave(server: EditorServer, params: None) -> None:
    """Remember that the editor ended the session."""
    server.shut_down = True


async def look_again(server: EditorServer, params: Any) -> None:
    """Look whether the configuration has changed: files were changed, or a document was saved."""
    await server.look_again()


async def diagnose(server: EditorServer, params: types.DocumentDiagnosticParams) -> _Report:
    """Return the diagnostics of a document."""
    found = await server.examined(params.text_document.uri)
    if found is None:
        return types.RelatedFullDocumentDiagnosticReport(items=[])
    number = str(found.number)
    if number == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=number)
    shown = diagnostics(found, server.client)
    return types.RelatedFullDocumentDiagnosticReport(items=shown, result_id=number)


async def explain(server: EditorServer, params: types.HoverParams) -> types.Hover | None:
    """Return what there is to say of the place under the pointer."""
    found = await server.examined(params.text_document.uri)
    if found is None:
        return None
    return await server.apart(hover, found, found.draft.offset(params.position), server.client)


async def act(server: EditorServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return what can be done about the findings in a range, and about all of them."""
    found = await server.examined(params.text_document.uri)
    if found is None:
        return []
    only = [str(getattr(kind, "value", kind)) for kind in params.context.only] if params.context.only else None
    actions: list[types.CodeAction] = []
    if wanted(types.CodeActionKind.QuickFix.value, only):
        actions += quick_fixes(found, found.draft.span(params.range), server.client, params.context.diagnostics)
    if wanted(FIX_ALL, only) and any(map(mends, found.findings)):
        actions += await _fix_all(server, found)
    return actions


async def resolve(server: EditorServer, action: types.CodeAction) -> types.CodeAction:
    """Return *action* with its edit, for the text as it is now."""
    if action.kind == FIX_ALL and isinstance(action.data, str):
        found = await server.examined(action.data)
        if found is not None:
            action.edit = fix_all(found.draft, await server.apart(mended, found), server.client).edit
    return action


async def _fix_all(server: EditorServer, found: Examined) -> list[types.CodeAction]:
    if server.client.resolves:
        return [fix_all(found.draft, None, server.client)]
    edits = await server.apart(mended, found)
    return [fix_all(found.draft, edits, server.client)] if edits else []


async def show_outline(server: EditorServer, params: types.DocumentSymbolParams) -> _Symbols:
    """Return the outline of a document."""
    draft = server.drafts.get(params.text_document.uri)
    if draft is None or not draft.checked:
        return []
    tree = symbols(await server.apart(outline, draft), draft)
    return tree if server.client.nests else flat(tree, draft.uri)


async def fold(server: EditorServer, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """Return what of a document can be folded."""
    draft = server.drafts.get(params.text_document.uri)
    if draft is None or not draft.checked:
        return []
    return folds(await server.apart(outline, draft), draft, server.client.folds)


async def waive(server: EditorServer, *arguments: Any) -> None:
    """Accept a finding."""
    await waiving.waive(server, arguments)


def equip(server: EditorServer) -> None:
    """Let *server* do all this."""
    diagnosing = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE)
    acting = types.CodeActionOptions(code_action_kinds=KINDS, resolve_provider=True)
    for method, feature, options in (
        (types.INITIALIZE, meet, None),
        (types.INITIALIZED, settle, None),
        (types.SHUTDOWN, take_leave, None),
        (types.TEXT_DOCUMENT_DID_SAVE, look_again, types.SaveOptions(include_text=False)),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, look_again, None),
        (types.TEXT_DOCUMENT_DIAGNOSTIC, diagnose, diagnosing),
        (types.TEXT_DOCUMENT_HOVER, explain, None),
        (types.TEXT_DOCUMENT_CODE_ACTION, act, acting),
        (types.CODE_ACTION_RESOLVE, resolve, None),
        (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, show_outline, None),
        (types.TEXT_DOCUMENT_FOLDING_RANGE, fold, None),
    ):
        server.feature(method, options)(feature)
    server.command(WAIVE)(waive)

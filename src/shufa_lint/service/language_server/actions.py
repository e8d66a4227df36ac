"""What can be done about findings: their fixes, all safe fixes at once, and to accept one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from shufa_lint.engine.accept import waivable
from shufa_lint.engine.model import Finding
from shufa_lint.engine.waivers import likeness
from shufa_lint.service.language_server.client import Client
from shufa_lint.service.language_server.diagnostics import SOURCE, diagnostic
from shufa_lint.service.language_server.drafts import Draft
from shufa_lint.service.language_server.examination import Examined, mends
from shufa_lint.text.language import tr, tr_noop
from shufa_lint.text.span import Edit, Span

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.{SOURCE}"
WAIVE = f"{SOURCE}.waive"
"""The command that accepts a finding: the document's URI, the finding's fingerprint, and a reason unless the user is
to be asked for it."""
KINDS: tuple[str, ...] = (types.CodeActionKind.QuickFix.value, FIX_ALL)
REASONS = (
    tr_noop("引用的原文就是这样"),
    tr_noop("已经核对，确是这样，保留"),
    tr_noop("待有关单位核定后再改"),
)
"""Reasons for accepting a finding, to choose from; others are written in the waiver file, or on the command line."""

_MOST = 100
"""Of so many findings in a selection the actions are listed; with all of a long document selected, nobody reads on."""


def wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Say whether an editor that asks for *only* some kinds of action wants those of *kind*."""
    return only is None or any(kind == each or kind.startswith(f"{each}.") for each in only)


def quick_fixes(
    examined: Examined, span: Span, client: Client, shown: Iterable[types.Diagnostic]
) -> Iterator[types.CodeAction]:
    """Yield what can be done about the first findings that *span* touches, fixes first; *shown* are the diagnostics
    that the editor has there."""
    found = examined.at(span)[:_MOST]
    known = {(each.code, _key(each.range)): each for each in shown if each.source == SOURCE}

    def of(finding: Finding) -> list[types.Diagnostic]:
        own = diagnostic(finding, examined, client)
        return [known.get((own.code, _key(own.range)), own)]

    for finding in found:
        if finding.fix:
            safe = mends(finding)
            yield types.CodeAction(
                title=finding.fix.title if safe else tr("{title}（改后请看一眼）").format(title=finding.fix.title),
                kind=types.CodeActionKind.QuickFix,
                diagnostics=of(finding),
                is_preferred=True if safe else None,
                edit=edit_of(examined.draft, finding.fix.edits, client),
            )
    if not examined.waives or examined.report is None:
        return
    alike = Counter(likeness(finding) for finding, _ in examined.report.listed(with_waived=True))
    for finding in filter(waivable, found):
        yield from _waivers(finding, alike[likeness(finding)], examined.draft, client, of(finding))


def fix_all(draft: Draft, edits: Sequence[Edit] | None, client: Client) -> types.CodeAction:
    """Return the action that applies *edits*, all safe fixes; None has the editor ask for them when it is chosen."""
    return types.CodeAction(
        title=tr("改好全部不影响原意的毛病"),
        kind=FIX_ALL,
        edit=None if edits is None else edit_of(draft, edits, client),
        data=draft.uri if edits is None else None,
    )


def edit_of(draft: Draft, edits: Iterable[Edit], client: Client) -> types.WorkspaceEdit:
    """Return *edits* of *draft*; an editor that knows versions refuses them once the text has changed."""
    made = [types.TextEdit(draft.range(edit), edit.text) for edit in edits]
    if not client.versions:
        return types.WorkspaceEdit(changes={draft.uri: made})
    document = types.OptionalVersionedTextDocumentIdentifier(draft.uri, draft.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, made)])


def _waivers(
    finding: Finding, number: int, draft: Draft, client: Client, shown: list[types.Diagnostic]
) -> Iterator[types.CodeAction]:
    """Yield the action that accepts *finding* and all that nothing tells apart from it, *number* in all, with a
    question for the reason; an editor that cannot ask has an action for each reason to choose from."""
    what = tr("豁免这一处") if number == 1 else tr("豁免一模一样的 {number} 处").format(number=number)
    named = tr("{what}（{rule}）").format(what=what, rule=finding.rule)
    choices = [(f"{named}……", [])] if client.asks else [(_because(named, tr(each)), [tr(each)]) for each in REASONS]
    for title, reason in choices:
        command = types.Command(title, WAIVE, arguments=[draft.uri, finding.fingerprint, *reason])
        yield types.CodeAction(title, types.CodeActionKind.QuickFix, shown, command=command)


def _because(action: str, reason: str) -> str:
    return tr("{action}：{reason}").format(action=action, reason=reason)


def _key(range_: types.Range) -> tuple[int, int, int, int]:
    return (range_.start.line, range_.start.character, range_.end.line, range_.end.character)

"""Accepting a finding from within the editor: the user gives the reason, and the waiver file is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from shufa_lint.delivery import UndoneError
from shufa_lint.engine.accept import twins, waivable
from shufa_lint.engine.model import Finding
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.service.acceptance import Writer
from shufa_lint.service.language_server.actions import REASONS
from shufa_lint.service.language_server.examination import Examined
from shufa_lint.text.language import tr

if TYPE_CHECKING:
    from shufa_lint.service.language_server.server import EditorServer


async def waive(server: EditorServer, arguments: Sequence[Any]) -> None:
    """Accept the finding that *arguments* name: a URI, a fingerprint, and a reason, for which the user is asked where
    there is none. Nothing is written without a reason."""
    named = [each for each in arguments if isinstance(each, str)]
    if len(named) < 2:
        server.tell(tr("豁免要写明文稿和问题的指纹"), types.MessageType.Error)
        return
    uri, fingerprint = named[:2]
    place = await _place(server, uri, fingerprint)
    if place is None:
        return
    reason = named[2] if len(named) > 2 else await _asked(server, place.finding)
    if reason is None:
        return
    place = await _place(server, uri, fingerprint)  # nobody knows how long the user took to answer
    if place is None:
        return
    try:
        words = await server.apart(_write, place.found, place.finding, reason)
    except (UndoneError, SpecificationError, ValueError) as error:
        server.tell(tr("没有豁免：{reason}").format(reason=visible(str(error))), types.MessageType.Error)
        return
    server.tell(words)
    await server.renew()


class _Place(NamedTuple):
    found: Examined
    finding: Finding


async def _place(server: EditorServer, uri: str, fingerprint: str) -> _Place | None:
    """Return the finding as it is now; where nobody can accept it, tell the user and return None."""
    found = await server.examined(uri)
    finding = next((each for each in found.findings if each.fingerprint == fingerprint), None) if found else None
    if found is None or finding is None or not (found.waives and waivable(finding)):
        server.tell(tr("没有豁免：文稿里已经没有这一处，或者它不能豁免"), types.MessageType.Warning)
        return None
    return _Place(found, finding)


async def _asked(server: EditorServer, finding: Finding) -> str | None:
    """Return the reason that the user chooses, None where there is none."""
    reasons = [tr(reason) for reason in REASONS]
    question = types.ShowMessageRequestParams(
        type=types.MessageType.Info,
        message=tr("为什么可以保留？（{message}）").format(message=visible(finding.message)),
        actions=[types.MessageActionItem(reason) for reason in reasons],
    )
    try:
        answer = await server.window_show_message_request_async(question)
    except JsonRpcException:
        words = tr('没有豁免：编辑器不能提问；请运行 shufa-lint waive 文稿 {rule} --reason "……"')
        server.tell(words.format(rule=finding.rule), types.MessageType.Warning)
        return None
    return answer.title if answer and answer.title in reasons else None


def _write(found: Examined, finding: Finding, reason: str) -> str:
    """Write the waivers for *finding* and all that nothing tells apart from it; return what was done, in words."""
    assert found.report and found.choice
    found.choice.waivers.forget()  # others write into the file too
    same = twins(finding, found.report)
    writer = Writer(found.choice, reason=reason, who=None, until=None)
    writer.add(found.report, same)
    (path,) = writer.write()
    return tr("豁免了 {number} 处，写进 {path}；理由可以在那里改").format(number=len(same), path=visible(path.name))

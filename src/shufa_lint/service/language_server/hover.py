"""What a finding is about, for those who rest the pointer on it."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from shufa_lint.engine.accept import waivable
from shufa_lint.engine.model import Finding
from shufa_lint.engine.plan import RULE_FAILURE, Planner
from shufa_lint.report import rule_help
from shufa_lint.report.markdown import plain
from shufa_lint.report.verdict import weight
from shufa_lint.report.visible import visible
from shufa_lint.service.language_server.client import Client
from shufa_lint.service.language_server.examination import Examined
from shufa_lint.text.language import tr
from shufa_lint.text.span import Span


def hover(examined: Examined, offset: int, client: Client) -> types.Hover | None:
    """Return all that there is to say of the findings at *offset*; None where there are none."""
    found = examined.at(Span(offset, offset + 1))
    if not found or examined.planner is None:
        return None
    pages = [_page(finding, examined, examined.planner, marked_up=client.marks_up) for finding in found]
    kind = types.MarkupKind.Markdown if client.marks_up else types.MarkupKind.PlainText
    parting = "\n\n---\n\n" if client.marks_up else "\n\n"
    return types.Hover(types.MarkupContent(kind, parting.join(pages)), examined.draft.range(found[0].span))


def _page(finding: Finding, examined: Examined, planner: Planner, *, marked_up: bool) -> str:
    rule = planner.rulebook.rules[finding.rule]
    head = [
        tr("{weight} · {title}（{rule}）").format(weight=weight(finding.severity), title=rule.named, rule=rule.id),
        visible(finding.message),
    ]
    if finding.hint:
        head.append(tr("改法：{hint}").format(hint=visible("".join(finding.hint.splitlines()))))
    foot = _ways_out(finding, examined)
    if not marked_up:
        return "\n".join([*head, rule_help.text(rule), *foot])
    title, *others = map(plain, head)
    return "\n\n".join([f"**{title}**", *others, rule_help.markdown(rule).strip(), *map(plain, foot)])


def _ways_out(finding: Finding, examined: Examined) -> Sequence[str]:
    """Return how to keep what was found, and how not to look for it."""
    ways = []
    if examined.waives and waivable(finding):
        ways.append(tr("只是这一处可以保留：选快速修复里的“豁免”，或者运行 shufa-lint waive。"))
    if finding.rule != RULE_FAILURE:
        ways.append(tr('都不想查：在 shufa-lint.toml 里写 ignore = ["{rule}"]。').format(rule=finding.rule))
    return ways

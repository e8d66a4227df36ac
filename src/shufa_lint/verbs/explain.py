"""``shufa-lint explain RULE``: what a rule looks for, and why."""

from __future__ import annotations

from argparse import Namespace

from shufa_lint.delivery import UndoneError, show
from shufa_lint.report.terminal import explain
from shufa_lint.rulebook.errors import nearest
from shufa_lint.text.language import tr
from shufa_lint.verbs.choosing import plan_of
from shufa_lint.verbs.outcome import PASSED


def run(options: Namespace) -> int:
    """Show the page on a rule."""
    planner, plan = plan_of(options)
    book = planner.rulebook
    titles = {entry.title: name for name, entry in book.entries.items()}
    name = titles.get(options.rule, book.renamed.get(options.rule, options.rule))
    if family := [each for each, entry in book.entries.items() if entry.family == name]:
        raise UndoneError(tr("{name} 是一族规则，一次说明一条：{names}").format(name=name, names=tr("、").join(family)))
    if name not in book.rules:
        near = nearest(name, [*book.rules, *book.renamed], titles)
        raise UndoneError(
            tr("没有名为 {name} 的规则{hint}").format(
                name=options.rule, hint=near or tr("；全部名称见 shufa-lint rules")
            )
        )
    severity = next((item.severity for item in plan.applied if item.entry.id == name), None)
    show(lambda screen: explain.report(book.rules[name], book, severity, screen))
    return PASSED

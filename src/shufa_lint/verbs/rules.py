"""``shufa-lint rules``: the rules that apply to a kind of document."""

from __future__ import annotations

from argparse import Namespace

from shufa_lint.delivery import emit, show
from shufa_lint.verbs.choosing import plan_of
from shufa_lint.verbs.outcome import PASSED


def run(options: Namespace) -> int:
    """List the rules."""
    planner, plan = plan_of(options)
    if options.output_format == "json":
        from shufa_lint.report import json

        emit(json.rules(plan))
    else:
        from shufa_lint.report.terminal import rules

        show(lambda screen: rules.report(plan, planner.rulebook.profiles, screen))
    return PASSED

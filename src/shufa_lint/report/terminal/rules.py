"""The rules that apply to a kind of document, family by family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from shufa_lint.engine.plan import Applied, Plan
from shufa_lint.report.families import FAMILIES
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.severity import SIGNS, STYLES
from shufa_lint.report.verdict import SEVERITY_NAMES
from shufa_lint.rulebook.schema import Profile


def report(plan: Plan, profiles: Mapping[str, Profile], screen: Screen) -> None:
    """Print the rules of *plan*, and which other kinds of document there are."""
    column = max((len(applied.rule.id) for applied in plan.applied), default=0)
    for family, applied in groupby(sorted(plan.applied, key=_place), key=lambda item: item.rule.family):
        screen.line((FAMILIES.get(family, family), "bold"), "  ", (family, "dim"))
        _family(applied, column, screen)
        screen.blank()
    screen.line(f"{plan.profile.title}（{plan.profile.id}）：共 {len(plan.applied)} 条规则")
    others = [f"{profile.id} {profile.title}" for profile in profiles.values() if profile.id != plan.profile.id]
    if others:
        screen.paragraph((f"别的文种用 --profile 指定：{'，'.join(others)}", "dim"), indent=0)
    screen.paragraph(("一条规则为什么、怎么改：shufa-lint explain 规则名", "dim"), indent=0)


def _place(item: Applied) -> tuple[int, str]:
    family = item.rule.family
    return (list(FAMILIES).index(family) if family in FAMILIES else len(FAMILIES), family)


def _family(items: Iterable[Applied], column: int, screen: Screen) -> None:
    for item in items:
        word = f"{screen.sign(SIGNS[item.severity])} {SEVERITY_NAMES[item.severity]}"
        padding = " " * (9 - screen.cells(word))
        name = item.rule.id.ljust(column)
        screen.line("  ", (word, STYLES[item.severity]), padding, name, "  ", (item.rule.title, "dim"))

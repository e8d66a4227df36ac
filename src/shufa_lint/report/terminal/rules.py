"""The rules that apply to a kind of document, family by family, and what that kind demands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from shufa_lint.checks.genre import Genre, Topic
from shufa_lint.engine.plan import Applied, Plan
from shufa_lint.report.families import FAMILIES
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.severity import SIGNS, STYLES
from shufa_lint.report.verdict import SEVERITY_NAMES
from shufa_lint.rulebook.schema import Profile


def report(plan: Plan, profiles: Mapping[str, Profile], screen: Screen) -> None:
    """Print the rules of *plan*, what its kind of document demands, and which other kinds there are."""
    column = max((len(applied.rule.id) for applied in plan.applied), default=0)
    for family, applied in groupby(sorted(plan.applied, key=_place), key=lambda item: item.rule.family):
        screen.line((FAMILIES.get(family, family), "bold"), "  ", (family, "dim"))
        _family(applied, column, screen)
        screen.blank()
    screen.line((f"{plan.profile.title}（{plan.profile.id}）：共 {len(plan.applied)} 条规则", "bold"))
    for name, demand in _demands(plan.genre):
        screen.paragraph(f"{name}：", demand, indent=4, first=2)
    others = [f"{profile.id} {profile.title}" for profile in profiles.values() if profile.id != plan.profile.id]
    if others:
        screen.paragraph(
            (f"别的文种，用 --profile 指定（检查时不写，就看标题和开头判断）：{'，'.join(others)}", "dim"), indent=0
        )
    screen.paragraph(("一条规则为什么、怎么改：shufa-lint explain 规则名", "dim"), indent=0)


def _demands(genre: Genre) -> Iterator[tuple[str, str]]:
    """Yield what the kind of document demands, each with what it is called."""
    if needed := [part.name + ("（看标题）" if part.when else "") for part in genre.parts if part.required]:
        yield ("必备部分，依次是" if genre.ordered and len(needed) > 1 else "必备部分"), "、".join(needed)
    mine = [topic for topic in genre.topics if not topic.subjects or genre.subject in (None, *topic.subjects)]
    if topics := [_spell(topic) for topic in mine if topic.required]:
        yield "要写到", "、".join(topics)
    if genre.enough_topics and (topics := [_spell(topic) for topic in mine if not topic.required]):
        yield f"至少写到其中 {genre.enough_topics} 项", "；".join(topics)
    if genre.opening:
        yield "引入语", "“现将……如下”一类的话"
    if genre.signature:
        yield "落款", "署名和日期，在末尾，或者在标题下面"
    if genre.limit:
        yield "字数", f"不超过 {genre.limit} 字"


def _spell(topic: Topic) -> str:
    """Return the name of a topic, with the years of the reports that must speak of it."""
    since = f"{topic.since}年起" if topic.since else ""
    until = f"到{topic.until}年为止" if topic.until else ""
    return f"{topic.name}（{since}{until}）" if since or until else topic.name


def _place(item: Applied) -> tuple[int, str]:
    family = item.rule.family
    return (list(FAMILIES).index(family) if family in FAMILIES else len(FAMILIES), family)


def _family(items: Iterable[Applied], column: int, screen: Screen) -> None:
    for item in items:
        word = f"{screen.sign(SIGNS[item.severity])} {SEVERITY_NAMES[item.severity]}"
        padding = " " * (9 - screen.cells(word))
        name = item.rule.id.ljust(column)
        screen.line("  ", (word, STYLES[item.severity]), padding, name, "  ", (item.rule.title, "dim"))

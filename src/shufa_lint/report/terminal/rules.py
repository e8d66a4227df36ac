"""The rules that apply to a kind of document, family by family, and what that kind demands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from shufa_lint.checks.genre import Genre, Topic
from shufa_lint.engine.plan import Applied, Plan
from shufa_lint.report.families import FAMILIES, family_name
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.severity import STYLES, signed
from shufa_lint.report.terminal.severity import column as column_of_severities
from shufa_lint.rulebook.schema import Profile
from shufa_lint.text.language import tr


def report(plan: Plan, profiles: Mapping[str, Profile], screen: Screen) -> None:
    """Print the rules of *plan*, what its kind of document demands, and which other kinds there are."""
    column = max((len(applied.rule.id) for applied in plan.applied), default=0)
    for family, applied in groupby(sorted(plan.applied, key=_place), key=lambda item: item.rule.family):
        screen.line((family_name(family), "bold"), "  ", (family, "dim"))
        _family(applied, column, screen)
        screen.blank()
    screen.line(
        (
            tr("{title}（{id}）：共 {number} 条规则").format(
                title=plan.profile.named, id=plan.profile.id, number=len(plan.applied)
            ),
            "bold",
        )
    )
    for name, demand in _demands(plan.genre):
        screen.paragraph(tr("{name}：").format(name=name), demand, indent=4, first=2)
    others = [f"{profile.id} {profile.named}" for profile in profiles.values() if profile.id != plan.profile.id]
    if others:
        screen.paragraph(
            (
                tr("别的文种，用 --profile 指定（检查时不写，就看标题和开头判断）：{names}").format(
                    names=tr("，").join(others)
                ),
                "dim",
            ),
            indent=0,
        )
    screen.paragraph((tr("一条规则为什么、怎么改：shufa-lint explain 规则名"), "dim"), indent=0)


def _demands(genre: Genre) -> Iterator[tuple[str, str]]:
    """Yield what the kind of document demands, each with what it is called."""
    if needed := [part.name + (tr("（看标题）") if part.when else "") for part in genre.parts if part.required]:
        yield (tr("必备部分，依次是") if genre.ordered and len(needed) > 1 else tr("必备部分")), tr("、").join(needed)
    mine = [topic for topic in genre.topics if not topic.subjects or genre.subject in (None, *topic.subjects)]
    if topics := [_spell(topic) for topic in mine if topic.required]:
        yield tr("要写到"), tr("、").join(topics)
    if genre.enough_topics and (topics := [_spell(topic) for topic in mine if not topic.required]):
        yield tr("至少写到其中 {enough_topics} 项").format(enough_topics=genre.enough_topics), tr("；").join(topics)
    if genre.opening:
        yield tr("引入语"), tr("“现将……如下”一类的话")
    if genre.signature:
        yield tr("落款"), tr("署名和日期，在末尾，或者在标题下面")
    if genre.limit:
        yield tr("字数"), tr("不超过 {limit} 字").format(limit=genre.limit)


def _spell(topic: Topic) -> str:
    """Return the name of a topic, with the years of the reports that must speak of it."""
    since = tr("{since}年起").format(since=topic.since) if topic.since else ""
    until = tr("到{until}年为止").format(until=topic.until) if topic.until else ""
    return (
        tr("{name}（{since}{until}）").format(name=topic.name, since=since, until=until)
        if since or until
        else topic.name
    )


def _place(item: Applied) -> tuple[int, str]:
    family = item.rule.family
    return (list(FAMILIES).index(family) if family in FAMILIES else len(FAMILIES), family)


def _family(items: Iterable[Applied], column: int, screen: Screen) -> None:
    width = column_of_severities(screen)
    for item in items:
        word = signed(item.severity, screen)
        padding = " " * (width - screen.cells(word))
        name = item.rule.id.ljust(column)
        screen.line("  ", (word, STYLES[item.severity]), padding, name, "  ", (item.rule.named, "dim"))

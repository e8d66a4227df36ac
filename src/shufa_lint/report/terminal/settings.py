"""What counts for a document, for people."""

from __future__ import annotations

from collections.abc import Iterator

from shufa_lint.engine.settings import Settings
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.severity import SIGNS, STYLES, signed
from shufa_lint.report.terminal.severity import column as column_of_severities
from shufa_lint.report.verdict import weight
from shufa_lint.rulebook.configuration import FailOn
from shufa_lint.text.language import tr, tr_noop

_CHOSEN_BY = {
    "configuration": tr_noop("由配置或 --profile 指定"),
    "document": tr_noop("看标题和开头认出"),
    "nobody": tr_noop("逐份看标题和开头"),
}


def report(settings: Settings, screen: Screen) -> None:
    """Print where the settings come from, the rules with their severities, and the tables with their dates."""
    facts = list(_facts(settings))
    column = max(screen.cells(name) for name, _ in facts) + 2
    for name, value in facts:
        padding = " " * (column - screen.cells(name))
        screen.paragraph((name, "bold"), padding, value, indent=column, first=0)
    screen.blank()
    applied = sorted(settings.plan.applied, key=lambda item: (list(SIGNS).index(item.severity), item.entry.id))
    widest = max(len(item.entry.id) for item in applied)
    width = column_of_severities(screen)
    for item in applied:
        word = signed(item.severity, screen)
        padding = " " * (width - screen.cells(word))
        screen.line(
            "  ", (word, STYLES[item.severity]), padding, item.entry.id.ljust(widest + 2), (item.entry.named, "dim")
        )


def _failing(level: FailOn) -> str:
    """Say which findings make a document fail."""
    if level == "never":
        return tr("都算通过")
    words = tr("有“{level}”的问题") if level == "error" else tr("有“{level}”以上的问题")
    return words.format(level=weight(level))


def _facts(settings: Settings) -> Iterator[tuple[str, str]]:
    plan, configuration = settings.plan, settings.configuration
    yield tr("文稿"), settings.path + (tr("（配置里写了不检查它）") if settings.excluded else "")
    yield tr("配置"), str(settings.file) if settings.file else tr("没有配置文件，照默认的来")
    kind = "auto" if settings.chosen_by == "nobody" else f"{plan.profile.id} {plan.profile.named}"
    yield tr("文种"), tr("{kind}（{chosen_by}）").format(kind=kind, chosen_by=tr(_CHOSEN_BY[settings.chosen_by]))
    yield tr("按哪一年判断"), configuration.as_of or tr("文稿报告的年度")
    yield tr("不通过"), _failing(configuration.fail_on)
    if settings.waiver_file:
        yield (
            tr("豁免"),
            tr("{waiver_file}，其中这份文稿 {waivers} 条").format(
                waiver_file=settings.waiver_file, waivers=settings.waivers
            ),
        )
    else:
        yield tr("豁免"), tr("没有豁免文件")
    yield (
        tr("表"),
        tr("、").join(
            tr("{name}（{date}）").format(name=name, date=date)
            for name, date in sorted(settings.rulebook.dates.items())
        ),
    )
    if configuration.rule_folders:
        yield tr("规则目录"), tr("、").join(configuration.rule_folders)
    if settings.off:
        yield tr("不查的规则"), tr("、").join(settings.off)
    yield tr("查的规则"), tr("{number} 条").format(number=len(plan.applied))

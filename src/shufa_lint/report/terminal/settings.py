"""What counts for a document, for people."""

from __future__ import annotations

from collections.abc import Iterator

from shufa_lint.engine.settings import Settings
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.severity import SIGNS, STYLES
from shufa_lint.report.verdict import SEVERITY_NAMES

_FAIL_ON = {"error": "必须改", "warning": "建议改", "info": "提示"}
_CHOSEN_BY = {"configuration": "由配置或 --profile 指定", "document": "看标题和开头认出", "nobody": "逐份看标题和开头"}


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
    for item in applied:
        word = f"{screen.sign(SIGNS[item.severity])} {SEVERITY_NAMES[item.severity]}"
        padding = " " * (9 - screen.cells(word))
        screen.line(
            "  ", (word, STYLES[item.severity]), padding, item.entry.id.ljust(widest + 2), (item.entry.title, "dim")
        )


def _facts(settings: Settings) -> Iterator[tuple[str, str]]:
    plan, configuration = settings.plan, settings.configuration
    yield "文稿", settings.path + ("（配置里写了不检查它）" if settings.excluded else "")
    yield "配置", str(settings.file) if settings.file else "没有配置文件，照默认的来"
    kind = "auto" if settings.chosen_by == "nobody" else f"{plan.profile.id} {plan.profile.title}"
    yield "文种", f"{kind}（{_CHOSEN_BY[settings.chosen_by]}）"
    yield "按哪一年判断", configuration.as_of or "文稿报告的年度"
    level = _FAIL_ON.get(configuration.fail_on)
    yield "不通过", f"有“{level}”{'' if configuration.fail_on == 'error' else '以上'}的问题" if level else "都算通过"
    if settings.waiver_file:
        yield "豁免", f"{settings.waiver_file}，其中这份文稿 {settings.waivers} 条"
    else:
        yield "豁免", "没有豁免文件"
    yield "表", "、".join(f"{name}（{date}）" for name, date in sorted(settings.rulebook.dates.items()))
    if configuration.rule_folders:
        yield "规则目录", "、".join(configuration.rule_folders)
    if settings.off:
        yield "不查的规则", "、".join(settings.off)
    yield "查的规则", f"{len(plan.applied)} 条"

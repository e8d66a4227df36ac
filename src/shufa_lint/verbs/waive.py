"""``shufa-lint waive FILE RULE``: accept what a rule finds in a document, with a reason."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from shufa_lint import api
from shufa_lint.delivery import UndoneError
from shufa_lint.engine.accept import twins, waivable
from shufa_lint.engine.model import FileReport, Finding
from shufa_lint.rulebook.book import Rulebook
from shufa_lint.rulebook.errors import nearest
from shufa_lint.text.language import tr
from shufa_lint.verbs.choosing import choice_of
from shufa_lint.verbs.outcome import PASSED
from shufa_lint.verbs.waiving import shown, writer_of

_NAMED = 12
"""So many lines or rules are named."""


def run(options: Namespace) -> int:
    """Write the waivers."""
    path = Path(options.file)
    if path.is_dir() or options.file == "-":
        raise UndoneError(tr("{file}：一次豁免一份文稿里的；整个目录用 --write-baseline").format(file=options.file))
    choice = choice_of(options)
    writer = writer_of(choice, options)
    _, planner = choice.for_path(path)
    rule = _rule(options.rule, planner.rulebook)
    try:
        report = api.lint_path(path, choice=choice)
    except FileNotFoundError:
        raise UndoneError(tr("{file}：没有这个文件").format(file=options.file)) from None
    findings = _chosen(report, rule, options.at)
    writer.add(report, findings)
    files = tr("、").join(map(shown, writer.write()))
    print(
        tr("豁免了 {number} 处 {rule}（{lines}），写进 {files}").format(
            number=len(findings), rule=rule, lines=_lines(findings, report), files=files
        )
    )
    return PASSED


def _rule(name: str, book: Rulebook) -> str:
    """Return the rule that the user means; raise UndoneError where there is none, or none that can be waived."""
    titles = {entry.title: rule for rule, entry in book.entries.items()}
    rule = titles.get(name, book.renamed.get(name, name))
    if rule not in book.entries:
        near = nearest(name, [*book.entries, *book.renamed], titles)
        raise UndoneError(
            tr("没有名为 {name} 的规则{hint}").format(name=name, hint=near or tr("；全部名称见 shufa-lint rules"))
        )
    return rule


def _chosen(report: FileReport, rule: str, line: int | None) -> list[Finding]:
    """Return the findings to waive; raise UndoneError where there is nothing, or not what can be told apart."""
    found = [finding for finding, _ in report.listed(with_waived=True)]
    by_rule = [finding for finding in found if finding.rule == rule]
    if not by_rule:
        counts = Counter(finding.rule for finding in found)
        there = tr("、").join(
            tr("{name} {number} 处").format(name=name, number=number) for name, number in counts.most_common(_NAMED)
        )
        raise UndoneError(_nothing(there).format(path=report.path, rule=rule, there=there))
    if not all(map(waivable, by_rule)):
        raise UndoneError(
            tr("{rule} 不能豁免：没有检查，就谈不上通过；不想检查这份文稿，写进配置的 exclude").format(rule=rule)
        )
    chosen = [finding for finding in by_rule if line is None or _stands_at(finding, line, report)]
    if not chosen:
        raise UndoneError(
            tr("{path} 的第 {line} 行没有 {rule}，它在{lines}").format(
                path=report.path, line=line, rule=rule, lines=_lines(by_rule, report)
            )
        )
    for finding in chosen:
        same = twins(finding, report)
        if not all(other in chosen for other in same):
            words = tr("{path} 里{lines}的几处一模一样，分不开：不写 --at 就一起豁免，或者先改动其中一处的前后文")
            raise UndoneError(words.format(path=report.path, lines=_lines(same, report)))
    return chosen


def _nothing(there: str) -> str:
    if there:
        return tr("{path} 里没有 {rule}，有的是 {there}")
    return tr("{path} 里没有 {rule}，也没有别的问题")


def _stands_at(finding: Finding, line: int, report: FileReport) -> bool:
    first = report.source.position(finding.span.start).line
    return first <= line <= max(first, report.source.position(finding.span.end).line)


def _lines(findings: Iterable[Finding], report: FileReport) -> str:
    lines: Sequence[int] = list(dict.fromkeys(report.source.position(finding.span.start).line for finding in findings))
    named = tr("、").join(map(str, lines[:_NAMED])) + ("" if len(lines) <= _NAMED else tr(" 等"))
    return tr("第 {named} 行").format(named=named)

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
from shufa_lint.verbs.choosing import choice_of
from shufa_lint.verbs.outcome import PASSED
from shufa_lint.verbs.waiving import Writer, shown

_NAMED = 12
"""So many lines or rules are named."""


def run(options: Namespace) -> int:
    """Write the waivers."""
    path = Path(options.file)
    if path.is_dir() or options.file == "-":
        raise UndoneError(f"{options.file}：一次豁免一份文稿里的；整个目录用 --write-baseline")
    choice = choice_of(options)
    writer = Writer(choice, options)
    _, planner = choice.for_path(path)
    rule = _rule(options.rule, planner.rulebook)
    try:
        report = api.lint_path(path, choice=choice)
    except FileNotFoundError:
        raise UndoneError(f"{options.file}：没有这个文件") from None
    findings = _chosen(report, rule, options.at)
    writer.add(report, findings)
    files = "、".join(map(shown, writer.write()))
    print(f"豁免了 {len(findings)} 处 {rule}（{_lines(findings, report)}），写进 {files}")
    return PASSED


def _rule(name: str, book: Rulebook) -> str:
    """Return the rule that the user means; raise UndoneError where there is none, or none that can be waived."""
    titles = {entry.title: rule for rule, entry in book.entries.items()}
    rule = titles.get(name, book.renamed.get(name, name))
    if rule not in book.entries:
        near = nearest(name, [*book.entries, *book.renamed], titles)
        raise UndoneError(f"没有名为 {name} 的规则{near or '；全部名称见 shufa-lint rules'}")
    return rule


def _chosen(report: FileReport, rule: str, line: int | None) -> list[Finding]:
    """Return the findings to waive; raise UndoneError where there is nothing, or not what can be told apart."""
    found = [finding for finding, _ in report.listed(with_waived=True)]
    by_rule = [finding for finding in found if finding.rule == rule]
    if not by_rule:
        counts = Counter(finding.rule for finding in found)
        there = "、".join(f"{name} {number} 处" for name, number in counts.most_common(_NAMED))
        raise UndoneError(f"{report.path} 里没有 {rule}，" + (f"有的是 {there}" if there else "也没有别的问题"))
    if not all(map(waivable, by_rule)):
        raise UndoneError(f"{rule} 不能豁免：没有检查，就谈不上通过；不想检查这份文稿，写进配置的 exclude")
    chosen = [finding for finding in by_rule if line is None or _stands_at(finding, line, report)]
    if not chosen:
        raise UndoneError(f"{report.path} 的第 {line} 行没有 {rule}，它在{_lines(by_rule, report)}")
    for finding in chosen:
        same = twins(finding, report)
        if not all(other in chosen for other in same):
            reason = f"{_lines(same, report)}的几处一模一样，分不开：不写 --at 就一起豁免，或者先改动其中一处的前后文"
            raise UndoneError(f"{report.path} 里{reason}")
    return chosen


def _stands_at(finding: Finding, line: int, report: FileReport) -> bool:
    first = report.source.position(finding.span.start).line
    return first <= line <= max(first, report.source.position(finding.span.end).line)


def _lines(findings: Iterable[Finding], report: FileReport) -> str:
    lines: Sequence[int] = list(dict.fromkeys(report.source.position(finding.span.start).line for finding in findings))
    named = "、".join(map(str, lines[:_NAMED])) + ("" if len(lines) <= _NAMED else " 等")
    return f"第 {named} 行"

"""The rulebook as a page of Markdown: every rule, family by family, in one line each. ``rules/README.md`` is this page.

To renew it: ``SHUFA_LINT_UPDATE=1 pytest tests/test_rules_readme.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from shufa_lint.report.authority import spell
from shufa_lint.report.verdict import SEVERITY_NAMES
from shufa_lint.rulebook.load import Rulebook
from shufa_lint.rulebook.schema import Rule

_HEAD = """\
# 规则一览

<!-- 这一页由规则文件生成，不要手改。重新生成：SHUFA_LINT_UPDATE=1 pytest tests/test_rules_readme.py -->

共 {count} 条规则，一条规则一个文件；文件里写着它查什么、为什么、怎么改，还有当作测试来跑的例子。
`shufa-lint explain 规则名` 把一条规则讲清楚。怎样添一条，见 [CONTRIBUTING.md](../CONTRIBUTING.md)。

- **轻重**：必须改（`error`，交稿前要改）、建议改（`warning`）、提示（`info`）。写了两个的，看具体情形。
- **改法**：“直接改”是固定的改法，不影响原意；“看后改”多半是对的，改前要看一眼；“人来写”没有现成的改法。
- **依据**：法律、条例和国家标准写明条款；“通常做法”是行文的惯例；其余说的是文稿自己的毛病。
"""
_TABLE = """\
| 规则 | 名称 | 轻重 | 改法 | 依据 | 为什么 |
|---|---|---|---|---|---|
"""
_FIXES = {"safe": "直接改", "unsafe": "看后改"}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def report(rulebook: Rulebook, families: Mapping[str, str]) -> str:
    """Return the page; *families* are the names of families for people, in the order in which they stand."""
    pieces = [_HEAD.format(count=len(rulebook.rules))]
    held = {rule.family for rule in rulebook.rules.values()}
    for family in [*(name for name in families if name in held), *sorted(held - set(families))]:
        rules = [rule for rule in rulebook.rules.values() if rule.family == family]
        pieces.append(f"## {families.get(family, family)} `{family}/`\n\n{_TABLE}{''.join(_rows(rules))}")
    return "\n".join(pieces)


def _rows(rules: Sequence[Rule]) -> Iterator[str]:
    for rule in rules:
        cells = [
            f"[`{rule.id}`]({rule.family}/{rule.id}.toml)",
            rule.title,
            " / ".join(_weights(rule)),
            " / ".join(_mending(rule)) or "人来写",
            _plain(spell(rule.authority)),
            _plain(_sentence(rule.why)),
        ]
        yield f"| {' | '.join(cells)} |\n"


def _weights(rule: Rule) -> list[str]:
    """Return the severities of the rule and of its cases, the heaviest first."""
    held = {rule.severity, *(case.severity for case in rule.case.values())}
    return [name for severity, name in SEVERITY_NAMES.items() if severity in held]


def _mending(rule: Rule) -> list[str]:
    """Return how the rule and its cases mend the fault, the safe way first."""
    if rule.fix is None:
        return []
    held = {rule.fix.safety, *(case.safety for case in rule.case.values())}
    return [name for safety, name in _FIXES.items() if safety in held]


def _sentence(text: str) -> str:
    """Return the first sentence of *text*, on one line."""
    line = "".join(text.strip().splitlines())
    end = re.search(r"[。！？][”’）]?", line)
    return line[: end.end()] if end else line


def _plain(text: str) -> str:
    """Return *text* with nothing in it that Markdown would take for mark-up."""
    return _MARKUP.sub(r"\\\1", text)

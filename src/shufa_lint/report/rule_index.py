"""The rulebook as a page of Markdown: every rule, family by family, in one line each. ``rules/README.md`` is this page.

To renew it: ``SHUFA_LINT_UPDATE=1 pytest tests/test_rules_readme.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from shufa_lint.report.authority import spell
from shufa_lint.report.verdict import SEVERITY_NAMES
from shufa_lint.rulebook.book import Rulebook
from shufa_lint.rulebook.schema import Profile, Rule

_HEAD = """\
# 规则一览

<!-- 这一页由规则文件生成，不要手改。重新生成：SHUFA_LINT_UPDATE=1 pytest tests/test_rules_readme.py -->

共 {count} 条规则，一条规则一个文件；文件里写着它查什么、为什么、怎么改，还有当作测试来跑的例子。
`shufa-lint explain 规则名` 把一条规则讲清楚。怎样添一条，见 [CONTRIBUTING.md](../CONTRIBUTING.md)。

- **轻重**：必须改（`error`，交稿前要改）、建议改（`warning`）、提示（`info`）。写了几个的看情形；有的文种另有轻重。
- **改法**：“直接改”是固定的改法，不影响原意；“看后改”多半是对的，改前要看一眼；“人来写”没有现成的改法。
- **依据**：法律、条例和国家标准写明条款；“通常做法”是行文的惯例；其余说的是文稿自己的毛病。

{families}，最后是[文种](#文种-profiles)。
"""
_TABLE = """\
| 规则 | 名称 | 轻重 | 改法 | 依据 | 为什么 |
|---|---|---|---|---|---|
"""
_KINDS = """\
## 文种 `profiles/`

一种公文有哪些必备部分、哪些规则轻重不同，写在它的文件里；完整的要求，运行 `shufa-lint rules --profile 文种`。

| 文种 | 名称 | 照着谁 | 必备部分 | 轻重不同的规则 |
|---|---|---|---|---|
"""
_FIXES = {"safe": "直接改", "unsafe": "看后改"}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def report(rulebook: Rulebook, families: Mapping[str, str]) -> str:
    """Return the page; *families* are the names of families for people, in the order in which they stand."""
    held = Counter(rule.family for rule in rulebook.rules.values())
    order = [*(name for name in families if name in held), *sorted(set(held) - set(families))]
    told = "、".join(
        f"[{families.get(family, family)}](#{_anchor(families, family)}) {held[family]} 条" for family in order
    )
    pieces = [_HEAD.format(count=len(rulebook.rules), families=told)]
    for family in order:
        rules = [rule for rule in rulebook.rules.values() if rule.family == family]
        pieces.append(f"## {families.get(family, family)} `{family}/`\n\n{_TABLE}{''.join(_rows(rules))}")
    pieces.append(_KINDS + "".join(_kind(profile) for profile in rulebook.profiles.values()))
    return "\n".join(pieces)


def _anchor(families: Mapping[str, str], family: str) -> str:
    """Return the anchor that GitHub and GitLab give to the heading of a family."""
    return f"{families.get(family, family)}-{family}"


def _kind(profile: Profile) -> str:
    parts = "、".join(part.name for part in profile.genre.parts if part.required)
    differing = [f"{name}（{SEVERITY_NAMES[severity]}）" for name, severity in profile.severity.items()]
    differing += [f"{name}（不查）" for name in profile.ignore]
    cells = [
        f"`{profile.id}`",
        profile.title,
        f"`{profile.extends}`" if profile.extends else "",
        parts,
        "、".join(differing),
    ]
    return f"| {' | '.join(cell or '—' for cell in cells)} |\n"


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

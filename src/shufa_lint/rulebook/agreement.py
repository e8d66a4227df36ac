"""What files must have in common to be one rulebook: names that exist, in places where something reads them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shufa_lint.rulebook.errors import SpecificationError, line_of_key, load_toml, nearest
from shufa_lint.rulebook.schema import Profile, Rule
from shufa_lint.rulebook.tables import Table
from shufa_lint.text.language import tr, tr_noop

_AT_HOME = frozenset({"shufa-lint.toml", "shufa-lint.waivers.toml", "pyproject.toml"})
"""What an office may keep in the folder of its rules."""
_TABLE_ASTRAY = tr_noop("放错了地方，不会起作用：请移到 {folder}/ 下面的tables/里")
_RULE_ASTRAY = tr_noop("放错了地方，不会起作用：请移到 {folder}/ 下面的规则族的目录（文种放进 profiles/）里")


def refuse_strays(folder: Path) -> None:
    """Raise SpecificationError for a file that lies beside the families of *folder*: nothing would ever read it."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix in (".toml", ".tsv") and path.name not in _AT_HOME:
            words = _TABLE_ASTRAY if path.suffix == ".tsv" else _RULE_ASTRAY
            raise SpecificationError(path, tr(words).format(folder=folder.name))


def refuse_idle(tables: Mapping[str, Table], used: set[str]) -> None:
    """Raise SpecificationError for a table of the office that no rule uses: its name is wrong."""
    for name, table in tables.items():
        if table.outside and name not in used:
            raise SpecificationError(table.path, tr("没有规则用到这张表{hint}").format(hint=nearest(name, used)))


def verify_references(rules: Mapping[str, Rule], profiles: Mapping[str, Profile], folders: tuple[Path, ...]) -> None:
    """Raise SpecificationError where a file names a rule or profile that does not exist."""

    def file_of(kind: str, name: str) -> Path:
        found = [path for folder in folders for path in folder.glob(f"{kind}/{name}.toml")]
        return found[-1] if found else folders[0]

    def fault(path: Path, reason: str, *keys: str) -> SpecificationError:
        return SpecificationError(path, reason, line_of_key(load_toml(path)[1], keys))

    for rule in rules.values():
        for name in rule.yields_to:
            if name not in rules:
                reason = tr("yields_to 里没有名为 {name} 的规则{hint}").format(name=name, hint=nearest(name, rules))
                raise fault(file_of("*", rule.id), reason, "yields_to")
        for old in rule.replaces:
            if old in rules:
                raise fault(
                    file_of("*", rule.id), tr("规则名 {old} 还在使用，不能写进 replaces").format(old=old), "replaces"
                )
    titles = {rule.title: name for name, rule in rules.items()}
    kinds = {profile.title: name for name, profile in profiles.items()}
    for profile in profiles.values():
        path = file_of("profiles", profile.id)
        for key, names in (("ignore", profile.ignore), ("severity", profile.severity)):
            for name in names:
                if name not in rules:
                    raise fault(
                        path,
                        tr("没有名为 {name} 的规则{hint}").format(name=name, hint=nearest(name, rules, titles)),
                        key,
                        name,
                    )
        seen, at = {profile.id}, profile.extends
        while at is not None:
            if at not in profiles:
                raise fault(
                    path,
                    tr("没有名为 {name} 的文种{hint}").format(name=at, hint=nearest(at, profiles, kinds)),
                    "extends",
                )
            if at in seen:
                raise fault(path, tr("文种 {id} 绕一圈又继承了自己").format(id=profile.id), "extends")
            seen.add(at)
            at = profiles[at].extends

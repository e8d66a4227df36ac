"""Rule files, profiles and tables → one :class:`Rulebook`. What cannot be loaded is an error, never skipped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from shufa_lint.checks import registry
from shufa_lint.rulebook.errors import SpecificationError, line_of_key, load_toml, nearest, validate
from shufa_lint.rulebook.schema import Profile, Rule

_RESERVED = frozenset({"profiles", "tables"})


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules and profiles, in the order of their ids. ``digest`` names the exact text of all their files."""

    rules: Mapping[str, Rule]
    profiles: Mapping[str, Profile]
    digest: str
    renamed: Mapping[str, str] = field(default_factory=dict)

    def ancestry(self, profile_id: str) -> list[Profile]:
        """Return the profile and those it extends, the most general first."""
        chain: list[Profile] = []
        at: str | None = profile_id
        while at is not None:
            chain.insert(0, self.profiles[at])
            at = self.profiles[at].extends
        return chain


def rules_root() -> Path:
    """Return the folder of the built-in rules: in the installed package, else in the checkout. Never an empty one."""
    package = Path(__file__).parents[1]
    for folder in (package / "rules", package.parents[1] / "rules"):
        if (folder / "profiles" / "base.toml").is_file():
            return folder
    raise SpecificationError(None, "安装不完整：找不到自带的规则目录 rules/，请重新安装 shufa-lint")


def load_rulebook(outside: Iterable[Path] = ()) -> Rulebook:
    """Return the built-in rules, with those in the folders *outside* added.

    An outside folder may add rules, profiles and tables, and lay a table of its own over a built-in one of the same
    name. Raises SpecificationError for the first thing that is wrong with any of them.
    """
    return _load(tuple(folder.resolve() for folder in outside))


@cache
def _load(outside: tuple[Path, ...]) -> Rulebook:
    folders = (rules_root(), *outside)
    for folder in outside:
        if not folder.is_dir():
            raise SpecificationError(folder, "规则目录不存在")
    tables = _tables(folders)
    digest = hashlib.sha256()
    rules: dict[str, Rule] = {}
    profiles: dict[str, Profile] = {}
    for number, folder in enumerate(folders):
        for path in _rule_files(folder):
            rule = _rule(path, tables, outside=number > 0)
            if rule.id in rules:
                raise SpecificationError(path, f"规则名 {rule.id} 已经有了")
            rules[rule.id] = rule
        for path in sorted((folder / "profiles").glob("*.toml")):
            profile = _profile(path, outside=number > 0)
            if profile.id in profiles:
                raise SpecificationError(path, f"文种名 {profile.id} 已经有了")
            profiles[profile.id] = profile
        for path in sorted((*folder.glob("*/*.toml"), *folder.glob("tables/*.tsv"))):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    rules = dict(sorted(rules.items()))
    _cross_check(rules, profiles, folders)
    renamed = {old: rule.id for rule in rules.values() for old in rule.replaces}
    return Rulebook(rules, dict(sorted(profiles.items())), digest.hexdigest(), renamed)


def _rule_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("*/*.toml")):
        if path.parent.name not in _RESERVED:
            yield path


def _rule(path: Path, tables: Tables, *, outside: bool) -> Rule:
    data, text = load_toml(path)
    if "family" in data:
        raise SpecificationError(path, "不认识的键 family", line_of_key(text, ["family"]))
    rule = validate(Rule, data | {"family": path.parent.name}, path, text)
    if rule.id != path.stem:
        raise SpecificationError(path, f"规则名 {rule.id} 与文件名 {path.stem} 不一致", line_of_key(text, ["id"]))
    try:
        check = registry.check(rule.check)
    except KeyError:
        reason = f"没有名为 {rule.check} 的检查{nearest(rule.check, registry.MODULES)}"
        raise SpecificationError(path, reason, line_of_key(text, ["check"])) from None
    outside = outside or any(name in tables.laid_over for name in _tables_named(rule.options))
    options = validate(check.Options, _with_tables(rule.options, tables, path, text), path, text, trusted=not outside)
    return rule.model_copy(update={"options": options})


class Tables(dict[str, list[dict[str, str]]]):
    """The rows of each table by its name; ``laid_over`` are the names that an outside folder gives."""

    def __init__(self) -> None:
        super().__init__()
        self.laid_over: set[str] = set()


def _tables_named(options: Any) -> Iterator[str]:
    for value in options.values() if isinstance(options, dict) else ():
        if isinstance(value, dict) and value.keys() == {"table"}:
            yield str(value["table"])


def _with_tables(options: Any, tables: Tables, path: Path, text: str) -> Any:
    """Replace each option ``{ table = "name" }`` by the rows of that table."""
    if not isinstance(options, dict):
        return options
    filled: dict[str, Any] = {}
    for key, value in options.items():
        if isinstance(value, dict) and value.keys() == {"table"}:
            name = value["table"]
            if name not in tables:
                raise SpecificationError(path, f"没有名为 {name} 的表{nearest(name, tables)}", line_of_key(text, [key]))
            value = tables[name]
        filled[key] = value
    return filled


def _tables(folders: Iterable[Path]) -> Tables:
    """Read tables/*.tsv: tab-separated, the first line names the columns, lines that begin with # are remarks."""
    tables = Tables()
    for number_of_folder, folder in enumerate(folders):
        for path in sorted((folder / "tables").glob("*.tsv")):
            try:
                lines = path.read_text("utf-8").splitlines()
            except (UnicodeDecodeError, OSError):
                raise SpecificationError(path, "读不了这张表：要用 UTF-8 编码") from None
            rows: list[dict[str, str]] = []
            numbered = [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
            header = numbered[0][1] if numbered else []
            for number, cells in numbered[1:]:
                if len(cells) != len(header):
                    reason = f"这一行有 {len(cells)} 栏，表头有 {len(header)} 栏"
                    raise SpecificationError(path, reason, number)
                rows.append({key: cell for key, cell in zip(header, cells, strict=True) if cell})
            tables[path.stem] = rows
            if number_of_folder:
                tables.laid_over.add(path.stem)
    return tables


def _profile(path: Path, *, outside: bool) -> Profile:
    data, text = load_toml(path)
    profile = validate(Profile, data, path, text, trusted=not outside)
    if profile.id != path.stem:
        raise SpecificationError(path, f"文种名 {profile.id} 与文件名 {path.stem} 不一致", line_of_key(text, ["id"]))
    return profile


def _cross_check(rules: Mapping[str, Rule], profiles: Mapping[str, Profile], folders: tuple[Path, ...]) -> None:
    """Raise SpecificationError where a file names a rule or profile that does not exist."""

    def file_of(kind: str, name: str) -> Path:
        found = [path for folder in folders for path in folder.glob(f"{kind}/{name}.toml")]
        return found[-1] if found else folders[0]

    def fault(path: Path, reason: str, *keys: str) -> SpecificationError:
        return SpecificationError(path, reason, line_of_key(load_toml(path)[1], keys))

    for rule in rules.values():
        for name in rule.yields_to:
            if name not in rules:
                reason = f"yields_to 里没有名为 {name} 的规则{nearest(name, rules)}"
                raise fault(file_of("*", rule.id), reason, "yields_to")
        for old in rule.replaces:
            if old in rules:
                raise fault(file_of("*", rule.id), f"规则名 {old} 还在使用，不能写进 replaces", "replaces")
    for profile in profiles.values():
        path = file_of("profiles", profile.id)
        for key, names in (("ignore", profile.ignore), ("severity", profile.severity)):
            for name in names:
                if name not in rules:
                    raise fault(path, f"没有名为 {name} 的规则{nearest(name, rules)}", key, name)
        seen, at = {profile.id}, profile.extends
        while at is not None:
            if at not in profiles:
                raise fault(path, f"没有名为 {at} 的文种{nearest(at, profiles)}", "extends")
            if at in seen:
                raise fault(path, f"文种 {profile.id} 绕一圈又继承了自己", "extends")
            seen.add(at)
            at = profiles[at].extends

"""Rule files, profiles and tables → one :class:`Rulebook`. What cannot be loaded is an error, never skipped."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from shufa_lint.checks import registry
from shufa_lint.rulebook import index
from shufa_lint.rulebook.agreement import refuse_idle, refuse_strays, verify_references
from shufa_lint.rulebook.book import OnDemand, Rulebook
from shufa_lint.rulebook.errors import (
    MISSING_KEY,
    UNKNOWN_KEY,
    SpecificationError,
    line_of_key,
    load_toml,
    nearest,
    validate,
)
from shufa_lint.rulebook.schema import Entry, Profile, Rule
from shufa_lint.rulebook.tables import Table, at_row, filled, read_table, read_tables, used_tables
from shufa_lint.text.language import tr

_RESERVED = frozenset({"profiles", "tables"})


def rules_root() -> Path:
    """Return the folder of the built-in rules: in the installed package, else in the checkout. Never an empty one."""
    package = Path(__file__).parents[1]
    for folder in (package / "rules", package.parents[1] / "rules"):
        if (folder / "profiles" / "base.toml").is_file():
            return folder
    raise SpecificationError(None, tr("安装不完整：找不到自带的规则目录 rules/，请重新安装 shufa-lint"))


def load_rulebook(outside: Iterable[Path] = ()) -> Rulebook:
    """Return the built-in rules, with those in the folders *outside* added.

    An outside folder may add rules, profiles and tables, and lay a table of its own over a built-in one of the same
    name. Raises SpecificationError for the first thing that is wrong with any of them. The built-in rules alone are
    taken from the index that ships with them, if it was made from the same files, and are read where they are needed.
    """
    return _load(tuple(folder.resolve() for folder in outside))


def forget() -> None:
    """Have rule folders read anew when they are asked for next: for programs that stay up while people change rules."""
    _load.cache_clear()


@cache
def _load(outside: tuple[Path, ...]) -> Rulebook:
    root = rules_root()
    for folder in outside:
        if not folder.is_dir():
            raise SpecificationError(folder, tr("规则目录不存在"))
    digest = digest_of((root, *outside))
    known = index.read()
    if not outside and known["digest"] == digest:
        return _indexed(root, known, digest)
    return read_rulebook((root, *outside), digest, known["words"])


def digest_of(folders: Iterable[Path]) -> str:
    """Return the digest of all files of rules, profiles and tables in *folders*."""
    digest = hashlib.sha256()
    for folder in folders:
        for name in sorted(_names(folder)):
            digest.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    return digest.hexdigest()


def _names(folder: Path) -> Iterator[str]:
    """Yield the files of rules, profiles and tables in *folder*, relative to it."""
    for family in os.scandir(folder):  # pathlib would take longer than reading the files
        if family.is_dir():
            for file in os.scandir(family):
                if file.name.endswith(".tsv" if family.name == "tables" else ".toml"):
                    yield f"{family.name}/{file.name}"


def read_rulebook(folders: tuple[Path, ...], digest: str, words: Mapping[str, list[str] | None]) -> Rulebook:
    """Return the rulebook in *folders*, the first of which is the built-in one, with every file read and checked."""
    tables = read_tables(folders)
    for folder in folders[1:]:
        refuse_strays(folder)
    used: set[str] = set()
    rules: dict[str, Rule] = {}
    given: dict[str, dict[str, Any]] = {}
    options: dict[str, Any] = {}
    profiles: dict[str, Profile] = {}
    for number, folder in enumerate(folders):
        names = sorted(_names(folder))
        for path in (folder / name for name in names if name.partition("/")[0] not in _RESERVED):
            found = _rule(path, tables, outside=number > 0)
            name = found.rule.id
            if name in rules:
                raise SpecificationError(path, tr("规则名 {name} 已经有了").format(name=name))
            rules[name], given[name], options[name] = found.rule, found.given, found.options
            used |= found.tables
        for path in (folder / name for name in names if name.startswith("profiles/")):
            profile = _profile(path, outside=number > 0)
            if profile.id in profiles:
                raise SpecificationError(path, tr("文种名 {id} 已经有了").format(id=profile.id))
            profiles[profile.id] = profile
    rules, given, options = (dict(sorted(part.items())) for part in (rules, given, options))
    verify_references(rules, profiles, folders)
    refuse_idle(tables, used)
    dates = {name: table.date for name, table in tables.items() if table.date}
    entries = {name: _entry(rule, options[name]) for name, rule in rules.items()}
    return Rulebook(entries, rules, given, options, dict(sorted(profiles.items())), digest, dates, words)


def _indexed(root: Path, known: index.Index, digest: str) -> Rulebook:
    """Return the built-in rulebook as its index tells it; a file is read when something is asked that stands there."""
    tables = OnDemand(known["tables"], lambda name: read_table(root / "tables" / f"{name}.tsv", outside=False))
    entries = {
        name: Entry._make(tuple(fact) if isinstance(fact, list) else fact for fact in facts)
        for name, facts in known["entries"].items()
    }

    def path_of(name: str) -> Path:
        return root / entries[name].family / f"{name}.toml"

    def given(name: str) -> dict[str, Any]:
        options = known["options"][name]
        return filled(options, used_tables(options, tables, path_of(name), ""))

    def options(name: str) -> Any:
        return registry.check(entries[name].check).Options.model_validate(given(name), context={"trusted": True})

    return Rulebook(
        entries=entries,
        rules=OnDemand(entries, lambda name: _rule(path_of(name), tables, outside=False).rule),
        given=OnDemand(entries, given),
        options=OnDemand(entries, options),
        profiles=OnDemand(
            known["profiles"],
            lambda name: Profile.model_validate(known["profiles"][name], context={"trusted": True}),
        ),
        digest=digest,
        dates=known["dates"],
        words=known["words"],
    )


class _Read(NamedTuple):
    """A rule, its options as its file sets them, and as its check takes them; the tables that it names."""

    rule: Rule
    given: dict[str, Any]
    options: Any
    tables: frozenset[str]


def _rule(path: Path, tables: Mapping[str, Table], *, outside: bool) -> _Read:
    data, text = load_toml(path)
    for reserved in ("family", "table_dates"):
        if reserved in data:
            raise SpecificationError(
                path, tr(UNKNOWN_KEY).format(where=reserved, hint=""), line_of_key(text, [reserved])
            )
    rule = validate(Rule, data | {"family": path.parent.name}, path, text)
    _demand_english(rule, path, outside=outside)
    if rule.id != path.stem:
        raise SpecificationError(
            path, tr("规则名 {id} 与文件名 {stem} 不一致").format(id=rule.id, stem=path.stem), line_of_key(text, ["id"])
        )
    try:
        check = registry.check(rule.check)
    except KeyError:
        reason = tr("没有名为 {name} 的检查{hint}").format(name=rule.check, hint=nearest(rule.check, registry.MODULES))
        raise SpecificationError(path, reason, line_of_key(text, ["check"])) from None
    used = used_tables(rule.options, tables, path, text)
    outside = outside or any(table.outside for table in used.values())
    given = filled(rule.options, used)
    dates = {table.path.stem: table.date for table in used.values() if table.date}
    try:
        options = validate(check.Options, given, path, text, trusted=not outside)
    except SpecificationError as error:
        raise at_row(error, used) from None
    names = frozenset(table.path.stem for table in used.values())
    return _Read(rule.model_copy(update={"table_dates": dates}), given, options, names)


def _demand_english(read: Rule | Profile, path: Path, *, outside: bool) -> None:
    """Raise SpecificationError for a built-in rule or kind of document without an English title."""
    if not (outside or read.title_en):
        raise SpecificationError(path, tr(MISSING_KEY).format(where="title_en"))


def _entry(rule: Rule, options: Any) -> Entry:
    facts = {name: getattr(rule, name) for name in Entry._fields if name != "patterns"}
    return Entry(**facts, patterns=tuple(sorted(set(registry.check(rule.check).patterns(options)))))


def _profile(path: Path, *, outside: bool) -> Profile:
    data, text = load_toml(path)
    profile = validate(Profile, data, path, text, trusted=not outside)
    _demand_english(profile, path, outside=outside)
    if profile.id != path.stem:
        raise SpecificationError(
            path,
            tr("文种名 {id} 与文件名 {stem} 不一致").format(id=profile.id, stem=path.stem),
            line_of_key(text, ["id"]),
        )
    return profile

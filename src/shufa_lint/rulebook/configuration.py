"""What the user chooses: ``shufa-lint.toml``, or ``[tool.shufa-lint]`` in a ``pyproject.toml``. Data only.

The file nearest above a document counts for it. A folder of drafts may come from anywhere, so its configuration can
name no code, no environment variable, and no rule folder outside its own directory.
"""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from shufa_lint.rulebook.book import Rulebook
from shufa_lint.rulebook.errors import SpecificationError, line_of_key, load_toml, nearest, validate
from shufa_lint.rulebook.schema import Entry, Severity
from shufa_lint.text.language import tr, tr_noop
from shufa_lint.text.when import year_or_day

FILE_NAME = "shufa-lint.toml"
_GLOB = frozenset("*?[")
_LISTED = tr_noop("；全部名称见 shufa-lint rules")
FailOn = Literal["error", "warning", "info", "never"]


class Configuration(BaseModel):
    """The user's choices; every key is optional.

    ``select`` and ``ignore`` name rules by id, family (``numbering``), a glob of these (``num*``, ``placeholders/*``)
    or severity; ``per-file-ignores`` maps globs, relative to the configuration's folder, to what is ignored there;
    ``options`` maps rule ids to options that differ. ``as-of`` is the year or date to judge references by, in place of
    the year that a document reports on. With ``respect-gitignore``, documents that git ignores are passed over in
    folders.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    profile: str = "auto"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = Field(default_factory=dict)
    per_file_ignores: dict[str, tuple[str, ...]] = Field(default_factory=dict, alias="per-file-ignores")
    options: dict[str, dict[str, Any]] = Field(default_factory=dict)
    rule_folders: tuple[str, ...] = Field(default=(), alias="rule-folders")
    exclude: tuple[str, ...] = ()
    respect_gitignore: bool = Field(default=True, alias="respect-gitignore")
    fail_on: FailOn = Field(default="error", alias="fail-on")
    as_of: Annotated[str, BeforeValidator(year_or_day)] | None = Field(default=None, alias="as-of")


class Chosen(BaseModel):
    """A configuration together with the file it came from (None: the defaults) and that file's text."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    configuration: Configuration = Configuration()
    path: Path | None = None
    text: str = ""

    @property
    def root(self) -> Path:
        """The folder that the configuration's globs and rule folders are relative to."""
        return self.path.parent if self.path else Path.cwd()

    def outside_folders(self) -> tuple[Path, ...]:
        """Return the rule folders it names; raise SpecificationError for one outside the configuration's folder."""
        folders = []
        for name in self.configuration.rule_folders:
            folder = (self.root / name).resolve()
            if not folder.is_relative_to(self.root.resolve()):
                reason = tr("规则目录 {name} 不在配置文件所在的目录之内").format(name=name)
                raise SpecificationError(self.path, reason, line_of_key(self.text, ["rule-folders"]))
            if not folder.is_dir():
                raise SpecificationError(
                    self.path, tr("规则目录 {name} 不存在").format(name=name), line_of_key(self.text, ["rule-folders"])
                )
            folders.append(folder)
        return tuple(folders)


def load_configuration(path: Path) -> Chosen:
    """Return the configuration in the file *path*; raise SpecificationError for the first thing that is wrong."""
    data, text = load_toml(path)
    if path.name == "pyproject.toml":
        data = data.get("tool", {}).get("shufa-lint", {})
    return Chosen(configuration=validate(Configuration, data, path, text), path=path.resolve(), text=text)


@cache
def nearest_configuration(folder: Path) -> Chosen:
    """Return the configuration that counts for documents in *folder* (absolute): the nearest at or above it."""
    own = folder / FILE_NAME
    if _is_file(own):
        return load_configuration(own)
    project = folder / "pyproject.toml"
    if _is_file(project) and "shufa-lint" in load_toml(project)[0].get("tool", {}):
        return load_configuration(project)
    return nearest_configuration(folder.parent) if folder != folder.parent else Chosen()


def _is_file(path: Path) -> bool:
    """Say whether there is such a file; a name that no file can have, one too long for instance, is none."""
    return os.path.isfile(path)  # noqa: PTH113


def selects(name: str, entry: Entry) -> bool:
    """Say whether *name*, a rule, a family, a glob of these or “all”, stands for the rule *entry*."""
    known = (entry.id, entry.family, f"{entry.family}/{entry.id}")
    if name == "all" or name in known:
        return True
    return bool(_GLOB.intersection(name)) and any(fnmatchcase(each, name) for each in known)


def verify_names(chosen: Chosen, rulebook: Rulebook) -> None:
    """Raise SpecificationError where the configuration names a rule, family or profile that does not exist."""
    configuration = chosen.configuration
    families = {entry.family for entry in rulebook.entries.values()}
    titles = {entry.title: name for name, entry in rulebook.entries.items()}
    selectors = {*rulebook.rules, *rulebook.renamed, *families, "all", "error", "warning", "info"}
    named: list[tuple[str, str]] = [("select", name) for name in configuration.select]
    named += [("ignore", name) for name in configuration.ignore]
    named += [(glob, name) for glob, names in configuration.per_file_ignores.items() for name in names]
    for key, name in named:
        if name not in selectors and not any(selects(name, entry) for entry in rulebook.entries.values()):
            glob = _GLOB.intersection(name)
            plain = "".join(c for c in name.split("/")[0] if c not in _GLOB) if glob else name
            words = tr("没有与 {name} 相符的规则或规则族{hint}") if glob else tr("没有名为 {name} 的规则或规则族{hint}")
            reason = words.format(name=name, hint=nearest(plain, selectors, titles) or tr(_LISTED))
            raise SpecificationError(chosen.path, reason, line_of_key(chosen.text, [key]))
    for key, names in (("severity", configuration.severity), ("options", configuration.options)):
        for name in names:
            if name not in rulebook.rules and name not in rulebook.renamed:
                reason = tr("没有名为 {name} 的规则{hint}").format(
                    name=name, hint=nearest(name, rulebook.rules, titles) or tr(_LISTED)
                )
                raise SpecificationError(chosen.path, reason, line_of_key(chosen.text, [key, name]))
    if configuration.profile not in {*rulebook.profiles, "auto"}:
        kinds = {profile.title: name for name, profile in rulebook.profiles.items()}
        near = nearest(configuration.profile, [*rulebook.profiles, "auto"], kinds)
        reason = tr("没有名为 {name} 的文种{hint}").format(name=configuration.profile, hint=near or tr(_LISTED))
        raise SpecificationError(chosen.path, reason, line_of_key(chosen.text, ["profile"]))

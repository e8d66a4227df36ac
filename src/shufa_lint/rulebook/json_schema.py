"""JSON schemas of the files that people write, for editors: made of the models that the loader validates with.

A schema cannot say all that the loader says. It does not know the rules and profiles of an office's own rule folders,
whether a glob fits any rule, whether RE2 takes a pattern, whether a table exists, or whether a file's name is the id of
what stands in it. It is stricter in two things: the loader takes numbers and booleans in quotes, and keys of a
configuration with an underscore in place of the hyphen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel

Schema = dict[str, Any]

KINDS = {"config": "配置 shufa-lint.toml", "rule": "规则", "profile": "文种", "waivers": "豁免 shufa-lint.waivers.toml"}
"""The files that have a schema, and what they are called."""

BESIDE = ".shufa-lint/config.schema.json"
"""Where the schema of a configuration stands, seen from the configuration: editors need no network to find it."""

_DRAFT = "http://json-schema.org/draft-07/schema#"  # newer ones are not known to the editors' TOML plug-ins
_TABLE = {
    "description": "换成一张表的各行，或者那张表的日期",
    "type": "object",
    "properties": {"table": {"type": "string"}, "table-date": {"type": "string"}},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}
_NEVER = r"[^\s\S]"
_MORE: dict[str, Schema] = {
    "Configuration": {"properties": {"as-of": {"type": ["string", "integer"]}}},
    "Waiver": {
        "properties": {
            "fingerprint": {"pattern": "^[0-9a-f]{16}(-[1-9][0-9]*)?$"},
            "reason": {"pattern": r"\S"},
            "until": {"type": ["string", "integer"]},
        }
    },
    "Rule": {"properties": {"id": {"pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}}},
    "Example": {"oneOf": [{"required": ["bad"]}, {"required": ["good"]}]},
}
"""What validators demand that no type tells, by model."""


def schema_of(kind: str) -> Schema:
    """Return the JSON schema (draft 7) of the files of that *kind*, one of :data:`KINDS`."""
    from shufa_lint import __version__

    makers: dict[str, Callable[[], Schema]] = {
        "config": _configuration,
        "rule": _rule,
        "profile": _profile,
        "waivers": _waivers,
    }
    head = {"$schema": _DRAFT, "$id": f"urn:shufa-lint:{__version__}:{kind}", "title": f"shufa-lint：{KINDS[kind]}"}
    return head | makers[kind]()


def written(kind: str) -> bytes:
    """Return the schema of the files of that *kind* as a file holds it."""
    import json

    return (json.dumps(schema_of(kind), ensure_ascii=False, indent=1) + "\n").encode()


def _configuration() -> Schema:
    from shufa_lint.rulebook.configuration import Configuration
    from shufa_lint.rulebook.load import load_rulebook

    book = load_rulebook()
    schema = _of(Configuration)
    keys = schema["properties"]
    names = {**{name: entry.title for name, entry in book.entries.items()}, **_renamed(book.renamed)}
    families = {entry.family for entry in book.entries.values()}
    level = keys["severity"]["additionalProperties"]
    keys["severity"]["properties"] = {name: level | {"description": title} for name, title in names.items()}
    keys["options"]["properties"] = {
        name: _reference(f"{book.entries[book.renamed.get(name, name)].check}-options", title)
        for name, title in names.items()
    }
    selector = {"anyOf": [{"enum": [*names, *sorted(families), "all", *level["enum"]]}, {"type": "string"}]}
    for list_of_rules in (keys["select"], keys["ignore"], keys["per-file-ignores"]["additionalProperties"]):
        list_of_rules["items"] = selector
    profiles = {"enum": ["auto", *book.profiles]}
    keys["profile"]["anyOf"] = [profiles, {"type": "string"}]
    schema["definitions"] = _options(
        lambda options: {key: value for key, value in options.items() if key != "required"}
    )
    # Without rules of the office's own, all names are known.
    closed = {"properties": dict.fromkeys(names, True), "additionalProperties": False}
    schema["if"] = {"not": {"required": ["rule-folders"]}}
    schema["then"] = {"properties": {"severity": closed, "options": closed, "profile": profiles}}
    return schema


def _renamed(renamed: Mapping[str, str]) -> dict[str, str]:
    return {old: f"旧名，现在叫 {new}" for old, new in renamed.items()}


def _rule() -> Schema:
    from shufa_lint.checks import registry
    from shufa_lint.rulebook.example_layout import ExampleLayout
    from shufa_lint.rulebook.schema import Rule

    schema = _of(Rule)
    for filled_by_the_loader in ("family", "table_dates"):
        del schema["properties"][filled_by_the_loader]
    layout = _of(ExampleLayout)
    schema["definitions"] |= layout.pop("definitions") | {"ExampleLayout": layout} | _options(_with_tables)
    example = schema["definitions"]["Example"]["properties"]
    example["layout"] = _reference("ExampleLayout", example["layout"]["description"])
    schema["properties"]["check"]["enum"] = list(registry.MODULES)
    schema["allOf"] = [
        {
            "if": {"properties": {"check": {"const": name}}, "required": ["check"]},
            "then": {"properties": {"options": _reference(f"{name}-options")}},
        }
        for name in registry.MODULES
    ]
    return schema


def _profile() -> Schema:
    from shufa_lint.rulebook.schema import Profile

    return _of(Profile)


def _waivers() -> Schema:
    from shufa_lint.rulebook.waivers import Waiver

    waiver = {"type": "array", "description": "一处豁免", "items": _of(Waiver)}
    return {"type": "object", "properties": {"waiver": waiver}, "additionalProperties": False}


def _options(change: Callable[[Schema], Schema]) -> dict[str, Schema]:
    """Return the schemas of the options of every check, *change*d; what they define stands beside them."""
    from shufa_lint.checks import registry

    made: dict[str, Schema] = {}
    for name in registry.MODULES:
        options = _of(registry.check(name).Options, prefix=f"{name}-")
        made |= options.pop("definitions", {})
        made[f"{name}-options"] = change(options)
    return made


def _with_tables(options: Schema) -> Schema:
    """Let every option be taken from a table."""
    keys = {key: {"anyOf": [value, _TABLE]} for key, value in options.get("properties", {}).items()}
    return options | {"properties": keys}


def _of(model: type[BaseModel], prefix: str = "") -> Schema:
    """Return the schema of *model* as editors take it; *prefix* goes before the names of what it defines."""
    raw = model.model_json_schema(by_alias=True, ref_template=f"#/definitions/{prefix}{{model}}")
    definitions = {f"{prefix}{name}": _plain(part, name) for name, part in raw.pop("$defs", {}).items()}
    schema = _plain(raw, "conditions" if prefix else model.__name__)
    return schema | {"definitions": definitions} if definitions else schema


def _plain(schema: Schema, model: str) -> Schema:
    """Return the schema of an object without what is English in it, with what :data:`_MORE` and the phrases add."""
    said = _phrases().get(model, _phrases()["conditions"])
    more = _MORE.get(model, {})
    keys = {}
    for name, value in schema.get("properties", {}).items():
        keys[name] = _value(value) | more.get("properties", {}).get(name, {})
        if "type" in keys[name]:
            keys[name].pop("anyOf", None)
        if name in said:
            keys[name]["description"] = said[name]
    whole = {key: value for key, value in schema.items() if key not in ("title", "description", "properties")}
    return whole | {"properties": keys} | {key: value for key, value in more.items() if key != "properties"}


def _value(schema: Any) -> Any:
    """Return the schema of a value as draft 7 and TOML have it: no null, tuples as lists, no empty defaults."""
    if not isinstance(schema, dict):
        return schema
    made = {key: _value(value) for key, value in schema.items() if key not in ("title", "description")}
    if made.get("default", 0) in (None, [], {}, "", _NEVER):
        del made["default"]
    if "prefixItems" in made:
        made["items"] = [_value(item) for item in made.pop("prefixItems")]
    if "anyOf" in made:
        kinds = [_value(kind) for kind in made.pop("anyOf") if kind != {"type": "null"}]
        made |= kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    if "$ref" in made:  # what stands beside a reference is not looked at
        made["allOf"] = [{"$ref": made.pop("$ref")}]
    return made


def _reference(definition: str, description: str = "") -> Schema:
    reference: Schema = {"allOf": [{"$ref": f"#/definitions/{definition}"}]}
    return {"description": description} | reference if description else reference


@cache
def _phrases() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("shufa_lint.rulebook").joinpath("keys.toml").read_text("utf-8"))

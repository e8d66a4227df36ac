"""What the built-in rule files say, in one file that is read at once: a run that finds little opens few of them.

The index is used only while it names the digest of the rule files as they are, so that a rule changed by hand counts.
A test holds it to what :func:`make` returns; to renew it: ``python -c "from shufa_lint.rulebook import index;
index.renew()"``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypedDict, cast

from shufa_lint.checks.patterns import as_read
from shufa_lint.checks.required import Words, required_words

_FILE = Path(__file__).with_name("index.json")


class Index(TypedDict):
    """``entries`` (in the order of their fields), ``options`` (as the files write them) and ``profiles`` by their ids;
    ``tables`` are names of tables, ``dates`` the days of those that have one; ``words`` are what each declared pattern
    requires."""

    digest: str
    entries: dict[str, list[Any]]
    options: dict[str, dict[str, Any]]
    profiles: dict[str, dict[str, Any]]
    tables: list[str]
    dates: dict[str, str]
    words: dict[str, list[str] | None]


def read() -> Index:
    """Return the index as it ships."""
    return cast("Index", json.loads(_FILE.read_bytes()))


def renew() -> None:
    """Write the index of the built-in rules as they are."""
    _FILE.write_bytes(make())


def make() -> bytes:
    """Return the index of the built-in rules, one line an item."""
    from shufa_lint.rulebook import load

    root = load.rules_root()
    book = load.read_rulebook((root,), load.digest_of((root,)), {})
    profiles = book.profiles.items()
    patterns = {
        *(pattern for entry in book.entries.values() for pattern in entry.patterns),
        *(pattern for _, profile in profiles for pattern in profile.genre.patterns()),
    }
    parts: dict[str, Any] = {
        "digest": book.digest,
        "entries": book.entries,
        "options": {name: rule.options for name, rule in book.rules.items()},
        "profiles": {name: profile.model_dump(by_alias=True, exclude_unset=True) for name, profile in profiles},
        "tables": sorted(path.stem for path in (root / "tables").glob("*.tsv")),
        "dates": dict(book.dates),
        "words": {pattern: _listed(required_words(as_read(pattern))) for pattern in sorted(patterns)},
    }
    return ("{\n" + ",\n".join(f"{_line(name)}:{_value(part)}" for name, part in parts.items()) + "\n}\n").encode()


def _listed(words: Words | None) -> list[str] | None:
    return None if words is None else sorted(words)


def _value(part: Any) -> str:
    if not isinstance(part, dict):
        return _line(part)
    return "{\n" + ",\n".join(f"{_line(name)}:{_line(value)}" for name, value in part.items()) + "\n}"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

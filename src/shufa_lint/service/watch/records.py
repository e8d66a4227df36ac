"""What is kept of the answer to a draft: nothing of its text but its title and the names of parts it lacks."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal

from shufa_lint.report.html import Row
from shufa_lint.service.watch.disk import Stamp

_LARGEST = 4 << 20
"""Bytes of a record: more are not ours."""


@dataclass(frozen=True, slots=True)
class Key:
    """A piece of work: this draft, with this content, under these criteria. Nothing is answered twice."""

    path: str
    sha256: str
    criteria: str


@dataclass(frozen=True, slots=True)
class Record:
    """The answer to a piece of work: its ``row`` in the table, the ``verdict`` in a sentence, ``at`` (ISO 8601, with a
    zone) when it was given, ``files`` below the results' folder. ``faults`` are fingerprints with the names of their
    rules. ``reason`` says why a draft was put aside, and is empty for one that was checked."""

    row: Row
    verdict: str
    at: str
    seconds: float = 0.0
    base: str = ""
    files: tuple[str, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    reason: str = ""

    def dump(self) -> str:
        """Return the record as JSON."""
        return json.dumps(asdict(self), ensure_ascii=True)


@dataclass(slots=True)
class Known:
    """What is known of a draft that lay in the share: how it was, and the answer that lies beside it now.

    ``moved`` is where it was moved to, below the share.
    """

    path: str
    stamp: Stamp
    sha256: str
    answered: Key | None = None
    record: Record | None = None
    moved: str = ""


@dataclass(slots=True)
class Entry:
    """One answer in the history of a draft."""

    key: Key
    at: str
    verdict: str
    change: str = ""
    faults: tuple[tuple[str, str], ...] = field(default=(), repr=False)


Outcome = Literal["new", "claimed", "done", "quarantined"]


def load(text: str) -> Record:
    """Return the record that *text* holds, which may come from a share that others write to; raises ValueError."""
    if len(text) > _LARGEST:
        raise ValueError("size")
    try:
        data = json.loads(text)
        row = data.pop("row")
        made = Record(
            row=_typed(Row, {**row, **{name: tuple(row[name]) for name in ("missing", "extra", "history")}}),
            faults=tuple((str(a), str(b)) for a, b in data.pop("faults")),
            files=tuple(map(str, data.pop("files"))),
            **{name: data[name] for name in ("verdict", "at", "seconds", "base", "reason")},
        )
    except (KeyError, TypeError, RecursionError, AttributeError) as error:
        raise ValueError(str(error)) from None
    for name in ("verdict", "at", "base", "reason"):
        if not isinstance(getattr(made, name), str):
            raise ValueError(name)
    if not isinstance(made.seconds, (int, float)) or any(map(_leads_out, (*made.files, made.base))):
        raise ValueError("files")
    return replace(made, row=replace(made.row, link="", extra=(), history=()))


def _leads_out(path: str) -> bool:
    return path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/")


def _typed(kind: type[Row], data: dict[str, Any]) -> Row:
    made = kind(**data)
    for each in fields(made):
        default = getattr(kind(name="", verdict="", failed=None), each.name)
        value = getattr(made, each.name)
        wanted: tuple[type, ...] = (bool, type(None)) if each.name == "failed" else (type(default),)
        if not isinstance(value, wanted) or (isinstance(value, tuple) and not all(isinstance(v, str) for v in value)):
            raise ValueError(each.name)
    return made

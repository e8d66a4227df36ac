"""What the user accepts: ``shufa-lint.waivers.toml``, beside the documents that it speaks of. Data only.

The file nearest at or above a document counts for it. Each waiver names one fault by its fingerprint, and says why it
may stay. Documents themselves carry no such marks: they would be stray ones.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from shufa_lint.rulebook.book import Rulebook
from shufa_lint.rulebook.errors import SpecificationError, load_toml, nearest, validate
from shufa_lint.text.language import tr
from shufa_lint.text.source import BLANKS
from shufa_lint.text.when import last_day, year_or_day

FILE_NAME = "shufa-lint.waivers.toml"
UNWAIVABLE = frozenset({"unreadable-document", "no-text-layer", "rule-failure"})
"""Rules that say that a document was not read or not checked: accepting that would make “passed” a lie."""

_LARGEST = 64 * 2**20
"""Bytes of a waiver file that are read."""
_FINGERPRINT = re.compile(r"[0-9a-f]{16}(?:-[1-9][0-9]*)?")
_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*[\"']?waiver[\"']?[ \t]*\]\]", re.M)


def given_reason(value: str) -> str:
    """Return a reason in one line; raise ValueError, in Chinese, where none is given."""
    words = " ".join(value.encode("utf-8", "replace").decode().split()).strip(BLANKS)
    if not words:
        raise ValueError(tr("理由不能空着：写明这一处为什么可以保留"))
    return words


def _relative(value: str) -> str:
    parts = value.split("/")
    if not value or value.startswith("/") or "\\" in value or {"", ".", ".."} & set(parts):
        raise ValueError(tr("要写成相对于这份文件所在目录的路径，用 / 分开，不用 .."))
    return value


def _fingerprint(value: str) -> str:
    if not _FINGERPRINT.fullmatch(value):
        raise ValueError(tr("不是指纹：要与 JSON 结果里的 fingerprint 一致，如 9f2c4e0d1a3b5c7e"))
    return value


class Waiver(BaseModel):
    """A fault that may stay. ``path`` is relative to the waiver file's folder; ``quote`` and ``who`` are for people;
    ``until`` is the last day (2026-12-31) on which the waiver holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    path: Annotated[str, AfterValidator(_relative)]
    rule: str
    fingerprint: Annotated[str, AfterValidator(_fingerprint)]
    quote: str = ""
    reason: Annotated[str, AfterValidator(given_reason)]
    who: str = ""
    until: Annotated[str, BeforeValidator(lambda value: last_day(year_or_day(value)))] | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What no two waivers of a file have in common, and what they are sorted by."""
        return self.path, self.rule, self.fingerprint


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)

    waiver: tuple[dict[str, Any], ...] = ()


class WaiverFile:
    """The waivers in one file, by document. ``text`` is the file as it was read, with \\n at the ends of lines."""

    def __init__(self, path: Path, waivers: tuple[Waiver, ...] = (), text: str = "") -> None:
        self.path = path
        self.waivers = waivers
        self.text = text
        self._of: dict[str, list[int]] = {}
        for number, waiver in enumerate(waivers):
            self._of.setdefault(waiver.path, []).append(number)

    @property
    def documents(self) -> list[str]:
        """The documents that the file names."""
        return sorted(self._of)

    def of(self, document: str, rulebook: Rulebook) -> list[Waiver]:
        """Return the waivers for *document*; raise SpecificationError for a rule that does not exist or that nobody
        can waive."""
        found = [(number, self.waivers[number]) for number in self._of.get(document, ())]
        renamed = rulebook.renamed if found else {}
        for number, waiver in found:
            name = renamed.get(waiver.rule, waiver.rule)
            if name not in rulebook.entries:
                titles = {entry.title: known for known, entry in rulebook.entries.items()}
                near = nearest(waiver.rule, [*rulebook.entries, *renamed], titles)
                reason = tr("没有名为 {name} 的规则{hint}").format(
                    name=waiver.rule, hint=near or tr("；全部名称见 shufa-lint rules")
                )
                raise SpecificationError(self.path, reason, _line(self.text, number, "rule"))
            if name in UNWAIVABLE:
                raise SpecificationError(
                    self.path, tr("{name} 不能豁免").format(name=name), _line(self.text, number, "rule")
                )
        return [waiver for _, waiver in found]


def load_waivers(path: Path) -> WaiverFile:
    """Return the waivers in the file *path*; raise SpecificationError for the first thing that is wrong."""
    if path.stat().st_size > _LARGEST:
        raise SpecificationError(path, tr("文件太大（超过 {largest} MB）").format(largest=_LARGEST // 2**20))
    data, text = load_toml(path)
    text = text.replace("\r\n", "\n")
    entries = validate(_File, data, path, text).waiver
    waivers: list[Waiver] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, entry in enumerate(entries):
        try:
            waiver = validate(Waiver, entry, path, text)
        except SpecificationError as error:
            key = str(error.location[0]) if error.location else ""
            raise SpecificationError(path, error.reason, _line(text, number, key)) from None
        if waiver.key in seen:
            reason = tr("与第 {line} 行的豁免重复").format(line=_line(text, seen[waiver.key]))
            raise SpecificationError(path, reason, _line(text, number))
        seen[waiver.key] = number
        waivers.append(waiver)
    return WaiverFile(path, tuple(waivers), text)


def _line(text: str, number: int, key: str = "") -> int:
    """Return the line of *key* in the waiver of that *number*, or of its head where the key is missing."""
    heads = [found.start() for found in _HEAD.finditer(text)]
    if number >= len(heads):
        return 1
    start, end = heads[number], ([*heads, len(text)])[number + 1]
    found = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=", re.M).search(text, start, end) if key else None
    return text.count("\n", 0, found.start() if found else start) + 1

"""One file under one planner: its report, from the cache where the same bytes were looked at before."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from shufa_lint import __version__
from shufa_lint.engine.cache import Cache, Key, key_of
from shufa_lint.engine.lint import lint, unchecked
from shufa_lint.engine.model import FileReport
from shufa_lint.engine.packed import pack, unpack
from shufa_lint.engine.plan import Planner
from shufa_lint.reading.limits import Limits
from shufa_lint.reading.model import BINARY, ForeignParser, Reading
from shufa_lint.reading.read import load, read_bytes
from shufa_lint.reading.refusal import refused
from shufa_lint.reading.sniff import sniff
from shufa_lint.text.language import current
from shufa_lint.text.when import today

_LIBRARIES: dict[ForeignParser, tuple[str, ...]] = {
    "word": ("lxml", "python-docx"),
    "office": ("lxml", "python-docx"),
    "pdf": ("pypdfium2",),
    "ofd": ("ofdkit",),
}
LARGEST_KEPT = 1_000_000
"""Characters that a document may have for its report to be kept: to pack one takes as much memory as to make it."""
_ELSEWHERE = {"exclude", "per_file_ignores", "rule_folders", "respect_gitignore"}
"""Keys of a configuration that do not decide what is found, or only through what is asked apart from them."""


def examine(path: Path, planner: Planner, limits: Limits, cached: Cache | None) -> FileReport:
    """Return the report on the file *path*, no waivers applied. Raises FileNotFoundError; a file that exists and cannot
    be read is a finding."""
    data = load(path)
    if isinstance(data, Reading):
        return lint(data, planner, str(path))
    key = _key(data, path, planner) if cached else None
    if cached and key and (record := cached.get(key)):
        try:
            return unpack(record, str(path))
        except ValueError:
            pass  # it will be replaced
    reading = read_bytes(data, path.name, limits)
    del data  # of a large document, nothing is held twice
    report = lint(reading, planner, str(path))
    if cached and key and _lasting(report):
        cached.put(key, pack(report))
    return report


def remembered(path: Path, planner: Planner, cached: Cache) -> FileReport | None:
    """Return what :func:`examine` would, but only where the cache has it."""
    data = load(path)
    if isinstance(data, Reading):
        return None
    record = cached.get(_key(data, path, planner))
    try:
        return unpack(record, str(path)) if record else None
    except ValueError:
        return None


def unexamined(path: Path, planner: Planner, reason: str) -> FileReport:
    """Return a report that says that the program failed on *path*; the other documents of a run go on."""
    return unchecked(refused(path.name, reason), planner, str(path), f"{reason}，这份文稿没有检查；其他文稿不受影响")


def _lasting(report: FileReport) -> bool:
    """Say whether the report is worth keeping. The same bytes need not give the same one again: a program that failed
    may do better, and a file that could not be read may be on a better machine."""
    return not report.crashed and report.encoding != BINARY and len(report.source.text) <= LARGEST_KEPT


def _key(data: bytes, path: Path, planner: Planner) -> Key:
    """Return what the report depends on: the bytes, the kind that the name says, the rules, and our own code."""
    ignored = sorted(planner.ignored_at(str(path)))
    facts = [_facts(planner), ignored, path.suffix.lower(), *_foreign(data), current()]
    return key_of(data, json.dumps(facts).encode())


def _facts(planner: Planner) -> str:
    configuration = planner.chosen.configuration.model_dump_json(exclude=_ELSEWHERE)
    return f"{_engine()}\n{planner.rulebook.digest}\n{configuration}"


def _foreign(data: bytes) -> Iterator[str]:
    """Yield what the report on a file that is no text depends on besides."""
    found = sniff(data)
    if found and found.parser:
        yield from map(_version, _LIBRARIES[found.parser])
        if found.parser == "office":  # dates that renew themselves are those of the day on which it is converted
            yield today()


@cache
def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


@cache
def _engine() -> str:
    """Return what stands for this version of the program, which somebody may be changing."""
    root = Path(__file__).parents[1]
    files = ((entry.path, entry.stat()) for entry in _files(str(root)))
    stamps = sorted((path, found.st_size, found.st_mtime_ns) for path, found in files)
    return f"{__version__} {sys.version_info[:3]} {stamps}"


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        else:
            yield entry

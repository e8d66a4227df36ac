"""The findings as a page of Markdown, a table a document, for merge requests, tickets and wikis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shufa_lint.engine.model import FileReport, RunReport
from shufa_lint.report.place import relative, shown
from shufa_lint.report.told import Told, told_of
from shufa_lint.report.verdict import remarks, verdict
from shufa_lint.report.visible import visible
from shufa_lint.text.language import tr, tr_noop

_HEAD = tr_noop("| 位置 | 轻重 | 问题 | 改法 | 规则 |\n|---|---|---|---|---|\n")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$&]|:(?=//)|^(?:[-+=]|\d+(?=[.)]))")
_REFERENCE = re.compile(r"(?<=[@#])(?=\w)|(?<=www)(?=\.)", re.I)
"""Where a platform would make a link, or call somebody, of what is only written."""
_JOINER = "\u2060"
_RESERVE = 400
"""Bytes that the last lines of a page take, which say what is left out."""


def report(run: RunReport) -> bytes:
    """Return the page as UTF-8."""
    return "".join(_pieces(run)).encode("utf-8", "replace")


def shortened(run: RunReport, room: int) -> bytes:
    """Return as much of the page as goes into *room* bytes, whole rows only, with a line that says what is left out."""
    page = report(run)
    if len(page) <= room:
        return page
    kept: list[bytes] = []
    room -= _RESERVE
    for piece in _pieces(run):
        data = piece.encode("utf-8", "replace")
        room -= len(data)
        if room < 0:
            break
        kept.append(data)
    return b"".join([*kept, tr("\n这里放不下全部结果，其余的看日志。\n").encode()]) if kept else b""


def _pieces(run: RunReport) -> Iterator[str]:
    """Yield the page in pieces: the verdict, the head of each document's table, and its rows."""
    yield f"## {plain(verdict(run))}\n"
    for file in run.files:
        found = told_of(file, with_waived=run.show_waived)
        said = remarks(file)
        if not (found or said):
            continue
        yield f"\n### {plain(shown(relative(file.path)))}\n\n{_about(file, run)}"
        for words in said:
            yield f"{plain(words)}\n\n"
        if found:
            yield tr(_HEAD)
        yield from map(_row, found)


def _about(file: FileReport, run: RunReport) -> str:
    words = filter(None, [file.title, run.genres.get(file.profile, file.profile), verdict(file)])
    return f"{' · '.join(plain(visible(part)) for part in words)}\n\n"


def _row(item: Told) -> str:
    cells = [item.place, item.weight, item.message, item.hint, item.finding.rule]
    return f"| {' | '.join(plain(cell) for cell in cells)} |\n"


def plain(words: str) -> str:
    """Return *words*, one line, so that Markdown shows them as they stand: no mark-up, no link, nobody called."""
    return _MARKUP.sub(_escaped, _REFERENCE.sub(_JOINER, words.strip()))


def _escaped(found: re.Match[str]) -> str:
    """Put a backslash before a mark, or after the number that would begin a list."""
    mark = found.group()
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"

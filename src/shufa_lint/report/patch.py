"""Mended documents → a unified diff that ``patch`` takes."""

from __future__ import annotations

from collections.abc import Iterator

from shufa_lint.engine.fix import Mended
from shufa_lint.report.difference import Change, difference


def report(path: str, mended: Mended) -> bytes:
    """Return the patch for the file *path*, as UTF-8; empty where nothing is mended."""
    if not mended.changed:
        return b""
    lines = [f"--- {path}\n+++ {path}\n"]
    for hunk in difference(mended.before, mended.after):
        lines += [hunk.head, "\n", *(_ended(line) for change in hunk.changes for line in _lines(change))]
    return "".join(lines).encode("utf-8", "surrogatepass")


def _lines(change: Change) -> Iterator[str]:
    if change.before == change.after:
        yield from (" " + line for line in change.before)
        return
    yield from ("-" + line for line in change.before)
    yield from ("+" + line for line in change.after)


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"

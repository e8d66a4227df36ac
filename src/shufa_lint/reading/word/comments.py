"""Which comments are still open: neither marked as done, nor answers to another one, nor made by this program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shufa_lint.reading.word.names import w

CHECKER = "述法检查"
"""The author of the comments that this program makes: they speak of the document and are no part of it."""
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


def open_comments(names: Iterable[str], comments: Any | None, extended: Any | None) -> list[str]:
    """Return those of the comments *names* that are open; *extended* is the part that Word 2013 added."""
    if comments is None:
        return []
    known = {
        comment.get(w("id"), ""): comment
        for comment in comments.findall(w("comment"))
        if comment.get(w("author")) != CHECKER
    }
    closed = {
        entry.get(f"{_W15}paraId")
        for entry in (() if extended is None else extended.iter(f"{_W15}commentEx"))
        if entry.get(f"{_W15}done") in ("1", "true") or entry.get(f"{_W15}paraIdParent")
    }
    return [name for name in names if name in known and not closed & _paragraph_ids(known[name])]


def _paragraph_ids(comment: Any) -> set[str]:
    return {paragraph.get(f"{_W14}paraId") or "" for paragraph in comment.findall(w("p"))} - {""}

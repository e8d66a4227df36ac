"""File names that come from a browser, and those that go back to it. A name is only shown and put on copies: nothing is
ever written under it here."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import quote, unquote

NAMELESS = "文稿"
_LONGEST = 180
"""Bytes of UTF-8 before the extension: most file systems take 255, and what is added for a copy must go in too."""
_UNFIT = frozenset('<>:"/\\|?*')
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_SUFFIX = 12


def fit(quoted: str) -> str:
    """Return the file name that a browser sent percent-encoded as one that any system takes: the last part of a path,
    without control, formatting and reserved characters, no longer than systems allow, never empty."""
    name = unquote(quoted, errors="replace").replace("\\", "/").rpartition("/")[2]
    name = "".join("_" if c in _UNFIT else c for c in name if unicodedata.category(c) not in _UNSEEN or c in " \u3000")
    name = name.strip(" \u3000.")
    path = Path(name or NAMELESS)
    suffix = path.suffix if len(path.suffix) <= _SUFFIX else ""
    stem = (path.stem if suffix else path.name).encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")
    return (stem.rstrip(" \u3000.") or NAMELESS) + suffix


def kin(name: str, kind: str, suffix: str | None = None) -> str:
    """Return what something made of the document *name* is called: 述法报告.检查.docx."""
    path = Path(name)
    return f"{path.stem}.{kind}{path.suffix if suffix is None else suffix}"


def attachment(name: str) -> str:
    """Return the Content-Disposition that has a browser save an answer as *name* (RFC 6266, with RFC 8187 for what is
    not ASCII)."""
    plain = "shufa-lint" + "".join(c for c in Path(name).suffix if c.isascii() and (c.isalnum() or c == "."))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"

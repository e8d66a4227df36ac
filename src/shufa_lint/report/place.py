"""What a document is called in a report: its path from the working directory, with slashes."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PurePath
from urllib.parse import quote

_KEPT = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Characters without width, which names of files do hold (emoji are joined by them) and which harm no format."""


def relative(path: str) -> str:
    """Return *path* from the working directory, with slashes; as it is where it lies outside."""
    here = Path.cwd()
    absolute = Path(os.path.normpath(here / path))
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else PurePath(path)).as_posix()


def shown(path: str) -> str:
    """Return *path* with what would break a line, a log or XML spelled (``<U+000A>``), and all else as it is."""
    if path.isprintable():
        return path
    return "".join(c if _harmless(c) else f"<U+{ord(c):04X}>" for c in path)


def _harmless(c: str) -> bool:
    return c.isprintable() or c in _KEPT or unicodedata.category(c) == "Zs"


def uri(path: str) -> str:
    """Return *path*, as :func:`relative` gives it, as a URI reference: percent-encoded, ``file:`` if it is absolute."""
    try:
        data = path.encode("utf-8", "surrogateescape")  # the bytes of a name that is not in UTF-8
    except UnicodeEncodeError:
        data = path.encode("utf-8", "surrogatepass")
    if not PurePath(path).is_absolute():
        return quote(data)
    return "file://" + ("" if path.startswith("/") else "/") + quote(data)

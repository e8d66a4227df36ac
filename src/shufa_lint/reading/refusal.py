"""How a reader says that it cannot read a file, and the empty Reading that comes of it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath

from shufa_lint.reading.model import BINARY, Format, Problem, ProblemKind, Reading
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

WHOLE_FILE = Span(0, 0)

_MARKDOWN_SUFFIXES = (".md", ".markdown")


class UnreadableError(Exception):
    """A file cannot be read. ``reason`` is one Chinese phrase, without a full stop, that says why and what to do."""

    def __init__(self, reason: str, kind: ProblemKind = "unreadable-document") -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind = kind


def refused(name: str, reason: str, kind: ProblemKind = "unreadable-document", data: bytes | None = None) -> Reading:
    """Return a Reading of the file *name* without text that says why."""
    return Reading(
        source=SourceText(""),
        words="",
        regions=(),
        format=format_of_text(name),
        encoding=BINARY,
        bom=False,
        sha256="" if data is None else sha256(data).hexdigest(),
        problems=(Problem(kind, WHOLE_FILE, reason),),
    )


def format_of_text(name: str) -> Format:
    """Return what a text is by the extension of its file's name."""
    return "markdown" if PurePath(name).suffix.lower() in _MARKDOWN_SUFFIXES else "text"

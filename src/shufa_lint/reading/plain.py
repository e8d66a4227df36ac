"""Plain text: every character is the document's."""

from __future__ import annotations

from shufa_lint.reading.model import Region
from shufa_lint.text.source import SourceText


def read_plain(source: SourceText) -> tuple[str, tuple[Region, ...]]:
    """Return the text of *source* itself as the words, and no regions."""
    return source.text, ()

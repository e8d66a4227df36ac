"""Any characters → characters that are safe to show.

A document, or its file name, may hold escape sequences that would move a terminal's cursor, recolour it or retype its
title, and bidirectional controls that make a line read differently from what it says.
"""

from __future__ import annotations

import unicodedata

from shufa_lint.text.source import FILLER

_HARMLESS = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Characters without width that change nothing but their own place."""


def visible(text: str, *, reveal: bool = False) -> str:
    """Return *text* in one line, with every control character spelled (``<U+001B>``), mark-up left out.

    With *reveal*, where the characters themselves are at fault, those without width are spelled as well.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _shown(c, reveal) for c in text)


def _shown(c: str, reveal: bool) -> str:
    if c == FILLER or (c in _HARMLESS and not reveal):
        return ""
    if c == "\u3000" or c == "\t":
        return c if c == "\u3000" else " "
    if unicodedata.category(c) == "Zs":
        return " "
    return f"<U+{ord(c):04X}>"

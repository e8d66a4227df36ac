"""Fields: their codes, and what they show where the file holds no result."""

from __future__ import annotations

import re
from typing import Any

from shufa_lint.reading.word.names import w
from shufa_lint.reading.word.numerals import numeral
from shufa_lint.reading.word.settings import is_on

DATES = frozenset({"DATE", "TIME", "SAVEDATE"})
"""Fields that show another date on another day."""
PAGES = frozenset({"PAGE"})
NUMBERS = frozenset({"AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM"})
"""Fields that count paragraphs and of which no file holds the result."""
CONTENTS = frozenset({"TOC", "TOA", "INDEX"})
"""Fields that repeat what stands elsewhere in the document."""

_OVERSTRUCK = re.compile(r"\\o\s*(?:\\a[clr]\s*)?\(\s*([○〇◯□◇△]?)\s*[,;，；]\s*([^,;()]{1,8}?)\s*\)")
_BUTTON = re.compile(r"\s*MACROBUTTON\s+\S+\s+(.*)", re.DOTALL | re.IGNORECASE)


def name_of(code: str) -> str:
    """Return the name of a field, such as DATE, in capitals."""
    words = code.split(None, 1)
    return words[0].upper() if words else ""


def implied(code: str, begin: Any) -> str:
    """Return what a field without a result shows; *begin* is its first w:fldChar. Empty for most."""
    name = name_of(code)
    if name == "EQ":
        found = _OVERSTRUCK.search(code)
        return _enclosed(found[1], found[2]) if found else ""
    if name == "MACROBUTTON":
        button = _BUTTON.match(code)
        return button[1].strip() if button else ""
    if name == "FORMCHECKBOX":
        return _box(begin)
    return ""


def _enclosed(frame: str, content: str) -> str:
    """Return characters in a frame as one character where there is one: 1 in ○ is ①."""
    if frame and frame in "○〇◯" and content.isascii() and content.isdigit():
        return numeral(int(content), "decimalEnclosedCircle") or content
    return content


def _box(begin: Any) -> str:
    box = begin.find(f"{w('ffData')}/{w('checkBox')}")
    state = None if box is None else box.find(w("checked"))
    if box is not None and state is None:
        state = box.find(w("default"))
    return "☑" if is_on(state) else "☐"


def unmatched(root: Any) -> frozenset[Any]:
    """Return the w:fldChar elements under *root* that begin a field which never ends: they mean nothing."""
    begun: list[Any] = []
    for mark in root.iter(w("fldChar")):
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            begun.pop()
    return frozenset(begun)

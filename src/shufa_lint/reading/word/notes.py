"""Footnotes and endnotes: their numbers, in the order in which the text refers to them."""

from __future__ import annotations

from typing import Any, Literal

from shufa_lint.reading.word.names import VAL, w
from shufa_lint.reading.word.numerals import numeral

NoteKind = Literal["footnote", "endnote"]
_DEFAULT_FORMAT: dict[NoteKind, str] = {"footnote": "decimal", "endnote": "lowerRoman"}


class Notes:
    """The notes of a document. *roots* are the footnotes and endnotes parts, *settings* the settings part."""

    def __init__(self, roots: dict[NoteKind, Any], settings: Any | None) -> None:
        self._elements: dict[tuple[NoteKind, str], Any] = {}
        self._numbers: dict[tuple[NoteKind, str], str] = {}
        self._counts: dict[NoteKind, int] = {"footnote": 0, "endnote": 0}
        self._formats = dict(_DEFAULT_FORMAT)
        for kind, root in roots.items():
            for element in root.findall(w(kind)):
                if element.get(w("type"), "normal") == "normal":
                    self._elements.setdefault((kind, element.get(w("id"), "")), element)
            properties = None if settings is None else settings.find(w(f"{kind}Pr"))
            self._read_properties(kind, properties)

    def mark(self, element: Any) -> str:
        """Return the number that stands for a reference to a note, or for the note itself in its own text."""
        kind: NoteKind = "footnote" if "footnote" in element.tag else "endnote"
        if element.tag.endswith("Ref"):
            note = next(element.iterancestors(w(kind)), None)
            return "" if note is None else self._numbers.get((kind, note.get(w("id"), "")), "")
        key = (kind, element.get(w("id"), ""))
        if key not in self._elements:
            return ""
        if key not in self._numbers:
            self._counts[kind] += 1
            self._numbers[key] = numeral(self._counts[kind], self._formats[kind]) or str(self._counts[kind])
        return self._numbers[key]

    def referred(self, kind: NoteKind) -> list[Any]:
        """Return the notes that the text read so far refers to, in that order."""
        return [self._elements[key] for key in self._numbers if key[0] == kind]

    def _read_properties(self, kind: NoteKind, properties: Any | None) -> None:
        if properties is None:
            return
        style, start = properties.find(w("numFmt")), properties.find(w("numStart"))
        if style is not None:
            self._formats[kind] = style.get(VAL, self._formats[kind])
        if start is not None and start.get(VAL, "").isdecimal() and len(start.get(VAL)) < 6:
            self._counts[kind] = int(start.get(VAL)) - 1

"""Automatic numbers as Word shows them: what stands before a paragraph that is in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from shufa_lint.reading.word.names import MC, VAL, w
from shufa_lint.reading.word.numerals import numeral, padded
from shufa_lint.reading.word.styles import Styles
from shufa_lint.reading.word.symbols import bullet

LEVELS = 9
_LEVEL_NUMBER = re.compile("%([1-9])")
_SEPARATORS = {"tab": "\t", "space": " ", "nothing": ""}
_LINKS = 8
"""How many numStyleLinks are followed; Word writes one."""


class Label(NamedTuple):
    """What stands before a paragraph: the number or bullet, and what parts it from the words.

    ``unknown`` is the number format that could not be written out, whose ``text`` is then empty.
    """

    text: str
    separator: str
    is_bullet: bool = False
    unknown: str | None = None


class Place(NamedTuple):
    """The list that a paragraph is in: the id of its w:num, and the level from 0."""

    num: str
    level: int
    from_style: str | None = None


class _Level:
    """One w:lvl, its settings looked up once."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.start = _number(element, "start", 1)
        self.restart = _number(element, "lvlRestart", -1)
        text = element.find(w("lvlText"))
        hidden = text is None or text.get(w("null")) in ("1", "true", "on")
        self.text = "" if hidden else text.get(VAL, "")
        self.is_legal = _is_on(element.find(w("isLgl")))
        self.separator = _SEPARATORS.get(_value(element, "suff") or "tab", "\t")
        self.format, self.custom = _format_of(element)
        self.is_picture = element.find(w("lvlPicBulletId")) is not None
        font = element.find(f"{w('rPr')}/{w('rFonts')}")
        self.font = None if font is None else font.get(w("ascii")) or font.get(w("hAnsi"))

    def written(self, number: int, legal: bool) -> str | None:
        """Return a number of this level; None if its format is not known."""
        if legal and self.format != "decimalZero":
            return str(number)
        write = padded(self.custom) if self.format == "custom" else None
        return write(number) if write else numeral(number, self.format)


class _Num:
    """One w:num: its list, and the levels that it overrides."""

    def __init__(self, list_id: str, levels: dict[int, _Level], starts: dict[int, int], own: dict[int, _Level]) -> None:
        self.list_id = list_id
        self.starts = starts
        self.levels = {**levels, **own}

    def start(self, level: int) -> int:
        """Return the number that *level* starts with."""
        known = self.levels.get(level)
        return self.starts.get(level, known.start if known else 1)


class Definitions:
    """The lists that a document defines; *root* is its numbering part, None where it has none."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, Any] = {}
        self._by_style: dict[str, str] = {}
        self._nums: dict[str, Any] = {}
        self._known: dict[str, _Num | None] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._of_styles: dict[str | None, tuple[str | None, str | None, str | None]] = {}
        for element in () if root is None else root:
            if element.tag == w("abstractNum"):
                self._lists.setdefault(element.get(w("abstractNumId"), ""), element)
                if link := _value(element, "styleLink"):
                    self._by_style.setdefault(link, element.get(w("abstractNumId"), ""))
            elif element.tag == w("num"):
                self._nums.setdefault(element.get(w("numId"), ""), element)

    def num(self, num_id: str) -> _Num | None:
        """Return the w:num of that id with its levels; None where there is none, or no list behind it."""
        if num_id not in self._known:
            self._known[num_id] = self._resolve(num_id)
        return self._known[num_id]

    def level(self, place: Place) -> Any | None:
        """Return the w:lvl element of *place*."""
        num = self.num(place.num)
        level = num.levels.get(place.level) if num else None
        return level.element if level else None

    def place(self, properties: Any | None, style: str | None) -> Place | None:
        """Return where a paragraph with these w:pPr and this style stands; None outside lists."""
        direct = None if properties is None else properties.find(w("numPr"))
        num_id, level = (None, None) if direct is None else (_value(direct, "numId"), _value(direct, "ilvl"))
        from_style = None
        if num_id is None:
            if style not in self._of_styles:
                self._of_styles[style] = self._of_style(style)
            num_id, style_level, from_style = self._of_styles[style]
            level = style_level if level is None else level
        if num_id is None or num_id == "0" or self.num(num_id) is None:
            return None
        return Place(num_id, min(max(_integer(level, 0), 0), LEVELS - 1), from_style)

    def _of_style(self, style: str | None) -> tuple[str | None, str | None, str | None]:
        """Return number, level and the style that says so, of a paragraph style or one that it is based on."""
        chain = list(self._styles.chain(style))
        for name, element in chain:
            numbering = element.find(f"{w('pPr')}/{w('numPr')}")
            num_id = None if numbering is None else _value(numbering, "numId")
            if num_id is not None:
                linked = self._linked_level(num_id, [link for link, _ in chain])
                return num_id, linked or _value(numbering, "ilvl"), name
        return None, None, None

    def _linked_level(self, num_id: str, styles: list[str]) -> str | None:
        """Return the level of a list that is linked to the first of *styles* that any is linked to."""
        num = self.num(num_id)
        links = {} if num is None else {_value(level.element, "pStyle"): str(at) for at, level in num.levels.items()}
        return next((links[style] for style in styles if style in links), None)

    def _resolve(self, num_id: str) -> _Num | None:
        element = self._nums.get(num_id)
        list_id = None if element is None else _value(element, "abstractNumId")
        for _ in range(_LINKS):
            definition = self._lists.get(list_id or "")
            if definition is None or list_id is None or element is None:
                return None
            link = _value(definition, "numStyleLink")
            if link is None:
                return _Num(list_id, self._levels_of(list_id, definition), *_overrides(element))
            list_id = self._by_style.get(link) or self._list_of_style(link)
        return None

    def _list_of_style(self, style: str) -> str | None:
        """Return the list that a numbering style points to through its w:num."""
        for _, element in self._styles.chain(style):
            num = element.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
            target = None if num is None else self._nums.get(num.get(VAL, ""))
            if target is not None:
                return _value(target, "abstractNumId")
        return None

    def _levels_of(self, list_id: str, definition: Any) -> dict[int, _Level]:
        if list_id not in self._levels:
            self._levels[list_id] = dict(_read_levels(definition))
        return self._levels[list_id]


class Counter:
    """Counts the paragraphs of lists in the order of a document; all w:num of one list count together."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def next(self, place: Place) -> Label | None:
        """Return the label of the next paragraph, which stands at *place*; None where its level is not defined."""
        num = self._definitions.num(place.num)
        level = num.levels.get(place.level) if num else None
        if num is None or level is None:
            return None
        counts = self._counts.setdefault(num.list_id, {})
        if place.num not in self._begun:
            self._begun.add(place.num)
            for overridden in num.starts:
                counts.pop(overridden, None)
        for above in range(place.level):
            counts.setdefault(above, num.start(above))
        counts[place.level] = counts[place.level] + 1 if place.level in counts else num.start(place.level)
        for below in [at for at in counts if at > place.level]:
            restart = num.levels[below].restart if below in num.levels else -1
            if restart < 0 or place.level < restart:
                del counts[below]
        return _label(num, level, counts)


def _label(num: _Num, level: _Level, counts: dict[int, int]) -> Label:
    if level.is_picture:
        return Label("•", level.separator, is_bullet=True)
    if level.format == "bullet":
        return Label(bullet(level.text, level.font), level.separator, is_bullet=True)
    text, at = "", 0
    for found in _LEVEL_NUMBER.finditer(level.text):
        source = num.levels.get(int(found[1]) - 1)
        written = source.written(counts.get(int(found[1]) - 1, 0), level.is_legal) if source else ""
        if source and written is None:
            return Label("", "", unknown=source.custom or source.format)
        text += level.text[at : found.start()] + (written or "")
        at = found.end()
    text += level.text[at:]
    return Label(text.replace("\n", " ").replace("\r", " "), level.separator)


def _read_levels(element: Any) -> Iterator[tuple[int, _Level]]:
    for level in element.findall(w("lvl")):
        index = _integer(level.get(w("ilvl")), -1)
        if 0 <= index < LEVELS:
            yield index, _Level(level)


def _overrides(element: Any) -> tuple[dict[int, int], dict[int, _Level]]:
    """Return the starts and the whole levels that a w:num sets for itself."""
    starts: dict[int, int] = {}
    levels: dict[int, _Level] = {}
    for override in element.findall(w("lvlOverride")):
        index = _integer(override.get(w("ilvl")), -1)
        start = _value(override, "startOverride")
        if start is not None:
            starts[index] = _integer(start, 1)
        own = override.find(w("lvl"))
        if own is not None:
            levels[index] = _Level(own)
    return starts, levels


def _format_of(level: Any) -> tuple[str, str]:
    """Return the number format of a level, and the pattern of a custom one."""
    element = level.find(w("numFmt"))
    choice = level.find(f"{{{MC}}}AlternateContent/{{{MC}}}Choice/{w('numFmt')}")
    if choice is not None:
        element = choice
    if element is None:
        return "decimal", ""
    return element.get(VAL, "decimal"), element.get(w("format"), "")


def _value(element: Any, name: str) -> str | None:
    child = element.find(w(name))
    value: str | None = None if child is None else child.get(VAL)
    return value


def _number(element: Any, name: str, default: int) -> int:
    return _integer(_value(element, name), default)


def _integer(value: str | None, default: int) -> int:
    try:
        return int(value) if value is not None and len(value) < 12 else default
    except ValueError:
        return default


def _is_on(element: Any | None) -> bool:
    return element is not None and element.get(VAL, "1") not in ("0", "false", "off")

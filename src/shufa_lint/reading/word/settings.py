"""What one w:rPr or w:pPr says, as plain values: half-points, twips and hundredths become points and characters."""

from __future__ import annotations

from typing import Any

from shufa_lint.reading.word.names import VAL, w
from shufa_lint.reading.word.theme import Theme

Settings = dict[str, Any]
"""Settings by name; what is not said is not there."""

TOGGLES = {w("b"): "bold", w("i"): "italic", w("vanish"): "hidden"}
_OFF = ("0", "false", "off", "none")
_FONTS = (("eastAsia", "font"), ("ascii", "latin_font"))
_ALIGNMENTS = {"start": "left", "end": "right", "justify": "both", "thaiDistribute": "distribute"}
_KNOWN_ALIGNMENTS = ("left", "center", "right", "both", "distribute")
_INDENTS = {
    "left": ("left", 20), "start": ("left", 20), "leftChars": ("left_chars", 100), "startChars": ("left_chars", 100),
    "right": ("right", 20), "end": ("right", 20), "rightChars": ("right_chars", 100), "endChars": ("right_chars", 100),
}  # fmt: skip
_MEASURES = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}


def is_on(element: Any | None) -> bool:
    """Say whether a toggle such as w:b is there and not switched off."""
    return element is not None and element.get(VAL, "1") not in _OFF


def points(value: str | None, units: int = 20) -> float | None:
    """Return a length in points. A number counts *units* to the point (twips) or names its unit; None is none."""
    if value is None:
        return None
    try:
        if value[-2:] in _MEASURES:
            return float(value[:-2]) * _MEASURES[value[-2:]]
        number = float(value) / units
    except ValueError:
        return None
    return number if abs(number) < 1e6 else None


def run_settings(properties: Any | None, theme: Theme) -> Settings:
    """Return what a w:rPr says: font, latin_font, size, colour, underline and the toggles."""
    said: Settings = {}
    for element in () if properties is None else properties:
        tag = element.tag
        if tag in TOGGLES:
            said[TOGGLES[tag]] = is_on(element)
        elif tag == _R_FONTS:
            said.update(_fonts(element, theme))
        elif tag == _SIZE:
            said["size"] = points(element.get(VAL), 2)
        elif tag == _COLOUR:
            colour = element.get(VAL, "auto")
            said["colour"] = None if colour == "auto" else colour.upper()
        elif tag == _UNDERLINE:
            said["underline"] = element.get(VAL, "none") != "none"
    return said


def paragraph_settings(properties: Any | None) -> Settings:
    """Return what a w:pPr says: alignment, indents, spacing and page_break_before."""
    said: Settings = {}
    if properties is None:
        return said
    alignment = properties.find(_JC)
    if alignment is not None:
        value = _ALIGNMENTS.get(alignment.get(VAL, ""), alignment.get(VAL, ""))
        said["alignment"] = value if value in _KNOWN_ALIGNMENTS else "left"
    indents = properties.find(_IND)
    if indents is not None:
        said.update(_indents(indents))
    spacing = properties.find(_SPACING)
    if spacing is not None:
        said.update(_spacing(spacing))
    page_break = properties.find(_PAGE_BREAK)
    if page_break is not None:
        said["page_break_before"] = is_on(page_break)
    return said


def _fonts(element: Any, theme: Theme) -> Settings:
    said: Settings = {}
    for attribute, name in _FONTS:
        themed = element.get(w(attribute + "Theme"))
        font = theme.font(themed) if themed else None
        font = font or element.get(w(attribute))
        if font:
            said[name] = font
    return said


def _indents(element: Any) -> Settings:
    said: Settings = {}
    for attribute, (name, units) in _INDENTS.items():
        value = points(element.get(w(attribute)), units)
        if value is not None:
            said[name] = value
    first, hanging = points(element.get(w("firstLine"))), points(element.get(w("hanging")))
    if hanging is not None:
        said.update(hanging=hanging, first_line=0.0)
    elif first is not None:
        said.update(hanging=0.0, first_line=first)
    first, hanging = points(element.get(w("firstLineChars")), 100), points(element.get(w("hangingChars")), 100)
    if hanging is not None:
        said["first_line_chars"] = -hanging
    elif first is not None:
        said["first_line_chars"] = first
    return said


def _spacing(element: Any) -> Settings:
    said: Settings = {}
    rule = element.get(w("lineRule"))
    line = element.get(w("line"))
    if rule or line:
        said["line_rule"] = rule if rule in ("exact", "atLeast") else "auto"
    if line:
        said["line"] = points(line, 240 if said["line_rule"] == "auto" else 20)
    for name in ("before", "after"):
        value, lines = points(element.get(w(name))), points(element.get(w(name + "Lines")), 100)
        if value is not None:
            said[name] = value
        if lines is not None:
            said[name + "_lines"] = lines
    return said


_R_FONTS, _SIZE, _COLOUR, _UNDERLINE = w("rFonts"), w("sz"), w("color"), w("u")
_JC, _IND, _SPACING, _PAGE_BREAK = w("jc"), w("ind"), w("spacing"), w("pageBreakBefore")

"""The fonts that a theme gives to names such as minorEastAsia."""

from __future__ import annotations

from typing import Any

from shufa_lint.reading.word.names import A, w

_SCRIPTS = {
    "zh-CN": "Hans",
    "zh-SG": "Hans",
    "zh-TW": "Hant",
    "zh-HK": "Hant",
    "zh-MO": "Hant",
    "ja-JP": "Jpan",
    "ko-KR": "Hang",
}
_KINDS = {"EastAsia": "ea", "HAnsi": "latin", "Ascii": "latin"}


class Theme:
    """*root* is the theme part, *settings* the settings part, which tells the language; both may be None."""

    def __init__(self, root: Any | None, settings: Any | None) -> None:
        self._root = root
        language = None if settings is None else settings.find(w("themeFontLang"))
        self._script = _SCRIPTS.get("zh-CN" if language is None else language.get(w("eastAsia"), "zh-CN"), "Hans")
        self._known: dict[str, str | None] = {}

    def font(self, name: str) -> str | None:
        """Return the font called *name*, such as majorEastAsia or minorHAnsi; None if the theme has none."""
        if name not in self._known:
            self._known[name] = self._look_up(name)
        return self._known[name]

    def _look_up(self, name: str) -> str | None:
        if self._root is None or name[:5] not in ("major", "minor") or name[5:] not in _KINDS:
            return None
        fonts = self._root.find(f".//{{{A}}}fontScheme/{{{A}}}{name[:5]}Font")
        if fonts is None:
            return None
        element = fonts.find(f"{{{A}}}{_KINDS[name[5:]]}")
        font: str | None = None if element is None else element.get("typeface") or None
        if font is None and _KINDS[name[5:]] == "ea":
            scripts = {child.get("script"): child.get("typeface") for child in fonts.findall(f"{{{A}}}font")}
            font = scripts.get(self._script)
        return font

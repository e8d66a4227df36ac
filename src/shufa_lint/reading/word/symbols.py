"""Characters of symbol fonts as the Unicode characters that look like them."""

from __future__ import annotations

_PRIVATE = 0xF000
"""Word adds this to the codes of symbol fonts."""

_FONTS: dict[str, dict[int, str]] = {
    "wingdings": {
        0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆",
        0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xAA: "✦", 0xAB: "★", 0xB2: "✫", 0xD8: "➢",
        0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "☐", 0xA3: "□", 0xA2: "■"},
    "symbol": {0xB7: "•", 0xA8: "♦", 0xD7: "⋅", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB0: "°"},
}  # fmt: skip


def shown(character: str, font: str | None) -> str:
    """Return what *character*, set in *font*, looks like; itself where no table tells."""
    code = ord(character)
    return _FONTS.get((font or "").lower(), {}).get(code - _PRIVATE if code >= _PRIVATE else code, character)


def bullet(text: str, font: str | None) -> str:
    """Return what a bullet looks like; a dot where no table tells."""
    looks = "".join(shown(character, font) for character in text)
    return "•" if any("\ue000" <= character <= "\uf8ff" for character in looks) else looks

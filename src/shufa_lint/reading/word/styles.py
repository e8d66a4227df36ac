"""Styles: what a paragraph or a run looks like by its styles, those that they are based on, and the defaults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shufa_lint.reading.word.names import P_PR, R_PR, VAL, w
from shufa_lint.reading.word.settings import TOGGLES, Settings, is_on, paragraph_settings, run_settings
from shufa_lint.reading.word.theme import Theme

_TOGGLES = frozenset(TOGGLES.values())
_DEPTH = 32
"""How many styles may be based on each other; Word allows eleven."""


class Styles:
    """The styles part; *root* is None where a document has none."""

    def __init__(self, root: Any | None, theme: Theme) -> None:
        self.theme = theme
        self._styles: dict[str, Any] = {}
        self._default: str | None = None
        self._looks: dict[str, tuple[Settings, Settings]] = {}
        self._runs: dict[tuple[str | None, str | None], Settings] = {}
        for element in () if root is None else root.findall(w("style")):
            name = element.get(w("styleId"), "")
            self._styles.setdefault(name, element)
            if element.get(w("type")) == "paragraph" and element.get(w("default")) in ("1", "true", "on"):
                self._default = name
        defaults = None if root is None else root.find(w("docDefaults"))
        found = None if defaults is None else defaults.find(f"{w('rPrDefault')}/{R_PR}")
        self._run_defaults = run_settings(found, theme)
        self.paragraph_defaults = paragraph_settings(
            None if defaults is None else defaults.find(f"{w('pPrDefault')}/{P_PR}")
        )

    def of(self, properties: Any | None) -> str | None:
        """Return the id of the paragraph style that a w:pPr names, else of the default one; None if there is none."""
        element = None if properties is None else properties.find(_P_STYLE)
        name = None if element is None else element.get(VAL)
        return name if name in self._styles else self._default

    def name(self, style: str | None) -> str:
        """Return the name of a style; empty where there is none."""
        element = self._styles.get(style or "")
        name = None if element is None else element.find(w("name"))
        return "" if name is None else name.get(VAL, "")

    def chain(self, style: str | None) -> Iterator[tuple[str, Any]]:
        """Yield a style, the style that it is based on, and so on, each with its id, up to a limit."""
        for _ in range(_DEPTH):
            if style is None or style not in self._styles:
                return
            element = self._styles[style]
            yield style, element
            base = element.find(w("basedOn"))
            style = None if base is None else base.get(VAL)

    def paragraph(self, style: str | None) -> Settings:
        """Return what a paragraph style and those that it is based on say of the paragraph."""
        return self._look(style)[0]

    def run(self, paragraph_style: str | None, properties: Any | None) -> Settings:
        """Return the effective settings of a run: its own, its character style's, its paragraph style's, the defaults'.

        Where both styles say bold, or another toggle, they cancel each other out.
        """
        style = None if properties is None else properties.find(_R_STYLE)
        key = (paragraph_style, None if style is None else style.get(VAL))
        base = self._runs.get(key)
        if base is None:
            base = self._runs[key] = self._of_styles(*key)
        own = run_settings(properties, self.theme)
        return {**base, **own} if own else base

    def is_hidden(self, paragraph_style: str | None, properties: Any | None) -> bool:
        """Say whether a run, or a paragraph mark, with these properties is hidden."""
        direct = None if properties is None else properties.find(_VANISH)
        if direct is not None:
            return is_on(direct)
        style = None if properties is None else properties.find(_R_STYLE)
        key = (paragraph_style, None if style is None else style.get(VAL))
        if key not in self._runs:
            self._runs[key] = self._of_styles(*key)
        return bool(self._runs[key].get("hidden"))

    def _of_styles(self, paragraph_style: str | None, character_style: str | None) -> Settings:
        paragraph, character = self._look(paragraph_style)[1], self._look(character_style)[1]
        settings = {**self._run_defaults, **paragraph, **character}
        for toggle in _TOGGLES:
            if not self._run_defaults.get(toggle):
                settings[toggle] = bool(paragraph.get(toggle)) != bool(character.get(toggle))
        return settings

    def _look(self, style: str | None) -> tuple[Settings, Settings]:
        """Return the settings of paragraph and run that a style has with all that it is based on."""
        known = self._looks.get(style or "")
        if known is None:
            paragraph: Settings = {}
            run: Settings = {}
            for _, element in reversed(list(self.chain(style))):
                paragraph.update(paragraph_settings(element.find(P_PR)))
                run.update(run_settings(element.find(R_PR), self.theme))
            known = self._looks[style or ""] = paragraph, run
        return known


_P_STYLE, _R_STYLE, _VANISH = w("pStyle"), w("rStyle"), w("vanish")

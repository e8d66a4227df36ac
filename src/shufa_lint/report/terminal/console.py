"""Where people read: how wide it is, what it can show, and lines that fit it.

Lines are broken here and not by rich, which breaks Chinese at blanks first and lets a line begin with a full stop.
"""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.text import Text

from shufa_lint.report.visible import visible
from shufa_lint.text.width import cells, wrap

NARROWEST, WIDEST = 40, 120
_FALLBACKS = {
    "×": "x",
    "√": "v",
    "·": "-",
    "│": "|",
    "─": "-",
    "›": "＞",
    "＞": ">",
    "‸": "∧",
    "∧": "^",
    "├": "|",
    "└": "`",
}
"""What stands for a sign that the console's encoding lacks; GBK has no › and no ‸, ASCII has none of them."""

_CHINESE_CONSOLES = ("gbk", "gb2312", "gb18030", "cp936", "936")

Part = str | Text | tuple[str, str]
"""A piece of a line: plain, or with a style."""


class _Console(Console):
    """A console that says so when its reader has gone away; rich would end the process with 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class Screen:
    """A console, and how text is laid out on it."""

    def __init__(self, file: TextIO, *, width: int | None = None, plain: bool = False) -> None:
        self.console = _Console(
            file=file,
            width=width,
            highlight=False,
            markup=False,
            emoji=False,
            no_color=True if plain else None,
            force_terminal=False if plain else None,
        )
        self.width = max(NARROWEST, min(self.console.width, WIDEST))
        self.coloured = bool(self.console.color_system) and not self.console.no_color
        self._encoding = self.console.encoding
        self._ambiguous = 2 if self._encoding.replace("-", "") in _CHINESE_CONSOLES else 1

    def cells(self, text: str) -> int:
        """Return the cells that *text* takes here."""
        return cells(text, ambiguous=self._ambiguous)

    def sign(self, sign: str) -> str:
        """Return *sign*, or what stands for it where the encoding lacks it."""
        while not self._encodable(sign) and sign in _FALLBACKS:
            sign = _FALLBACKS[sign]
        return sign

    def line(self, *parts: Part) -> None:
        """Print one line as it stands."""
        self.console.print(styled(*parts), soft_wrap=True)

    def paragraph(self, *parts: Part, indent: int = 0, first: int | None = None, bar: Part = "") -> None:
        """Print a paragraph, broken to the width, indented by *indent* cells, its first line by *first* or as well;
        *bar* stands before each line."""
        text, edge = styled(*parts), styled(bar)
        spans = wrap(text.plain, self.width - indent - self.cells(edge.plain), measure=self.cells)
        for number, (start, end) in enumerate(spans):
            self.line(" " * (indent if number or first is None else first), edge, text[start:end])

    def blank(self) -> None:
        """Print an empty line."""
        self.line("")

    def _encodable(self, sign: str) -> bool:
        try:
            sign.encode(self._encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True


def styled(*parts: Part) -> Text:
    """Return the parts as one text that is safe to show, whoever wrote it."""
    text = Text()
    for part in parts:
        if isinstance(part, Text):
            text.append_text(part)
        else:
            words, style = (part, "") if isinstance(part, str) else part
            text.append(visible(words), style)
    return text

"""Markdown inside a line: what of it is mark-up and no part of the document's words."""

from __future__ import annotations

import re

from shufa_lint.reading.model import Region
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

_TAGS = (
    "a abbr b big blockquote body br caption center code col colgroup dd del details div dl dt em font h1 h2 h3 h4 h5"
    " h6 head hr html i img input ins kbd label li link mark meta ol p pre s small span strike strong style sub summary"
    " sup table tbody td tfoot th thead title tr tt u ul var"
)
"""HTML's own tags only: <XX> is how a draft leaves a name open."""

_SPECIAL = regex(r"[\\`<\[!*|]")

_TOKEN = regex(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    r"|(?P<comment><!--)"
    rf"|(?P<tag></?(?:{_TAGS.replace(' ', '|')})(?:[ \t/][^<>\r\n]*)?>)"
    r'|(?P<link>!?\[(?P<words>[^\[\]\r\n]*)\]\((?P<target>[^()\s]+)(?:[ \t]+"[^"()\r\n]*")?\))'
    r"|(?P<bold>(?<!\*)\*\*(?!\*)(?P<inner>[^*\r\n]{2,40})\*\*(?!\*))"
    r"|(?P<pipe>\|)",
    re.IGNORECASE,
)
"""Everything here stops at the next character of its own kind, so that a line full of openings costs linear time."""

_AFTER_BLANKS = regex(rf"([{BLANKS}]*)(.?)")
_TICKS = regex("`+")

_LEAD_IN_ENDS = "：:。"
_AFTER_BOLD = _LEAD_IN_ENDS + "，、；）—"
"""Stops that end bold words or follow them; before anything else ** stands for a name or a number left open."""


class Inline:
    """Finds the mark-up in the lines of a text, one line after the other, and collects it in ``regions``."""

    def __init__(self, text: str) -> None:
        self.regions: list[Region] = []
        self._text = text
        self._last_comment_end = text.rfind("-->")
        self._line = Span(0, 0)
        self._in_table = False
        self._code_ends: dict[int, int] | None = None

    def scan(self, line: Span, in_table: bool = False) -> int:
        """Collect the mark-up of *line*; return its end, or that of a comment that goes on beyond it."""
        self._line, self._in_table, self._code_ends = line, in_table, None
        at = line.start
        while at < line.end:
            special = _SPECIAL.search(self._text, at, line.end)
            if not special:
                break
            token = _TOKEN.match(self._text, special.start(), line.end)
            at = self._take(token) if token else special.end()
        return max(at, line.end)

    def fill(self, start: int, end: int) -> None:
        """Note that the characters from *start* to *end* are mark-up."""
        self.regions.append(Region("markup", Span(start, end)))

    def _take(self, token: re.Match[str]) -> int:
        """Collect what *token* turns out to be; return where to go on."""
        start, end = token.span()
        match token.lastgroup:
            case "escape":
                self.fill(start, start + 1)
            case "ticks":
                return self._take_code(start, end)
            case "comment":
                return self._take_comment(start, end)
            case "tag":
                self.fill(start, end)
            case "link":
                return self._take_link(token)
            case "bold":
                return self._take_bold(token)
            case "pipe" if self._in_table:
                self.fill(start, end)
        return end

    def _take_code(self, start: int, end: int) -> int:
        if self._code_ends is None:
            self._code_ends = _code_ends(self._text, self._line)
        code_end = self._code_ends.get(start)
        if code_end is None:
            return end
        self.regions.append(Region("code", Span(start, code_end)))
        return code_end

    def _take_comment(self, start: int, end: int) -> int:
        """An opening without an end is left: the rest of the document shall not vanish with it."""
        if self._last_comment_end < end:
            return end
        comment_end = self._text.find("-->", end) + len("-->")
        self.fill(start, comment_end)
        return comment_end

    def _take_link(self, token: re.Match[str]) -> int:
        """Keep a link's words; a picture has none. [某局](以下简称本局) is no link but words in half-width brackets."""
        start, end = token.span()
        target = token["target"]
        if not (target.isascii() or any(mark in target for mark in "./#")):
            return start + 1
        if token["link"].startswith("!"):
            self.fill(start, end)
        else:
            self.fill(start, token.start("words"))
            self.fill(token.end("words"), end)
        return end

    def _take_bold(self, token: re.Match[str]) -> int:
        start, end = token.span()
        inner = token["inner"]
        if inner != inner.strip() or not self._may_open(start) or not self._may_close(end, inner):
            return start + len("**")
        self.fill(start, token.start("inner"))
        self.fill(token.end("inner"), end)
        return end

    def _may_open(self, start: int) -> bool:
        before = self._text[start - 1 : start]
        return start == self._line.start or before == "：" or before.isspace() or (self._in_table and before == "|")

    def _may_close(self, end: int, inner: str) -> bool:
        after = _AFTER_BLANKS.match(self._text, end, self._line.end)
        blanks, following = after.groups() if after else ("", "")
        if not following or inner[-1] in _LEAD_IN_ENDS or (self._in_table and following == "|"):
            return True
        return not blanks and following in _AFTER_BOLD


def _code_ends(text: str, line: Span) -> dict[int, int]:
    """Map the start of each run of ticks to where the code span ends that it may open: after the next run as long."""
    ends: dict[int, int] = {}
    next_end: dict[int, int] = {}
    for run in reversed([*_TICKS.finditer(text, *line)]):
        length = run.end() - run.start()
        if length in next_end:
            ends[run.start()] = next_end[length]
        next_end[length] = run.end()
    return ends

"""What fixes and answers need of a document: to be written anew with other words in some places, and read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from shufa_lint.reading.model import BINARY, Reading
from shufa_lint.reading.read import read_bytes
from shufa_lint.text.decode import encode
from shufa_lint.text.language import tr, tr_noop
from shufa_lint.text.span import Edit, splice

DAMAGED = tr_noop("文件里有读不出来的字节，改写会丢掉它们")
MISREAD = tr_noop("改了会引出别的问题")
UNCHANGEABLE = tr_noop("这种文件只能检查，不能改；先另存为 .docx 或者纯文本再来")


class UnwritableError(Exception):
    """A document cannot take certain edits; ``str()`` is the reason, one phrase in Chinese."""


class Rewritten(NamedTuple):
    """The bytes of a document with its edits, and how they read."""

    data: bytes
    reading: Reading


class Rewriter(Protocol):
    """One document, which stays as it is, and copies of which take edits.

    ``original`` are its bytes, ``reading`` is how they read, to which all edits refer; ``refusal`` says in Chinese why
    it takes no edits at all, None where it does.
    """

    @property
    def original(self) -> bytes:
        """The bytes of the document."""

    @property
    def reading(self) -> Reading:
        """How the document reads."""

    @property
    def refusal(self) -> str | None:
        """Why the document takes no edits."""

    @property
    def copies(self) -> bool:
        """Whether what it writes shows the changes, and is never to take the place of the document."""

    def rewrite(self, edits: Sequence[Edit]) -> Rewritten:
        """Return a copy that reads as the text of the document with *edits*, which do not overlap.

        Raises UnwritableError where that cannot be had.
        """


class TextRewriter:
    """Rewrites plain text and Markdown, keeping the encoding, the byte order mark and the line ends of the file."""

    copies = False

    def __init__(self, reading: Reading, original: bytes, name: str) -> None:
        self.reading = reading
        self.original = original
        self._name = name

    @property
    def refusal(self) -> str | None:
        """Why the file takes no edits: it holds no text, or bytes that stand for no character and would be lost."""
        if self.reading.format not in ("text", "markdown"):
            return tr(UNCHANGEABLE)
        return None if self._encoded(self.reading.source.text) == self.original else tr(DAMAGED)

    def rewrite(self, edits: Sequence[Edit]) -> Rewritten:
        """Return the file with *edits*; raises UnwritableError where its encoding lacks a character of them."""
        text = splice(self.reading.source.text, edits)
        data = self._encoded(text)
        if data is None:
            raise UnwritableError(tr("文件的编码（{encoding}）里没有要写的字").format(encoding=self.reading.encoding))
        reading = read_bytes(data, self._name)
        if reading.source.text != text or reading.encoding != self.reading.encoding:
            raise UnwritableError(tr(MISREAD))
        return Rewritten(data, reading)

    def _encoded(self, text: str) -> bytes | None:
        if self.reading.encoding == BINARY:
            return None
        try:
            return encode(text, self.reading.encoding, self.reading.bom)
        except UnicodeEncodeError:
            return None

"""Word documents for fixes and answers: copies with other words, in which all else is as it was."""

from __future__ import annotations

from collections.abc import Sequence

from shufa_lint.engine.rewriting import MISREAD, Rewritten, UnwritableError
from shufa_lint.marking.word.comments import AUTHOR
from shufa_lint.marking.word.document import IMPORTED, Document
from shufa_lint.marking.word.revisions import Plain, Tracked, revise
from shufa_lint.reading.model import Reading
from shufa_lint.reading.word.read import read_word
from shufa_lint.text.language import tr
from shufa_lint.text.span import Edit, splice


class WordRewriter:
    """Rewrites a .docx: its copies hold the edits as tracked changes if *tracked*, else in the place of the old words.

    They are dated *when*, or else when the document says that it was last changed.
    """

    def __init__(self, reading: Reading, original: bytes, name: str, *, tracked: bool, when: str | None = None) -> None:
        self.reading = reading
        self.original = original
        self._name = name
        self.copies = tracked
        self._when = when

    @property
    def refusal(self) -> str | None:
        """Why the document takes no edits: its words are those of a web page within it."""
        return None if self.reading.layout else tr(IMPORTED)

    def rewrite(self, edits: Sequence[Edit]) -> Rewritten:
        """Return a copy with *edits* and how it reads when they are accepted.

        Raises UnwritableError where an edit concerns what Word makes by itself, or the division into paragraphs.
        """
        if not edits:
            return Rewritten(self.original, self.reading)
        text = splice(self.reading.source.text, edits)
        plain = self._with(edits, tracked=False)
        reading = read_word(plain, self._name)
        data = self._with(edits, tracked=True) if self.copies else plain
        shown = read_word(data, self._name) if self.copies else reading
        if reading.source.text != text or shown.source.text != text:
            raise UnwritableError(tr(MISREAD))
        return Rewritten(data, reading)

    def _with(self, edits: Sequence[Edit], *, tracked: bool) -> bytes:
        document = Document(self.original)
        when = self._when or document.package.modified
        revise(document, edits, Tracked(document.body, AUTHOR, when) if tracked else Plain())
        return document.saved()

"""Where a comment stands: on the very characters, or beside the paragraph that they belong to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from shufa_lint.marking.word.names import Names, local
from shufa_lint.marking.word.runs import Runs, in_a_run
from shufa_lint.text.span import Span

if TYPE_CHECKING:
    from shufa_lint.reading.word.model import WordText

_HOLDERS = frozenset({"p", "ins", "moveTo", "hyperlink", "smartTag", "sdtContent", "fldSimple", "customXml"})
"""Elements within a paragraph that may hold the ends of a range."""
_STORIES = {"hdr": "页眉", "ftr": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_QUOTED = 30


class Place(NamedTuple):
    """Between which elements of the main part a range runs, both included: children of holders. ``words`` says in
    Chinese what is meant, where the range is not the characters themselves."""

    first: Any
    last: Any
    words: str = ""


class Places:
    """Finds the places of one document, and splits its runs where a range begins or ends."""

    def __init__(self, word: WordText, body: Any) -> None:
        self._word = word
        self._body = body
        self._name = Names(body)
        self._runs = Runs(word)
        self._starts = [span.start for span, _ in word.paragraphs]

    def place(self, span: Span) -> Place:
        """Return where to say something of the characters of *span*; of an absence where that is empty."""
        if span.start == span.end:
            return self._absence(span.start)
        pieces = self._runs.pieces(span)
        paragraph = pieces[0].paragraph if pieces else self._paragraph(span.start)
        story = self._story(paragraph)
        if story:
            return self._host(paragraph, f"说的是{story}里的{_quoted(span.of(self._word.text))}")
        if not any(in_a_run(piece) for piece in pieces):
            number = span.of(self._word.text).strip()
            return self._whole(paragraph, f"说的是自动编号{_quoted(number)}" if number else "")
        return self._characters(span)

    def opening(self) -> Place:
        """Return the first paragraph of the document."""
        return self._whole(self._first(), "")

    def _characters(self, span: Span) -> Place:
        """Return the range of the characters of *span*, of its first block where it goes beyond that."""
        found = self._runs.isolate(span)
        block = found[0].paragraph.getparent()
        inside = [held for held in found if held.paragraph.getparent() is block]
        return Place(_anchor(inside[0].run), _anchor(inside[-1].run))

    def _absence(self, offset: int) -> Place:
        """Return the characters on either side of *offset*; its paragraph where there are none on one of them."""
        before, after = (self._runs.pieces(Span(at, at + 1)) for at in (max(0, offset - 1), offset))
        paragraph = self._paragraph(offset)
        story = self._story(paragraph)
        if story:
            return self._host(paragraph, f"说的是{story}里的一段")
        beside = [*before, *after] if offset else []
        if len(beside) == 2 and all(in_a_run(piece) and piece.paragraph is paragraph for piece in beside):
            return self._characters(Span(offset - 1, offset + 1))
        return self._whole(paragraph, "")

    def _paragraph(self, offset: int) -> Any:
        """Return the paragraph that *offset* stands in, the last one for what is behind it."""
        at = bisect_right(self._starts, offset) - 1
        return self._word.paragraphs[at][1] if at >= 0 else self._first()

    def _story(self, paragraph: Any) -> str:
        """Return the name of what is not in the flow of the main part; empty for what is."""
        if paragraph is None:
            return ""
        root = paragraph.getroottree().getroot()
        if any(local(parent) == "txbxContent" for parent in paragraph.iterancestors()):
            return "文本框"
        return _STORIES.get(local(root), "" if root is self._body else "嵌入的内容")

    def _host(self, paragraph: Any, words: str) -> Place:
        """Return the paragraph of the main part that *paragraph* hangs on: that of the text box or of the note."""
        host = paragraph
        note = next((parent for parent in paragraph.iterancestors() if local(parent) in ("footnote", "endnote")), None)
        if note is not None:
            host = self._reference(note)
        for parent in host.iterancestors() if host is not None else ():
            if parent.tag == self._name("p"):
                host = parent
        if host is None or host.tag != self._name("p") or host.getroottree().getroot() is not self._body:
            host = self._first()
        return self._whole(host, words)

    def _reference(self, note: Any) -> Any | None:
        """Return what in the main part refers to *note*."""
        number = note.get(self._name("id"))
        found = self._body.iter(self._name(f"{local(note)}Reference"))
        return next((reference for reference in found if reference.get(self._name("id")) == number), None)

    def _first(self) -> Any:
        """Return the first paragraph of the main part that is in no text box, made where there is none."""
        first = next(_flow(self._body), None)
        if first is None:
            first = self._name.new("p")
            self._body.find(self._name("body")).insert(0, first)
        return first

    def _whole(self, paragraph: Any, words: str) -> Place:
        """Return the range of all of *paragraph*; an empty one is given an empty run to hold it."""
        paragraph = self._first() if paragraph is None else paragraph
        children = [child for child in paragraph if isinstance(child.tag, str) and child.tag != self._name("pPr")]
        if not children:
            children = [self._name.new("r")]
            paragraph.append(children[0])
        return Place(children[0], children[-1], words)


def paragraph_of(element: Any) -> Any | None:
    """Return the paragraph that *element* stands in."""
    return next((parent for parent in element.iterancestors() if local(parent) == "p"), None)


def _flow(body: Any) -> Iterator[Any]:
    for paragraph in body.iter(Names(body)("p")):
        if not any(local(parent) == "txbxContent" for parent in paragraph.iterancestors()):
            yield paragraph


def _anchor(run: Any) -> Any:
    """Return *run*, or what around it stands where the end of a range may stand."""
    anchor = run
    for parent in run.iterancestors():
        if local(parent) == "p":
            break
        if local(parent) == "r":
            anchor = parent
    while local(anchor.getparent()) not in _HOLDERS:
        anchor = anchor.getparent()
    return anchor


def _quoted(words: str) -> str:
    line = " ".join(words.split())
    return f"“{line if len(line) <= _QUOTED else line[: _QUOTED - 1] + '…'}”"

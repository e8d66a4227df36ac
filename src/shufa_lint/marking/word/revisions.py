"""Edits of the text in the runs that hold it: as tracked changes that a reader accepts or rejects, or in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import takewhile
from typing import Any, Protocol

from shufa_lint.engine.rewriting import UnwritableError
from shufa_lint.marking.word.document import Document
from shufa_lint.marking.word.names import Names, local
from shufa_lint.marking.word.runs import Held, Runs, formatting_of, in_a_run
from shufa_lint.text.language import tr, tr_noop
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Edit, Span

_NUMBER = tr_noop("自动编号只能在 Word 里改")
_FIELD = tr_noop("自动生成的内容（域）只能在 Word 里改")
_BREAK = tr_noop("重新分段只能在 Word 里做")
_GRAPHIC = tr_noop("注释号、公式、带拼音的字只能在 Word 里改")
_CHARACTERS = tr_noop("改后的字里有 Word 文档写不了的字符")

_HOLDERS = frozenset({"p", "ins", "moveTo", "hyperlink", "smartTag", "sdtContent", "customXml"})
"""What may hold the runs that are edited."""
_REVISIONS = frozenset({"ins", "moveTo"})
_NUMBERED = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "numberingChange")
_WORDS = frozenset({"t", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym"})
"""What edits may take away; the mark of a footnote would take its note with it."""
_DELETED = {"t": "delText", "instrText": "delInstrText"}
_UNWRITABLE = regex("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class Pen(Protocol):
    """How runs come and go."""

    def delete(self, run: Any) -> None:
        """Take *run* away."""

    def insert(self, run: Any, beside: Any, *, before: bool) -> None:
        """Put *run* before or behind *beside*."""

    def join(self, paragraph: Any) -> None:
        """Take the end of *paragraph* away, so that the next one goes on in it."""


class Plain:
    """Writes as if the text had always been so."""

    def delete(self, run: Any) -> None:
        """Remove *run*."""
        run.getparent().remove(run)

    def insert(self, run: Any, beside: Any, *, before: bool) -> None:
        """Put *run* where it belongs."""
        (beside.addprevious if before else beside.addnext)(run)

    def join(self, paragraph: Any) -> None:
        """Move what is left of *paragraph* to the beginning of the next one."""
        following, properties = paragraph.getnext(), Names(paragraph)("pPr")
        at = 1 if following.find(properties) is not None else 0
        following[at:at] = [child for child in paragraph if child.tag != properties]
        paragraph.getparent().remove(paragraph)


class Tracked:
    """Writes tracked changes of *author*, dated *when* (2024-12-20T08:00:00Z), or without a date where that is None."""

    def __init__(self, body: Any, author: str, when: str | None) -> None:
        self._name = Names(body)
        self._about = {"author": author} | ({"date": when} if when else {})
        numbered = body.iter(*map(self._name, _NUMBERED))
        self._next = 1 + max((_number(element.get(self._name("id"))) for element in numbered), default=0)

    def delete(self, run: Any) -> None:
        """Mark *run* as deleted."""
        deleted = self._revision("del")
        run.addprevious(deleted)
        deleted.append(run)
        for child in run:
            if local(child) in _DELETED:
                child.tag = self._name(_DELETED[local(child)])

    def insert(self, run: Any, beside: Any, *, before: bool) -> None:
        """Mark *run* as inserted. It is no part of an insertion by somebody else, in which it may stand."""
        inserted = self._revision("ins")
        inserted.append(run)
        holder = beside.getparent()
        if local(holder) in _REVISIONS:
            rest = [beside, *beside.itersiblings()] if before else list(beside.itersiblings())
            beside, before = holder, len(rest) == len(holder)
            if rest and not before:
                other = deepcopy(holder)
                other[:] = rest
                other.tail = None
                other.set(self._name("id"), str(self._number()))
                holder.addnext(other)
        (beside.addprevious if before else beside.addnext)(inserted)

    def join(self, paragraph: Any) -> None:
        """Mark the end of *paragraph* as deleted."""
        properties = paragraph.find(self._name("pPr"))
        if properties is None:
            properties = self._name.new("pPr")
            paragraph.insert(0, properties)
        formatting = properties.find(self._name("rPr"))
        if formatting is None:
            formatting = self._name.new("rPr")
            later = properties.find(self._name("pPrChange"))
            if later is None:
                properties.append(formatting)
            else:
                later.addprevious(formatting)
        at = sum(1 for _ in takewhile(lambda child: local(child) in _REVISIONS, formatting))
        formatting.insert(at, self._revision("del"))

    def _revision(self, kind: str) -> Any:
        return self._name.new(kind, id=self._number(), **self._about)

    def _number(self) -> int:
        self._next += 1
        return self._next - 1


def revise(document: Document, edits: Iterable[Edit], pen: Pen) -> None:
    """Apply *edits*, which do not overlap, to the text of *document*; raises UnwritableError where that cannot be."""
    editor = _Editor(document, pen)
    for edit in sorted(edits, reverse=True):
        editor.apply(_least(edit, document.word.text))


class _Editor:
    """Applies edits one by one, from the last to the first."""

    def __init__(self, document: Document, pen: Pen) -> None:
        self._document = document
        self._word = document.word
        self._text = document.word.text
        self._pen = pen
        self._runs = Runs(document.word)
        self._fields = [region.span for region in document.word.regions if region.kind == "field"]

    def apply(self, edit: Edit) -> None:
        if "\n" in edit.text:
            raise UnwritableError(tr(_BREAK))
        if _UNWRITABLE.search(edit.text):
            raise UnwritableError(tr(_CHARACTERS))
        span = Span(edit.start, edit.end)
        if any(field.overlaps(span) for field in self._fields if span.start < span.end):
            raise UnwritableError(tr(_FIELD))
        ends = list(self._ends(span))
        doomed = self._runs.isolate(span)
        for held in doomed:
            _refuse_graphic(held)
        if edit.text:
            self._insert(edit, doomed)
        for held in doomed:
            self._document.touch(held.paragraph)
            self._pen.delete(held.run)
        for paragraph in reversed(ends):
            self._document.touch(paragraph)
            self._pen.join(paragraph)

    def _ends(self, span: Span) -> Iterator[Any]:
        """Yield the paragraphs of which *span* holds the end. Automatic numbers go only with their paragraphs."""
        for piece in self._runs.pieces(span):
            if in_a_run(piece):
                continue
            if piece.element is not None:
                raise UnwritableError(tr(_GRAPHIC))
            if piece.span.of(self._text) == "\n":
                _refuse_joint(piece.paragraph)
                yield piece.paragraph
            elif piece.span.start < span.start or "\n" not in self._text[piece.span.end : span.end]:
                raise UnwritableError(tr(_NUMBER))

    def _insert(self, edit: Edit, doomed: list[Held]) -> None:
        """Put the words of *edit* behind what it deletes, formatted like that, or else like what stands before them."""
        if doomed:
            run = doomed[0].run
            self._write(edit.text, formatting_of(run), run, before=False)
            return
        if before := self._character(edit.start - 1):
            run = before.run
            self._write(edit.text, formatting_of(run), run, before=False)
        elif after := self._character(edit.start):
            run = after.run
            self._write(edit.text, formatting_of(run), run, before=True)
        else:
            self._fill(edit)

    def _character(self, at: int) -> Held | None:
        """Return the character *at*, in a run of its own, to put others beside; None where that cannot be."""
        span = Span(at, at + 1)
        if at < 0 or span.of(self._text) in ("\n", "") or any(field.overlaps(span) for field in self._fields):
            return None
        return next((held for held in self._runs.isolate(span) if _holder(held) in _HOLDERS), None)

    def _fill(self, edit: Edit) -> None:
        """Put the words of *edit* into an empty paragraph."""
        held = [paragraph for span, paragraph in self._word.paragraphs if span.start <= edit.start <= span.end]
        paragraph = held[-1] if held else None
        name = Names(self._document.body)
        if paragraph is None or paragraph.tag != name("p") or any(local(child) != "pPr" for child in paragraph):
            raise UnwritableError(tr(_GRAPHIC))
        formatting = None
        properties = paragraph.find(name("pPr"))
        if properties is not None and properties.find(name("rPr")) is not None:
            formatting = formatting_of(properties)
        anchor = name.new("r")
        paragraph.append(anchor)
        self._write(edit.text, formatting, anchor, before=False)
        paragraph.remove(anchor)

    def _write(self, words: str, formatting: Any | None, beside: Any, *, before: bool) -> None:
        name = Names(beside)
        run = name.new("r")
        if formatting is not None:
            run.append(formatting)
        for at, part in enumerate(words.split("\t")):
            if at:
                run.append(name.new("tab"))
            if part:
                run.append(name.text(part))
        self._document.touch(beside)
        self._pen.insert(run, beside, before=before)


def _least(edit: Edit, text: str) -> Edit:
    """Return *edit* without the characters at its ends that stay as they are."""
    old, new = text[edit.start : edit.end], edit.text
    most = min(len(old), len(new))
    head = sum(1 for _ in takewhile(bool, (old[at] == new[at] for at in range(most))))
    most -= head
    tail = sum(1 for _ in takewhile(bool, (old[-at] == new[-at] for at in range(1, most + 1))))
    return Edit(edit.start + head, edit.end - tail, new[head : len(new) - tail])


def _refuse_graphic(held: Held) -> None:
    if _holder(held) not in _HOLDERS or local(held.element) not in _WORDS:
        raise UnwritableError(tr(_GRAPHIC))


def _holder(held: Held) -> str:
    """Return the name of what holds a run; empty where that is within another run or a field."""
    within = takewhile(lambda parent: local(parent) != "p", held.run.iterancestors())
    return "" if any(local(parent) in ("r", "fldSimple") for parent in within) else local(held.run.getparent())


def _refuse_joint(paragraph: Any) -> None:
    """Refuse to join *paragraph* with what is no paragraph, or lies in another section."""
    following, properties = paragraph.getnext(), paragraph.find(Names(paragraph)("pPr"))
    section = properties is not None and properties.find(Names(paragraph)("sectPr")) is not None
    if following is None or following.tag != paragraph.tag or section:
        raise UnwritableError(tr(_BREAK))


def _number(written: str | None) -> int:
    return int(written) if written and written.isdigit() and len(written) < 10 else 0

"""The walk over a document's XML: insertions in, deletions out, each character with the place that it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from shufa_lint.reading.model import Problem, Region, RegionKind
from shufa_lint.reading.word.fields import NUMBERS, PAGES, implied, name_of, unmatched
from shufa_lint.reading.word.marks import Edge, Field, Fragment, Range
from shufa_lint.reading.word.model import FieldResult, Piece
from shufa_lint.reading.word.names import MATH, MC, P_PR, R_PR, VAL, XML_SPACE, P, w
from shufa_lint.reading.word.numbering import Counter, Definitions, Label
from shufa_lint.reading.word.settings import is_on
from shufa_lint.reading.word.styles import Styles
from shufa_lint.reading.word.symbols import shown
from shufa_lint.text.span import Span

_UNDERSTOOD = frozenset({"wps", "wpg", "wpc", "wpi", "wp14", "wp15", "w14", "w15", "a14", "v"})
"""Prefixes of what mc:Choice may require: Word's own of 2010 and 2013."""
_LINE_BREAKS = str.maketrans("\n\r", "  ")
_BLANKS = " \t\r\n"
_CODE = 4096
"""How much of a field's code is looked at."""

NoteMark = Callable[[Any], str]
"""Takes a w:footnoteReference, w:footnoteRef or one of endnotes and returns the number that Word shows."""


class Walker:
    """Reads stories (a body, a footnote, a header …) one behind the other into one text.

    ``paragraphs``, ``pieces`` and so on are as in :class:`~shufa_lint.reading.word.model.WordText`; ``regions`` in
    order of their end. ``comments`` are the spans that comments stand beside, by the id of the comment.
    """

    def __init__(self, styles: Styles, definitions: Definitions, note_mark: NoteMark) -> None:
        self.pieces: list[Piece] = []
        self.paragraphs: list[tuple[Span, Any]] = []
        self.regions: list[Region] = []
        self.fields: list[FieldResult] = []
        self.problems: list[Problem] = []
        self.revisions: list[Span] = []
        self.numbers: list[Span] = []
        self.comments: dict[str, list[Span]] = {}
        self.at = 0
        self._styles, self._definitions, self._note_mark = styles, definitions, note_mark
        self._chunks: list[str] = []
        self._line: list[Fragment | Edge] = []
        self._kept_label: tuple[Label, Any] | None = None
        self._boxes: list[Any] = []
        self._open: list[Field] = []
        self._commented: dict[str, Range] = {}
        self._ignored: frozenset[Any] = frozenset()
        self._counter = Counter(definitions)
        self._in_table = False
        self._paragraph: Any = None
        self._style: str | None = None
        self._inline = _inline_handlers(self)
        self._blocks = _block_handlers(self)

    @property
    def text(self) -> str:
        """The text read so far."""
        return "".join(self._chunks)

    def story(self, element: Any, kind: RegionKind | None = None, own_numbers: bool = False) -> None:
        """Read all paragraphs below *element*, as a region of that *kind*; with *own_numbers* lists begin anew."""
        counter = self._counter
        if own_numbers:
            self._counter = Counter(self._definitions)
        self._ignored = unmatched(element)
        start = self.at
        self._enter(element)
        self._open.clear()
        self._line.clear()
        self._kept_label = None
        self._counter = counter
        if kind and self.at > start:
            self.regions.append(Region(kind, Span(start, self.at - 1)))

    # blocks

    def _enter(self, container: Any) -> None:
        """Read the blocks of a container; a paragraph does not run on beyond its end."""
        self._read_blocks(container)
        self._finish_line()

    def _read_blocks(self, container: Any) -> None:
        for child in container:
            handler = self._blocks.get(child.tag)
            if handler:
                handler(child)

    def read_paragraph(self, element: Any) -> None:
        """Read a w:p; where its mark is deleted or hidden, what comes next belongs to the same line."""
        properties = element.find(P_PR)
        self._paragraph, self._style = element, self._styles.of(properties)
        mark = None if properties is None else properties.find(R_PR)
        self._read_inline(element)
        if mark is not None and any(mark.find(tag) is not None for tag in _REVISIONS):
            self._note_revision(None)
            if mark.find(_DEL) is not None or mark.find(_MOVE_FROM) is not None:
                return
        if self._styles.is_hidden(self._style, mark):
            self._count_hidden(element, properties)
            return
        self._end_line()

    def _count_hidden(self, element: Any, properties: Any | None) -> None:
        """Count a paragraph with a hidden mark. Its number is shown where its words run on, as run-in headings do."""
        label = self._next_label(properties)
        shows = any(isinstance(part, Fragment) and part.kind != "hidden" for part in self._line)
        if label and shows and self._kept_label is None:
            self._kept_label = label, element

    def read_table(self, element: Any) -> None:
        """Read a w:tbl, one cell after the other."""
        self._finish_line()
        start, outermost = self.at, not self._in_table
        self._in_table = True
        self._read_rows(element)
        self._in_table = not outermost
        if outermost and self.at > start:
            self.regions.append(Region("table", Span(start, self.at - 1)))

    def _read_rows(self, container: Any) -> None:
        for child in container:
            if child.tag == _ROW:
                properties = child.find(_ROW_PR)
                if properties is None or (properties.find(_DEL) is None and not is_on(properties.find(w("hidden")))):
                    self._read_cells(child)
            elif child.tag in _WRAPPERS:
                self._read_rows(child)

    def _read_cells(self, container: Any) -> None:
        for child in container:
            if child.tag == _CELL:
                properties = child.find(_CELL_PR)
                if properties is None or not _is_covered(properties):
                    self._enter(child)
            elif child.tag in _WRAPPERS:
                self._read_cells(child)

    def read_alternatives(self, element: Any, read: Callable[[Any], None]) -> None:
        """Read the first of the alternatives that Word understands."""
        choices = element.findall(f"{{{MC}}}Choice")
        fallback = element.find(f"{{{MC}}}Fallback")
        for choice in choices:
            if fallback is None or _UNDERSTOOD.issuperset(choice.get("Requires", "").split()):
                read(choice)
                return
        if fallback is not None:
            read(fallback)

    # lines

    def _finish_line(self) -> None:
        """End a line whose paragraph has lost its mark and has nothing to run on into."""
        if any(isinstance(part, Fragment) for part in self._line) or self._boxes:
            self._end_line()

    def _end_line(self) -> None:
        element, properties = self._paragraph, self._paragraph.find(P_PR)
        line, boxes, self._line, self._boxes = self._line, self._boxes, [], []
        start = self.at
        own = self._next_label(properties)
        kept, self._kept_label = self._kept_label, None
        if kept:
            self._write_label(*kept)
        elif own:
            self._write_label(own, element)
        self._write_line(line)
        self.paragraphs.append((Span(start, self.at), element))
        self._write(Fragment("\n", None, 0, element))
        for box in boxes:
            self._read_box(box)

    def _next_label(self, properties: Any | None) -> Label | None:
        place = self._definitions.place(properties, self._style)
        return self._counter.next(place) if place else None

    def _write_label(self, label: Label, element: Any) -> None:
        if label.unknown:
            reason = f"自动编号用了认不出来的格式（{label.unknown}），这一段的编号没有读出来"
            self.problems.append(Problem("unknown-numbering", Span(self.at, self.at), reason))
        if not label.text:
            return
        if not label.is_bullet:
            self.numbers.append(Span(self.at, self.at + len(label.text)))
        self._write(Fragment(label.text, None, 0, element, "markup" if label.is_bullet else None))
        self._write(Fragment(label.separator, None, 0, element, "markup"))

    def _write_line(self, line: list[Fragment | Edge]) -> None:
        words = [at for at, part in enumerate(line) if isinstance(part, Fragment) and not part.is_page_break]
        for at, part in enumerate(line):
            if isinstance(part, Edge) and part.is_end:
                part.range.end(self.at)
            elif isinstance(part, Edge):
                part.range.start = self.at
            elif not part.is_page_break or (words and words[0] < at < words[-1]):
                self._write(part)

    def _write(self, fragment: Fragment) -> None:
        length = len(fragment.text)
        if not length:
            return
        span = Span(self.at, self.at + length)
        self._chunks.append(fragment.text)
        self.pieces.append(Piece(span, fragment.element, fragment.at, fragment.paragraph))
        self.at = span.end
        if fragment.kind:
            last = self.regions[-1] if self.regions else None
            if last and last.kind == fragment.kind and last.span.end == span.start:
                self.regions[-1] = Region(fragment.kind, Span(last.span.start, span.end))
            else:
                self.regions.append(Region(fragment.kind, span))

    def _read_box(self, content: Any) -> None:
        """Read a text box, behind the paragraph that holds it."""
        fields, self._open = self._open, []
        in_table, self._in_table = self._in_table, False
        start = self.at
        self._enter(content)
        self._open, self._in_table = fields, in_table
        if self.at > start:
            self.regions.append(Region("text-box", Span(start, self.at - 1)))

    # inside paragraphs

    def _read_inline(self, element: Any) -> None:
        handlers = self._inline
        for child in element:
            handler = handlers.get(child.tag, self._read_inline)
            if handler:
                handler(child)

    def read_run(self, element: Any) -> None:
        """Read a w:r."""
        if not self._styles.is_hidden(self._style, element.find(R_PR)):
            self._read_inline(element)
            return
        before = len(self._line)
        self._read_inline(element)
        for at in range(before, len(self._line)):
            part = self._line[at]
            if isinstance(part, Fragment):
                self._line[at] = part._replace(kind="hidden")

    def _add(self, text: str, element: Any | None, at: int = 0, kind: RegionKind | None = None) -> None:
        if text and (not self._open or all(field.in_result for field in self._open)):
            self._line.append(Fragment(text, element, at, self._paragraph, kind))

    def read_text(self, element: Any) -> None:
        """Read a w:t, of which blanks at the ends count only where it says so."""
        text = element.text or ""
        at = 0
        if text[:1] in _BLANKS or text[-1:] in _BLANKS:
            if element.get(XML_SPACE) != "preserve":
                at = len(text) - len(text.lstrip(_BLANKS))
                text = text.strip(_BLANKS)
            text = text.translate(_LINE_BREAKS)
        elif "\n" in text or "\r" in text:
            text = text.translate(_LINE_BREAKS)
        self._add(text, element, at)

    def read_break(self, element: Any) -> None:
        """Read a w:br; one that begins a page ends a line only in the midst of a paragraph."""
        before = len(self._line)
        self._add("\n", element)
        if element.get(w("type")) in ("page", "column") and len(self._line) > before:
            self._line[-1] = self._line[-1]._replace(is_page_break=True)  # type: ignore[call-arg]

    def read_symbol(self, element: Any) -> None:
        """Read a w:sym, a character by its code."""
        try:
            character = chr(int(element.get(w("char"), ""), 16))
        except (ValueError, OverflowError):
            return
        if not 0xD800 <= ord(character) <= 0xDFFF and character not in "\0\n\r":
            self._add(shown(character, element.get(w("font"))), element)

    def read_note_mark(self, element: Any) -> None:
        """Read the number of a footnote or an endnote."""
        if not is_on_attribute(element.get(w("customMarkFollows"))):
            self._add(self._note_mark(element), element, kind="markup")

    def read_drawing(self, element: Any) -> None:
        """Keep the text boxes of a drawing until the paragraph that holds it is read."""
        if not self._open or all(field.in_result for field in self._open):
            self._boxes.extend(_boxes_in(element))

    # revisions and comments

    def read_insertion(self, element: Any) -> None:
        """Read a w:ins or w:moveTo, whose characters are in the text."""
        self._note_revision(element)

    def read_deletion(self, element: Any) -> None:
        """Leave out a w:del or w:moveFrom, but for the fact that it is there."""
        if len(element):
            self._note_revision(None)

    def _note_revision(self, content: Any | None) -> None:
        change = Range(self.revisions)
        self._line.append(Edge(change, is_end=False))
        if content is not None:
            self._read_inline(content)
        self._line.append(Edge(change, is_end=True))

    def read_comment_edge(self, element: Any) -> None:
        """Read where a comment's words start or end; a comment without words has only a w:commentReference."""
        name = element.get(w("id"), "")
        if element.tag == _COMMENT_START and name not in self.comments:
            self._commented[name] = Range(self.comments.setdefault(name, []))
            self._line.append(Edge(self._commented[name], is_end=False))
        elif element.tag == _COMMENT_END and name in self._commented:
            self._line.append(Edge(self._commented.pop(name), is_end=True))
        elif element.tag == _COMMENT and name not in self.comments:
            point = Range(self.comments.setdefault(name, []))
            self._line += (Edge(point, is_end=False), Edge(point, is_end=True))

    # fields

    def read_field_mark(self, element: Any) -> None:
        """Read a w:fldChar: a field begins, its result begins, or it ends."""
        kind = element.get(w("fldCharType"))
        if kind == "begin" and element not in self._ignored:
            self._open.append(Field(self.fields, self.regions, element))
        elif kind == "separate" and self._open:
            self._begin_result(self._open[-1])
        elif kind == "end" and self._open:
            self._end_field()

    def read_code(self, element: Any) -> None:
        """Read a w:instrText, a part of a field's code."""
        if self._open and not self._open[-1].in_result and len(self._open[-1].code) < _CODE:
            self._open[-1].code += element.text or ""

    def read_simple_field(self, element: Any) -> None:
        """Read a w:fldSimple, a field in one element."""
        self._open.append(Field(self.fields, self.regions, element, element.get(w("instr"), "")[:_CODE]))
        self._begin_result(self._open[-1])
        self._read_inline(element)
        if self._open:
            self._end_field()

    def _begin_result(self, field: Field) -> None:
        if not field.in_result:
            field.in_result = True
            field.nested = len(self._open) > 1
            self._line.append(Edge(field, is_end=False))

    def _end_field(self) -> None:
        field = self._open.pop()
        if field.in_result:
            self._line.append(Edge(field, is_end=True))
        elif name_of(field.code) in NUMBERS:
            reason = f"编号是用域（{name_of(field.code)}）生成的，文件里没有存它的值，这里的编号没有读出来"
            self.problems.append(Problem("unknown-numbering", Span(self.at, self.at), reason))
        elif name_of(field.code) in PAGES:  # Word works it out when it shows the page; a file need not hold a result
            self._begin_result(field)
            self._line.append(Edge(field, is_end=True))
        else:
            self._add(implied(field.code, field.begin).translate(_LINE_BREAKS), None)


def is_on_attribute(value: str | None) -> bool:
    """Say whether an attribute is switched on; None is off."""
    return value in ("1", "true", "on")


def _is_covered(properties: Any) -> bool:
    """Say whether a cell is deleted, or hidden by a merged one above it."""
    merge = properties.find(w("vMerge"))
    return properties.find(w("cellDel")) is not None or (merge is not None and merge.get(VAL) != "restart")


def _boxes_in(element: Any) -> Iterator[Any]:
    """Yield the contents of the text boxes of a drawing, not of those in them, each once."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag == f"{{{MC}}}AlternateContent":
            found: list[Any] = []
            for alternative in child:
                found = list(_boxes_in(alternative))
                if found:
                    break
            yield from found
        else:
            yield from _boxes_in(child)


def _block_handlers(walker: Walker) -> dict[Any, Callable[[Any], None]]:
    handlers: dict[Any, Callable[[Any], None]] = {
        P: walker.read_paragraph,
        w("tbl"): walker.read_table,
        f"{{{MC}}}AlternateContent": lambda element: walker.read_alternatives(element, walker._read_blocks),
    }
    return handlers | dict.fromkeys(_WRAPPERS, walker._read_blocks)


def _inline_handlers(walker: Walker) -> dict[Any, Callable[[Any], None] | None]:
    """Return what reads which element; None skips it, and the elements of no handler are but wrappers."""
    handlers: dict[Any, Callable[[Any], None] | None] = {w(name): None for name in _SKIPPED.split()}
    return handlers | {
        w("r"): walker.read_run,
        w("t"): walker.read_text,
        f"{{{MATH}}}t": walker.read_text,
        **dict.fromkeys((w("ins"), w("moveTo")), walker.read_insertion),
        **dict.fromkeys((_DEL, _MOVE_FROM), walker.read_deletion),
        **dict.fromkeys((_COMMENT_START, _COMMENT_END, _COMMENT), walker.read_comment_edge),
        w("tab"): lambda element: walker._add("\t", element),
        w("ptab"): lambda element: walker._add("\t", element),
        w("br"): walker.read_break,
        w("cr"): lambda element: walker._add("\n", element),
        w("noBreakHyphen"): lambda element: walker._add("\u2011", element),
        w("sym"): walker.read_symbol,
        w("fldChar"): walker.read_field_mark,
        w("instrText"): walker.read_code,
        w("fldSimple"): walker.read_simple_field,
        w("drawing"): walker.read_drawing,
        w("pict"): walker.read_drawing,
        w("object"): walker.read_drawing,
        f"{{{MC}}}AlternateContent": lambda element: walker.read_alternatives(element, walker._read_inline),
        **{w(kind + mark): walker.read_note_mark for kind in ("footnote", "endnote") for mark in ("Reference", "Ref")},
    }


_SKIPPED = """
pPr rPr sdtPr sdtEndPr smartTagPr customXmlPr fldData ffData delText delInstrText rt rubyPr softHyphen annotationRef
separator continuationSeparator lastRenderedPageBreak proofErr bookmarkStart bookmarkEnd
"""
_DEL, _MOVE_FROM = w("del"), w("moveFrom")
_REVISIONS = (w("ins"), _DEL, _MOVE_FROM, w("moveTo"))
_COMMENT_START, _COMMENT_END, _COMMENT = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")
_ROW, _ROW_PR, _CELL, _CELL_PR, _BOX = w("tr"), w("trPr"), w("tc"), w("tcPr"), w("txbxContent")
_WRAPPERS = frozenset(w(name) for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))

"""A .docx into a Reading, or into the text and the package behind it, for those that change it."""

from __future__ import annotations

from hashlib import sha256
from itertools import chain
from typing import Any

from shufa_lint.reading.fill import fill
from shufa_lint.reading.layout import Layout, PageLayout
from shufa_lint.reading.model import Problem, Reading
from shufa_lint.reading.refusal import WHOLE_FILE
from shufa_lint.reading.word.altchunk import import_chunks
from shufa_lint.reading.word.comments import open_comments
from shufa_lint.reading.word.fields import DATES, name_of
from shufa_lint.reading.word.footers import Footers
from shufa_lint.reading.word.layout import Looks
from shufa_lint.reading.word.model import WordText
from shufa_lint.reading.word.names import w
from shufa_lint.reading.word.notes import NoteKind, Notes
from shufa_lint.reading.word.numbering import Definitions
from shufa_lint.reading.word.package import Package
from shufa_lint.reading.word.sections import Section, StoryKind, has_even_pages, page_layout, sections, shown_parts
from shufa_lint.reading.word.styles import Styles
from shufa_lint.reading.word.theme import Theme
from shufa_lint.reading.word.walk import Walker
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS, SourceText

_FILLED = frozenset({"markup", "hidden", "footnote", "endnote", "header", "footer"})
_NOTES: tuple[NoteKind, ...] = ("footnote", "endnote")
_STORIES: tuple[StoryKind, ...] = ("header", "footer")
_INK = regex(rf"[^\s{BLANKS}]")
_EXTENDED_COMMENTS = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


def read_word(data: bytes, name: str) -> Reading:
    """Read the bytes of a .docx called *name*. Raises UnreadableError where it cannot or should not be read."""
    document = _Document(data)
    word = document.text()
    words = fill(word.text, (region.span for region in word.regions if region.kind in _FILLED))
    return Reading(
        source=SourceText(word.text),
        words=words,
        regions=word.regions,
        format="word",
        encoding="docx",
        bom=False,
        sha256=sha256(data).hexdigest(),
        problems=(*document.emptiness(words), *word.problems),
        layout=None if word.imported else document.layout(word),
    )


def open_word(data: bytes) -> WordText:
    """Return the text of a .docx with its package, which may be changed and saved. Raises UnreadableError."""
    return _Document(data).text()


class _Document:
    """A package with all that is needed to read its text and its layout."""

    def __init__(self, data: bytes) -> None:
        self._package = Package(data)
        self._imported = import_chunks(self._package.body, self._package.part)
        self._settings = self._package.related("settings")
        self._styles = Styles(self._package.related("styles"), Theme(self._package.related("theme"), self._settings))
        self._definitions = Definitions(self._package.related("numbering"), self._styles)
        roots = {kind: self._package.related(f"{kind}s") for kind in _NOTES}
        self._notes = Notes({kind: root for kind, root in roots.items() if root is not None}, self._settings)
        self._even_and_odd = has_even_pages(self._settings)
        self._sections: list[Section] = []

    def text(self) -> WordText:
        """Walk over the body, then what stands outside of it."""
        walker = self._walker()
        walker.story(self._package.body)
        self._sections = sections(walker.paragraphs, self._package.body, walker.at, self._even_and_odd)
        for kind in _NOTES:
            for note in self._notes.referred(kind):
                walker.story(note, kind)
        for story in _STORIES:
            for relation in shown_parts(self._sections, story):
                root = self._package.by_id(relation)
                if root is not None:
                    walker.story(root, story, own_numbers=True)
        return WordText(
            text=walker.text,
            pieces=tuple(walker.pieces),
            paragraphs=tuple(walker.paragraphs),
            regions=tuple(sorted(walker.regions, key=lambda region: (region.span.start, -region.span.end))),
            problems=tuple(walker.problems),
            package=self._package.document,
            parts=self._package.roots,
            fields=tuple(walker.fields),
            revisions=tuple(sorted(walker.revisions)),
            comments=self._open_comments(walker),
            numbers=tuple(walker.numbers),
            imported=self._imported,
        )

    def layout(self, word: WordText) -> Layout:
        """Return the layout of the document whose text is *word*."""
        looks = Looks(self._styles, self._definitions)
        footers = Footers(self._walker, looks)
        return Layout(
            pages=tuple(self._page(section, footers) for section in self._sections),
            paragraphs=tuple(looks.paragraphs(word, self._sections)),
            date_fields=tuple(field.span for field in word.fields if name_of(field.code) in DATES),
            revisions=word.revisions,
            comments=tuple(sorted(chain.from_iterable(word.comments.values()))),
            numbers=word.numbers,
        )

    def emptiness(self, words: str) -> list[Problem]:
        """Return a problem where a document has no words."""
        if _INK.search(words):
            return []
        if next(self._package.body.iter(w("drawing"), w("pict"), w("object")), None) is not None:
            return [Problem("no-text-layer", WHOLE_FILE, "文档里只有图片，没有文字")]
        return [Problem("unreadable-document", WHOLE_FILE, "文件是空的，没有可以检查的内容")]

    def _walker(self) -> Walker:
        return Walker(self._styles, self._definitions, self._notes.mark)

    def _page(self, section: Section, footers: Footers) -> PageLayout:
        shown: list[Any] = []
        for (story, kind), relation in section.shown.items():
            root = self._package.by_id(relation) if story == "footer" else None
            if root is not None:
                shown.append(footers.page_number(kind, relation, root))
        return page_layout(section, self._even_and_odd, tuple(shown))

    def _open_comments(self, walker: Walker) -> dict[str, tuple[Any, ...]]:
        if not walker.comments:
            return {}
        extended = self._package.related(_EXTENDED_COMMENTS)
        names = open_comments(walker.comments, self._package.related("comments"), extended)
        return {name: tuple(walker.comments[name]) for name in names}

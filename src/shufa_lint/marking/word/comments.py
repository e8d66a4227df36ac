"""Comments in a Word document: their part, their styles, and the marks in the text between which each one stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shufa_lint.marking.word.names import Names, local
from shufa_lint.marking.word.package import Package
from shufa_lint.marking.word.places import Place
from shufa_lint.marking.word.styles import REFERENCE, TEXT, ensure
from shufa_lint.reading.word.comments import CHECKER

AUTHOR, INITIALS = CHECKER, "检"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_RELATIONSHIP = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


class Comments:
    """The comments of one document, to which more can be added; those that are there stay. ``when`` is the date that
    the new ones bear, as 2024-12-20T08:00:00Z, None for no date."""

    def __init__(self, package: Package, body: Any, when: str | None) -> None:
        self._package = package
        self._name = Names(body)
        self._when = when
        self._part = package.related("comments")
        root = package.tree(self._part) if self._part else None
        self._root = self._name.new("comments") if root is None else root
        self._styles_part = package.related("styles")
        self._styles = package.tree(self._styles_part) if self._styles_part else None
        self._style_ids: dict[str, str] = {}
        self._next = 1 + max((_number(mark.get(self._name("id"))) for mark in self._numbered(body)), default=-1)
        self.count = sum(1 for _ in self._root.iter(self._name("comment")))

    def _numbered(self, body: Any) -> list[Any]:
        return [*self._root.iter(self._name("comment")), *body.iter(*map(self._name, _MARKS))]

    def own(self) -> dict[str, list[str]]:
        """Return the texts of the comments that this program has made before, by their numbers, line by line."""
        return {
            comment.get(self._name("id")): [
                "".join(text.text or "" for text in line.iter(self._name("t"))) for line in comment
            ]
            for comment in self._root.iter(self._name("comment"))
            if comment.get(self._name("author")) == AUTHOR
        }

    def add(self, place: Place, lines: Sequence[str]) -> None:
        """Say *lines*, each of them a paragraph, at *place*."""
        number = self._next
        self._next += 1
        self.count += 1
        place.first.addprevious(self._name.new("commentRangeStart", id=number))
        end = self._name.new("commentRangeEnd", id=number)
        place.last.addnext(end)
        _behind(end).addnext(self._sign("commentReference", id=number))
        comment = self._name.new("comment", id=number, author=AUTHOR, initials=INITIALS)
        if self._when:
            comment.set(self._name("date"), self._when)
        for at, line in enumerate(lines):
            comment.append(self._line(line, first=not at))
        self._root.append(comment)

    def save(self) -> None:
        """Put the comments, and the styles that they need, into the package."""
        if self._styles is not None and self._styles_part:
            self._package.put(self._styles_part, self._styles)
            self._copy_styles()
        if self._part:
            self._package.put(self._part, self._root)
            return
        strict = "purl.oclc.org" in self._name.namespace
        kind = _STRICT_RELATIONSHIP if strict else _RELATIONSHIP
        self._package.add(self._package.free_name("comments"), self._root, kind, _CONTENT_TYPE)

    def _copy_styles(self) -> None:
        """Let the copy of the styles that Word 2010 keeps for itself, where there is one, know the same."""
        part = self._package.related("stylesWithEffects")
        root = self._package.tree(part) if part else None
        if part and root is not None:
            for name in self._style_ids:
                ensure(root, name)
            self._package.put(part, root)

    def _style(self, name: str) -> str:
        if name not in self._style_ids:
            self._style_ids[name] = ensure(self._styles, name)
        return self._style_ids[name]

    def _line(self, words: str, *, first: bool) -> Any:
        paragraph = self._name.new("p")
        if self._styles is not None:
            properties = self._name.new("pPr")
            properties.append(self._name.new("pStyle", val=self._style(TEXT)))
            paragraph.append(properties)
        if first:
            paragraph.append(self._sign("annotationRef"))
        run = self._name.new("r")
        run.append(self._name.text(words))
        paragraph.append(run)
        return paragraph

    def _sign(self, sign: str, **attributes: object) -> Any:
        """Return a run that holds the *sign* of a comment."""
        run = self._name.new("r")
        if self._styles is not None:
            properties = self._name.new("rPr")
            properties.append(self._name.new("rStyle", val=self._style(REFERENCE)))
            run.append(properties)
        run.append(self._name.new(sign, **attributes))
        return run


def _behind(end: Any) -> Any:
    """Return the child of a paragraph that *end* is or stands in: what follows it is no part of a link or insertion."""
    while local(end.getparent()) != "p":
        end = end.getparent()
    return end


def _number(written: str | None) -> int:
    return int(written) if written and written.lstrip("-").isdigit() and len(written) < 10 else -1

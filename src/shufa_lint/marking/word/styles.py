"""The styles that comments are written in: those that the document has under their built-in names, else new ones."""

from __future__ import annotations

from typing import Any

from lxml import etree

from shufa_lint.marking.word.names import Names

REFERENCE, TEXT = "annotation reference", "annotation text"
"""What Word calls the style of the sign of a comment, and that of its text, in every language."""

_REFERENCE = """\
<w:style xmlns:w="{ns}" w:type="character" w:styleId="{id}"><w:name w:val="annotation reference"/>\
<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>\
<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>"""
_TEXT = """\
<w:style xmlns:w="{ns}" w:type="paragraph" w:styleId="{id}"><w:name w:val="annotation text"/>\
<w:uiPriority w:val="99"/><w:unhideWhenUsed/>\
<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>\
<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>\
<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>"""
_WANTED = {REFERENCE: ("CommentReference", "character", _REFERENCE), TEXT: ("CommentText", "paragraph", _TEXT)}


def ensure(styles: Any, name: str) -> str:
    """Return the id of the style called *name* in the part *styles*, to which it is added where it is missing."""
    word = Names(styles)
    own, kind, definition = _WANTED[name]
    taken: set[str] = set()
    for style in styles.iter(word("style")):
        taken.add(style.get(word("styleId"), ""))
        label = style.find(word("name"))
        if label is not None and label.get(word("val"), "").lower() == name and style.get(word("type")) == kind:
            return str(style.get(word("styleId")))
    free = next(id_ for id_ in (own, *(f"{own}{number}" for number in range(1, len(taken) + 2))) if id_ not in taken)
    styles.append(etree.fromstring(definition.format(ns=word.namespace, id=free)))
    return free

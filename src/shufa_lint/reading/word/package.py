"""The package of a .docx, opened with python-docx after it has passed the guard."""

from __future__ import annotations

import io
from typing import Any

from shufa_lint.reading.guard import inspect_word
from shufa_lint.reading.refusal import UnreadableError
from shufa_lint.reading.word.names import R, W

_RELATION = R + "/"
_SAVE_AGAIN = "请用 Word 或 WPS 打开，另存一份再检查"


class Package:
    """A Word document with its parts. ``roots`` holds the XML of the parts that were asked for, by name."""

    def __init__(self, data: bytes) -> None:
        """Open the document. Raises UnreadableError where it cannot or should not be read."""
        inspect_word(data)
        self.document = _open(data)
        self.part = self.document.part
        self.roots: dict[str, Any] = {}
        self.body = self._keep(self.part, self.part.element).find(f"{{{W}}}body")
        if self.body is None:
            raise UnreadableError(f"文件里没有 Word 文档的正文，可能已经损坏；{_SAVE_AGAIN}")

    def related(self, kind: str) -> Any | None:
        """Return the root of the part that is the document's *kind*, such as styles, or None; a kind may be a URI."""
        name = kind if ":" in kind else _RELATION + kind
        for relation in self.part.rels.values():
            if relation.reltype == name and not relation.is_external:
                return self._root(relation.target_part)
        return None

    def by_id(self, relation: str | None) -> Any | None:
        """Return the root of the part that the document calls by the id of a relation; None if none."""
        found = self.part.rels.get(relation) if relation else None
        return None if found is None or found.is_external else self._root(found.target_part)

    def _root(self, part: Any) -> Any:
        name = str(part.partname)
        if name in self.roots:
            return self.roots[name]
        element = getattr(part, "element", None)
        return self._keep(part, _parsed(part.blob) if element is None else element)

    def _keep(self, part: Any, element: Any) -> Any:
        if element.getroottree().docinfo.internalDTD is not None:
            raise UnreadableError("文件的 XML 里有 DTD 或实体声明，正常的文档不会有，可能不安全，没有打开")
        self.roots[str(part.partname)] = element
        return element


def _open(data: bytes) -> Any:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        return docx.Document(io.BytesIO(data))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, IndexError, NotImplementedError) as error:
        raise UnreadableError(f"文件的结构不合规范，打不开；{_SAVE_AGAIN}") from error


def _parsed(content: bytes) -> Any:
    from lxml import etree

    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"文件里有一个部件坏了，读不出来；{_SAVE_AGAIN}") from error

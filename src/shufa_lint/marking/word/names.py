"""Names of WordprocessingML elements, in the namespace that a document uses: the usual one, or that of Strict files."""

from __future__ import annotations

from typing import Any

from lxml import etree

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Names:
    """Makes the names and elements of one document."""

    def __init__(self, element: Any) -> None:
        self.namespace: str = etree.QName(element).namespace or ""

    def __call__(self, local: str) -> str:
        """Return the full name of the element or attribute *local*."""
        return f"{{{self.namespace}}}{local}"

    def new(self, local: str, **attributes: object) -> Any:
        """Return a new element; its attributes are of the same namespace."""
        element = etree.Element(self(local), nsmap={"w": self.namespace})
        for name, value in attributes.items():
            element.set(self(name), str(value))
        return element

    def text(self, words: str, local: str = "t") -> Any:
        """Return a text element that keeps the blanks of *words*."""
        element = self.new(local)
        element.text = words
        element.set(XML_SPACE, "preserve")
        return element


def local(element: Any) -> str:
    """Return the name of *element* without its namespace; empty for what is no element (comments, instructions)."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""

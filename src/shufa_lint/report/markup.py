"""XML in bytes."""

from __future__ import annotations

from xml.etree.ElementTree import Element, indent, tostring


def written(root: Element) -> bytes:
    """Return the document under *root* in UTF-8, with its declaration, a line an element.

    What stands in it must hold no control characters: XML has no way to write them.
    """
    indent(root)
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"

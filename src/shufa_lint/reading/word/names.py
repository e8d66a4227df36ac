"""The names of the XML elements and attributes of a .docx."""

from __future__ import annotations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str) -> str:
    """Return *name* in the namespace of Word's own elements and attributes."""
    return f"{{{W}}}{name}"


VAL = w("val")
P, R_, T = w("p"), w("r"), w("t")
P_PR, R_PR = w("pPr"), w("rPr")

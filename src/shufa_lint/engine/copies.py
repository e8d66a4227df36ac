"""The names of copies that are written beside Word documents and PDFs, which themselves are never changed."""

from __future__ import annotations

from pathlib import Path

CHECKED, MENDED = "检查", "修改"
"""What stands in the name of a copy with comments, and of one with tracked changes."""
SUFFIX, PDF = ".docx", ".pdf"
_OTHERS = (".DOCX", ".docm", ".doc", ".wps", ".PDF")


def copy_of(document: Path, kind: str, folder: Path | None = None) -> Path:
    """Return where the copy of *document* belongs, in *folder* or beside it: 述法报告.检查.docx."""
    suffix = PDF if document.suffix.lower() == PDF else SUFFIX
    return (folder or document.parent) / f"{document.stem}.{kind}{suffix}"


def is_copy(path: Path) -> bool:
    """Say whether *path* is named like a copy of a document that stands beside it, or in the folder above."""
    stem, dot, kind = path.stem.rpartition(".")
    if path.suffix.lower() not in (SUFFIX, PDF) or not dot or kind not in (CHECKED, MENDED):
        return False
    folders = path.parent, path.parent.parent
    return any((folder / (stem + suffix)).is_file() for folder in folders for suffix in (path.suffix, *_OTHERS))

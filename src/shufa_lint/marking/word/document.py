"""A Word document that is open to be changed and saved as a copy."""

from __future__ import annotations

import zipfile
from typing import Any

from shufa_lint.engine.rewriting import UnwritableError
from shufa_lint.marking.word.package import Package
from shufa_lint.reading.word.read import open_word
from shufa_lint.text.language import tr, tr_noop

IMPORTED = tr_noop("正文是嵌在文件里的网页，要先用 Word 打开，另存一份 .docx")

IRREGULAR = tr_noop("文件的结构不合规范，要先用 Word 或 WPS 打开，另存一份")


class Document:
    """The text of a Word document and its package. ``body`` is the root of the main part.

    Raises UnwritableError where the words are those of a web page within the file, which have no runs, or where the
    parts of the file are not called what they should be.
    """

    def __init__(self, data: bytes) -> None:
        self.word = open_word(data)
        if self.word.imported:
            raise UnwritableError(tr(IMPORTED))
        self._parts = {name.lstrip("/"): root for name, root in self.word.parts.items()}
        try:
            self.package = Package(data, str(self.word.package.part.partname).lstrip("/"))
            self.body = self._parts[self.package.main]
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise UnwritableError(tr(IRREGULAR)) from error
        self._touched: set[str] = {self.package.main}

    def touch(self, element: Any) -> None:
        """Remember that the part that *element* stands in is to be saved."""
        root = element.getroottree().getroot()
        self._touched |= {name for name, own in self._parts.items() if own is root}

    def saved(self) -> bytes:
        """Return the package with the parts that were touched as they are now."""
        for name in sorted(self._touched):
            self.package.put(name, self._parts[name])
        return self.package.saved()

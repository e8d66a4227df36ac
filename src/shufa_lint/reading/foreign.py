"""Files that are no text: which reader takes which, each imported when it is first needed."""

from __future__ import annotations

from shufa_lint.reading.model import ForeignParser, Reading


def read_foreign(parser: ForeignParser, data: bytes, name: str) -> Reading:
    """Read the bytes of a file called *name* with *parser*, in this process and without limits.

    Raises UnreadableError where the file cannot be read, and whatever a parser raises over a file that is damaged.
    """
    match parser:
        case "word":
            from shufa_lint.reading.word.read import read_word

            return read_word(data, name)
        case "office":
            from shufa_lint.reading.office import read_office

            return read_office(data, name)
        case "pdf":
            from shufa_lint.reading.pdf import read_pdf

            return read_pdf(data, name)
        case "ofd":
            from shufa_lint.reading.ofd import read_ofd

            return read_ofd(data, name)

"""Web pages inside a .docx (w:altChunk) into paragraphs, as Word does when it opens such a file."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from typing import Any, NamedTuple

from shufa_lint.reading.refusal import UnreadableError
from shufa_lint.reading.word.names import XML_SPACE, R, w
from shufa_lint.text.decode import decode

_BLOCK_NAMES = """
address article aside blockquote body caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header
hr html li main nav ol p pre section table tbody td tfoot th thead title tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset(
    {"head", "style", "script", "xml", "template", "noscript", "select", "textarea", "iframe", "object"}
)
_WEB = ("text/html", "application/xhtml+xml")
_ARCHIVES = ("message/rfc822", "multipart/related", "application/x-mimearchive")
_SPACES = " \t\r\n\f"
_REASON = "正文是以别的格式（{kind}）嵌在文件里的，读不出来；请用 Word 打开，另存一份 .docx 再检查"


class Chunk(NamedTuple):
    """The part that an altChunk stands for."""

    content_type: str
    data: bytes


def import_chunks(body: Any, part: Any) -> bool:
    """Put paragraphs in place of the altChunks under *body*, and say whether there were any.

    *part* is the document part, whose relations tell what they stand for. Raises UnreadableError for formats that are
    neither web pages nor text.
    """
    elements = list(body.iter(w("altChunk")))
    for element in elements:
        relation = part.rels.get(element.get(f"{{{R}}}id", ""))
        if relation is None or relation.is_external:
            raise UnreadableError(_REASON.format(kind="altChunk"))
        target = relation.target_part
        for line in _lines(Chunk(target.content_type, target.blob)):
            element.addprevious(_paragraph(body, line))
        element.getparent().remove(element)
    return bool(elements)


def _lines(chunk: Chunk) -> Iterator[str]:
    """Yield the paragraphs of a chunk; soft breaks in them are ``\\n``."""
    kind = chunk.content_type.split(";")[0].strip().lower()
    if kind in _ARCHIVES or chunk.data[:256].lstrip().lower().startswith(b"mime-version:"):
        yield from _page(_page_in(chunk.data))
    elif kind in _WEB:
        yield from _page(chunk.data)
    elif kind == "text/plain":
        yield from decode(chunk.data).text.splitlines()
    else:
        raise UnreadableError(_REASON.format(kind=kind or "altChunk"))


def _page_in(data: bytes) -> bytes:
    """Return the first web page in a single-file web page (.mht), in UTF-8."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in _WEB:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return _in_utf8(content, part.get_content_charset())
    raise UnreadableError(_REASON.format(kind=".mht"))


def _in_utf8(data: bytes, charset: str | None) -> bytes:
    try:
        return data.decode(charset).encode() if charset else decode(data).text.encode()
    except (LookupError, ValueError):
        return decode(data).text.encode()


def _page(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of a web page, blanks in them as a browser shows them."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(_in_utf8(data, "utf-8"), parser)
    return iter(()) if root is None else _paragraphs(root)


def _paragraphs(root: Any) -> Iterator[str]:
    from lxml import etree

    line: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        starts = event == "start"
        if tag in _SILENT or _is_hidden(element):
            silent += 1 if starts else -1
        if tag in _BLOCKS and not silent:
            if text := _shown(line):
                yield text
            line.clear()
        if tag == "br" and starts and not silent:
            line.append("\n")
        text = element.text if starts else element.tail
        if text and not silent:
            line.append("".join(" " if character in _SPACES else character for character in text))
    if text := _shown(line):
        yield text


def _shown(pieces: list[str]) -> str:
    """Return the words of a paragraph, rows of blanks as one; a no-break space is a character like others."""
    lines = (" ".join(word for word in line.split(" ") if word) for line in "".join(pieces).split("\n"))
    return "\n".join(lines).rstrip("\n")


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "mso-hide:all" in style


def _paragraph(body: Any, text: str) -> Any:
    """Return a w:p with *text*."""
    paragraph = body.makeelement(w("p"))
    run = body.makeelement(w("r"))
    paragraph.append(run)
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(body.makeelement(w("br")))
        if line:
            words = body.makeelement(w("t"))
            words.text = "".join(character for character in line if character >= " " or character == "\t")
            words.set(XML_SPACE, "preserve")
            run.append(words)
    return paragraph

"""A web page, or the single file that Word saves one as, made fit to be converted: UTF-8, and nothing to fetch."""

from __future__ import annotations

import email
from contextlib import suppress
from email.message import Message

from shufa_lint.reading.refusal import UnreadableError
from shufa_lint.text.decode import LEGIBLE, decode
from shufa_lint.text.regex import regex

_HEAD = 4096
_DECLARED = regex(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})")
_TAGS_OUT = regex(
    r"(?is)<(script|style|object|applet|iframe|svg|math)\b[^>]*>.*?</\1\s*>"
    r"|</?(?:script|object|applet|iframe|frame|frameset|embed|img|link|meta|base|video|audio|source|input|v:\w+)\b[^>]*>"
    r"|<\?xml[^>]*>"
    r"|<!\[[^>]*>"
    r"|<!--.*?-->"
)
"""Scripts and styles with what they hold, and every tag that may fetch something or declare an encoding."""


def clean(data: bytes) -> bytes:
    """Return the page in *data*, HTML or a MIME file with such a part, as UTF-8 with nothing in it that is fetched.

    Raises UnreadableError where there is no page in it, or its encoding cannot be told.
    """
    if data.lstrip()[:13].lower() == b"mime-version:":
        data = _page_of(email.message_from_bytes(data.lstrip()))
    text = _TAGS_OUT.sub("", _text(data))
    return b'\xef\xbb\xbf<html><head><meta charset="utf-8"></head>' + text.encode("utf-8", "replace")


def _text(data: bytes) -> str:
    """Decode by what the bytes look like: what a page declares is often not so."""
    decoded = decode(data)
    if decoded.confidence >= LEGIBLE and not decoded.damage:
        return decoded.text
    declared = _DECLARED.search(data[:_HEAD].decode("latin-1"))
    if declared:
        encoding = declared[1].lower()
        with suppress(LookupError, UnicodeDecodeError):
            return data.decode("gb18030" if encoding in ("gb2312", "gbk") else encoding)
    if decoded.confidence < LEGIBLE:
        raise UnreadableError("网页的编码认不出来；请用浏览器或 WPS 打开，另存为 .docx 再检查")
    return decoded.text


def _page_of(message: Message) -> bytes:
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page
    raise UnreadableError("这个单个文件网页里没有正文；请用 Word 或 WPS 打开，另存为 .docx 再检查")

"""The body of a request, within limits of size and time."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from starlette.requests import Request

from shufa_lint.service.drop_page.refusal import Refused, too_large


class Patience(NamedTuple):
    """Seconds that a sender may take: for the ``head`` of a request, for all of it, and between two pieces (``pause``);
    and a reader for what it is sent (``reading``). Who is told that it is too slow may go on for ``grace``."""

    head: float = 10.0
    whole: float = 120.0
    pause: float = 15.0
    reading: float = 120.0
    grace: float = 5.0


def announced(request: Request, most: int) -> None:
    """Raise Refused for a body that says of itself that it has more than *most* bytes."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise too_large(most)


async def body_of(request: Request, most: int, patience: Patience) -> bytes:
    """Return the body; raises Refused as soon as it has more than *most* bytes, and for a slow sender."""
    body = bytearray()
    pieces = aiter(request.stream())
    try:
        async with asyncio.timeout(patience.whole):
            while piece := await asyncio.wait_for(anext(pieces, b""), patience.pause):
                body += piece
                if len(body) > most:
                    raise too_large(most)
    except TimeoutError:
        raise Refused(408, "文件传得太慢，没有收完：检查一下网络再试。") from None
    return bytes(body)

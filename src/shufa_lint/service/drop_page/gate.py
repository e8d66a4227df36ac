"""Who may ask: the one who was given the address that the program printed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from starlette.requests import Request

from shufa_lint.service.drop_page.refusal import Refused

TOKEN_HEADER, TICKET_HEADER = "x-shufa-token", "x-shufa-ticket"
ONCE = "once-"
"""What the fragment of an address begins with that holds a ticket."""
_BYTES = 32


class Gate:
    """The token of this start, in a header that no page of another origin can send, and tickets for it.

    A ticket is good for one exchange. The address that a browser is started with stands in the list of processes for
    all who use the machine, so it holds a ticket and not the token.
    """

    def __init__(self, origins: Iterable[str]) -> None:
        self.token = secrets.token_urlsafe(_BYTES)
        self._tickets: set[str] = set()
        self._origins = frozenset(origins)

    def ticket(self) -> str:
        """Return a new ticket."""
        ticket = secrets.token_urlsafe(_BYTES)
        self._tickets.add(ticket)
        return ticket

    def redeem(self, request: Request) -> str:
        """Return the token for a ticket; raises Refused for one that is none or was used."""
        self.own(request)
        ticket = request.headers.get(TICKET_HEADER, "")
        if ticket not in self._tickets:
            raise Refused(403, "这个网址已经用过了：请打开终端里印着的那个网址。")
        self._tickets.remove(ticket)
        return self.token

    def verify(self, request: Request) -> None:
        """Raise Refused for a request that does not come from the page with its token."""
        self.own(request)
        token = request.headers.get(TOKEN_HEADER, "").encode()
        if not secrets.compare_digest(token, self.token.encode()):
            raise Refused(403, "网址里的口令不对，或者程序重新启动过：请打开终端里新印的网址。")

    def own(self, request: Request) -> None:
        """Raise Refused for what a page of another origin asks for. A program that is no browser names none."""
        origin = request.headers.get("origin")
        site = request.headers.get("sec-fetch-site", "same-origin")
        if (origin is not None and origin not in self._origins) or site not in ("same-origin", "none"):
            raise Refused(403, "请求来自别的网页，没有理会。")

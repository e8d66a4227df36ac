"""The server: a socket, deadlines on every connection, and an end that leaves nothing behind."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import h11
from starlette.types import ASGIApp
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from shufa_lint.delivery import UndoneError
from shufa_lint.service.drop_page.body import Patience
from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because

CONNECTIONS = 128
"""So many at a time; more are closed at once. A browser opens six."""
_HEAD = 32 << 10
"""Bytes of a request before its body."""
_KEPT = 30
"""Seconds for which a connection is kept that nobody uses."""
_FAREWELL = 2
"""Seconds for answers under way when the program ends."""


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens on *host*, of whose addresses the first counts; *port* 0 takes a free one. Raises
    UndoneError."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family, backlog=CONNECTIONS)
    except (socket.gaierror, UnicodeError):
        raise UndoneError(tr("{host}：没有这个地址").format(host=host)) from None
    except OSError as error:
        words = tr("{host} 的端口 {port} 用不了：{reason}")
        raise UndoneError(words.format(host=host, port=port, reason=because(error))) from None


def loopback(host: str) -> bool:
    """Say whether only this machine can reach *host*: all its addresses are loopback."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return all(ipaddress.ip_address(str(address[0]).partition("%")[0]).is_loopback for *_, address in found)


class DropServer(Server):
    """Serves *app* on a socket. At the end *stop* is called first, so that nobody waits for work that takes long."""

    def __init__(self, app: ASGIApp, patience: Patience, stop: Callable[[], None]) -> None:
        class Protocol(_Deadlines):
            limits = patience

        super().__init__(
            Config(
                app,
                loop="asyncio",
                http=Protocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_keep_alive=_KEPT,
                proxy_headers=False,
                server_header=False,
                h11_max_incomplete_event_size=_HEAD,
                timeout_graceful_shutdown=_FAREWELL,
            )
        )
        self._stop = stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the work, then the connections."""
        await asyncio.to_thread(self._stop)
        await super().shutdown(sockets)


class _Deadlines(H11Protocol):
    """A connection whose other side has so much time for the head of a request, for all of it, and for reading what it
    is sent. The server by itself would wait for ever for who sends a byte now and then."""

    limits: Patience

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._sending = _Deadline(self)
        self._reading = _Deadline(self)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            transport.abort()
        else:
            self._sending.set("head", self.limits.head)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        state = self.conn.their_state
        if state is h11.SEND_BODY:
            self._sending.set("whole", self.limits.whole + self.limits.grace)
        elif state is h11.IDLE and self.conn.trailing_data[0]:
            self._sending.set("head", self.limits.head)
        else:
            self._sending.clear()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._reading.set("answer", self.limits.reading)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._reading.clear()

    def connection_lost(self, exc: Exception | None) -> None:
        self._sending.clear()
        self._reading.clear()
        super().connection_lost(exc)


class _Deadline:
    """When *connection* is cut, if nothing clears it before."""

    def __init__(self, connection: H11Protocol) -> None:
        self._connection = connection
        self._handle: asyncio.TimerHandle | None = None
        self._what = ""

    def set(self, what: str, seconds: float) -> None:
        """Cut the connection after *seconds*; a deadline that is set for the same *what* already stays as it is."""
        if what != self._what:
            self.clear()
            self._what = what
            self._handle = self._connection.loop.call_later(seconds, self._connection.transport.abort)

    def clear(self) -> None:
        """Let the connection be."""
        if self._handle:
            self._handle.cancel()
        self._handle, self._what = None, ""

"""One run of the program, from the address that it prints to Ctrl-C."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from shufa_lint.engine.pool import LIMITS, Pool, processors
from shufa_lint.service.drop_page.app import Service, app_of
from shufa_lint.service.drop_page.body import Patience
from shufa_lint.service.drop_page.desk import Desk
from shufa_lint.service.drop_page.gate import ONCE, Gate
from shufa_lint.service.drop_page.server import DropServer, listening
from shufa_lint.service.drop_page.work import Setting, warm

_HANDS = 4
"""So many processes at most, whatever the machine has."""
_WAITING = 6
"""So many drafts wait for one of them."""
_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Wanted(NamedTuple):
    """How the page is served: ``host`` and ``port`` to listen on (0: a free one); ``public`` is the address by which
    other machines reach it, empty where none do; ``megabytes`` and ``seconds`` are what one draft may take;
    ``profiles`` are the names of kinds of documents by their ids; ``log`` takes a line on each request."""

    host: str
    port: int
    public: str
    megabytes: int
    seconds: float
    config: Path | None
    profiles: Mapping[str, str]
    log: Callable[[str, int, int, float], None]
    patience: Patience = Patience()


class Session:
    """A page that is ready to be served. Raises UndoneError where it cannot listen.

    ``address`` is where the page is, with the token, for people; :meth:`ticket` is the same, once, for a browser.
    """

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._socket = listening(wanted.host, wanted.port)
        port = self._socket.getsockname()[1]
        self._names = [*_NAMES, _bracketed(wanted.host)]
        self._base = (wanted.public or f"http://{self._names[-1]}:{port}").rstrip("/") + "/"
        self._gate = Gate(self._origins(port))
        self.address = f"{self._base}#{self._gate.token}"

    def ticket(self) -> str:
        """Return an address that is good for one use."""
        return f"{self._base}#{ONCE}{self._gate.ticket()}"

    def run(self) -> None:
        """Serve until the program is interrupted, and leave no process behind. Raises KeyboardInterrupt then."""
        if not os.environ.get("SHUFA_LINT_DEBUG"):
            logging.getLogger("uvicorn").setLevel(logging.CRITICAL + 1)  # it quotes addresses, and errors in full
        wanted = self._wanted
        hands = min(processors(), _HANDS)
        setting = Setting(wanted.config, wanted.seconds)
        pool = Pool(hands, LIMITS._replace(seconds=2 * wanted.seconds))  # reading is to be stopped first
        try:
            for _ in range(hands):
                pool.submit(warm, setting)
            service = Service(
                gate=self._gate,
                desk=Desk(pool, hands, waiting=_WAITING, patience=2 * wanted.seconds),
                setting=setting,
                most=wanted.megabytes << 20,
                hosts=self._hosts(),
                profiles=wanted.profiles,
                local=not wanted.public,
                patience=wanted.patience,
                log=wanted.log,
            )
            DropServer(app_of(service), wanted.patience, pool.kill).run(sockets=[self._socket])
        finally:
            pool.kill()
            self._socket.close()

    def _hosts(self) -> list[str]:
        """Return the names by which the page may be asked for: any other in a request is a trick of a foreign page."""
        name = urlsplit(self._wanted.public).hostname
        return self._names + ([_bracketed(name)] if name else [])

    def _origins(self, port: int) -> list[str]:
        origins = [f"http://{name}:{port}" for name in self._names]
        if self._wanted.public:
            parts = urlsplit(self._wanted.public)
            origins.append(f"{parts.scheme}://{parts.netloc}".lower())
        return origins


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name

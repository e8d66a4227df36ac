"""One session with an editor, over standard input and output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from shufa_lint.api import Choice
from shufa_lint.service.language_server.features import equip
from shufa_lint.service.language_server.log import log_discreetly
from shufa_lint.service.language_server.server import EditorServer
from shufa_lint.service.language_server.settings import Settings


def serve(make: Callable[[], Choice], config: Path | None) -> bool:
    """Serve the editor at the other end of standard input until it leaves; say whether it took its leave first.

    *make* gives the choice that counts for documents, *config* is the one configuration for all, if there is one.
    """
    log_discreetly()
    server = EditorServer(Settings(make, config))
    equip(server)
    with _channels() as (incoming, outgoing):
        server.start_io(incoming, outgoing)
    return server.shut_down


@contextmanager
def _channels() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Yield standard input and output for the editor alone: what anything else prints goes to standard error."""
    incoming = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with incoming, outgoing:
        yield incoming, outgoing

"""What the server logs, on standard error: that something went wrong, and never what stands in a document."""

from __future__ import annotations

import logging
import sys


class _Discreet(logging.Formatter):
    """Tells the message as it stands in the program, without what it was filled with, and the kind of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        kind = record.exc_info[0] if record.exc_info else None
        line = " ".join(str(record.msg).split())
        return f"{record.levelname} {record.name}: {line}{f' ({kind.__name__})' if kind else ''}"


def log_discreetly() -> None:
    """Send warnings and errors of all libraries to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)

"""The other side of a :class:`~shufa_lint.reading.servant.Servant`: where a process of ours takes its requests."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from contextlib import suppress
from typing import IO


def served(serve: Callable[[IO[bytes], IO[bytes]], None]) -> None:
    """Let *serve* take requests from standard input and answer on standard output, to which nobody else writes then:
    what is printed meanwhile goes nowhere."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = io.BufferedWriter(io.FileIO(os.dup(1), "wb"))
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    with suppress(BrokenPipeError):
        serve(requests, answers)

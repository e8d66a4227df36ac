"""The process in which foreign parsers run: one document after the other, each answered with its Reading.

A request comes on standard input, a line of JSON and the bytes of the file; an answer goes to standard output, a line
of JSON and the Reading. The process ends with its input. :mod:`shufa_lint.reading.isolation` starts it.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import IO, Any, NamedTuple

from shufa_lint.reading.foreign import read_foreign
from shufa_lint.reading.limits import Limits, impose, peak
from shufa_lint.reading.model import ForeignParser, Reading
from shufa_lint.reading.refusal import UnreadableError, refused
from shufa_lint.reading.served import served
from shufa_lint.reading.wire import pack, unpack

_LONGEST_HEAD, _LARGEST = 1 << 16, 1 << 30
"""How many bytes of head and data a message may have."""


class Request(NamedTuple):
    """A file to be read, and within which limits."""

    parser: ForeignParser
    data: bytes
    name: str
    limits: Limits

    def send(self, stream: IO[bytes]) -> None:
        """Write the request to *stream*."""
        _send(stream, {"parser": self.parser, "name": self.name, "limits": self.limits}, self.data)

    @classmethod
    def receive(cls, stream: IO[bytes]) -> Request:
        """Return the next request of *stream*; raises EOFError where there is none."""
        head, data = _receive(stream)
        return cls(head["parser"], data, head["name"], Limits(*head["limits"]))


class Answer(NamedTuple):
    """What became of a request; ``worn`` asks for a new process, because this one has used up its memory."""

    reading: Reading
    worn: bool

    def send(self, stream: IO[bytes]) -> None:
        """Write the answer to *stream*."""
        _send(stream, {"worn": self.worn}, pack(self.reading))

    @classmethod
    def receive(cls, stream: IO[bytes]) -> Answer:
        """Return the next answer of *stream*; raises EOFError where there is none, ValueError where it is none."""
        head, data = _receive(stream)
        return cls(unpack(data), head["worn"] is not False)


def _send(stream: IO[bytes], head: dict[str, object], data: bytes) -> None:
    stream.write(json.dumps(head | {"size": len(data)}).encode("ascii") + b"\n")
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    line = stream.readline(_LONGEST_HEAD)
    if not line:
        raise EOFError
    head = json.loads(line)
    if not 0 <= head["size"] <= _LARGEST:
        raise ValueError("size")
    data = stream.read(head["size"])
    if len(data) < head["size"]:
        raise EOFError
    return head, data


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    with suppress(EOFError):
        while True:
            answer = answer_to(Request.receive(requests))
            answer.send(answers)
            if answer.worn:
                return


def answer_to(request: Request) -> Answer:
    """Read the file; whatever its parser does, short of ending the process, becomes a Reading."""
    impose(request.limits)
    try:
        return Answer(read_foreign(request.parser, request.data, request.name), peak() > request.limits.megabytes / 2)
    except UnreadableError as error:
        return Answer(refused(request.name, error.reason, error.kind, request.data), worn=False)
    except ImportError as error:
        reason = f"程序没有装全，读不了这种文件（缺 {error.name}）；请重新安装 shufa-lint"
    except MemoryError:
        reason = too_large(request.limits)
    except Exception as error:
        if os.environ.get("SHUFA_LINT_DEBUG"):
            raise
        reason = f"文件损坏或者不合规范，读不出来（{type(error).__name__}）；请用 Word 或 WPS 打开，另存一份再检查"
    return Answer(refused(request.name, reason, data=request.data), worn=True)


def too_large(limits: Limits) -> str:
    """Return the reason for a file that needs more memory than it may have."""
    return f"读这份文件要用的内存超过 {limits.megabytes} MB，不像一份正常的公文；请另存一份再检查"


if __name__ == "__main__":
    served(serve)

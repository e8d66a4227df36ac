"""The process in which the jobs of a :class:`~shufa_lint.engine.pool.Pool` run, one after the other.

Requests and answers are pickles, for both ends are ours: foreign parsers run in yet another process, whose answers are
data (:mod:`shufa_lint.reading.worker`). The process says that it is ready with an empty message, and ends with its
input.
"""

from __future__ import annotations

import gc
import pickle
import struct
from contextlib import suppress
from typing import IO, Any, Final, NamedTuple

from shufa_lint.reading.limits import impose, peak
from shufa_lint.reading.served import served
from shufa_lint.text.language import speak

DONE, RAISED, LOST = "done", "raised", "lost"
GREEDY: Final = "memory"
FAILED: Final = "failed"
_SIZE = struct.Struct("<Q")
_LARGEST = 1 << 31


class Answer(NamedTuple):
    """What became of a job: what it returned or raised, or, of a lost one, GREEDY or the name of what it raised.
    ``worn`` asks for a new process, because this one has used up its memory."""

    kind: str
    value: Any
    worn: bool = False

    def pack(self) -> bytes:
        """Return the answer as bytes; raises whatever keeps its value from being pickled."""
        return pickle.dumps(tuple(self), protocol=5)

    @classmethod
    def unpack(cls, data: bytes) -> Answer:
        """Return the answer that *data* was made of."""
        return cls(*pickle.loads(data))


def send(stream: IO[bytes], data: bytes) -> None:
    """Write one message."""
    stream.write(_SIZE.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Return the next message; raises EOFError where there is none."""
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError
    (size,) = _SIZE.unpack(head)
    if size > _LARGEST:
        raise ValueError("size")
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return bytes(data)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Do jobs until there are no more."""
    send(answers, b"")
    with suppress(EOFError):
        send(answers, answer_to(receive(requests)))
        gc.freeze()  # what the first job has loaded stays
        while True:
            send(answers, answer_to(receive(requests)))


def answer_to(request: bytes) -> bytes:
    """Do one job; whatever it raises, short of ending the process, becomes an answer."""
    try:
        function, arguments, keywords, limits, language = pickle.loads(request)
        speak(language)
        impose(limits)
        answer = Answer(DONE, function(*arguments, **keywords), worn=peak() > limits.megabytes / 2)
    except MemoryError:
        answer = Answer(LOST, GREEDY, worn=True)
    except SystemExit:
        answer = Answer(LOST, SystemExit.__name__)
    except Exception as error:
        answer = Answer(RAISED, error) if _arrives(error) else Answer(LOST, type(error).__name__)
    try:
        return answer.pack()
    except MemoryError:
        return Answer(LOST, GREEDY, worn=True).pack()
    except Exception as error:  # it returned what cannot be pickled
        return Answer(LOST, type(error).__name__).pack()


def _arrives(error: Exception) -> bool:
    """Say whether *error* is the same after a passage through pickle."""
    with suppress(Exception):
        arrived = pickle.loads(pickle.dumps(error))
        return type(arrived) is type(error) and str(arrived) == str(error)
    return False


if __name__ == "__main__":
    served(serve)

"""A worker whose parsers do what the name of the file says; started by test_isolation as a process of its own."""

import os
import subprocess
import sys
import time
from pathlib import Path

from shufa_lint.reading import worker
from shufa_lint.reading.model import Reading
from shufa_lint.reading.read import read_text
from shufa_lint.reading.refusal import UnreadableError
from shufa_lint.reading.served import served


def read_foreign(parser: str, data: bytes, name: str) -> Reading:
    match Path(name).stem:
        case "hangs":
            Path(data.decode()).write_text(str(subprocess.Popen(["sleep", "600"]).pid), "utf-8")
            while True:
                time.sleep(1)
        case "crashes":
            os.abort()
        case "leaves":
            os._exit(3)
        case "eats":
            hoard = []
            while True:
                hoard.append(bytearray(1 << 20))
        case "chatters":
            os.write(1, b"{}\n" * 1000)
            print("nonsense", file=sys.stderr)
        case "stumbles":
            raise KeyError("w:body")
        case "refuses":
            raise UnreadableError("这里读不了")
    return read_text(f"{os.getpid()}\n", name)


if __name__ == "__main__":
    worker.read_foreign = read_foreign  # type: ignore[assignment]
    served(worker.serve)

"""The page's application in this process, and the whole command in another one."""

import contextlib
import io
import os
import random
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from shufa_lint.engine.pool import LIMITS, Pool
from shufa_lint.service.drop_page.app import Service
from shufa_lint.service.drop_page.body import Patience
from shufa_lint.service.drop_page.desk import Desk
from shufa_lint.service.drop_page.gate import Gate
from shufa_lint.service.drop_page.work import Setting, warm

ROOT = Path(__file__).parents[3]
ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    with Pool(2, LIMITS._replace(seconds=30)) as pool:
        pool.submit(warm, Setting(None, 20)).result()
        yield pool


@pytest.fixture
def make_service() -> Callable[..., Service]:
    """Make what the application is made of; whoever asks has the executor."""

    def make(executor: Executor, *, hands: int = 2, waiting: int = 2, turn: float = 10, **named: Any) -> Service:
        settings = {
            "gate": Gate([ORIGIN]),
            "desk": Desk(executor, hands, waiting=waiting, patience=turn),
            "setting": Setting(None, 20),
            "most": 20 << 20,
            "hosts": ["127.0.0.1", "localhost"],
            "profiles": {"notice": "通知", "base": "通用"},
            "patience": Patience(),
        }
        return Service(**(settings | named))

    return make


@dataclass
class Command:
    """The command at work. ``base`` is the address of the page, ``token`` what its address carries."""

    process: "subprocess.Popen[str]"
    base: str
    token: str
    folder: Path
    temporary: Path

    @property
    def port(self) -> int:
        return urlsplit(self.base).port or 0

    def headers(self, name: str = "稿.txt") -> dict[str, str]:
        return {"X-Shufa-Token": self.token, "X-File-Name": quote(name)}

    def interrupt(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """End it as a user would; return its exit code and what it said on standard error."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said

    def family(self) -> list[int]:
        """The processes that it has started, and those that they have."""
        found, new = [], [self.process.pid]
        while new:
            for children in Path(f"/proc/{new.pop(0)}/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    new += (more := [int(pid) for pid in children.read_text("ascii").split()])
                    found += more
        return found


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Command]]:
    """Start ``shufa-lint serve`` in an empty folder, with a folder for temporary files that is empty too; *alone*, on
    one processor, so that it starts one worker and no more."""
    started: list[Command] = []

    def start(*options: str, files: dict[str, str] | None = None, alone: bool = False, **environment: str) -> Command:
        folder = tmp_path_factory.mktemp("serve")
        temporary = tmp_path_factory.mktemp("tmp")
        for name, text in (files or {}).items():
            (folder / name).write_text(text, "utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "shufa_lint", "serve", *(options or ["--no-open"])],
            cwd=folder,
            env={**os.environ, "TMPDIR": str(temporary), "PYTHONIOENCODING": "utf-8", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            preexec_fn=_on_one_processor if alone and hasattr(os, "sched_setaffinity") else None,
        )
        assert process.stdout
        process.stdout.readline()
        base, _, token = process.stdout.readline().strip().partition("#")
        started.append(Command(process, base, token, folder, temporary))
        return started[-1]

    yield start
    running = [command.process for command in started if command.process.poll() is None]
    for process in running:
        process.send_signal(signal.SIGINT)
    for process in running:
        process.communicate(timeout=20)


def _on_one_processor() -> None:
    os.sched_setaffinity(0, {random.choice(list(os.sched_getaffinity(0)))})


@pytest.fixture(scope="session")
def bomb() -> bytes:
    """A Word file of a few kilobytes that would be 40 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(40):
                part.write(b"0" * (1 << 20))
    return file.getvalue()


@pytest.fixture(scope="session")
def heavy() -> bytes:
    """A Word file of 18 MB that reads as quickly as one of 40 KB."""
    file = io.BytesIO((ROOT / "fixtures" / "word-leftovers" / "draft.docx").read_bytes())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/photo.png", os.urandom(18 << 20))
    return file.getvalue()

"""A share in a temporary folder, a watcher over it in this process, and time and disk as a test wants them."""

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from shufa_lint.engine.pool import Pool
from shufa_lint.service.watch.clock import Clock
from shufa_lint.service.watch.disk import Disk, Modes
from shufa_lint.service.watch.habits import Habits
from shufa_lint.service.watch.ledger import Ledger, ledgers
from shufa_lint.service.watch.session import Plan, session
from shufa_lint.service.watch.watcher import Watcher

CLEAN = "关于学法情况的报告\n　　现将学法情况报告如下。\n　　全年组织学法{}次。\n　　特此报告。\n"
FAULTY = "关于学法情况的报告\n　　现将学法情况报告如下。\n　　全年组织学法**次，培训{}次。\n　　特此报告。\n"


class Time(Clock):
    """A clock that moves when it is told to, or slept by; the time of day can be set."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 1000.0
        self.day = datetime(2026, 11, 21, 9, 0, tzinfo=timezone(timedelta(hours=8)))

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return (self.day + timedelta(seconds=self.seconds - 1000.0)).replace(microsecond=0)

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class Frail(Disk):
    """A disk on which something may go wrong: ``fault`` is called with what is done and where, and may raise."""

    def __init__(self) -> None:
        super().__init__(Modes())
        self.fault: Callable[[str, str], None] = lambda act, path: None
        self.acts: list[tuple[str, str]] = []

    def _do(self, act: str, path: str) -> None:
        self.acts.append((act, path))
        self.fault(act, path)

    def entries(self, folder: str) -> Any:
        self._do("entries", folder)
        return super().entries(folder)

    def read(self, path: str, most: int) -> Any:
        self._do("read", path)
        found = super().read(path, most)
        self._do("after read", path)
        return found

    def write(self, path: str, data: bytes) -> None:
        self._do("write", path)
        super().write(path, data)

    def create(self, path: str, data: bytes) -> None:
        self._do("create", path)
        super().create(path, data)

    def remove(self, path: str) -> None:
        self._do("remove", path)
        super().remove(path)


class Direct(Pool):
    """A pool that does its jobs here and now; ``fate`` is called with the path of each draft, and may raise."""

    def __init__(self) -> None:
        super().__init__(1)
        self.fate: Callable[[str], None] = lambda path: None
        self.done: list[str] = []

    def submit(self, function: Any, /, *arguments: Any, **keywords: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        try:
            self.done.append(arguments[1])
            self.fate(arguments[1])
            future.set_result(function(*arguments, **keywords))
        except Exception as error:
            future.set_exception(error)
        return future

    def kill(self) -> None:
        pass


class Office:
    """A share, and watchers over it."""

    def __init__(self, root: Path) -> None:
        self.share = root / "报送"
        self.share.mkdir()
        self.results = self.share / "检查结果"
        self.root = root
        self.state = root / "state"
        self.clock = Time()
        self.disk = Frail()
        self.pool = Direct()
        self.log = io.StringIO()
        self.watcher: Watcher = None  # type: ignore[assignment]

    @contextmanager
    def watching(self, *, config: str | None = None, **habits: Any) -> Iterator["Office"]:
        plan = Plan(
            os.path.realpath(self.share),
            os.path.realpath(self.results),
            self.state,
            config,
            60.0,
            Modes(),
            Habits(**habits),
            "json",
        )
        with session(plan, self.log, disk=self.disk, clock=self.clock, pool=self.pool) as self.watcher:
            yield self

    def save(self, name: str, text: str | bytes) -> Path:
        path = self.share / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def pass_time(self, seconds: float, *, step: float = 1.0) -> None:
        """Let time pass, with the watcher at work."""
        end = self.clock.seconds + seconds
        while self.clock.seconds < end:
            self.watcher.look()
            self.watcher.work()
            self.watcher.work()
            self.clock.seconds += step

    def events(self, *names: str) -> list[dict[str, Any]]:
        told = [json.loads(line) for line in self.log.getvalue().splitlines()]
        return [event for event in told if not names or event["event"] in names]

    def told(self) -> list[str]:
        return [event["event"] for event in self.events()]

    def answered(self) -> list[tuple[str, str]]:
        return [(event["path"], event["verdict"]) for event in self.events("answered")]

    def files(self) -> set[str]:
        """The results, without the pages of the folders and the claims."""
        found = {path.relative_to(self.results).as_posix() for path in self.results.rglob("*") if path.is_file()}
        return {name for name in found if not name.startswith(".shufa-lint/") and not name.endswith("检查一览.html")}

    def ledger(self) -> Ledger:
        (path,) = ledgers(self.state)
        return Ledger(path, writing=False)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(tmp_path)
        stack.close()


@pytest.fixture(scope="session")
def word() -> Callable[..., bytes]:
    """Return what makes a Word document of paragraphs."""
    from docx import Document

    def make(*paragraphs: str) -> bytes:
        document = Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        file = io.BytesIO()
        document.save(file)
        assert zipfile.is_zipfile(file)
        return file.getvalue()

    return make

"""Ten thousand drafts that lie there already: looking is cheap, and nothing is read that has not changed."""

import os
import time
from concurrent.futures import Future
from typing import Any

import pytest

from .conftest import CLEAN, Direct, Office

NUMBER, UNITS = 10_000, 50


class Canned(Direct):
    """A pool that gives every draft the answer to the first one."""

    def __init__(self) -> None:
        super().__init__()
        self._answer: Any = None

    def submit(self, function: Any, /, *arguments: Any, **keywords: Any) -> Future[Any]:
        if self._answer is None:
            self._answer = super().submit(function, *arguments, **keywords).result()
        future: Future[Any] = Future()
        future.set_result(self._answer)
        return future


def walk(folder: str) -> int:
    """What a bare look at all names and times costs."""
    found = 0
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "检查结果"]
        found += sum(os.stat(os.path.join(root, name)).st_size > 0 for name in names)  # noqa: PTH116, PTH118
    return found


def cost(act: Any) -> float:
    """The least time of several, of this process."""
    times = []
    for _ in range(5):
        begun = time.process_time()
        act()
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.slow
def test_ten_thousand_drafts(office: Office):
    office.pool = Canned()
    for number in range(NUMBER):
        office.save(f"单位{number % UNITS:02}/报告{number}.txt", CLEAN.format(number))
    with office.watching():
        office.watcher.look()
        office.clock.seconds += 3
        office.watcher.look()
        while len(office.watcher.register) < NUMBER:
            office.watcher.work()
        office.watcher.look()
        assert office.watcher.waiting.turn is False
        ratio = cost(office.watcher.look) / cost(lambda: walk(str(office.share)))
        assert ratio < 8, "looking costs a few times what seeing the files does"
        office.clock.seconds += 1000
        assert office.watcher.pause(office.clock.seconds, 0.2) >= 5, "and is done the less often, the longer it takes"
    office.disk.acts.clear()
    with office.watching():
        office.watcher.look()
        office.clock.seconds += 3
        office.watcher.look()
        assert office.watcher.waiting.turn is False
    assert not [path for act, path in office.disk.acts if act == "read" and path.endswith(".txt")]
    assert len(office.answered()) == NUMBER

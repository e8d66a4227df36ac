import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from shufa_lint.engine.lost import Lost
from shufa_lint.service.drop_page.desk import Desk
from shufa_lint.service.drop_page.refusal import Refused


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as executor:
        yield executor


def test_no_more_seats_than_there_are(threads: ThreadPoolExecutor):
    desk = Desk(threads, 1, waiting=1, patience=1)
    with desk.seat(), desk.seat():
        with pytest.raises(Refused) as refused, desk.seat():
            pass
        assert (refused.value.status, refused.value.again) == (429, 3)
    with desk.seat():
        pass


def test_no_more_jobs_at_a_time_than_hands(threads: ThreadPoolExecutor):
    lock, now, most = threading.Lock(), 0, 0

    def job(_: int) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        threading.Event().wait(0.01)
        with lock:
            now -= 1

    async def run() -> None:
        desk = Desk(threads, 2, waiting=50, patience=10)
        await asyncio.gather(*(desk.do(job, n) for n in range(20)))

    asyncio.run(run())
    assert most == 2


def test_a_job_that_nobody_waits_for_keeps_its_hand_and_one_that_has_not_begun_is_not_done(
    threads: ThreadPoolExecutor,
):
    done, let = [], threading.Event()

    async def run() -> None:
        desk = Desk(threads, 1, waiting=5, patience=0.05)
        first = asyncio.ensure_future(desk.do(let.wait))
        second = asyncio.ensure_future(desk.do(done.append, 2))
        await asyncio.sleep(0.01)
        first.cancel()
        second.cancel()
        with pytest.raises(Refused) as refused:  # in the hands of the first, though nobody waits for that
            await desk.do(done.append, 3)
        assert refused.value.status == 429
        let.set()
        await asyncio.sleep(0.05)
        await desk.do(done.append, 4)

    asyncio.run(run())
    assert done == [4]


@pytest.mark.parametrize(
    ("why", "status"),
    [("crashed", 500), ("slow", 422), ("memory", 422), ("failed", 500), ("unstarted", 503), ("cancelled", 503)],
)
def test_a_lost_job_is_told_in_a_sentence(why: str, status: int):
    class Losing(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> Future[None]:  # type: ignore[override]
            future: Future[None] = Future()
            future.set_exception(Lost(why, "…"))  # type: ignore[arg-type]
            return future

    with pytest.raises(Refused, match=r"。$") as refused:
        asyncio.run(Desk(Losing(1), 1, waiting=0, patience=1).do(print))
    assert refused.value.status == status


def test_what_has_not_begun_at_the_end_is_told_so():
    class Ending(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> Future[None]:  # type: ignore[override]
            future: Future[None] = Future()
            future.cancel()
            return future

    with pytest.raises(Refused, match="正在关闭"):
        asyncio.run(Desk(Ending(1), 1, waiting=0, patience=1).do(print))


def test_at_the_end_no_more_is_done(threads: ThreadPoolExecutor):
    threads.shutdown()
    with pytest.raises(Refused, match="正在关闭"):
        asyncio.run(Desk(threads, 1, waiting=0, patience=1).do(print))

import asyncio
import importlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import as_completed
from pathlib import Path
from types import ModuleType

import pytest

from shufa_lint import api
from shufa_lint.engine.pool import Lost, Pool
from shufa_lint.reading.limits import Limits
from shufa_lint.text import language

HERE = Path(__file__).parent
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture(scope="module")
def jobs() -> Iterator[ModuleType]:
    """The module of jobs, which processes find on PYTHONPATH."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(HERE)
        patch.setenv("PYTHONPATH", str(HERE))
        yield importlib.import_module("pool_jobs")


@pytest.fixture(scope="module")
def pool(jobs: ModuleType) -> Iterator[Pool]:
    with Pool(2, Limits(seconds=20, megabytes=256)) as pool:
        yield pool


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_results_come_in_the_order_asked_for_or_as_they_are_done(pool: Pool, jobs: ModuleType):
    assert list(pool.map(jobs.twice, range(50))) == [2 * n for n in range(50)]
    futures = [pool.submit(jobs.twice, n, plus=1) for n in range(50)]
    assert sorted(future.result() for future in as_completed(futures)) == [2 * n + 1 for n in range(50)]


def test_jobs_run_in_other_processes_which_serve_one_after_the_other(pool: Pool, jobs: ModuleType):
    pids = set(pool.map(jobs.process, [0.05] * 8))
    assert len(pids) == 2 and os.getpid() not in pids


@POSIX
@pytest.mark.parametrize(
    ("name", "arguments", "why", "words"),
    [
        ("leave", (3,), "crashed", "意外退出"),
        ("killed", (), "crashed", "被系统结束"),
        ("abort", (), "crashed", "程序崩溃"),
        ("segfault", (), "crashed", "程序崩溃"),
        ("eat", (), "memory", "内存超过 256 MB"),
        ("stumble", ("peculiar",), "failed", "Peculiar"),
        ("stumble", ("exit",), "failed", "SystemExit"),
        ("unpicklable", (), "failed", "程序出错"),
    ],
)
def test_a_job_that_goes_wrong_loses_itself_and_no_other(
    pool: Pool, jobs: ModuleType, name: str, arguments: tuple[object, ...], why: str, words: str
):
    bad = pool.submit(getattr(jobs, name), *arguments)
    good = [pool.submit(jobs.twice, n) for n in range(20)]
    with pytest.raises(Lost, match=words) as lost:
        bad.result()
    assert lost.value.why == why
    assert [future.result() for future in good] == [2 * n for n in range(20)]


def test_what_a_job_raises_is_raised(pool: Pool, jobs: ModuleType):
    with pytest.raises(KeyError, match="spot"):
        pool.submit(jobs.stumble, "spot").result()


def test_a_result_that_cannot_be_read_is_lost_like_a_crash(pool: Pool, jobs: ModuleType):
    with pytest.raises(Lost):
        pool.submit(jobs.unreadable).result()
    assert pool.submit(jobs.twice, 4).result() == 8


def test_a_job_that_hangs_is_ended_after_its_time(jobs: ModuleType, tmp_path: Path):
    note = tmp_path / "pid"
    with Pool(2, Limits(seconds=1)) as pool:
        hanging = pool.submit(jobs.hang, note)
        assert pool.submit(jobs.twice, 1).result() == 2
        with pytest.raises(Lost, match="用了 1 秒还没有做完") as lost:
            hanging.result()
        assert lost.value.why == "slow"
        assert not alive(int(note.read_text("utf-8")))
        assert pool.submit(jobs.twice, 3).result() == 6


def test_a_process_that_has_used_much_memory_is_replaced(jobs: ModuleType):
    with Pool(1, Limits(seconds=20, megabytes=200)) as pool:
        first = pool.submit(jobs.hold, 120).result()
        assert pool.submit(jobs.process).result() != first


def test_a_process_killed_between_two_jobs_costs_none(jobs: ModuleType):
    with Pool(1) as pool:
        first = pool.submit(jobs.process).result()
        os.kill(first, 9)
        time.sleep(0.1)
        assert pool.submit(jobs.process).result() != first


def test_what_cannot_be_sent_is_refused_at_once(pool: Pool):
    with pytest.raises(Exception, match="pickle"):
        pool.submit(lambda: None)


def test_what_jobs_print_goes_nowhere(pool: Pool, jobs: ModuleType, capfd: pytest.CaptureFixture[str]):
    assert pool.submit(jobs.chatter).result() == "said"
    assert capfd.readouterr() == ("", "")


def test_large_things_pass(pool: Pool, jobs: ModuleType):
    assert len(pool.submit(jobs.large, 20).result()) == 20 << 20


def test_temporary_files_go_with_the_process(jobs: ModuleType):
    with Pool(1) as pool:
        name = Path(pool.submit(jobs.litter).result())
        assert name.exists()
    assert not name.parent.exists()


def test_the_language_of_the_caller_is_spoken(pool: Pool, jobs: ModuleType):
    before = language.speak("en")
    try:
        assert pool.submit(jobs.language).result() == "en"
    finally:
        language.speak(before)
    assert pool.submit(jobs.language).result() == before


def test_an_exception_ends_all_jobs_at_once(jobs: ModuleType, tmp_path: Path):
    note = tmp_path / "pid"
    futures = []
    with pytest.raises(KeyboardInterrupt), Pool(1) as pool:
        futures = [pool.submit(jobs.hang, note)] + [pool.submit(jobs.twice, n) for n in range(5)]
        while not (note.exists() and note.read_text("utf-8")):
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert not alive(int(note.read_text("utf-8")))
    assert all(future.cancelled() for future in futures[1:])
    with pytest.raises(Lost) as lost:
        futures[0].result()
    assert lost.value.why == "cancelled"


def test_jobs_that_have_not_begun_can_be_cancelled(jobs: ModuleType):
    with Pool(1) as pool:
        running = pool.submit(jobs.process, 0.3)
        waiting = pool.submit(jobs.twice, 1)
        pool.shutdown(cancel_futures=True)
        assert running.result() and waiting.cancelled()
        with pytest.raises(RuntimeError):
            pool.submit(jobs.twice, 1)


def test_many_threads_may_submit(pool: Pool, jobs: ModuleType):
    found: list[int] = []

    def ask(start: int) -> None:
        found.extend(pool.submit(jobs.twice, n).result() for n in range(start, start + 10))

    threads = [threading.Thread(target=ask, args=[10 * n]) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [2 * n for n in range(50)]


def test_it_can_be_awaited(pool: Pool, jobs: ModuleType):
    async def ask() -> list[int]:
        loop = asyncio.get_running_loop()
        return list(await asyncio.gather(*(loop.run_in_executor(pool, jobs.twice, n) for n in range(9))))

    assert asyncio.run(ask()) == [2 * n for n in range(9)]


def test_nothing_in_the_current_folder_is_taken_for_a_module(tmp_path: Path, jobs: ModuleType):
    for name in ("multiprocessing", "pickle", "shufa_lint", "struct"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken')", "utf-8")
    code = "from shufa_lint.engine.pool import Pool\nimport os\nwith Pool(1) as p: print(p.submit(os.getcwd).result())"
    ran = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.stderr, ran.stdout.strip()) == ("", str(tmp_path))


@POSIX
def test_no_process_outlives_one_that_is_killed(tmp_path: Path, jobs: ModuleType):
    code = "from shufa_lint.engine.pool import Pool\nimport os\np = Pool(1)\n"
    code += "print(p.submit(os.getpid).result(), flush=True)\nos.kill(os.getpid(), 9)"
    ran = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False)
    until = time.monotonic() + 5
    while alive(int(ran.stdout)):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_settings_go_along_and_are_read_anew_when_they_were_forgotten(tmp_path: Path):
    draft = tmp_path / "稿.txt"
    draft.write_text("关于学法情况的报告\n　　全年学法**次。\n", "utf-8")
    settings = tmp_path / "shufa-lint.toml"
    with Pool(1) as pool:

        def found(choice: api.Choice) -> list[str]:
            return [finding.rule for finding in pool.submit(api.examine_path, draft, choice).result().findings]

        settings.write_text('select = ["placeholders"]\n', "utf-8")
        choice = api.Choice()
        assert found(choice) == found(choice) == ["asterisk-placeholder"]
        settings.write_text('select = ["structure"]\n', "utf-8")
        assert found(choice) == ["asterisk-placeholder"]
        api.forget_settings()
        assert "asterisk-placeholder" not in found(api.Choice())
        assert found(api.Choice(isolated=True, overrides={"select": ["placeholders"]})) == ["asterisk-placeholder"]

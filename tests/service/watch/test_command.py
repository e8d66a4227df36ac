"""``shufa-lint watch`` as it is run: processes, signals, real disks."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from .conftest import CLEAN, FAULTY

Command = Callable[..., tuple[int, str, str]]


def wait_for(happened: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.05)
    return False


@contextmanager
def running(share: Path, state: Path, *more: str) -> Iterator[Path]:
    """Run the watcher; give its log."""
    log = state.parent / "log"
    command = [sys.executable, "-m", "shufa_lint", "watch", str(share), "--settle", "0.2", "--log-format", "json"]
    with log.open("ab") as stream:
        process = subprocess.Popen([*command, "--state-dir", str(state), *more], stderr=stream)
    try:
        yield log
    finally:
        process.terminate()
        try:
            assert process.wait(timeout=20) == 0
        except BaseException:
            process.kill()
            process.wait()
            raise


def events(log: Path) -> list[str]:
    return [json.loads(line)["event"] for line in log.read_text("utf-8").splitlines()]


def once(command: Command, *more: str) -> tuple[int, str, str]:
    return command("watch", "报送", "--once", "--settle", "0.1", "--state-dir", "state", *more)


def test_once_and_how_it_stands(command: Command, tmp_path: Path):
    for name, text in (("甲镇/好.txt", CLEAN.format(1)), ("乙镇/坏.txt", FAULTY.format(1))):
        (tmp_path / "报送" / name).parent.mkdir(parents=True)
        (tmp_path / "报送" / name).write_text(text, "utf-8")
    code, out, err = once(command)
    assert (code, out) == (0, "")
    assert "查完  甲镇/好.txt" in err and "未通过" in err
    assert (tmp_path / "报送/检查结果/检查一览.html").exists()
    code, _, err = once(command)
    assert code == 0 and "查完" not in err
    code, out, err = command("watch", "--status", "--state-dir", "state")
    assert (code, err) == (0, "") and "2 份：通过 1，未通过 1，搁置 0，等着查 0" in out and "现在没有程序看着" in out
    code, out, _ = command("watch", "报送", "--status", "--state-dir", "state", "--log-format", "json")
    (status,) = json.loads(out)
    assert status["folder"] == os.path.realpath(tmp_path / "报送") and status["failed"] == 1
    (tmp_path / "报送/甲镇/好.txt").unlink()
    assert once(command)[0] == 0 and (tmp_path / "报送/检查结果/甲镇").exists(), "it may only be being saved"
    assert once(command)[0] == 0 and not (tmp_path / "报送/检查结果/甲镇").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("watch",),
        ("watch", "没有"),
        ("watch", ".", "--config", "没有.toml"),
        ("watch", ".", "--results", "."),
        ("watch", ".", "--results", ".."),
        ("watch", ".", "--keep-days", "-1"),
        ("watch", ".", "--settle", "x"),
        ("watch", "--status"),
        ("watch", ".", "--config", "坏.toml"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_begun(command: Command, arguments: tuple[str, ...], tmp_path: Path):
    (tmp_path / "坏.toml").write_text("没有等号", "utf-8")
    code, out, err = command(*arguments, "--state-dir", "state")
    assert (code, out) == (2, "") and err.count("\n") == 1 and "程序出错" not in err


def test_saved_and_answered_in_seconds(tmp_path: Path):
    share = tmp_path / "报送"
    share.mkdir()
    with running(share, tmp_path / "state") as log:
        assert wait_for(lambda: "started" in log.read_text("utf-8"))
        begun = time.monotonic()
        (share / "报告.txt").write_text(FAULTY.format(1), "utf-8")
        assert wait_for(lambda: (share / "检查结果/报告.检查报告.html").exists())
        assert time.monotonic() - begun < 10
        second = subprocess.run(
            [sys.executable, "-m", "shufa_lint", "watch", str(share), "--state-dir", str(tmp_path / "state")],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert second.returncode == 2 and "已经有一个" in second.stderr
    assert events(log)[0] == "started" and events(log)[-1] == "stopped"


@pytest.mark.slow
def test_a_draft_that_takes_too_long_is_put_aside_and_holds_up_no_other(command: Command, tmp_path: Path):
    (tmp_path / "报送").mkdir()
    (tmp_path / "报送/巨大.txt").write_text(
        FAULTY.format(1) + "　　坚持按月学法，全年组织学法8次。\n" * 600_000, "utf-8"
    )
    (tmp_path / "报送/平常.txt").write_text(CLEAN.format(1), "utf-8")
    code, _, err = once(command, "--timeout", "3", "--log-format", "json")
    told = [json.loads(line) for line in err.splitlines()]
    assert code == 0
    assert [event["event"] for event in told if event.get("path") == "巨大.txt"] == ["failed", "failed", "quarantined"]
    page = (tmp_path / "报送/检查结果/巨大.检查报告.html").read_text("utf-8")
    assert "用了 3 秒还没有做完" in page and "试了几次都是这样" in page
    code, out, _ = command("watch", "--status", "--state-dir", "state")
    assert code == 0 and "搁置 1" in out and "巨大.txt：用了 3 秒还没有做完" in out


def test_nobody_reads_the_log(tmp_path: Path):
    share = tmp_path / "报送"
    share.mkdir()
    (share / "报告.txt").write_text(CLEAN.format(1), "utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "shufa_lint", "watch", str(share), "--once", "--settle", "0.1"]
    with os.fdopen(writing) as stream:
        done = subprocess.run([*command, "--state-dir", str(tmp_path / "s")], stderr=stream, timeout=60, check=False)
    assert done.returncode == 0 and (share / "检查结果/报告.检查报告.html").exists()


@contextmanager
def mounted(*arguments: str) -> Iterator[None]:
    """Mount something, or skip the test."""
    if os.name == "nt" or not shutil.which("mount"):
        pytest.skip("there is nothing to mount with")
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", arguments[-1]], check=True)


def test_a_full_disk(tmp_path: Path):
    """A share of 600 KB: the results have no room until something is deleted."""
    share = tmp_path / "报送"
    share.mkdir()
    with mounted("-t", "tmpfs", "-o", "size=600k", "tmpfs", str(share)):
        with running(share, tmp_path / "state") as log:
            assert wait_for(lambda: (share / "检查结果/检查一览.html").exists())
        (share / "报告.txt").write_text(FAULTY.format(1), "utf-8")
        ballast = share / "压舱石"
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while file.write(b"x" * 4096):
                pass
        with running(share, tmp_path / "state") as log:
            assert wait_for(lambda: "unwritable" in events(log))
            assert not list(share.rglob(".~shufa-lint-*.tmp"))
            ballast.unlink()
            assert wait_for(lambda: (share / "检查结果/报告.检查报告.html").exists())
            assert wait_for(lambda: "answered" in events(log))
        assert events(log).count("unwritable") == 1


def test_a_results_folder_that_may_only_be_read(tmp_path: Path):
    share = tmp_path / "报送"
    (share / "检查结果").mkdir(parents=True)
    (share / "报告.txt").write_text(FAULTY.format(1), "utf-8")
    results = str(share / "检查结果")
    with running(share, tmp_path / "state", "--settle", "1.5") as log:
        with mounted("--bind", results, results):
            subprocess.run(["mount", "-o", "remount,ro,bind", results], check=True)
            assert wait_for(lambda: "unwritable" in events(log))
            assert "answered" not in events(log)
        assert wait_for(lambda: "answered" in events(log))

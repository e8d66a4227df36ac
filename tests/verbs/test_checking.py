"""Folders: the same bytes with one process or several, with a cold cache, a warm one, or none."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shufa_lint import api, cli
from shufa_lint.engine import lint as engine

Command = Callable[..., tuple[int, str, str]]
FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = (
    "every-fault-blanks",
    "annexes",
    "gbk-crlf",
    "markdown-bold",
    "damaged-byte",
    "clean-word-notice",
    "faulty-marks",
)
FORMATS = ("json", "concise")
ROGUE = """\
import sys, os, time
if "shufa_lint.engine.pool_worker" in sys.orig_argv:
    from shufa_lint import api
    honest = api.examine_path
    def examine(path, choice):
        match path.stem:
            case "崩溃": os.kill(os.getpid(), 9)
            case "不停": time.sleep(600)
            case "贪吃": [bytearray(1 << 20) for _ in iter(int, 1)]
            case "出错": raise LookupError("秘密")
        return honest(path, choice)
    api.examine_path = examine
"""
"""What makes some documents fatal to the processes that check them."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document of many kinds, waivers, and settings of a sub-folder's own."""
    folder = tmp_path / "卷"
    for draft in sorted(FIXTURES.glob("*/draft.*")):
        if draft.parent.name in CASES:
            target = folder / draft.parent.name / draft.name
            target.parent.mkdir(parents=True)
            shutil.copy(draft, target)
    (folder / "shufa-lint.toml").write_text(
        'ignore = ["lone-child"]\n[per-file-ignores]\n"*-blanks" = ["placeholders"]\n'
    )
    (folder / "gbk-crlf" / "shufa-lint.toml").write_text('fail-on = "info"\n')
    return folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHUFA_LINT_CACHE_DIR", str(tmp_path / "缓存"))
    return tmp_path / "缓存"


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    api.forget_settings()
    yield
    api.forget_settings()


def test_the_number_of_processes_and_the_cache_change_no_byte(command: Command, folder: Path, cache: Path):
    wanted = [command("卷", "--output-format", style, "--no-cache", "--jobs", "1") for style in FORMATS]
    assert wanted[0][0] == 1 and not cache.exists()
    for options in (["--jobs", "3", "--no-cache"], ["--jobs", "2"], []):
        assert [command("卷", "--output-format", style, *options) for style in FORMATS] == wanted
    (cache / "results.sqlite3").write_bytes(b"\0" * 9999)
    assert command("卷", "--output-format", "json") == wanted[0]


def test_waivers_count_with_several_processes_and_with_a_warm_cache(command: Command, folder: Path, cache: Path):
    assert command("卷", "--jobs", "2")[0] == 1
    assert command("卷", "--write-baseline", "--reason", "都看过", "--jobs", "2")[0] == 0
    code, output, _ = command("卷", "--jobs", "2", "--output-format", "json")
    assert code == 0 and '"findings": []' in output.replace('"findings":[]', '"findings": []')


def test_what_has_not_changed_is_not_looked_at_again(
    command: Command, folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
):
    looked: list[str] = []
    honest = engine._lint

    def lint(reading: object, planner: object, path: str, profile: str | None) -> object:
        looked.append(path)
        return honest(reading, planner, path, profile)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "_lint", lint)
    first = command("卷")
    assert len(looked) == len(CASES)
    looked.clear()
    assert command("卷") == first and looked == []
    draft = folder / "annexes" / "draft.txt"
    draft.write_text(draft.read_text("utf-8") + "　　再学法**次。\n", "utf-8")
    assert command("卷") != first and looked == [str(Path("卷", "annexes", "draft.txt"))]
    looked.clear()
    shutil.copy(draft, folder / "另一份.txt")  # the same words under another name
    command("卷")
    assert looked == []
    shutil.copy(draft, folder / "另一份.md")  # what is mark-up depends on the name
    command("卷")
    assert looked == [str(Path("卷", "另一份.md"))]


@pytest.mark.parametrize(
    "change",
    [["--ignore", "title"], ["--as-of", "2019"], ["--profile", "notice"], ["--select", "placeholders"], ["--isolated"]],
    ids=" ".join,
)
def test_other_settings_are_other_results(command: Command, folder: Path, cache: Path, change: list[str]):
    command("卷", "--output-format", "json")
    wanted = command("卷", "--output-format", "json", *change, "--no-cache")
    assert command("卷", "--output-format", "json", *change) == wanted


def test_a_document_that_could_not_be_read_is_tried_again(command: Command, tmp_path: Path, cache: Path):
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04" + b"\0" * 60)
    assert command("坏.docx")[0] == 1
    import sqlite3

    database = sqlite3.connect(cache / "results.sqlite3")
    assert database.execute("SELECT COUNT(*) FROM records").fetchone() == (0,)
    database.close()


def test_the_cache_holds_no_word_of_a_draft(command: Command, tmp_path: Path, cache: Path):
    (tmp_path / "稿.txt").write_text("述法报告\n　　张某某的手机号是13812345678，学法**次。\n", "utf-8")
    command("稿.txt")
    data = b"".join(path.read_bytes() for path in cache.iterdir())
    assert data and not any(word.encode() in data for word in ("述法", "13812345678", "138******78", "稿.txt"))


def test_where_the_cache_is(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "稿.txt").write_text("述法报告\n", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "家"))
    monkeypatch.setenv("SHUFA_LINT_CACHE_DIR", "")
    command("稿.txt")
    assert not (tmp_path / "家").exists()
    command("稿.txt", "--cache-dir", "这里")
    assert (tmp_path / "这里" / "results.sqlite3").exists()
    if sys.platform == "linux":
        monkeypatch.delenv("SHUFA_LINT_CACHE_DIR")
        command("稿.txt")
        assert (tmp_path / "家" / "shufa-lint" / "results.sqlite3").exists()
    assert command("稿.txt", "--cache-dir", "这里", "--no-cache")[0] == 2


@pytest.mark.parametrize("options", [["--fix", "--diff"], ["--unsafe-fixes"], ["--watch", "--fix"], ["--watch", "-"]])
def test_what_does_not_go_together_is_refused_before_anything_is_done(command: Command, options: list[str]):
    code, output, complaints = command("没有.txt", *options)
    assert (code, output) == (2, "") and "没有这个文件" not in complaints and len(complaints.splitlines()) == 1


@pytest.mark.parametrize("value", ["0", "-1", "1000", "x", "1.5"])
def test_a_number_of_processes_that_is_none(command: Command, value: str):
    code, _, complaints = command("稿.txt", f"--jobs={value}")
    assert code == 2 and "1 到 999" in complaints


@pytest.fixture
def rogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rogue").mkdir()
    (tmp_path / "rogue" / "sitecustomize.py").write_text(ROGUE, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "rogue"))


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_document_that_is_fatal_loses_itself_and_no_other(
    command: Command, tmp_path: Path, rogue: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("shufa_lint.verbs.checking._SECONDS", 4.0)
    monkeypatch.setattr("shufa_lint.verbs.checking._MEGABYTES", 300)
    names = ["一", "崩溃", "二", "不停", "三", "贪吃", "四", "出错", "五"]
    (tmp_path / "卷").mkdir()
    for name in names:
        (tmp_path / "卷" / f"{name}.txt").write_text("关于学法情况的报告\n　　全年学法**次。\n", "utf-8")
    code, output, complaints = command(
        "卷", "--isolated", "--jobs", "2", "--output-format", "concise", "--timeout", "2"
    )
    assert code == 2
    lines = {name: [line for line in output.splitlines() if name in line] for name in names}
    assert all(any("asterisk-placeholder" in line for line in lines[name]) for name in "一二三四五")
    for name, reason in {
        "崩溃": "被系统结束",
        "不停": "用了 4 秒还没有做完",
        "贪吃": "内存超过 300 MB",
        "出错": "程序出错（LookupError）",
    }.items():
        assert len(lines[name]) == 1, output
        assert reason in lines[name][0] and "rule-failure" in lines[name][0]
    assert "秘密" not in output + complaints


def many(folder: Path, number: int, length: int = 1) -> None:
    draft = (FIXTURES / "every-fault-blanks" / "draft.txt").read_text("utf-8") * length
    folder.mkdir()
    for n in range(number):
        (folder / f"{n:03}.txt").write_text(draft + f"　　第{n}份。\n", "utf-8")


def workers(pid: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid), "-f", "pool_worker"], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pgrep"), reason="looks for processes with pgrep")
def test_a_worker_that_is_killed_in_a_run_of_200_documents_loses_at_most_its_document(tmp_path: Path):
    many(tmp_path / "卷", 200, length=4)
    command = [sys.executable, "-m", "shufa_lint", str(tmp_path / "卷"), "--isolated", "--jobs", "2"]
    command += ["--output-format", "concise"]
    whole = subprocess.run(command, capture_output=True, text=True, check=False)
    assert whole.returncode == 1 and "rule-failure" not in whole.stdout
    for pause in (0.0, 0.4, 0.8):
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + 30
        while not (victims := workers(running.pid)[:1]):
            assert running.poll() is None and time.monotonic() < until
        time.sleep(pause)
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        output, _ = running.communicate(timeout=120)
        lost = [line for line in output.splitlines() if "rule-failure" in line]
        assert len(lost) <= 1
        assert running.returncode == (2 if lost else 1)
        name = lost[0].split(":")[0] if lost else "-"
        others = [line for line in whole.stdout.splitlines()[:-1] if not line.startswith(name)]
        assert [line for line in output.splitlines()[:-1] if not line.startswith(name)] == others


@pytest.mark.skipif(not shutil.which("pgrep"), reason="looks for processes with pgrep")
def test_an_interrupt_ends_all_processes_at_once(tmp_path: Path):
    many(tmp_path / "卷", 150)
    command = [sys.executable, "-m", "shufa_lint", str(tmp_path / "卷"), "--isolated", "--jobs", "2"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 30
    while len(workers(running.pid)) < 2:
        assert time.monotonic() < until
    time.sleep(0.1)
    began = time.monotonic()
    running.send_signal(signal.SIGINT)
    output, complaints = running.communicate(timeout=20)
    assert (running.returncode, output, complaints) == (130, "", "shufa-lint：已中断\n")
    assert time.monotonic() - began < 5


def test_a_wrong_configuration_is_told_the_same_way(command: Command, tmp_path: Path):
    many(tmp_path / "卷", 3)
    (tmp_path / "卷" / "shufa-lint.toml").write_text('selct = ["x"]\n')
    one, two = command("卷", "--jobs", "1"), command("卷", "--jobs", "2")
    assert one == two and one[0] == 2 and "selct" in one[2]


def test_documents_that_vanish_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    many(tmp_path / "卷", 3)
    monkeypatch.chdir(tmp_path)
    names = [f"卷/00{n}.txt" for n in range(3)]
    (tmp_path / "卷" / "001.txt").unlink()
    assert cli.main([*names, "--isolated", "--jobs", "2", "--output-format", "concise"]) == 2
    output, complaints = capfd.readouterr()
    assert "卷/001.txt：没有这个文件" in complaints and "000.txt" in output and "002.txt" in output

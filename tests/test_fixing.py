"""``--fix`` and ``--diff`` as a user runs them: what is written, what is said, and what an interrupted run leaves."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

DRAFT = """云岭县司法局局长2024年述法报告

　　现将2024年履行推进法治建设第一责任人职责情况报告如下：
　　全年修定制度**项，走访群众（试行)若干。##paidbegin##
　　学习A总书记讲话。
　　　　　　　　云岭县司法局
　　　　　　　　2024年12月20日
"""
MENDED = DRAFT.replace("修定", "修订").replace("（试行)", "（试行）").replace("##paidbegin##", "")
Run = Callable[..., tuple[int, str, str]]


def test_safe_faults_are_mended_in_place_and_the_rest_is_reported(command: Run):
    file = Path("稿.txt")
    file.write_bytes(DRAFT.encode("gb18030").replace(b"\n", b"\r\n"))
    file.chmod(0o640)
    code, out, err = command("--fix", "稿.txt")
    assert file.read_bytes() == MENDED.encode("gb18030").replace(b"\n", b"\r\n")
    assert file.stat().st_mode & 0o777 == 0o640
    assert code == 1  # the placeholder is still there
    assert "asterisk-placeholder" in out and "misused-word" not in out
    assert "改好了 3 处，写回了 1 份文稿" in err
    assert "另有 1 处的改法要人看过再用" in err
    assert list(Path().iterdir()) == [file]


def test_a_second_run_writes_nothing(command: Run):
    file = Path("稿.txt")
    file.write_text(DRAFT, "utf-8")
    command("--fix", "稿.txt")
    os.utime(file, (1, 1))
    _, _, err = command("--fix", "稿.txt")
    assert file.stat().st_mtime == 1
    assert "没有可以直接改的地方" in err


def test_what_needs_a_look_is_mended_on_request_only(command: Run):
    file = Path("稿.txt")
    file.write_text(DRAFT, "utf-8")
    command("--fix", "--unsafe-fixes", "稿.txt")
    assert "学习习近平总书记讲话" in file.read_text("utf-8")
    assert "**项" in file.read_text("utf-8")


def test_a_patch_is_one(command: Run, capfd: pytest.CaptureFixture[str]):
    file = Path("稿.txt")
    file.write_text(DRAFT, "utf-8")
    code, out, err = command("--diff", "稿.txt")
    assert code == 1
    assert file.read_text("utf-8") == DRAFT
    assert "文件没有动" in err
    assert out.startswith("--- 稿.txt\n+++ 稿.txt\n@@ -")
    if shutil.which("patch") is None:
        pytest.skip("no patch here to take it")
    subprocess.run(["patch", "-p0", "--quiet"], input=out.encode(), check=True)
    assert file.read_text("utf-8") == MENDED


def test_without_a_line_end_at_the_end_the_patch_says_so(command: Run):
    Path("稿.txt").write_text(DRAFT + "　　全年修定制度。", "utf-8")
    _, out, _ = command("--diff", "稿.txt")
    assert out.count("\\ No newline at end of file") == 2


def test_nothing_to_mend_is_no_difference(command: Run):
    Path("稿.txt").write_text(MENDED.replace("A", "习近平"), "utf-8")
    code, out, err = command("--diff", "稿.txt")
    assert (code, out) == (0, "")
    assert "没有可以直接改的地方" in err


def test_a_difference_to_a_file(command: Run):
    Path("稿.txt").write_text(DRAFT, "utf-8")
    code, out, _ = command("--diff", "--exit-zero", "--output-file", "改.diff", "稿.txt")
    assert (code, out) == (0, "")
    assert "+　　全年修订制度**项" in Path("改.diff").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--fix", "--diff", "稿.txt"), "不能一起用"),
        (("--unsafe-fixes", "稿.txt"), "要与 --fix 或 --diff 一起用"),
    ],
)
def test_options_that_do_not_go_together(command: Run, arguments: tuple[str, ...], words: str):
    Path("稿.txt").write_text(DRAFT, "utf-8")
    code, _, err = command(*arguments)
    assert code == 2
    assert words in err and err.count("\n") == 1


def test_a_damaged_file_is_left_alone(command: Run):
    data = DRAFT.encode().replace("走访".encode(), b"\xff\xfe\x80")
    Path("稿.txt").write_bytes(data)
    _, _, err = command("--fix", "稿.txt")
    assert Path("稿.txt").read_bytes() == data
    assert "读不出来的字节" in err


def test_what_cannot_be_read_is_reported_as_ever(command: Run):
    Path("图.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    code, out, _ = command("--fix", "图.txt")
    assert code == 1
    assert "图.txt" in out


def test_a_link_is_written_through(command: Run):
    Path("真.txt").write_text(DRAFT, "utf-8")
    Path("稿.txt").symlink_to("真.txt")
    command("--fix", "稿.txt")
    assert Path("稿.txt").is_symlink()
    assert Path("真.txt").read_text("utf-8") == MENDED


def test_a_file_that_changes_meanwhile_is_not_overwritten(command: Run, monkeypatch: pytest.MonkeyPatch):
    from shufa_lint import api

    file = Path("稿.txt")
    file.write_text(DRAFT, "utf-8")
    own = api.fix_path

    def slow(*arguments: object, **rest: object) -> object:
        mended = own(*arguments, **rest)  # type: ignore[arg-type]
        file.write_text("别人刚写的\n", "utf-8")
        return mended

    monkeypatch.setattr(api, "fix_path", slow)
    code, _, err = command("--fix", "稿.txt")
    assert code == 2
    assert "有人改了它" in err
    assert file.read_text("utf-8") == "别人刚写的\n"


@pytest.mark.slow
def test_a_killed_run_leaves_each_file_whole(tmp_path: Path):
    chance = random.Random(20240701)
    files = [tmp_path / f"稿{number}.txt" for number in range(200)]
    call = [sys.executable, "-m", "shufa_lint", "--fix", "--isolated", str(tmp_path)]
    seen = {"old": 0, "new": 0}
    for attempt in range(12):
        for file in files:
            file.write_text(DRAFT, "utf-8")
        process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and not any(file.read_text("utf-8") == MENDED for file in files[:1]):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.6) if attempt else 0)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for file in files:
            text = file.read_text("utf-8")
            assert text in (DRAFT, MENDED)
            seen["new" if text == MENDED else "old"] += 1
    assert seen["old"] and seen["new"]  # it was killed in the middle

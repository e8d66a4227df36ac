"""``--watch``: what is saved is checked again, until an interrupt."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from shufa_lint.engine.changes import stamps

DRAFT = "关于学法情况的报告\n　　全年学法{}次。\n"
WAITING = "在等改动"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent in another way")


class Watch:
    """The running command: what it says until it waits for changes."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-u", "-m", "shufa_lint", "--watch", "--output-format", "concise", *options]
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line)

    def round(self) -> str:
        """Return what is said until the next wait."""
        said = ""
        until = time.monotonic() + 30
        while WAITING not in said:
            try:
                said += self._lines.get(timeout=max(0.0, until - time.monotonic()))
            except Empty:
                raise AssertionError(f"nothing more than {said!r}") from None
        return said

    def quiet(self, seconds: float) -> bool:
        """Say whether nothing is said for a while."""
        time.sleep(seconds)
        return self._lines.empty()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    (tmp_path / "卷").mkdir()
    (tmp_path / "卷" / "一.txt").write_text(DRAFT.format("**"), "utf-8")
    (tmp_path / "卷" / "二.txt").write_text(DRAFT.format("3"), "utf-8")
    watch = Watch(tmp_path, "卷", "--select", "placeholders")
    yield watch
    watch.process.kill()
    watch.process.wait()


def test_what_is_saved_is_checked_again(watch: Watch, tmp_path: Path):
    first = watch.round()
    assert "一.txt:2:7" in first and "二.txt" not in first
    assert watch.quiet(1.2)
    (tmp_path / "卷" / "一.txt").write_text(DRAFT.format("12"), "utf-8")
    assert "asterisk" not in watch.round()
    (tmp_path / "卷" / "三.txt").write_text(DRAFT.format("**"), "utf-8")
    assert "三.txt:2:7" in watch.round()
    (tmp_path / "卷" / "三.txt").unlink()
    assert "三.txt" not in watch.round()
    settings = tmp_path / "卷" / "shufa-lint.toml"
    settings.write_text('as-off = "2022"\n', "utf-8")
    assert "as-off" in watch.round()  # what is wrong can be mended
    settings.write_text('exclude = ["一.txt", "二.txt"]\n', "utf-8")
    assert "都被配置排除了" in watch.round()
    assert watch.quiet(1.2)
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait(10) == 130


def test_rules_of_ones_own_are_read_anew(tmp_path: Path):
    rules = tmp_path / "规则"
    rules.mkdir()
    rule = (Path(__file__).parents[2] / "rules" / "residue" / "stray-marker.toml").read_text("utf-8")
    own = rules / "own"
    own.mkdir()
    (tmp_path / "shufa-lint.toml").write_text('rule-folders = ["规则"]\nselect = ["own"]\n', "utf-8")
    (own / "own-marker.toml").write_text(rule.replace("stray-marker", "own-marker"), "utf-8")
    (tmp_path / "稿.txt").write_text("关于学法情况的报告\n　　##paidbegin##全年学法3次。\n", "utf-8")
    watch = Watch(tmp_path, "稿.txt")
    try:
        assert "own-marker" in watch.round()
        changed = (own / "own-marker.toml").read_text("utf-8").replace("message =", 'message = "换了说法"\n# ')
        (own / "own-marker.toml").write_text(changed, "utf-8")
        assert "换了说法" in watch.round()
    finally:
        watch.process.kill()
        watch.process.wait()


def test_a_screen_is_cleared_and_a_pipe_is_not(tmp_path: Path):
    pexpect = pytest.importorskip("pexpect")
    (tmp_path / "稿.txt").write_text(DRAFT.format("**"), "utf-8")
    command = [sys.executable, ["-m", "shufa_lint", "--watch", "--isolated", "稿.txt"]]
    child = pexpect.spawn(*command, cwd=str(tmp_path), encoding="utf-8", dimensions=(40, 80))
    child.expect(WAITING, timeout=30)
    assert "\x1b[2J" in child.before and "全年学法" in child.before
    child.sendintr()
    child.expect(pexpect.EOF, timeout=10)
    child.close()
    assert child.exitstatus == 130


def test_stamps_are_of_documents_settings_and_rules_only(tmp_path: Path):
    wanted = {"卷/一.txt", "卷/深/二.docx", "shufa-lint.toml", "则/x/a.toml"}
    for name in (*wanted, "卷/~$一.txt", "卷/图.png", "卷/.藏/三.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
    found = stamps([str(tmp_path / "卷")], [tmp_path / "则"])
    below = (os.path.relpath(path, os.path.realpath(tmp_path)) for path in found)
    assert {name.replace(os.sep, "/") for name in below if not name.startswith("..")} == wanted

"""The watcher is killed at any moment: all drafts are answered, none twice, and the ledger holds."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from shufa_lint.api import Choice, lint_bytes
from shufa_lint.service.watch.ledger import ledgers

from .conftest import CLEAN, FAULTY

KILLS, DRAFTS = 20, 500


def start(share: Path, state: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "shufa_lint", "watch", str(share), "--settle", "0.1", "--log-format", "json"]
    log = (state.parent / "log").open("ab")
    try:
        return subprocess.Popen([*command, "--state-dir", str(state), *more], stderr=log)
    finally:
        log.close()


def end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()


def answered(state: Path) -> Counter[tuple[str, str, str]]:
    """Return how often each draft was answered, by its path, its content and what it was judged by."""
    found: Counter[tuple[str, str, str]] = Counter()
    for path in ledgers(state):
        base = sqlite3.connect(path)
        with suppress(sqlite3.OperationalError):  # there are no tables yet
            found.update(base.execute("SELECT path, sha256, criteria FROM history"))
        base.close()
    return found


def number_of(found: Counter[tuple[str, str, str]]) -> int:
    return len({path for path, _, _ in found})


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_killed_at_random_moments_each_draft_has_one_answer_and_the_right_one(tmp_path: Path):
    share, state = tmp_path / "报送", tmp_path / "state"
    drafts = {f"单位{n % 7}/报告{n:03}.txt": (FAULTY if n % 3 else CLEAN).format(n + 1) for n in range(DRAFTS)}
    for name, text in drafts.items():
        path = share / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    luck = random.Random(7)
    for _ in range(KILLS):
        goal = number_of(answered(state)) + luck.randrange(1, 20)
        process = start(share, state)
        deadline = time.monotonic() + luck.choice((0.3, 0.5, 10, 10, 10))  # at times before it has begun
        while time.monotonic() < deadline and number_of(answered(state)) < goal:
            time.sleep(0.01)
        time.sleep(luck.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert 100 < number_of(answered(state)) < DRAFTS, "the kills came too early or too late to show anything"
    process = start(share, state, "--once")
    try:
        assert process.wait(timeout=120) == 0
    finally:
        end(process)
    found = answered(state)
    assert {path for path, _, _ in found} == set(drafts)
    assert set(found.values()) == {1}
    base = sqlite3.connect(ledgers(state)[0])
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()
    results = share / "检查结果"
    for name, text in drafts.items():
        failed = lint_bytes(text.encode(), name, choice=Choice(isolated=True)).failed
        base = results / name.removesuffix(".txt")
        page = base.with_name(base.name + ".检查报告.html").read_text("utf-8")
        assert ('class="verdict failed"' in page) == failed, name
        assert base.with_name(base.name + ".检查单.json").exists() != failed
    assert not list(results.rglob(".~shufa-lint-*"))
    records = [json.loads(path.read_text("utf-8")) for path in (results / ".shufa-lint").iterdir()]
    assert Counter(record["state"] for record in records) == {"done": DRAFTS}
    assert Counter(record["key"][0] for record in records) == Counter(drafts.keys())


def test_a_signal_ends_it_in_order(tmp_path: Path):
    share, state = tmp_path / "报送", tmp_path / "state"
    share.mkdir()
    for n in range(30):
        (share / f"{n}.txt").write_text(CLEAN.format(n), "utf-8")
    for runs, (number, code) in enumerate(((signal.SIGTERM, 0), (signal.SIGINT, 130)), start=1):
        process = start(share, state)
        try:
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline:
                time.sleep(0.05)
                if (tmp_path / "log").read_text("utf-8").count('"started"') == runs and answered(state):
                    break
            process.send_signal(number)
            assert process.wait(timeout=20) == code
        finally:
            end(process)
        base = sqlite3.connect(ledgers(state)[0])
        assert base.execute("SELECT count(*) FROM job WHERE state = 'claimed'").fetchone() == (0,)
        base.close()
        records = [json.loads(path.read_text("utf-8"))["state"] for path in (share / "检查结果/.shufa-lint").iterdir()]
        assert set(records) == {"done"}
    assert json.loads((tmp_path / "log").read_text("utf-8").splitlines()[-1])["event"] == "stopped"

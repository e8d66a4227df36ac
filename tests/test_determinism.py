"""The same files give the same bytes, whatever the hash seed, the time zone, the locale and the working directory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = ["every-fault-headings", "every-fault-blanks", "gbk-crlf", "annexes", "markdown-bold"]
SURROUNDINGS = [
    {"PYTHONHASHSEED": "0", "TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8"},
    {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "PYTHONIOENCODING": "gbk"},
]
INHERITED = ("PATH", "SYSTEMROOT", "HOME", "TMPDIR", "TEMP")


def output(style: str, surroundings: dict[str, str]) -> bytes:
    drafts = [str(next((FIXTURES / case).glob("draft.*")).relative_to(FIXTURES)) for case in CASES]
    command = [sys.executable, "-m", "shufa_lint", "--isolated", "--output-format", style, *drafts]
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ} | surroundings
    done = subprocess.run(command, cwd=FIXTURES, env=environment, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    return done.stdout


@pytest.mark.parametrize("style", ["json", "concise", "sarif", "junit"])
def test_the_surroundings_do_not_change_a_byte(style: str):
    first, *others = [output(style, surroundings) for surroundings in SURROUNDINGS]
    assert first.decode("utf-8").count("ordinal-gap") >= 3
    assert others == [first] * len(others)


def test_the_clock_is_not_asked():
    source = Path(__file__).parents[1] / "src" / "shufa_lint"
    allowed = {
        source / "text" / "when.py": "date.today()",  # a waiver may end on a day
        source / "service" / "watch" / "clock.py": "datetime.now()",  # the watcher writes down when it answered
    }
    for path in source.rglob("*.py"):
        text = path.read_text("utf-8")
        text = text.replace(allowed[path], "", 1) if path in allowed else text
        for word in ("datetime.now", "date.today", "time.time(", "import random", "from random", "uuid"):
            assert word not in text, f"{path.name} must not depend on when it runs: {word}"

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shufa_lint import cli
from shufa_lint.reading import isolation
from shufa_lint.reading.limits import LIMITS, Limits
from shufa_lint.reading.model import Reading

ROGUE = Path(__file__).with_name("rogue_worker.py")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the samples need POSIX")


@pytest.fixture(autouse=True)
def rogue(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    isolation.end_all()
    monkeypatch.setattr(isolation, "COMMAND", [sys.executable, str(ROGUE)])
    yield
    isolation.end_all()


def read(stem: str, data: bytes = b"", limits: Limits = LIMITS) -> Reading:
    return isolation.read_apart("word", data, f"{stem}.docx", limits)


def reason(reading: Reading) -> str:
    (problem,) = reading.problems
    assert problem.kind == "unreadable-document"
    assert reading.source.text == "" and len(reading.sha256) == 64
    assert not problem.reason.endswith("。")
    return problem.reason


def test_one_process_reads_one_document_after_the_other():
    assert read("a").source.text == read("b").source.text != f"{os.getpid()}\n"


def test_what_the_starting_process_has_used_does_not_count_against_its_worker():
    hoard = bytearray(LIMITS.megabytes // 2 << 20)
    hoard[::4096] = b"x" * len(hoard[::4096])  # Linux has a child begin with the peak of its parent
    assert read("a").source.text == read("b").source.text
    assert hoard


@pytest.mark.parametrize(
    ("stem", "words"),
    [
        ("crashes", "读取程序崩溃"),
        ("leaves", "读取程序意外退出"),
        ("stumbles", "不合规范，读不出来（KeyError）"),
        ("refuses", "这里读不了"),
    ],
)
def test_what_a_parser_does_is_told_in_plain_words_and_the_next_document_is_read(stem: str, words: str):
    assert words in reason(read(stem))
    assert not read("good").problems


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_parser_that_hangs_is_stopped_with_all_that_it_started(tmp_path: Path):
    note = tmp_path / "pid"
    started = time.monotonic()
    assert "读了 1.5 秒还没有读完" in reason(read("hangs", str(note).encode(), Limits(seconds=1.5)))
    assert time.monotonic() - started < 5
    until = time.monotonic() + 5
    while alive(int(note.read_text("utf-8"))):
        assert time.monotonic() < until
        time.sleep(0.02)
    assert not read("good").problems


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit memory so")
def test_a_parser_that_eats_memory_is_stopped():
    assert "内存超过 128 MB" in reason(read("eats", limits=Limits(megabytes=128)))
    assert not read("good").problems


def test_what_a_parser_prints_does_not_disturb_the_answer():
    assert not read("chatters").problems


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read("good")
    read("crashes")
    assert len(list(tmp_path.iterdir())) == 0
    read("good")
    isolation.end_all()
    assert not list(tmp_path.iterdir())


def test_a_run_over_a_folder_loses_only_the_bad_documents(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]):
    package = b"PK\x03\x04" + bytes(26) + b"word/document.xml"
    for stem in ("crashes", "good", "leaves", "stumbles"):
        (tmp_path / f"{stem}.docx").write_bytes(package)
    (tmp_path / "hangs.docx").write_bytes(package)
    (tmp_path / "也查.txt").write_text("关于学法情况的报告\n　　全年学法**次。\n", "utf-8")
    assert cli.main([str(tmp_path), "--select", "document,asterisk-placeholder", "--timeout", "2"]) == 1
    out = capsysbinary.readouterr().out.decode()
    told = {line.split(":")[0].rsplit("/")[-1] for line in out.splitlines() if "unreadable-document" in line}
    assert told == {"crashes.docx", "leaves.docx", "stumbles.docx", "hangs.docx"}
    assert "也查.txt:2:7: 必须改 asterisk-placeholder" in out


def test_a_run_over_text_starts_no_process_and_loads_none_of_this(tmp_path: Path):
    (tmp_path / "a.txt").write_text("关于学法情况的报告\n", "utf-8")
    code = (
        "import sys; from shufa_lint.cli import main; main(sys.argv[1:]);"
        "print([name for name in sys.modules if 'isolation' in name or 'subprocess' in name or 'lxml' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.txt")], capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"[]"


@pytest.mark.parametrize("seconds", ["0", "-1", "x", "nan", "99999"])
def test_a_timeout_that_is_none_is_refused(seconds: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        cli.main(["a.txt", f"--timeout={seconds}"])
    assert ended.value.code == 2
    assert "--timeout" in capsys.readouterr().err

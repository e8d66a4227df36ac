"""In which formats a run is reported, and into which files."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from shufa_lint.report.formats import FORMATS

FAULTY = "关于学法情况的报告\n\n　　现将学法情况报告如下。\n　　全年组织专题学习**次。\n"
NUMBER = "110101199003070038"
PRIVATE = FAULTY + f"　　联系人王平，身份证号{NUMBER}，手机13812345678。\n"
DATA = [name for name, kind in FORMATS.items() if not kind.draws]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(command: Run) -> Run:
    """Run the command in a folder with one faulty document; the exit code, stdout and stderr."""
    Path("稿 1.txt").write_text(FAULTY, "utf-8")
    return command


# Several formats in one run


def test_formats_with_files_are_written_besides_the_one_on_the_screen(run: Run):
    plain = run("稿 1.txt")
    asked = ["--output-format", "sarif=out.sarif", "--output-format", "junit=out.xml", "--output-format", "full=详.txt"]
    assert run("稿 1.txt", *asked) == plain
    assert json.loads(Path("out.sarif").read_bytes())["version"] == "2.1.0"
    assert etree.parse("out.xml").getroot().get("failures") == "1"
    assert "改法：" in Path("详.txt").read_text("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_its_own_holds_what_output_file_would(run: Run, name: str):
    assert run("稿 1.txt", "--output-format", name, "--output-file", "a", "--output-format", f"{name}=b")[0] == 1
    assert Path("a").read_bytes() == Path("b").read_bytes() != b""


def test_statistics_on_the_screen_leave_the_files_whole(run: Run):
    code, out, _ = run("稿 1.txt", "--statistics", "--output-format", "json-lines=a.jsonl")
    assert code == 1 and out.startswith("1 ")
    assert json.loads(Path("a.jsonl").read_text("utf-8").splitlines()[0])["path"] == "稿 1.txt"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--output-format", "json", "--output-format", "sarif"], "写了 json 又写 sarif：屏幕上只能有一种"),
        (["--output-format", "sarif="], "sarif= 后面要写文件名"),
        (["--output-format", "auto=a"], "auto 后面不能写文件名"),
        (["--output-format", "docx=a"], "docx 后面不能写文件名"),
        (["--output-format", "sarf=a"], "没有 'sarf' 这个值，可以写 'auto', 'full'"),
        (["--output-format", "sarif=a", "--output-format", "gitlab=./a"], "两种格式要写进同一个文件"),
        (["--output-format", "sarif=a", "--output-file", "a"], "两种格式要写进同一个文件"),
        (["--output-format", "sarif=稿 1.txt"], "不能用结果覆盖它"),
        (["--output-format", "sarif=a/b"], "写不了 a/b"),
        (["--output-format", "sarif", "--statistics"], "--statistics 不能与 --output-format sarif 同时用"),
        (["--output-format", "csv", "--show-files"], "--show-files 不能与 --output-format csv 同时用"),
        (["--output-format", "csv=a", "--diff"], "--diff 不能与 --output-format csv=FILE 同时用"),
    ],
)
def test_what_does_not_go_together_is_refused(run: Run, arguments: list[str], reason: str):
    code, out, err = run("稿 1.txt", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1) and reason in err
    assert Path("稿 1.txt").read_text("utf-8") == FAULTY


def test_the_same_format_named_twice_is_no_contradiction(run: Run):
    assert run("稿 1.txt", "--output-format", "json", "--output-format", "json")[0] == 1


# Which format where none is named


def test_the_environment_names_the_format(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHUFA_LINT_OUTPUT_FORMAT", "gitlab")
    assert json.loads(run("稿 1.txt")[1])[0]["check_name"] == "asterisk-placeholder"
    assert run("稿 1.txt", "--output-format", "concise")[1].startswith("稿 1.txt:4:11: 必须改")
    assert run("稿 1.txt", "--statistics")[1].startswith("1 必须改")
    assert run("稿 1.txt", "--show-files")[1] == "稿 1.txt\n"
    monkeypatch.setenv("SHUFA_LINT_OUTPUT_FORMAT", "gitleb")
    code, out, err = run("稿 1.txt")
    assert (code, out) == (2, "") and "环境变量 SHUFA_LINT_OUTPUT_FORMAT 的值 'gitleb' 不对" in err


def test_inside_github_actions_lines_are_marked_and_the_step_summed_up(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    Path("summary.md").write_text("# 前一步\n", "utf-8")
    code, out, err = run("稿 1.txt")
    assert (code, err) == (1, "") and out.startswith("::error file=稿 1.txt,line=4,")
    summary = Path("summary.md").read_text("utf-8")
    assert summary.startswith("# 前一步\n## 未通过：1 处必须改") and "| 第4行第11字 | 必须改 |" in summary
    assert run("稿 1.txt", "--output-file", "a")[0] == 1
    assert Path("a").read_text("utf-8").startswith("稿 1.txt:4:11: 必须改")
    assert run("稿 1.txt", "--output-format", "json")[1].startswith("{")
    assert Path("summary.md").read_text("utf-8") == summary


def test_a_summary_keeps_within_the_room_that_there_is(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    Path("summary.md").write_bytes(b"x" * (1024 * 1024 - 300))
    assert run("稿 1.txt", "--output-format", "github")[0] == 1
    assert Path("summary.md").stat().st_size <= 1024 * 1024


def test_a_summary_that_cannot_be_written_fails_nothing(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "nowhere/summary.md")
    code, out, err = run("稿 1.txt", "--output-format", "github")
    assert code == 1 and "::error" in out and err == "shufa-lint：GITHUB_STEP_SUMMARY 写不了：没有这个文件或目录\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no pty")
def test_a_terminal_gets_the_report_for_people(run: Run):
    main, side = pty.openpty()
    command = [sys.executable, "-m", "shufa_lint", "--isolated", "稿 1.txt"]
    with subprocess.Popen(command, stdout=side, stderr=side, env={**os.environ, "TERM": "dumb"}) as process:
        os.close(side)
        seen = b""
        while chunk := _read(main):
            seen += chunk
    os.close(main)
    assert process.returncode == 1 and "改法：".encode() in seen


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # the other side is closed
        return b""


# What is in them


def test_documents_are_named_from_the_working_directory(run: Run, tmp_path: Path):
    folder = tmp_path / "报送"
    folder.mkdir()
    (folder / "a b.txt").write_text(FAULTY, "utf-8")
    absolute = str(folder / "a b.txt")
    sarif = json.loads(run(absolute, "--output-format", "sarif")[1])["runs"][0]
    (artifact,) = sarif["artifacts"]
    assert unquote(artifact["location"]["uri"]) == "报送/a b.txt" and "%20" in artifact["location"]["uri"]
    assert json.loads(run(absolute, "--output-format", "gitlab")[1])[0]["location"]["path"] == "报送/a b.txt"
    assert "file=报送/a b.txt," in run(absolute, "--output-format", "github")[1]


def test_waived_findings_are_suppressed_in_sarif_and_shown_elsewhere_only_on_demand(run: Run):
    assert run("waive", "稿 1.txt", "asterisk-placeholder", "--reason", "待统计局核定")[0] == 0
    results = json.loads(run("稿 1.txt", "--output-format", "sarif")[1])["runs"][0]["results"]
    waived = [result for result in results if result["suppressions"]]
    assert [result["ruleId"] for result in waived] == ["asterisk-placeholder"]
    assert "待统计局核定" in waived[0]["suppressions"][0]["justification"]
    for name in set(DATA) - {"sarif", "json"}:
        assert "待统计局核定" not in run("稿 1.txt", "--output-format", name)[1], name
        code, out, _ = run("稿 1.txt", "--output-format", name, "--show-waived")
        assert code == 0 and "待统计局核定" in out, name
    assert b"<skipped" in run("稿 1.txt", "--output-format", "junit", "--show-waived")[1].encode()


@pytest.mark.parametrize("name", FORMATS)
def test_private_values_are_masked_in_every_format(run: Run, name: str):
    Path("私.txt").write_text(PRIVATE, "utf-8")
    assert run("私.txt", "--output-format", name, "--output-file", "out")[0] == 1
    told = unquote(Path("out").read_text("utf-8"))
    assert NUMBER not in told and NUMBER[3:-2] not in told and "13812345678" not in told
    assert "110" in told.replace("\\", "") or name in ("full", "concise")


@pytest.mark.parametrize("name", DATA)
def test_a_run_without_findings_is_well_formed(run: Run, name: str):
    Path("稿 1.txt").write_text("", "utf-8")
    for arguments in (["--select", "numbering"], ["--config", "without.toml"]):
        Path("without.toml").write_text('exclude = ["*.txt"]\n', "utf-8")
        code, out, err = run("稿 1.txt", "--output-format", name, *arguments)
        assert code == 0, err
        if FORMATS[name].module in ("json", "sarif", "gitlab", "rdjson"):
            json.loads(out)
        elif name in ("junit", "checkstyle"):
            etree.fromstring(out.encode())
        elif "--select" in arguments:
            assert out or name == "json-lines"


def test_where_nothing_was_checked_people_are_told_no_verdict(run: Run):
    Path("without.toml").write_text('exclude = ["*.txt"]\n', "utf-8")
    code, out, err = run("稿 1.txt", "--config", "without.toml", "--output-format", "sarif=out.sarif")
    assert (code, out, err) == (0, "", "shufa-lint：没有检查：点名的 1 份文稿都被配置排除了\n")
    assert json.loads(Path("out.sarif").read_bytes())["runs"][0]["results"] == []


def test_word_documents_are_numbered_in_paragraphs(run: Run):
    root = Path(__file__).parents[2]
    draft = next(iter(sorted((root / "fixtures").glob("word-*/draft.docx"))))
    Path("稿.docx").write_bytes(draft.read_bytes())
    _, out, _ = run("稿.docx", "--output-format", "gitlab", "--fail-on", "never")
    assert all(
        issue["description"].startswith(f"第{issue['location']['lines']['begin']}段：") for issue in json.loads(out)
    )
    (log,) = json.loads(run("稿.docx", "--output-format", "sarif", "--fail-on", "never")[1])["runs"]
    assert log["results"] and not any("fixes" in result for result in log["results"])


def test_a_document_that_cannot_be_read_is_a_finding_in_every_format(run: Run):
    Path("坏.docx").write_bytes(b"PK\x03\x04 nothing")
    for name in DATA:
        code, out, _ = run("坏.docx", "--output-format", name)
        assert code == 1 and "unreadable-document" in out, name

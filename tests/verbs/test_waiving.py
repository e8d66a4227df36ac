"""Waivers from the command line: written by ``waive`` and ``--write-baseline``, honoured by ``check``."""

import json
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from shufa_lint.rulebook import load

SIGN_OFF = "　　　　　　　　云岭县司法局\n　　　　　　　　2024年12月20日\n"
FIRST = "　　全年组织专题学习**次，听取汇报XX次，按月通报。\n"
SECOND = "　　牵头单位为某局法规处，负责日常工作的落实。\n"
DRAFT = f"关于学法情况的报告\n\n　　现将学法情况报告如下。\n{FIRST}{SECOND}{SIGN_OFF}"
FILE = "shufa-lint.waivers.toml"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, command: Run) -> Run:
    """Run the command in a folder with one draft; the exit code, stdout and stderr."""
    for name in ("LOGNAME", "USER", "USERNAME", "SHUFA_LINT_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    Path("a.txt").write_text(DRAFT, "utf-8")
    return command


def waivers(file: str = FILE) -> list[dict[str, object]]:
    return tomllib.loads(Path(file).read_text("utf-8"))["waiver"]


def waive(run: Run, *arguments: str) -> None:
    assert run("waive", *arguments, "--reason", "待核定")[0] == 0


# Writing


def test_a_waiver_says_what_where_why_who_and_how_long(run: Run) -> None:
    command = ("waive", "a.txt", "asterisk-placeholder", "--reason", "数字待统计局核定", "--until", "2026")
    code, out, err = run(*command, "--who", "王平")
    assert (code, err) == (0, "")
    assert out == f"豁免了 1 处 asterisk-placeholder（第 4 行），写进 {FILE}\n"
    (waiver,) = waivers()
    assert waiver | {"fingerprint": "", "until": ""} == {
        "path": "a.txt",
        "rule": "asterisk-placeholder",
        "fingerprint": "",
        "quote": "全年组织专题学习⟦**⟧次，听取汇报XX次，按月…",
        "reason": "数字待统计局核定",
        "who": "王平",
        "until": "",
    }
    assert str(waiver["until"]) == "2026-12-31"
    assert Path("a.txt").read_text("utf-8") == DRAFT


def test_who_works_here_is_known(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "wangping")
    waive(run, "a.txt", "星号占位")
    assert waivers()[0]["who"] == "wangping"


def test_twice_the_same_command_gives_the_same_bytes(run: Run) -> None:
    waive(run, "a.txt", "mou-placeholder")
    waive(run, "a.txt", "asterisk-placeholder")
    first = Path(FILE).read_bytes()
    waive(run, "a.txt", "mou-placeholder")
    assert Path(FILE).read_bytes() == first
    assert [waiver["rule"] for waiver in waivers()] == ["asterisk-placeholder", "mou-placeholder"]
    assert run("waive", "a.txt", "mou-placeholder", "--reason", "另有理由")[0] == 0
    assert [waiver["reason"] for waiver in waivers()] == ["待核定", "另有理由"]


def test_only_one_line_is_waived_where_one_is_named(run: Run) -> None:
    Path("a.txt").write_text(DRAFT.replace(SECOND, f"{SECOND}　　现场办结积案**件，回访当事人，没有反复。\n"), "utf-8")
    waive(run, "a.txt", "asterisk-placeholder", "--at", "6")
    assert [waiver["quote"] for waiver in waivers()] == ["现场办结积案⟦**⟧件，回访当事人，没有反复…"]
    assert "a.txt:4:" in run("a.txt")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.txt", "asterisk-placeholder"], "还缺 --reason"),
        (["a.txt", "asterisk-placeholder", "--reason", ""], "理由不能空着"),
        (["a.txt", "asterisk-placeholder", "--reason", " \u3000\u200b\n"], "理由不能空着"),
        (["a.txt", "asterisk-placeholder", "--reason", "x", "--until", "明天"], "明天 不是年份，也不是日期"),
        (["a.txt", "asterisk-placeholder", "--reason", "x", "--at", "一"], "--at 的值 '一' 不对"),
        (
            ["a.txt", "asterisk-placeholder", "--reason", "x", "--at", "5"],
            "第 5 行没有 asterisk-placeholder，它在第 4 行",
        ),
        (["a.txt", "ordinal-gap", "--reason", "x"], "里没有 ordinal-gap，有的是 asterisk-placeholder 1 处、"),
        (["a.txt", "ordinal-gab", "--reason", "x"], "没有名为 ordinal-gab 的规则，是不是想写 ordinal-gap？"),
        (["b.txt", "ordinal-gap", "--reason", "x"], "b.txt：没有这个文件"),
        ([".", "ordinal-gap", "--reason", "x"], "一次豁免一份文稿里的；整个目录用 --write-baseline"),
        (["empty.txt", "unreadable-document", "--reason", "x"], "unreadable-document 不能豁免"),
    ],
)
def test_what_cannot_be_waived(run: Run, arguments: list[str], words: str) -> None:
    Path("empty.txt").write_bytes(b"")
    code, out, err = run("waive", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err
    assert not Path(FILE).exists()


def test_faults_that_nobody_can_tell_apart_are_waived_together(run: Run) -> None:
    Path("a.txt").write_text(DRAFT.replace(SECOND, SECOND * 2), "utf-8")
    code, _, err = run("waive", "a.txt", "mou-placeholder", "--at", "5", "--reason", "x")
    assert (code, "第 5、6 行的几处一模一样，分不开" in err) == (2, True)
    waive(run, "a.txt", "mou-placeholder")
    assert [len(str(waiver["fingerprint"])) for waiver in waivers()] == [16, 18]


@pytest.mark.parametrize("style", [[], ["--select", "placeholders"]])
def test_what_is_private_is_quoted_masked(run: Run, style: list[str]) -> None:
    Path("a.txt").write_text(DRAFT.replace("某局法规处", "某局，电话13812345678，"), "utf-8")
    assert run("a.txt", "--write-baseline", "--reason", "x", *style)[0] == 0
    text = Path(FILE).read_text("utf-8")
    assert "mou-placeholder" in text and "13812345678" not in text and "2345" not in text
    assert "电话138***" in text


# Where the file stands


def test_it_stands_beside_the_configuration_that_counts(run: Run) -> None:
    Path("shufa-lint.toml").write_text("", "utf-8")
    draft = Path("报送", "局", "a.txt")
    draft.parent.mkdir(parents=True)
    draft.write_text(DRAFT, "utf-8")
    waive(run, str(draft), "mou-placeholder")
    assert waivers()[0]["path"] == "报送/局/a.txt"
    assert run(str(draft), "--select", "mou-placeholder")[0] == 0


def test_without_one_it_stands_beside_the_document_and_counts_below(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    waive(run, "a.txt", "mou-placeholder")
    below = Path("局", "a.txt")
    below.parent.mkdir()
    below.write_text(DRAFT, "utf-8")
    waive(run, str(below), "asterisk-placeholder")
    assert [waiver["path"] for waiver in waivers()] == ["a.txt", "局/a.txt"]
    below.with_name("shufa-lint.toml").write_text("", "utf-8")  # a later configuration loses nothing
    monkeypatch.chdir("局")
    assert "asterisk-placeholder" not in run("a.txt")[1]


def test_a_configuration_elsewhere_draws_no_waivers_to_it(run: Run, tmp_path: Path) -> None:
    office = tmp_path / "处" / "mine.toml"
    office.parent.mkdir()
    office.write_text("", "utf-8")
    waive(run, "a.txt", "mou-placeholder", "--config", str(office))
    assert waivers()[0]["path"] == "a.txt"


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_linked_folder_is_the_folder(run: Run, tmp_path: Path) -> None:
    Path("real").mkdir()
    Path("real", "a.txt").write_text(DRAFT, "utf-8")
    Path("link").symlink_to("real", target_is_directory=True)
    waive(run, "link/a.txt", "mou-placeholder")
    assert "mou-placeholder" not in run("real/a.txt")[1]


# Honouring


def test_what_is_waived_does_not_count_and_is_not_forgotten(run: Run) -> None:
    for rule in ("asterisk-placeholder", "cross-placeholder", "mou-placeholder", "mixed-masks"):
        waive(run, "a.txt", rule)
    assert run("a.txt", "--fail-on", "info") == (0, "通过：没有发现别的问题；另有 4 处已经豁免\n", "")
    report = json.loads(run("a.txt", "--output-format", "json")[1])
    (file,) = report["files"]
    assert (report["schema_version"], file["findings"], file["waived"], report["totals"]["waived"]) == (1, [], 4, 4)
    assert report["waivers"] == {"expired": [], "unused": [], "ambiguous": []}
    code, out, err = run("a.txt", "--isolated")
    assert (code, out.count("\n"), err) == (1, 5, "")


def test_what_is_waived_is_shown_on_demand(run: Run) -> None:
    waive(run, "a.txt", "asterisk-placeholder", "--who", "王平", "--until", "2099-01-01")
    concise = run("a.txt", "--show-waived")[1].splitlines()
    assert concise[0].startswith("a.txt:4:11: 已豁免 asterisk-placeholder")
    assert concise[0].endswith("；理由：待核定（王平，到 2099-01-01 为止）")
    findings = json.loads(run("a.txt", "--show-waived", "--output-format", "json")[1])["files"][0]["findings"]
    assert findings[0]["waived"] == {"reason": "待核定", "who": "王平", "until": "2099-01-01"}
    assert {finding["waived"] for finding in findings[1:]} == {None}
    full = run("a.txt", "--show-waived", "--output-format", "full")[1]
    assert "√ 已豁免  第4行第11字" in full and "理由：待核定（王平，到 2099-01-01 为止）" in full


@pytest.mark.parametrize(("today", "code"), [("2026-06-30", 0), ("2026-07-01", 1)])
def test_a_waiver_holds_to_its_last_day(run: Run, today: str, code: int) -> None:
    waive(run, "a.txt", "asterisk-placeholder", "--until", "2026-06-30")
    done = run("a.txt", "--select", "asterisk-placeholder", "--today", today)
    assert done[0] == code
    assert ("豁免到期（2026-06-30），重新计入：a.txt 的 asterisk-placeholder" in done[2]) == bool(code)
    report = json.loads(run("a.txt", "--today", today, "--output-format", "json")[1])
    assert [item["document"] for item in report["waivers"]["expired"]] == ["a.txt"] * code


def test_the_clock_is_asked_only_where_a_waiver_ends(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from shufa_lint.engine import waivers as engine

    waive(run, "a.txt", "asterisk-placeholder")
    monkeypatch.setattr(engine, "today", lambda: 1 / 0)
    assert run("a.txt")[0] == 1
    waive(run, "a.txt", "asterisk-placeholder", "--until", "2026")
    assert run("a.txt")[0] == 2
    assert run("a.txt", "--today", "2026-01-01")[0] == 1


def test_a_waiver_of_what_is_gone_is_told_and_changes_no_exit_code(run: Run) -> None:
    waive(run, "a.txt", "mou-placeholder")
    waive(run, "a.txt", "asterisk-placeholder")
    Path("a.txt").write_text(DRAFT.replace("**", "12"), "utf-8")
    code, _, err = run("a.txt", "--fail-on", "never")
    assert (code, err.count("\n")) == (0, 1)
    assert "豁免用不着了，可以删掉：a.txt 的 asterisk-placeholder“全年组织专题学习⟦**⟧次" in err
    assert run("a.txt", "--select", "mou-placeholder")[2] == ""  # nobody has looked for the others
    Path("a.txt").rename("b.txt")
    assert f"{FILE} 里有 1 份文稿已经不在：a.txt" in run("b.txt")[2]


def test_one_more_equal_fault_is_reported(run: Run) -> None:
    waive(run, "a.txt", "mou-placeholder")
    Path("a.txt").write_text(DRAFT.replace(SECOND, SECOND * 2), "utf-8")
    code, out, err = run("a.txt", "--select", "mou-placeholder", "--fail-on", "warning")
    assert (code, out.count(": 建议改 mou-placeholder")) == (1, 2)
    assert "豁免不起作用" in err and "分不清" in err


@pytest.mark.parametrize("verb", [["a.txt"], ["waive", "a.txt", "mou-placeholder", "--reason", "x"]])
def test_a_malformed_file_is_said_with_its_line(run: Run, verb: list[str]) -> None:
    Path(FILE).write_text('[[waiver]]\npath = "a.txt"\nrule = "mou-placeholder"\n', "utf-8")
    code, out, err = run(*verb)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"{FILE} 第 1 行：缺少键 " in err
    assert run("a.txt", "--isolated")[0] == 1


def test_what_comes_from_standard_input_is_known_by_its_name(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    waive(run, "a.txt", "asterisk-placeholder")
    for name, waived in (("a.txt", 1), ("b.txt", 0)):
        with Path("a.txt").open(encoding="utf-8") as draft:
            monkeypatch.setattr("sys.stdin", draft)
            report = json.loads(run("-", "--stdin-filename", name, "--output-format", "json")[1])
        assert report["files"][0]["waived"] == waived


def test_a_renamed_rule_keeps_its_waivers(run: Run) -> None:
    Path("shufa-lint.toml").write_text('rule-folders = ["mine"]\n', "utf-8")
    folder = Path("mine", "house")
    folder.mkdir(parents=True)
    rule = (
        'id = "{}"\ntitle = "自己的规则"\ncheck = "pattern"\nseverity = "error"\nauthority = "实务"\n'
        'message = "不用这个词"\nwhy = "本局不用。"\n{}[options]\npattern = "法规处"\n'
    )
    (folder / "old-rule.toml").write_text(rule.format("old-rule", ""), "utf-8")
    waive(run, "a.txt", "old-rule")
    (folder / "old-rule.toml").unlink()
    (folder / "new-rule.toml").write_text(rule.format("new-rule", 'replaces = ["old-rule"]\n'), "utf-8")
    load._load.cache_clear()  # another process would not know the old file
    assert run("a.txt", "--select", "new-rule")[0] == 0
    waive(run, "a.txt", "new-rule")
    assert [waiver["rule"] for waiver in waivers()] == ["new-rule"]


# The baseline


def test_a_baseline_lets_only_new_faults_through(run: Run) -> None:
    Path("b.txt").write_text(DRAFT.replace("十二", "**"), "utf-8")
    code, out, err = run(".", "--write-baseline", "--reason", "旧稿", "--fail-on", "info")
    assert (code, out) == (0, "通过：没有发现别的问题；另有 8 处已经豁免\n")
    assert err == f"shufa-lint：豁免了 8 处，写进 {FILE}\n"
    first = Path(FILE).read_bytes()
    assert run(".", "--write-baseline", "--reason", "又来")[2] == "shufa-lint：没有要豁免的\n"
    assert Path(FILE).read_bytes() == first
    Path("a.txt").write_text(DRAFT.replace("按月通报", "按月通报，督办**件"), "utf-8")
    code, out, _ = run(".")
    assert (code, out.count("必须改 asterisk-placeholder")) == (1, 1)


def test_what_was_not_read_is_no_part_of_a_baseline(run: Run) -> None:
    Path("b.docx").write_bytes(b"PK\x03\x04" + bytes(200))
    code, out, _ = run(".", "--write-baseline", "--reason", "旧稿")
    assert (code, "unreadable-document" in out) == (1, True)
    assert {waiver["path"] for waiver in waivers()} == {"a.txt"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.txt", "--write-baseline"], "理由不能空着"),
        (["a.txt", "--write-baseline", "--reason", " "], "理由不能空着"),
        (["a.txt", "--write-baseline", "--reason", "x", "--isolated"], "--write-baseline 不能与 --isolated 同时用"),
        (["-", "--write-baseline", "--reason", "x"], "--write-baseline 不能与 标准输入 同时用"),
        (["a.txt", "--write-baseline", "--reason", "x", "--fix"], "--write-baseline 不能与 --fix 同时用"),
        (["a.txt", "--reason", "x"], "要与 --write-baseline 一起用；只豁免一处，用 shufa-lint waive"),
        (["a.txt", "--today", "2026"], "2026 不是哪一天"),
    ],
)
def test_options_that_do_not_go_together(run: Run, arguments: list[str], words: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err
    assert not Path(FILE).exists()


def test_a_file_that_cannot_be_written_is_said(run: Run) -> None:
    Path("dir").mkdir()
    Path("dir", "a.txt").write_text(DRAFT, "utf-8")
    Path("dir").chmod(0o500)
    if os.access("dir", os.W_OK):
        Path("dir").chmod(0o700)
        pytest.skip("this user may write anywhere")
    code, out, err = run("waive", "dir/a.txt", "mou-placeholder", "--reason", "x")
    Path("dir").chmod(0o700)
    assert (code, out) == (2, "")
    assert "写不了" in err


# Fixes


def test_a_fix_leaves_alone_what_is_waived(run: Run) -> None:
    mixed = DRAFT.replace("，按月通报", ",按月通报").replace("，负责", ",负责")
    Path("a.txt").write_text(mixed, "utf-8")
    waive(run, "a.txt", "halfwidth-mark", "--at", "4")
    run("a.txt", "--fix")
    assert Path("a.txt").read_text("utf-8") == mixed.replace(",负责", "，负责")
    assert "halfwidth-mark" not in run("a.txt")[1]

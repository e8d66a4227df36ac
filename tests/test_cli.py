import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from shufa_lint import api, cli
from shufa_lint.text.width import cells

SIGN_OFF = "　　　　　　　　　　　　　　　　云岭县司法局\n　　　　　　　　　　　　　　　　2024年12月20日\n"
CLEAN = f"关于学法情况的报告\n\n　　现将学法情况报告如下。\n　　全年组织专题学习十二次。\n{SIGN_OFF}"
FAULTY = f"关于学法情况的报告\n\n　　现将学法情况报告如下。\n　　全年组织专题学习**次，听取汇报**次。\n{SIGN_OFF}"

Shell = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHUFA_LINT_DEBUG", raising=False)
    Path("clean.txt").write_text(CLEAN, "utf-8")
    Path("faulty.txt").write_text(FAULTY, "utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path, command: Callable[..., tuple[int, str, str]]) -> Callable[..., tuple[int, str, str]]:
    """Run the command in this process; the exit code, stdout and stderr."""
    return command


@pytest.fixture
def shell(folder: Path) -> Shell:
    """Run the command in a process of its own, with no terminal and no more of the environment than it needs."""

    def _shell(
        *arguments: str, env: dict[str, str] | None = None, **rest: object
    ) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "shufa_lint", *arguments]
        environment = {"PATH": os.environ["PATH"], **(env or {})}
        return subprocess.run(command, capture_output=True, env=environment, timeout=60, **rest)  # type: ignore[call-overload,no-any-return]

    return _shell


def one_line(text: str) -> bool:
    return text.count("\n") == 1 and text.startswith("shufa-lint：") and "Traceback" not in text


# What is found decides the exit code


def test_a_clean_document_passes(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("clean.txt") == (0, "通过：没有发现问题\n", "")


def test_a_faulty_document_fails_and_each_fault_is_a_line(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = run("faulty.txt")
    assert (code, err) == (1, "")
    assert "faulty.txt:4:11: 必须改 asterisk-placeholder" in out
    assert out.endswith("未通过：2 处必须改\n")


def test_check_is_the_verb_where_none_is_named(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("check", "faulty.txt") == run("faulty.txt")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--fail-on", "never"], 0),
        (["--fail-on", "error"], 1),
        (["--exit-zero"], 0),
        (["--ignore", "asterisk-placeholder"], 0),
        (["--ignore", "structure,placeholders"], 0),
        (["--select", "numbering", "--select", "placeholders"], 1),
        (["--select", "numbering"], 0),
        (["--profile", "base"], 1),
    ],
)
def test_options_decide_the_exit_code(
    run: Callable[..., tuple[int, str, str]], arguments: Sequence[str], code: int
) -> None:
    assert run("faulty.txt", *arguments)[0] == code


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 0), ("info", 1)])
def test_fail_on_counts_from_its_severity_up(run: Callable[..., tuple[int, str, str]], level: str, code: int) -> None:
    Path("shufa-lint.toml").write_text('severity.asterisk-placeholder = "info"\n', "utf-8")
    assert run("faulty.txt", "--select", "asterisk-placeholder", "--fail-on", level)[0] == code


def test_fail_on_may_stand_in_the_configuration(run: Callable[..., tuple[int, str, str]]) -> None:
    Path("shufa-lint.toml").write_text('fail-on = "never"\n', "utf-8")
    assert run("faulty.txt")[0] == 0
    assert run("faulty.txt", "--fail-on", "error")[0] == 1
    assert run("faulty.txt", "--isolated")[0] == 1


# Bad input: one clear line in Chinese, the right exit code, no traceback


def test_no_argument(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = run()
    assert (code, out) == (2, "")
    assert one_line(err) and "shufa-lint 述法报告.txt" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["没有.txt"], "没有.txt：没有这个文件"),
        (["没有*.txt"], "没有与之相符的文件"),
        (["empty"], "目录里没有可以检查的文稿"),
        (["explian", "stray-marker"], "是不是想写命令 explain？"),
        (["clean.txt", "--selct", "x"], "不认识的选项 --selct，是不是想写 --select？"),
        (["clean.txt", "--output-format", "xml"], "没有 'xml' 这个值，可以写"),
        (["clean.txt", "--fail-on"], "--fail-on 后面要写一个值"),
        (["clean.txt", "--select", "ordinal-gab"], "没有名为 ordinal-gab 的规则或规则族，是不是想写 ordinal-gap？"),
        (["clean.txt", "--profile", "shufa-reprot"], "没有名为 shufa-reprot 的文种，是不是想写 shufa-report？"),
        (["clean.txt", "--config", "no.toml"], "no.toml：没有这份配置文件"),
        (["clean.txt", "--config", "no.toml", "--isolated"], "--config 不能与 --isolated 同时用"),
        (["clean.txt", "--output-file", "no/such/out.txt"], "写不了 no/such/out.txt：没有这个文件或目录"),
        (["clean.txt", "--output-file", "./clean.txt"], "是要检查的文稿，不能用结果覆盖它"),
        (["explain", "stray-maker"], "没有名为 stray-maker 的规则，是不是想写 stray-marker？"),
        (["explain"], "还缺 RULE"),
        (["explain", "numbering"], "numbering 是一族规则，一次说明一条：clause-gap、"),
        (["explain", "序号缺"], "没有名为 序号缺 的规则，是不是想写 ordinal-gap？"),
        (["explain", "甲"], "没有名为 甲 的规则；全部名称见 shufa-lint rules"),
        (["clean.txt", "--profile", "述法报告"], "没有名为 述法报告 的文种，是不是想写 shufa-report？"),
        (["clean.txt", "--ignore", "只有一个下级"], "是不是想写 lone-child？"),
        (["clean.txt", "--select", "zzz"], "没有名为 zzz 的规则或规则族；全部名称见 shufa-lint rules"),
        (["outline", "没有.txt"], "没有.txt：没有这个文件"),
        (["rules", "--profile", "bsae"], "没有名为 bsae 的文种，是不是想写 base？"),
    ],
)
def test_what_cannot_be_done(run: Callable[..., tuple[int, str, str]], arguments: Sequence[str], words: str) -> None:
    Path("empty").mkdir()
    Path("shufa-lint.toml").write_text("# 空的配置\n", "utf-8")
    code, _, err = run(*arguments)
    assert code == 2
    assert one_line(err), err
    assert words in err
    assert Path("clean.txt").read_text("utf-8") == CLEAN


@pytest.mark.parametrize(
    ("configuration", "words"),
    [
        ('ignroe = ["lone-child"]\n', "第 1 行：不认识的键 ignroe，是不是想写 ignore？"),
        ('\nignore = ["lone-chlid"]\n', "第 2 行：没有名为 lone-chlid 的规则或规则族，是不是想写 lone-child？"),
        ('[severity]\nlone-child = "errro"\n', "第 2 行：severity.lone-child 的值 'errro' 不对"),
        ("profile = \n", "第 1 行：TOML 语法错误"),
        ('rule-folders = ["../.."]\n', "不在配置文件所在的目录之内"),
    ],
)
def test_a_wrong_configuration_names_file_and_line(
    run: Callable[..., tuple[int, str, str]], configuration: str, words: str
) -> None:
    Path("shufa-lint.toml").write_text(configuration, "utf-8")
    code, out, err = run("clean.txt")
    assert (code, out) == (2, "")
    assert one_line(err) and "shufa-lint.toml" in err and words in err


def test_a_broken_rule_file_names_file_and_line(run: Callable[..., tuple[int, str, str]]) -> None:
    Path("shufa-lint.toml").write_text('rule-folders = ["mine"]\n', "utf-8")
    rule = Path("mine", "house", "own-rule.toml")
    rule.parent.mkdir(parents=True)
    rule.write_text('id = "own-rule"\ntitle = "自己的规则"\nchek = "pattern"\n', "utf-8")
    code, out, err = run("clean.txt")
    assert (code, out) == (2, "")
    assert one_line(err) and "own-rule.toml 第 3 行：不认识的键 chek，是不是想写 check？" in err


def test_one_bad_name_among_many_hides_nothing(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = run("faulty.txt", "没有.txt", "clean.txt", "--exit-zero")
    assert code == 2
    assert "faulty.txt:4" in out and "未通过" in out
    assert one_line(err) and "没有.txt" in err


def test_a_document_that_vanishes_hides_nothing(run: Callable[..., tuple[int, str, str]]) -> None:
    Path("gone.txt").symlink_to("nowhere.txt")
    code, out, err = run("gone.txt", "faulty.txt")
    assert (code, one_line(err)) == (2, True)
    assert "faulty.txt:4" in out


def test_binary_bytes_are_a_finding(run: Callable[..., tuple[int, str, str]]) -> None:
    Path("binary.txt").write_bytes(bytes(range(256)) * 8)
    code, out, _ = run("binary.txt", "clean.txt")
    assert code == 1
    assert "binary.txt:1:1: 必须改 unreadable-document" in out


def test_unreadable_permissions_are_a_finding(run: Callable[..., tuple[int, str, str]]) -> None:
    Path("faulty.txt").chmod(0)
    if os.access("faulty.txt", os.R_OK):
        pytest.skip("this user may read any file")
    code, out, _ = run("faulty.txt")
    assert (code, "没有读取权限" in out) == (1, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_among_the_documents_is_a_finding_and_blocks_nothing(shell: Shell) -> None:
    os.mkfifo("pipe.txt")
    done = shell("pipe.txt", "faulty.txt")
    assert done.returncode == 1
    assert "pipe.txt:1:1: 必须改 unreadable-document" in done.stdout.decode()


def test_what_is_excluded_is_not_checked_and_not_a_failure(run: Callable[..., tuple[int, str, str]]) -> None:
    Path("shufa-lint.toml").write_text('exclude = ["faulty.txt"]\n', "utf-8")
    code, out, err = run("faulty.txt", "--output-format", "json")
    assert code == 0
    assert json.loads(out)["files"] == []
    assert "没有检查：点名的 1 份文稿都被配置排除了" in err
    assert run("faulty.txt")[:2] == (0, "")
    assert run("faulty.txt", "没有.txt")[0] == 2


def test_a_rule_that_crashes_is_said_and_is_never_success(
    run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from shufa_lint.checks import placeholder

    monkeypatch.setattr(placeholder, "find", lambda context, options: 1 / 0)
    code, out, _ = run("faulty.txt", "--exit-zero")
    assert code == 2
    assert "rule-failure" in out and "asterisk-placeholder" in out


def test_an_unexpected_error_is_one_line(
    run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "run_report", lambda *_, **__: 1 / 0)
    code, out, err = run("clean.txt")
    assert (code, out, one_line(err)) == (2, "", True)
    assert "ZeroDivisionError" in err and "SHUFA_LINT_DEBUG=1" in err
    monkeypatch.setenv("SHUFA_LINT_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["clean.txt"])


def test_an_unexpected_error_over_one_document_is_a_finding_and_the_others_are_checked(
    run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = api.examine_path
    monkeypatch.setattr(api, "examine_path", lambda path, choice: honest(path, choice) if path.stem == "b" else 1 / 0)
    Path("b.txt").write_text(FAULTY, "utf-8")
    code, out, err = run("clean.txt", "b.txt", "--output-format", "concise")
    assert (code, err) == (2, "") and "b.txt:" in out
    assert "检查这份文稿的时候程序出错（ZeroDivisionError），这份文稿没有检查" in out
    monkeypatch.setenv("SHUFA_LINT_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["clean.txt"])


# Pipes, signals, consoles


def test_a_reader_that_leaves_is_no_failure(folder: Path) -> None:
    Path("long.txt").write_text(FAULTY + "　　听取汇报**次。\n" * 5000, "utf-8")
    for style in ("concise", "full", "json"):
        command = [sys.executable, "-m", "shufa_lint", "long.txt", "--output-format", style]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout and process.stderr
            process.stdout.read(1)
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(60) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "shufa_lint", "faulty.txt"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 2
    assert one_line(done.stderr.decode()) and "磁盘满了" in done.stderr.decode()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_is_one_line(folder: Path) -> None:
    code = (
        "import os, signal, sys, threading\nfrom shufa_lint.cli import main\n"
        "threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()\nsys.exit(main(['-']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.wait(60) == 130
        assert process.stdout and process.stderr
        assert (process.stdout.read(), process.stderr.read().decode()) == (b"", "shufa-lint：已中断\n")


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_no_console_is_too_poor(shell: Shell, encoding: str) -> None:
    Path("faulty.txt").write_text(FAULTY.replace("听取", "听取😀"), "utf-8")
    done = shell("faulty.txt", "--output-format", "full", env={"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (1, b"")
    if encoding != "ascii":
        assert "× 未通过：3 处必须改\n" in done.stdout.decode(encoding)  # the two blanks and the emoji
    assert shell("--help", env={"PYTHONIOENCODING": encoding}).returncode == 0


def test_machine_formats_are_utf8_whatever_the_locale(shell: Shell) -> None:
    plain = [shell("faulty.txt", "--output-format", style).stdout for style in ("json", "concise")]
    poor = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "gbk"}
    assert [shell("faulty.txt", "--output-format", s, env=poor).stdout for s in ("json", "concise")] == plain
    assert "必须改" in plain[1].decode("utf-8")


def test_a_c_locale_is_enough(shell: Shell) -> None:
    done = shell("没有.txt", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminals here")
def test_a_long_run_shows_how_far_it_has_come(folder: Path) -> None:
    import pty

    for number in range(12):
        shutil.copy("clean.txt", f"{number}.txt")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "shufa_lint", ".", "--output-format", "json"]
    environment = {**os.environ, "TERM": "xterm-256color"}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, env=environment, timeout=60, check=False)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert len(json.loads(done.stdout)["files"]) == 14
    assert "正在检查" in shown and "/14" in shown


# Where documents come from, where results go


def test_standard_input_is_a_document(shell: Shell) -> None:
    done = shell("-", input=FAULTY.encode("gb18030"))
    assert done.returncode == 1
    assert done.stdout.decode().startswith("-:4:11: 必须改 asterisk-placeholder")


def test_standard_input_is_read_as_the_file_that_it_is_named(shell: Shell) -> None:
    code = "# 关于学法情况的报告\n\n现将学法情况报告如下。\n\n全年学习`**`次。\n".encode()
    select = ("--select", "asterisk-placeholder")
    assert shell("-", *select, "--stdin-filename", "草稿.md", input=code).returncode == 0
    assert shell("-", *select, "--stdin-filename", "草稿.txt", input=code).stdout.startswith("草稿.txt:".encode())


def test_folders_globs_and_names_give_each_document_once(run: Callable[..., tuple[int, str, str]]) -> None:
    Path("sub").mkdir()
    shutil.copy("faulty.txt", "sub/second.md")
    _, out, _ = run(".", "*.txt", "faulty.txt", "--output-format", "json")
    assert [Path(file["path"]).name for file in json.loads(out)["files"]] == ["clean.txt", "faulty.txt", "second.md"]


@pytest.mark.parametrize("style", ["auto", "full", "concise", "json"])
def test_a_result_may_go_to_a_file(run: Callable[..., tuple[int, str, str]], style: str) -> None:
    target = Path("out.txt")
    target.write_text("旧的结果", "utf-8")
    target.chmod(0o640)
    code, out, err = run("faulty.txt", "--output-format", style, "--output-file", "out.txt")
    assert (code, out, err) == (1, "", "")
    assert "asterisk-placeholder" in target.read_text("utf-8")
    assert "\x1b" not in target.read_text("utf-8")
    assert target.stat().st_mode & 0o777 == 0o640
    assert not list(Path().glob(".out*"))


def test_a_device_is_written_to_and_not_replaced(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("faulty.txt", "--output-file", os.devnull)[0] == 1
    assert not Path(os.devnull).is_file()


# The other verbs


def test_outline_draws_a_tree_and_prints_json(run: Callable[..., tuple[int, str, str]]) -> None:
    Path("report.txt").write_text("关于学法的报告\n一、学习\n（一）专题学习。一是办班。二是宣讲。\n二、打算\n", "utf-8")
    code, out, _ = run("outline", "report.txt")
    assert code == 0
    assert "├─ 一、学习  第2行" in out and "│  └─ （一）专题学习  第3行  一是 二是" in out
    code, out, _ = run("outline", "report.txt", "--output-format", "json")
    assert [section["title"] for section in json.loads(out)["sections"]] == ["学习", "打算"]


def test_outline_of_what_cannot_be_read(run: Callable[..., tuple[int, str, str]]) -> None:
    Path("binary.txt").write_bytes(bytes(range(256)) * 8)
    code, out, err = run("outline", "binary.txt")
    assert (code, out, one_line(err)) == (2, "", True)


def test_rules_lists_the_rules_of_a_kind(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run("rules", "--profile", "shufa-report")
    assert code == 0
    assert "ordinal-gap" in out and "述法报告（shufa-report）" in out
    assert "必备部分，依次是：履职情况、存在问题、下一步打算" in out
    assert "学习贯彻习近平法治思想（2021年起）" in out
    assert "必备部分，依次是" not in run("rules", "--profile", "notice")[1]
    listed = json.loads(run("rules", "--output-format", "json")[1])["rules"]
    assert {"id", "family", "title", "severity", "authority", "why", "hint", "fix"} <= listed[0].keys()


def test_every_rule_can_be_explained(run: Callable[..., tuple[int, str, str]]) -> None:
    for name in api.load_rulebook().rules:
        code, out, err = run("explain", name)
        assert (code, err) == (0, "")
        assert name in out and "为什么" in out
        assert "⟦" not in out
        assert max(map(cells, out.splitlines())) <= 80


def test_an_explanation_marks_what_is_found_and_says_how_to_silence_it(
    run: Callable[..., tuple[int, str, str]],
) -> None:
    _, out, _ = run("explain", "stray-marker")
    assert ">>##paidbegin##<<" in out
    assert 'ignore = ["stray-marker"]' in out


def test_a_rule_is_explained_by_its_chinese_name(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("explain", "平台标记") == run("explain", "stray-marker")


def test_an_explanation_says_what_a_report_would_say(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("explain", "clause-gap")
    assert "分项断了：“一是”之后应当是“二是”，这里却是“三是”" in out and "改法：补上“二是”这一项" in out
    _, out, _ = run("explain", "superseded-law")
    assert "× 必须改（有的情形是建议改、提示）" in out and "依据：法律的现行有效文本" in out
    assert out.count("改为（多半对，改前看一眼）") == 2
    _, out, _ = run("explain", "over-length")  # no text of an example is that long
    assert "正文约……字，超过……字的限度" in out and "怎么改" in out


def test_the_settings_that_an_explanation_shows_work(run: Callable[..., tuple[int, str, str]]) -> None:
    for name in ("stray-marker", "lone-child", "foreign-place", "duplicate-passage"):
        _, out, _ = run("explain", name)
        settings = out[out.index("    # 不查") :]
        Path("mine.toml").write_text(settings, "utf-8")
        assert run("clean.txt", "--config", "mine.toml")[2] == "", settings
        assert "（现在不查）" in run("explain", name, "--config", "mine.toml")[1]


def test_a_renamed_rule_is_explained_by_its_old_name(run: Callable[..., tuple[int, str, str]]) -> None:
    Path("shufa-lint.toml").write_text('rule-folders = ["mine"]\n', "utf-8")
    rule = Path("mine", "house", "own-rule.toml")
    rule.parent.mkdir(parents=True)
    rule.write_text(
        'id = "own-rule"\ntitle = "自己的规则"\ncheck = "pattern"\nseverity = "info"\nauthority = "本局规定"\n'
        'message = "不用这个词"\nwhy = "本局不用。"\nreplaces = ["old-rule"]\n[options]\npattern = "某词"\n',
        "utf-8",
    )
    code, out, err = run("explain", "old-rule")
    assert (code, err) == (0, "")
    assert "own-rule" in out and "依据：本局规定" in out


def test_init_writes_a_configuration_once(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("init")[0] == 0
    first = Path("shufa-lint.toml").read_text("utf-8")
    assert run("faulty.txt")[0] == 1
    code, _, err = run("init")
    assert (code, one_line(err)) == (2, True)
    assert Path("shufa-lint.toml").read_text("utf-8") == first


def test_every_line_of_the_first_configuration_works(run: Callable[..., tuple[int, str, str]]) -> None:
    run("init")
    file = Path("shufa-lint.toml")
    settings = [
        line[2:]
        for line in file.read_text("utf-8").splitlines()
        if line.startswith("# ") and (" = " in line or "[" in line[2:3])
    ]
    file.write_text("\n".join(line for line in settings if not line.startswith("rule-folders")), "utf-8")
    assert len(settings) > 8
    assert run("clean.txt")[2] == ""


@pytest.mark.parametrize("verb", ["check", "outline", "explain", "rules", "init"])
def test_help_is_chinese_and_fits(run: Callable[..., tuple[int, str, str]], verb: str) -> None:
    code, out, err = run(verb, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("用法：shufa-lint")
    for english in ("usage", "options:", "positional", "show this help"):
        assert english not in out
    assert max(map(cells, out.splitlines())) <= 80


def test_version(run: Callable[..., tuple[int, str, str]]) -> None:
    assert run("--version") == (0, "shufa-lint 0.1.0\n", "")

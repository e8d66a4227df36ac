"""What is selected, what is counted, and what is shown without a check."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shufa_lint import api
from shufa_lint.rulebook.load import load_rulebook

SIGN_OFF = "　　　　　　　　云岭县司法局\n　　　　　　　　2024年12月20日\n"
BODY = "　　组织学习**次，听取汇报**次，由某局负责,按月通报。\n"
DRAFT = f"关于学法情况的报告\n\n　　现将学法情况报告如下。\n{BODY}{SIGN_OFF}"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(command: Run) -> Run:
    """Run the command in a folder with two drafts; the exit code, stdout and stderr."""
    Path("a.txt").write_text(DRAFT, "utf-8")
    Path("b.txt").write_text(DRAFT.replace("听取汇报**次，", ""), "utf-8")
    return command


def rules_found(run: Run, *arguments: str) -> set[str]:
    _, out, err = run("a.txt", "--output-format", "json", *arguments)
    assert err == ""
    return {finding["rule"] for finding in json.loads(out)["files"][0]["findings"]}


# Selection


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--select", "asterisk-placeholder"], {"asterisk-placeholder"}),
        (["--select", "placeholders/asterisk-placeholder"], {"asterisk-placeholder"}),
        (["--select", "placeholders/*"], {"asterisk-placeholder", "mou-placeholder", "mixed-masks"}),
        (["--select", "placeh*"], {"asterisk-placeholder", "mou-placeholder", "mixed-masks"}),
        (["--select", "*-placeholder"], {"asterisk-placeholder", "mou-placeholder"}),
        (["--select", "[am]*-placeholder", "--ignore", "mou-*"], {"asterisk-placeholder"}),
        (["--select", "punct*", "--ignore", "placeholders"], {"halfwidth-mark"}),
        (["--select", "*", "--ignore", "p*"], set()),
        (["--select", "warning", "--ignore", "punctuation/*"], {"mou-placeholder"}),
    ],
)
def test_rules_are_selected_by_name_family_glob_and_severity(run: Run, arguments: list[str], found: set[str]) -> None:
    assert rules_found(run, *arguments) == found


def test_globs_count_in_the_configuration_too(run: Run) -> None:
    Path("shufa-lint.toml").write_text('select = ["*-placeholder"]\n[per-file-ignores]\n"a.*" = ["mou-*"]\n', "utf-8")
    assert rules_found(run) == {"asterisk-placeholder"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("plcaeholders/*", "没有与 plcaeholders/* 相符的规则或规则族，是不是想写 placeholders？"),
        ("ordinla-g*", "没有与 ordinla-g* 相符的规则或规则族，是不是想写 ordinal-gap？"),
        ("zz*", "没有与 zz* 相符的规则或规则族；全部名称见 shufa-lint rules"),
        (
            "numbering/asterisk-placeholder",
            "没有名为 numbering/asterisk-placeholder 的规则或规则族，是不是想写 asterisk",
        ),
    ],
)
@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_glob_that_matches_nothing_is_a_mistake(run: Run, option: str, name: str, words: str) -> None:
    code, out, err = run("a.txt", option, name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err


def test_no_glob_switches_off_what_says_that_a_rule_crashed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from shufa_lint.checks import placeholder

    monkeypatch.setattr(placeholder, "find", lambda context, options: 1 / 0)
    code, out, _ = run("a.txt", "--select", "placeholders/*", "--ignore", "rule-*")
    assert (code, "rule-failure" in out) == (2, True)


# Statistics


def test_statistics_count_instead_of_listing(run: Run) -> None:
    code, out, err = run("a.txt", "b.txt", "--statistics", "--select", "placeholders,halfwidth-mark")
    assert (code, err) == (1, "")
    first, *_, last = out.splitlines()
    assert first == "3 必须改 asterisk-placeholder 星号占位：2 份文稿"
    assert "2 建议改 mou-placeholder “某”占位：2 份文稿\n" in out
    assert last == "未通过：5 处必须改，2 处建议改，2 处提示"
    assert "a.txt:" not in out


def test_statistics_for_programs(run: Run) -> None:
    _, out, _ = run("a.txt", "b.txt", "--statistics", "--output-format", "json")
    report = json.loads(out)
    assert report["statistics"][0] == {
        "rule": "asterisk-placeholder",
        "title": "星号占位",
        "severity": "error",
        "count": 3,
        "files": 2,
        "fixable": 0,
        "fixable_unsafe": 0,
        "waived": 0,
    }
    rows = report["statistics"]
    assert {row["rule"]: row["fixable"] for row in rows}["halfwidth-mark"] == 2
    assert [row["count"] for row in rows] == sorted((row["count"] for row in rows), reverse=True)
    assert sum(row["count"] for row in rows) == sum(report["totals"][name] for name in ("error", "warning", "info"))
    assert (report["schema_version"], "files" in report) == (1, False)


def test_statistics_for_people_fit_the_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run("a.txt", "--write-baseline", "--reason", "旧稿", "--select", "mou-placeholder")
    _, out, _ = run("a.txt", "b.txt", "--statistics", "--output-format", "full")
    head, first, *_ = out.splitlines()
    assert head.split() == ["处数", "文稿", "直接改", "看过改", "已豁免", "级别", "规则"]
    assert first.split() == ["3", "2", "·", "·", "·", "×", "必须改", "asterisk-placeholder", "星号占位"]
    assert "另有 1 处已经豁免" in out
    assert run("a.txt", "--statistics", "--select", "numbering", "--output-format", "full")[1].count("\n") == 1


# Settings and files


def test_the_files_that_would_be_checked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "lint_path", lambda *_, **__: 1 / 0)
    Path("shufa-lint.toml").write_text('exclude = ["b.txt"]\n', "utf-8")
    Path("局").mkdir()
    Path("局", "c.md").write_text("", "utf-8")
    assert run(".", "--show-files") == (0, "a.txt\n局/c.md\n", "")
    assert json.loads(run(".", "--show-files", "--output-format", "json")[1]) == {
        "schema_version": 1,
        "files": ["a.txt", "局/c.md"],
        "excluded": 1,
    }
    code, out, err = run("a.txt", "没有.txt", "--show-files")
    assert (code, out, "没有.txt：没有这个文件" in err) == (2, "a.txt\n", True)


def test_the_settings_that_count(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("shufa-lint.toml").write_text(
        'ignore = ["lone-child"]\nas-of = 2022\nseverity.mou-placeholder = "info"\n'
        '[per-file-ignores]\n"a.txt" = ["pun*"]\n',
        "utf-8",
    )
    assert run("waive", "a.txt", "mou-placeholder", "--reason", "x")[0] == 0
    monkeypatch.setattr(api, "lint_path", lambda *_, **__: 1 / 0)
    code, out, err = run("a.txt", "--show-settings", "--output-format", "json")
    settings = json.loads(out)
    assert (code, err) == (0, "")
    assert Path(settings["configuration"]).samefile("shufa-lint.toml")
    assert Path(settings["waiver_file"]).samefile("shufa-lint.waivers.toml")
    assert (settings["waivers"], settings["profile"], settings["profile_chosen_by"]) == (1, "report", "document")
    assert settings["rules"]["mou-placeholder"] == "info"
    assert {"lone-child", "halfwidth-mark"} <= set(settings["rules_off"])
    assert {*settings["rules"], *settings["rules_off"]} == set(load_rulebook().rules)
    assert settings["tables"]["laws"] == load_rulebook().dates["laws"]
    assert settings["settings"]["as-of"] == "2022"


def test_settings_for_people(run: Run) -> None:
    code, out, err = run("a.txt", "--show-settings", "--isolated", "--fail-on", "info", "--select", "placeh*")
    assert (code, err) == (0, "")
    for words in ("没有配置文件，照默认的来", "report 报告（看标题和开头认出）", "没有豁免文件", "有“提示”以上的问题"):
        assert words in out
    assert "× 必须改 asterisk-placeholder" in out and "laws（2026-07-17）" in out
    assert "auto（逐份看标题和开头）" in run(".", "--show-settings")[1]
    assert "base 公文（由配置或 --profile 指定）" in run("a.txt", "--show-settings", "--profile", "base")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.txt", "b.txt", "--show-settings"], "一次看一份文稿，或者一个目录"),
        (["c.txt", "--show-settings"], "c.txt：没有这个文件或目录"),
        (["a.txt", "--show-settings", "--show-files"], "--show-files 不能与 --show-settings 同时用"),
        (["a.txt", "--statistics", "--diff"], "--diff 不能与 --statistics 同时用"),
    ],
)
def test_what_cannot_be_shown(run: Run, arguments: list[str], words: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err

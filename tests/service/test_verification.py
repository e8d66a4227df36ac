"""``shufa-lint verify``: a 检查单 is believed only when the check comes out the same."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shufa_lint.api import Choice, forget_settings, lint_bytes, run_report
from shufa_lint.service import slip as slips
from shufa_lint.service.watch.criteria import digest_of

CLEAN = "关于学法情况的报告\n　　现将学法情况报告如下。\n　　全年组织学法3次。\n　　特此报告。\n"
FAULTY = CLEAN.replace("3次", "**次")
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def handed_in(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Write a draft and a 检查单 for it, with changes; return what it says."""

    def write(text: str = CLEAN, **changes: Any) -> dict[str, Any]:
        data = text.encode()
        (tmp_path / "报告.txt").write_bytes(data)
        choice = Choice(config=tmp_path / "shufa-lint.toml") if (tmp_path / "shufa-lint.toml").exists() else None
        choice = choice or Choice(isolated=True)
        report = lint_bytes(data, str(tmp_path / "报告.txt"), choice=choice)
        run = run_report([report], choice)
        configuration = choice.for_path(tmp_path / "报告.txt")[0].configuration
        slip = slips.slip_of(report, run, digest_of(configuration), "2026-11-21T09:00:00+08:00")
        told = json.loads(slips.render(slip)) | changes
        (tmp_path / "报告.检查单.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        return told

    return write


VERIFY = ("verify", "报告.检查单.json", "报告.txt")


def test_what_is_true(handed_in: Callable[..., Any], command: Command):
    handed_in()
    code, out, _ = command(*VERIFY)
    assert code == 0 and out == "√ 属实：报告.txt 检查通过（2026-11-21 09:00）\n"
    assert command(*VERIFY, "--no-rerun")[:1] == (0,)


def test_another_file(handed_in: Callable[..., Any], command: Command, tmp_path: Path):
    handed_in()
    (tmp_path / "报告.txt").write_text(CLEAN + "\n", "utf-8")
    code, out, _ = command(*VERIFY)
    assert code == 1 and "不是这一份" in out


def test_a_forged_one_is_caught_by_checking_again(handed_in: Callable[..., Any], command: Command):
    handed_in(FAULTY)
    assert command(*VERIFY, "--no-rerun")[0] == 0
    code, out, _ = command(*VERIFY)
    assert code == 1 and "没有通过（未通过：1 处必须改" in out


def test_other_rules_another_table_another_program(handed_in: Callable[..., Any], command: Command):
    handed_in(规则="0" * 64, 法律名单截至="2025-01-01", 程序="shufa-lint 0.0.1", 配置="1" * 64)
    code, out, _ = command(*VERIFY)
    assert code == 1
    assert [line.split("不同")[0].strip() for line in out.splitlines()[1:]] == ["规则", "法律名单", "配置", "程序"]


def test_the_configuration_of_the_office_can_be_named(handed_in: Callable[..., Any], command: Command, tmp_path: Path):
    configuration = tmp_path / "shufa-lint.toml"
    configuration.write_text('ignore = ["asterisk-placeholder"]\n', "utf-8")
    handed_in(FAULTY)
    assert command(*VERIFY)[0] == 0
    configuration.rename(tmp_path / "本局.toml")
    forget_settings()
    code, out, _ = command(*VERIFY)
    assert code == 1 and "配置不同" in out
    assert command(*VERIFY, "--config", "本局.toml")[0] == 0


def test_waivers_are_shown_and_cover_what_they_name_and_nothing_else(handed_in: Callable[..., Any], command: Command):
    (finding,) = [
        f
        for f in lint_bytes(FAULTY.encode(), "报告.txt", choice=Choice(isolated=True)).findings
        if f.severity == "error"
    ]
    waiver = {
        "规则": finding.rule,
        "名称": "星号占位",
        "指纹": finding.fingerprint,
        "理由": "数字待核定",
        "决定人": "王平",
    }
    handed_in(FAULTY, 豁免=[waiver])
    code, out, _ = command(*VERIFY)
    assert code == 0 and "星号占位：数字待核定（王平）" in out
    handed_in(FAULTY.replace("学法**次", "学法**次，培训**次"), 豁免=[waiver])
    assert command(*VERIFY)[0] == 1
    handed_in("\x00\x01\x02" * 50, 豁免=[{**waiver, "规则": "unreadable-document"}])
    assert command(*VERIFY)[0] == 1
    handed_in(FAULTY, 豁免=[{**waiver, "期限": "2026-11-20"}])
    assert command(*VERIFY)[0] == 1, "it had ended when the check was made"


def test_a_waiver_file_beside_the_draft_has_no_say(handed_in: Callable[..., Any], command: Command, tmp_path: Path):
    handed_in(FAULTY)
    assert command("waive", "报告.txt", "asterisk-placeholder", "--reason", "先交了再说")[0] == 0
    assert (tmp_path / "shufa-lint.waivers.toml").exists()
    assert command("报告.txt")[0] == 0
    assert command(*VERIFY)[0] == 1


def test_renamed_on_its_way(handed_in: Callable[..., Any], command: Command, tmp_path: Path):
    handed_in()
    (tmp_path / "报告.txt").rename(tmp_path / "定稿")
    code, out, _ = command("verify", "报告.检查单.json", "定稿")
    assert code == 0 and "文件名是 报告.txt" in out


@pytest.mark.parametrize(
    "text",
    ["", "不是 JSON", "[]", "{}", '{"检查单": 1}', '{"检查单": 2}', "[" * 100_000, '{"检查单": 1, "结论": "未通过"}'],
    ids=range(8),
)
def test_what_is_no_slip(text: str, handed_in: Callable[..., Any], command: Command, tmp_path: Path):
    handed_in()
    (tmp_path / "报告.检查单.json").write_text(text, "utf-8")
    code, out, err = command(*VERIFY)
    assert (code, out) == (2, "") and err.count("\n") == 1 and "检查单" in err


def test_what_is_not_there(command: Command, handed_in: Callable[..., Any]):
    assert command(*VERIFY)[0] == 2
    handed_in()
    assert command("verify", "报告.检查单.json", "没有.txt")[0] == 2
    assert command("verify", "报告.检查单.json")[0] == 2


def test_words_in_a_slip_are_only_words(handed_in: Callable[..., Any], command: Command):
    hostile = {"规则": "x", "名称": "\x1b[2J", "指纹": "y", "理由": "\x1b]0;a\x07\n假的一行", "决定人": ""}
    handed_in(豁免=[hostile], 文稿="\x1b[31m.txt")
    _, out, _ = command(*VERIFY)
    assert "\x1b" not in out and "\n假的一行" not in out

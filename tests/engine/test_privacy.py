import io

import pytest

from shufa_lint.api import Choice, lint_text, run_report
from shufa_lint.engine.privacy import Veil, masked
from shufa_lint.report import concise, json
from shufa_lint.report.terminal import findings
from shufa_lint.report.terminal.console import Screen
from shufa_lint.text.span import Edit, Span

IDENTITY, PHONE, WIDE, CARD = "11010519491231002X", "13800138000", "１３８００１３８０００", "6222021234567890128"
DRAFT = f"""柳河县2023年工作总结{PHONE}
王平的身份证号是{IDENTITY}，王平的身份证号是{IDENTITY}，手机{WIDE},好。
一、联系{PHONE}的情况
卡号{CARD}，号码{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}。
　　联系人是王平，身份证号是{IDENTITY}，手机号码是{PHONE}，各项工作都按照要求办理，没有遗漏。
　　联系人是王平，身份证号是{IDENTITY}，手机号码是{PHONE}，各项工作都按照要求办理，没有遗漏。
"""


def _formats() -> list[str]:
    choice = Choice(isolated=True)
    run = run_report([lint_text(DRAFT, choice=choice)], choice)
    screen = io.StringIO()
    findings.report(run, Screen(screen, width=200, plain=True))
    return [json.report(run).decode(), concise.report(run).decode(), screen.getvalue()]


@pytest.mark.parametrize("value", [IDENTITY, PHONE, WIDE, CARD, IDENTITY[6:14], CARD[4:12], PHONE[3:9]])
def test_no_report_shows_a_value(value: str) -> None:
    for text in _formats():
        assert value not in text


def test_the_values_are_found_and_named_by_their_ends() -> None:
    report = lint_text(DRAFT)
    texts = {finding.text for finding in report.findings if finding.rule in ("identity-number", "bank-card")}
    assert {"110*************2X", "622**************28"} <= texts
    assert len(report.source.text) == len(DRAFT)


def test_nothing_is_masked_where_nothing_is_private() -> None:
    text = "柳河县2023年工作总结\n王平的身份证号是110105194912310020。\n"
    assert lint_text(text).source.text == text


def test_an_edit_that_would_write_a_value_is_withheld() -> None:
    veil = Veil(f"电话{WIDE}。", [Span(2, 13)])
    assert veil.gives_away([Edit(2, 13, PHONE)])
    assert not veil.gives_away([Edit(2, 13, "")])
    assert not veil.gives_away([Edit(13, 14, "；")])


def test_short_values_are_masked_whole() -> None:
    assert masked("12345") == "*****"
    assert masked(PHONE) == "138******00"


@pytest.mark.parametrize("overrides", [{"select": ["placeholders"]}, {"ignore": ["privacy"]}])
def test_what_is_private_is_hidden_by_whichever_rules_are_asked(overrides: dict[str, object]):
    text = "关于学法情况的报告\n　　请与王某联系（13912345678），共**次。\n"
    report = lint_text(text, choice=Choice(isolated=True, overrides=overrides))
    assert [finding.rule for finding in report.findings if finding.rule == "asterisk-placeholder"]
    assert "13912345678" not in report.source.text
    every = {finding.fingerprint for finding in lint_text(text).findings}
    assert {finding.fingerprint for finding in report.findings} <= every

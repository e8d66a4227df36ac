"""What a comment says, which stands by itself: no report around it, no lines to look up."""

from shufa_lint.api import Choice, lint_text
from shufa_lint.report.remark import remark

CHOICE = Choice(isolated=True)


def said(text: str, rule: str) -> list[str]:
    report = lint_text(text, choice=CHOICE)
    return remark(next(item for item in report.findings if item.rule == rule), report)


def test_it_says_how_severe_what_and_why():
    lines = said("关于学法情况的报告\n全年修定制度四次。\n", "misused-word")
    assert lines[0].startswith("【必须改】") or lines[0].startswith("【建议改】")
    assert lines[1].startswith("改法：")
    assert lines[-1].startswith("依据：") and lines[-1].endswith("（misused-word）")


def test_the_other_place_is_named_with_its_words():
    text = "关于学法情况的报告\n在某县组织学法××次。\n走访群众**户。\n"
    lines = said(text, "mixed-masks")
    others = [line for line in lines if line.startswith("另见")]
    assert others and all("段“" in line and "”：" in line for line in others)


def test_control_characters_are_spelled():
    lines = said("关于学法情况的报告\n全年\x1b[31m修定制度。\n", "misused-word")
    assert all(line.isprintable() for line in lines)

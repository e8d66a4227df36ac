"""How the note of the annexes is read, and what is held against it."""

import pytest

from shufa_lint.engine.lint import lint
from shufa_lint.engine.plan import Planner
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.configuration import Chosen

PLANNER = Planner(Chosen())
HEAD = "关于开展学法活动的通知\n各单位：\n请按月报送学法情况。{reference}\n"
SIGN = "\n云岭县司法局\n2025年1月8日\n\n"
TWO = "附件1\n学法计划\n每月一次。\n附件2\n学法名单\n五人。\n"


def cases(text: str) -> list[tuple[str | None, str]]:
    report = lint(read_text(text, "a.txt"), PLANNER, "a.txt")
    return [(f.case, f.text) for f in report.findings if f.rule == "annex-mismatch"]


@pytest.mark.parametrize(
    "note",
    [
        "附件：1.学法计划\n2.学法名单",
        "　　附件：1. 学法计划\n　　　　　2. 学法名单",
        "附件1：学法计划\n附件2：学法名单",
        "附件：1．学法计划\n\n2．学法名单",
    ],
)
def test_a_note_that_agrees_passes_however_it_is_laid_out(note: str):
    assert cases(HEAD.format(reference="（见附件1、附件2）") + note + SIGN + TWO) == []


def test_the_annexes_of_other_documents_are_not_looked_for():
    assert (
        cases(HEAD.format(reference="按照《学法规划》附件5办理。") + "附件：1.学法计划\n2.学法名单" + SIGN + TWO) == []
    )


def test_each_missing_annex_is_told_once():
    text = HEAD.format(reference="见附件3，填写附件3。") + "附件：1.学法计划\n2.学法名单" + SIGN + TWO
    assert cases(text) == [(None, "附件3")]


def test_a_title_may_say_more_than_the_note():
    named = TWO.replace("学法计划", "云岭县学法计划（2025年）")
    assert cases(HEAD.format(reference="") + "附件：1.学法计划\n2.学法名单" + SIGN + named) == []


def test_a_document_without_annexes_gets_one_hint():
    assert cases(HEAD.format(reference="见附件2。") + "附件：1.学法计划\n2.学法名单" + SIGN) == [("absent", "学法计划")]

"""Marks, blanks and clause marks: what the rules' examples do not say enough of."""

from __future__ import annotations

import pytest

from shufa_lint.engine.lint import apply
from shufa_lint.engine.model import Finding
from shufa_lint.engine.plan import Planner
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.configuration import Chosen, Configuration
from shufa_lint.text.span import splice

SENTENCE = "今年以来，柳河县认真落实法治建设责任制，深入开展法治宣传教育，各项工作取得明显成效。"


def findings(rule: str, text: str) -> list[Finding]:
    planner = Planner(Chosen(configuration=Configuration(select=(rule,))))
    reading = read_text(text, "例.txt")
    report = apply(planner.plan("base"), reading, parse(reading.words), "例.txt")
    return [finding for finding in report.findings if finding.rule == rule]


def found(rule: str, text: str) -> list[str]:
    return [finding.text for finding in findings(rule, text)]


def mended(rule: str, text: str) -> str:
    return splice(text, [edit for finding in findings(rule, text) if finding.fix for edit in finding.fix.edits])


@pytest.mark.parametrize(
    "text",
    [
        "会议于9:30开始，按1:5的比例抽查。",
        "网址为https://example.gov.cn/a?b=1,2;c=3!",
        "弗拉基米尔.普京来访。",
        "(一)加强学习。\n(2)加强宣传。",
        "推广 PPP(Public-Private Partnership) 模式。",
        "1,加强学习。",
    ],
)
def test_half_width_marks_that_are_right(text: str):
    assert found("halfwidth-mark", text) == []


def test_a_text_with_half_width_commas_throughout_is_one_finding():
    text = "今年以来,我县抓学习,抓宣传,抓落实,抓督导,成效明显;群众满意(含企业).\n" * 3
    (finding,) = findings("halfwidth-mark", text)
    assert finding.case == "whole-document"
    assert (
        mended("halfwidth-mark", text)
        == "今年以来，我县抓学习，抓宣传，抓落实，抓督导，成效明显；群众满意（含企业）。\n" * 3
    )


def test_brackets_throughout_leave_single_slips_apart():
    text = "（略）学习(一次)宣传(两次)督导(三次)培训(四次)走访(五次)，取得实效,群众满意。"
    assert [finding.case for finding in findings("halfwidth-mark", text)] == ["whole-document", None]


def test_straight_quotes_within_curly_ones_become_single():
    assert (
        mended("straight-quote", '会议指出：“落实"谁执法谁普法"责任制”。') == "会议指出：“落实‘谁执法谁普法’责任制”。"
    )


def test_a_straight_quote_that_closes_a_curly_one_is_left_to_the_pair():
    assert found("straight-quote", '落实“三级联动"机制，推进"一件事"改革。') == ['"一件事"']


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000", "  "])
def test_blanks_of_every_width(blank: str):
    assert found("stray-space", SENTENCE.replace("责任制", f"责任{blank}制")) == [blank]


@pytest.mark.parametrize(
    "text",
    [
        "第五条 " + SENTENCE,
        "（一）加强学习。" + SENTENCE + "　　二、下一步打算",
        "“喜迎盛会 法治同行”活动期间，" + SENTENCE,
        "县长 李文敏主持会议，局长刘 军汇报，" + SENTENCE,
        "单位\t数量 个\t" + SENTENCE,
    ],
)
def test_blanks_that_are_right(text: str):
    assert found("stray-space", text) == []


def test_a_wrapped_text_says_nothing_of_paragraph_ends():
    line = "今年以来，柳河县司法局认真履行职责。深入开展普法宣传，各项工作平稳有序推进并取得"
    assert found("missing-end-mark", "总结\n\n" + f"{line}\n" * 8) == []
    assert found("missing-end-mark", f"总结\n\n{line}\n" + f"{SENTENCE}\n" * 8) == ["得"]


def test_a_lead_in_before_a_stray_marker_still_leads():
    text = f"{SENTENCE}存在一些不足，主要表现在\n##paidbegin##\n（一）学习不够。\n（二）宣传不够。\n"
    assert found("missing-lead-in-colon", text) == ["主要表现在"]


def test_days_are_known_by_their_neighbours():
    assert found("dotted-date-name", "围绕4.15、6.26、12.4等重要时间节点开展宣传。") == ["4.15", "6.26", "12.4"]
    assert found("dotted-date-name", "分别增长4.15、6.26、12.4个百分点。") == []


def test_a_term_is_one_finding_a_document():
    (finding,) = findings("unquoted-term", f"落实一岗双责。\n{SENTENCE}\n压实一岗双责。\n")
    assert finding.fix is not None and len(finding.fix.edits) == 4


def test_a_list_that_goes_on_elsewhere_is_not_alone():
    assert found("lone-clause", "主要有：一是学习不够。\n二是宣传不够。\n三是督导不够。\n") == []
    assert found("lone-clause", f"主要有：一是学习不够。\n{SENTENCE}\n") == ["一是"]


def test_a_half_width_comma_after_a_straight_quote_is_found_with_the_quotes():
    text = '坚持"少捕慎诉",落实宽严相济刑事政策，英文为"Rule of Law", 译名为法治。'
    assert mended("halfwidth-mark", text) == text.replace('诉",', '诉"，')

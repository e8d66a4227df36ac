from datetime import date

import pytest

from shufa_lint.engine.answers import NEEDS, MisfitError, fit, need_of
from shufa_lint.engine.blanks import Blank
from shufa_lint.engine.filling import look
from shufa_lint.engine.plan import Planner
from shufa_lint.reading.read import read_bytes
from shufa_lint.reading.sheet import Cell
from shufa_lint.rulebook.configuration import Chosen

PLANNER = Planner(Chosen())


def blank(sentence: str) -> Blank:
    text = f"关于法治建设情况的报告\n　　现将有关情况报告如下。\n　　{sentence}\n"
    found = look(read_bytes(text.encode(), "a.txt"), PLANNER, "a.txt").blanks
    assert found, sentence
    return found[0]


def filled(sentence: str, answer: str | date) -> str:
    """Return the sentence with the answer in its first blank."""
    asked = blank(sentence)
    cell = Cell(day=answer) if isinstance(answer, date) else Cell(answer)
    at = sentence.index(asked.sentence.before) + len(asked.sentence.before)
    return sentence[:at] + fit(asked, cell) + sentence[at + len(asked.text) :]


@pytest.mark.parametrize(
    ("sentence", "answer", "result"),
    [
        ("全年学法**次。", "12", "全年学法12次。"),
        ("全年学法**次。", " 12　", "全年学法12次。"),
        ("全年学法**次。", "十二", "全年学法十二次。"),
        ("全年学法**次。", "12次", "全年学法12次。"),
        ("全年学法**次。", "30余", "全年学法30余次。"),
        ("全年学法**次。", "三十多次", "全年学法三十多次。"),
        ("发放资料**份。", "1.2万", "发放资料1.2万份。"),
        ("发放资料**份。", "1,200", "发放资料1,200份。"),
        ("发放资料**余份。", "500余份", "发放资料500余份。"),
        ("发放资料**余份。", "500份", "发放资料500余份。"),
        ("发放资料**份。", "两千余", "发放资料两千余份。"),
        ("发放资料**份。", "3万余", "发放资料3万余份。"),
        ("涉及金额**万元。", "350.5", "涉及金额350.5万元。"),
        ("涉及金额**万元。", "350万", "涉及金额350万元。"),
        ("办结率达到**%。", "85%", "办结率达到85%。"),
        ("办结率达到**%。", "85.6％", "办结率达到85.6%。"),
        ("办结率达到**%。", "100", "办结率达到100%。"),
        ("办案量同比增长**%。", "130", "办案量同比增长130%。"),
        ("召开第**届会议。", "第十五届", "召开第十五届会议。"),
        ("在*政府领导下。", "云岭县政府", "在云岭县政府领导下。"),
        ("在××县推广。", "云岭县", "在云岭县推广。"),
        ("在××县推广。", "云岭", "在云岭县推广。"),
        ("由××同志任组长。", "李云", "由李云同志任组长。"),
        ("由××同志任组长。", "李云同志", "由李云同志任组长。"),
        ("印发《》全文。", "法治建设要点", "印发《法治建设要点》全文。"),
        ("印发《》全文。", "《法治建设要点》", "印发《法治建设要点》全文。"),
        ("履行20××年度职责。", "2024", "履行2024年度职责。"),
        ("履行20××年度职责。", "2024年", "履行2024年度职责。"),
        ("根据意见（国发〔〕33号）办理。", "2021", "根据意见（国发〔2021〕33号）办理。"),
        ("于**月召开会议。", "12", "于12月召开会议。"),
        ("于**月召开会议。", date(2024, 3, 5), "于3月召开会议。"),
        ("工作由【待补充】负责。", "法制股", "工作由法制股负责。"),
    ],
)
def test_what_fits(sentence: str, answer: str | date, result: str):
    assert filled(sentence, answer) == result


@pytest.mark.parametrize(
    ("sentence", "answer", "reason"),
    [
        ("全年学法**次。", "很多", "不是数量"),
        ("全年学法**次。", "12件", "后面已经有“次”"),
        ("全年学法**次。", "12.5", "不是整数"),
        ("全年学法**次。", "１２", "不是数量"),
        ("全年学法**次。", "几", "不是数量"),
        ("全年学法**次。", "一二三", "不是一个数"),
        ("全年学法**次。", "-3", "不是数量"),
        ("全年学法**次。", "=1+1", "不是数量"),
        ("全年学法**次。", "无", "不是答案"),
        ("全年学法**次。", "同上", "不是答案"),
        ("全年学法**次。", "12\n13", "换行"),
        ("全年学法**次。", "1\x002", "看不见的字符 U\\+0000"),
        ("全年学法**次。", "1\u202e2", "看不见的字符 U\\+202E"),
        ("全年学法**次。", "\U0010ffff", "看不见的字符"),
        ("涉及金额**万元。", "3亿", "后面已经有“万元”"),
        ("办结率达到**%。", "130%", "超过了 100%"),
        ("办结率达到**%。", "-5", "不会小于 0"),
        ("办结率达到**%。", "九成", "不是百分数"),
        ("召开第**届会议。", "很多", "不是次序"),
        ("于**月召开会议。", "13", "没有“13”这样的月份"),
        ("于**月召开会议。", "春", "不是月份"),
        ("履行20××年度职责。", "24", "不是年份"),
        ("在××县推广。", "123", "不像地名"),
        ("在××县推广。", "云" * 41, "太长"),
        ("由××同志任组长。", "李云2", "不像人名"),
        ("工作由【待补充】负责。", "甲" * 101, "超过 100 个字"),
        ("工作由【待补充】负责。", "2月30日起由法制股", "没有“2月30日”这一天"),
    ],
)
def test_what_does_not_fit(sentence: str, answer: str, reason: str):
    with pytest.raises(MisfitError, match=reason):
        fit(blank(sentence), Cell(answer))


def test_a_cell_that_cannot_be_used_says_why():
    with pytest.raises(MisfitError, match="公式"):
        fit(blank("全年学法**次。"), Cell(fault="是公式，不是答案"))


@pytest.mark.parametrize(
    ("end", "answer", "good"),
    [
        ("2024年 月 日", "12月20日", True),
        ("2024年 月 日", "2月30日", False),
        ("2024年 月 日", "12-20", False),
        ("　　年　　月　　日", "2024年2月29日", True),
        ("　　年　　月　　日", "2023年2月29日", False),
        ("　　年　　月　　日", "二〇二四年十二月二十日", True),
        ("　　年　　月　　日", "12月20日", False),
    ],
)
def test_a_date_must_be_one(end: str, answer: str, good: bool):
    asked = blank(f"特此报告。\n　　　　　　　　云岭县司法局\n{end}")
    if good:
        assert fit(asked, Cell(answer)) == answer
    else:
        with pytest.raises(MisfitError):
            fit(asked, Cell(answer))


def test_a_date_that_a_table_made_is_spelled_as_the_document_wants_it():
    asked = blank("特此报告。\n　　　　　　　　云岭县司法局\n2024年 月 日")
    assert fit(asked, Cell(day=date(2024, 12, 20))) == "12月20日"


@pytest.mark.parametrize(
    ("sentence", "need"),
    [
        ("历时**年来持续推进。", "years"),
        ("实施**年。", "year"),
        ("在**季度完成。", "quarter"),
        ("比率提升**个百分点。", "growth"),
        ("于20**年印发。", "short-year"),
    ],
)
def test_needs(sentence: str, need: str):
    assert need_of(blank(sentence)).name == need


def test_each_need_says_what_is_wanted():
    assert all(need.wanted and need.name == name for name, need in NEEDS.items())

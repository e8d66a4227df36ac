"""One fault, one finding: what a fault brings with it is not told a second time; and what is no fault of a kind."""

import pytest

from shufa_lint.engine.lint import lint
from shufa_lint.engine.model import FileReport
from shufa_lint.engine.plan import Planner
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.configuration import Chosen

PLANNER = Planner(Chosen())
HEAD = "柳河县司法局关于学法情况的报告\n县人民政府：\n现将全年学法情况报告如下：\n"
BODY = (
    "一、抓好学习\n坚持“三会一课”制度，局党组带头学法，全年组织学习十二次，干部职工法治素养明显提升。\n"
    "二、抓好宣传\n按照《司法部 民政部关于开展法律服务进村活动的通知》要求，办好普法专栏，组织宣讲十二场。\n"
    "三、抓好执法\n严格落实行政执法公示制度，规范执法行为，全年没有发生败诉案件，群众满意。\n"
)
TAIL = "柳河县司法局\n2025年1月8日\n"
WHOLE = HEAD + BODY + TAIL


def report(text: str) -> FileReport:
    return lint(read_text(text, "a.txt"), PLANNER, "a.txt")


def told(text: str) -> list[str]:
    return [finding.rule for finding in report(text).findings if finding.severity != "info"]


def test_the_document_is_clean():
    assert told(WHOLE) == []


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("课”制度", "课制度", "unpaired-mark"),
        ("“三会", "三会", "unpaired-mark"),
        ("活动的通知》", "活动的通知", "unpaired-mark"),
        ("《司法部", "司法部", "unpaired-mark"),
        ("“三会一课”", "”三会一课”", "unpaired-mark"),
        ("“三会一课”", "“三会一课“", "unpaired-mark"),
        ("宣讲十二场。\n三、", "宣讲十二场。三、", "glued-heading"),
        ("二、抓好宣传\n", "##paidbegin##\n二、抓好宣传\n", "stray-marker"),
        ("三、抓好执法\n", "##paidend##\n三、抓好执法\n", "stray-marker"),
    ],
)
def test_a_fault_is_told_once(right: str, wrong: str, rule: str):
    assert WHOLE.count(right) == 1
    assert told(WHOLE.replace(right, wrong)) == [rule]


def test_a_lone_marker_before_text_that_breaks_off_is_told_as_well():
    text = HEAD + BODY.replace("二、", "##paidbegin##\n二、").removesuffix("为，全年没有发生败诉案件，群众满意。\n")
    assert {"stray-marker", "unpaired-marker"} <= set(told(text))


def test_swapped_sections_are_told_by_their_numbers():
    text = "云岭县司法局2024年度述法报告\n现将有关情况报告如下：\n"
    parts = (
        "一、履职情况\n全年办好学习专栏。\n",
        "二、存在的问题\n学得不深；用得不活。\n",
        "三、下一步打算\n按月学习。\n",
    )
    rules = told(text + parts[1] + parts[0] + parts[2])
    assert "section-out-of-order" not in rules
    assert any(rule.startswith("ordinal-") for rule in rules)


def test_a_copied_paragraph_that_was_touched_up_is_one_passage():
    first = "局党组带头学法用法，全年组织集中学习十二次，人均学时超过四十小时，考试合格率百分之百。"
    second = "法治讲堂每月开讲一次，邀请律师和法官走进机关，干部职工听得懂、记得住、用得上。"
    third = "各股室结合案卷评查开展以案释法，把执法办案的过程变成普法的过程，群众遇事找法的越来越多。"
    once = f"{first}{second}{third}\n"
    twice = f"{first}{second.replace('律师', '专家')}{third}\n"
    text = f"{HEAD}一、学习情况\n{once}二、宣传情况\n{twice}{TAIL}"
    (finding,) = [finding for finding in report(text).findings if finding.rule == "duplicate-passage"]
    assert finding.text == twice.strip()


def test_duplicates_within_one_long_line_stay_apart():
    first = "局党组带头学法用法，全年组织集中学习十二次，人均学时超过四十小时，考试合格率百分之百。"
    second = "各股室结合案卷评查开展以案释法，把执法办案的过程变成普法的过程，群众遇事找法的越来越多。"
    text = f"{HEAD}{first}{second}宣传工作有声有色。{first}执法工作规范有序。{second}\n{TAIL}"
    found = [finding.text for finding in report(text).findings if finding.rule == "duplicate-passage"]
    assert found == [first, second]


@pytest.mark.parametrize(
    "title",
    [
        "柳河县召开2024年度述法现场会",
        "柳河县开展述法评议工作",
        "《柳河县2024年度法治政府建设情况的报告》文件解读",
        "柳河县召开《政府工作报告》征求意见座谈会",
        "柳河县举行党政主要负责人述职述法会议",
    ],
)
def test_what_speaks_of_reports_is_none(title: str):
    text = f"{title}\n近日，柳河县各乡镇主要负责人现场述法，县委全面依法治县办逐一点评，述法评议取得实效。\n"
    assert report(text).profile == "base"


@pytest.mark.parametrize(
    ("title", "profile"),
    [
        ("柳河镇镇长2023年述法报告", "shufa-report"),
        ("2024年述职述法述廉报告", "shufa-report"),
        ("2024年度述法", "shufa-report"),
        ("关于2024年度履行推进法治建设第一责任人职责情况的报告", "shufa-report"),
        ("党政主要负责人履行推进法治建设第一责任人职责", "shufa-report"),
        ("柳河镇2024年度法治政府建设情况报告", "law-government-annual"),
        ("柳河县2025年政府工作报告", "government-work-report"),
        ("柳河县农业农村局2024年工作总结和2025年工作安排", "work-summary"),
        ("柳河县普法工作总结及下一年工作计划", "work-summary"),
        ("柳河县2025年普法工作安排", "plan"),
    ],
)
def test_reports_are_recognised_by_their_titles(title: str, profile: str):
    assert report(f"{title}\n全年平稳，各项任务如期完成。\n").profile == profile


def test_headings_without_numbers_are_headings():
    text = (
        "云岭县司法局2024年度述法报告\n现将有关情况报告如下：\n履职情况\n带头学习习近平法治思想，全年办好学习专栏。\n"
        "存在的问题\n学习不够经常，有两次专题学习没有按时组织。\n下一步打算\n按月开展学习，按季检查落实。\n"
    )
    assert not {"missing-section", "section-not-separate"} & {finding.rule for finding in report(text).findings}


@pytest.mark.parametrize(
    "end", ["完成法制审核三十件，收到申请材料525", "推行“三项制度”，通过门户", "落实“谁执法谁普法”责任"]
)
def test_a_text_that_breaks_off_may_go_on(end: str):
    text = f"柳河镇2024年度法治政府建设情况报告\n现将有关情况报告如下：\n一、主要举措和成效\n（一）执法。一是{end}\n"
    assert not {"missing-section", "lone-child", "lone-clause"} & set(told(text))


@pytest.mark.parametrize("end", ["联系电话：0912-3456789，传真：0912-3456788", "附件1：任务分工.docx"])
def test_a_label_or_a_file_name_is_no_broken_off_sentence(end: str):
    text = f"柳河镇2024年度法治政府建设情况报告\n现将有关情况报告如下：\n一、主要举措和成效\n规范执法。\n{end}\n"
    assert "missing-section" in told(text)


def test_a_numbered_heading_in_mid_line_ends_a_list_of_clauses():
    text = f"{HEAD}（一）抓学习。一是学法律。二是学政策。（二）抓宣传。二是办专栏。三是搞宣讲。\n{TAIL}"
    (finding,) = [finding for finding in report(text).findings if finding.rule.startswith("clause-")]
    assert (finding.rule, finding.text) == ("clause-without-first", "二是")


def test_what_is_half_width_throughout_is_told_in_the_text_not_in_a_label():
    text = "关于学法情况的报告\n来源:网友投稿\n" + "今年以来,我镇抓学习,抓宣传,抓落实,抓督导,成效明显。\n" * 2
    found = report(text)
    lines = [found.source.position(f.span.start).line for f in found.findings if f.rule == "halfwidth-mark"]
    assert lines == [3]


def test_a_title_may_go_on_past_an_empty_line():
    text = "柳河县人民政府关于加强普通高等学校\n\n毕业生就业工作的通知\n\n各乡镇人民政府：\n现将有关事项通知如下。\n"
    assert "title-without-genre" not in told(text)

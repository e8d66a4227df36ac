"""How parts are found in headings and running text, and what counts as naming a problem."""

import pytest

from shufa_lint.engine.lint import lint
from shufa_lint.engine.plan import Planner
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.configuration import Chosen

PLANNER = Planner(Chosen())
WORK = "云岭县司法局2024年度述法报告\n现将有关情况报告如下：\n一、履职情况\n全年办好学习专栏。\n"
PLAN = "下一步打算\n按月开展学习。\n"


def faults(text: str) -> list[str]:
    names = {"missing-section", "section-not-separate", "vague-problems", "section-out-of-order"}
    return [f.rule for f in lint(read_text(text, "a.txt"), PLANNER, "a.txt").findings if f.rule in names]


@pytest.mark.parametrize(
    "problems",
    [
        "一是学得不深。二是用得不活。",
        "（一）力量不足。\n（二）经费紧张。",
        "学习不够深入，宣传不够广泛。",
        "存在学习不深入、不系统，宣传形式单一等问题。",
        "学用结合不够紧密，全年有三件案卷因为引用条款不准确被上级退回重做，办案人员习惯于口头请示而不是查阅法条，问题拖了半年才改正。",
    ],
)
def test_named_problems_pass(problems: str):
    assert faults(f"{WORK}二、存在的问题\n{problems}\n三、{PLAN}") == []


@pytest.mark.parametrize("problems", ["对照要求仍有差距。", "工作中还存在一些问题和不足，需要加以改进。", "无。"])
def test_problems_that_are_only_alluded_to_are_vague(problems: str):
    assert faults(f"{WORK}二、存在的问题\n{problems}\n三、{PLAN}") == ["vague-problems"]


@pytest.mark.parametrize("heading", ["存在的问题及下一步打算", "存在问题和整改措施", "存在的不足与努力方向"])
def test_one_heading_may_name_two_parts(heading: str):
    assert faults(f"{WORK}二、{heading}\n学得不深；用得不活。要按月开展学习。\n") == []


def test_the_mending_of_last_years_problems_is_work():
    text = WORK.replace("一、履职情况", "一、上年度存在问题整改情况\n全部改完。\n二、履职情况")
    assert faults(f"{text}三、存在的问题\n学得不深；用得不活。\n四、{PLAN}") == []


def test_a_themed_heading_at_the_end_is_not_out_of_order():
    assert faults(f"{WORK}二、存在的问题\n学得不深；用得不活。\n三、{PLAN}四、几点建议\n增加编制。\n") == []


def test_themed_work_after_the_problems_is_out_of_order():
    text = WORK.replace(
        "一、履职情况\n全年办好学习专栏。\n", "一、存在的问题\n学得不深；用得不活。\n二、坚持学法\n专栏。\n"
    )
    assert faults(f"{text}三、{PLAN}") == ["section-out-of-order"]


def test_an_excerpt_lacks_nothing():
    assert faults(f"{WORK}（一）加强宣传。走进十六个村，解答群众的疑问，") == []

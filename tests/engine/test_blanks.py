from itertools import pairwise
from pathlib import Path

import pytest

from shufa_lint.engine.blanks import kinds
from shufa_lint.engine.filling import UnfillableError, look
from shufa_lint.engine.form import Asked
from shufa_lint.engine.locators import LostError, parse_locator
from shufa_lint.engine.plan import Planner
from shufa_lint.reading.read import read_bytes
from shufa_lint.rulebook.configuration import Chosen

FIXTURES = Path(__file__).parents[2] / "fixtures"
PLANNER = Planner(Chosen())


def ask(text: str, name: str = "a.txt") -> Asked:
    return look(read_bytes(text.encode(), name), PLANNER, name)


def draft(*lines: str) -> str:
    return "\n".join(("关于法治建设情况的报告", "　　现将有关情况报告如下。", "一、履职情况", *lines)) + "\n"


def test_each_placeholder_is_one_blank():
    asked = ask(draft("全年学法**次，*县印发《》___份，由【待补充】负责，截至　年底累计余件。"))
    assert [blank.text for blank in asked.blanks] == ["**", "*", "", "___", "【待补充】", "　", ""]
    assert [blank.kind_name for blank in asked.blanks] == ["数量", "地名", "文件名", "数量", "其他", "日期", "数量"]
    assert [blank.unit for blank in asked.blanks] == ["次", "", "", "份", "", "年", "件"]
    assert kinds(asked.blanks)[0] == ("数量", 3)


def test_what_is_no_blank():
    """A fixed phrase that lost a name has its own fix; that masks are of several kinds is said of the document."""
    assert not ask(draft("深入学习A总书记重要讲话精神，贯彻A法治思想。")).blanks
    asked = ask(draft("在*政府领导下，××局学法**次。"))
    assert len(asked.blanks) == 3
    assert "mixed-masks" in {finding.rule for finding in asked.report.findings}


def test_the_sentence_shows_this_blank_and_leaves_the_others():
    asked = ask(draft("工作平稳。全年学法**次，参加**人次！落实到位。"))
    assert [str(blank.sentence) for blank in asked.blanks] == [
        "全年学法【　】次，参加**人次！",
        "全年学法**次，参加【　】人次！",
    ]


def test_a_prompt_is_shown_and_a_long_sentence_is_cut():
    asked = ask(draft("（此处填写存在问题）", "甲" * 200 + "**次" + "乙" * 200))
    first, second = (str(blank.sentence) for blank in asked.blanks)
    assert first == "【此处填写存在问题】"
    assert second.startswith("…甲") and second.endswith("乙…") and len(second) < 200


@pytest.mark.parametrize(
    ("text", "hole"),
    [
        ("印发《 》全文。", "《【　】》"),
        ("（国发〔〕33号）已经落实。", "〔【　】〕33号"),
        ("印发（　）份。", "印发【　】份"),
        ("履行20××年职责。", "【20××】年"),
        ("有关情况待补充。", "【待补充】。"),
    ],
)
def test_marks_that_stay_are_no_part_of_the_blank(text: str, hole: str):
    (blank,) = ask(draft(text)).blanks
    assert hole in str(blank.sentence)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在××县委领导下，××县政府出台意见。", ["××县", "××县"]),
        ("在**县推广，由***县牵头。", ["", ""]),
        ("在*社区、*社区推广。", ["", ""]),
        ("在*社区推广，再到*社区、*社区。", ["", "", ""]),
        ("由××同志任组长，××同志任副组长。", ["", ""]),
        ("检查××公司，处罚××公司。", ["", ""]),
        ("由[单位名称]负责，[单位名称]配合。", ["[单位名称]", "[单位名称]"]),
        ("学法**次，用法**次。", ["", ""]),
    ],
)
def test_equal_names_are_one_group(text: str, names: list[str]):
    assert [blank.name for blank in ask(draft(text)).blanks] == names


def test_blanks_do_not_overlap_and_none_is_missed():
    path = FIXTURES / "every-fault-blanks" / "draft.txt"
    asked = ask(path.read_text("utf-8"), path.name)
    spans = [blank.span for blank in asked.blanks]
    assert spans and all(a.end <= b.start for a, b in pairwise(spans))
    entries = PLANNER.rulebook.entries
    found = [finding for finding in asked.report.findings if entries[finding.rule].check == "placeholder"]
    covered = [blank.finding.span for blank in asked.blanks]
    assert all(any(finding.span.overlaps(span) for span in covered) for finding in found)


def test_private_numbers_are_not_shown():
    asked = ask(draft("联系人的身份证号码是110101199003074258，全年学法**次。"))
    assert "19900307" not in "".join(str(blank.sentence) for blank in asked.blanks)


def test_many_blanks_in_one_line_cost_no_more_than_their_number():
    asked = ask(draft("学法**次，" * 5000))
    assert len(asked.blanks) == len(asked.locators) == 5000


def test_locators_can_be_written_and_read():
    for locator in ask(draft("学法**次，用法**次。", "学法**次，用法**次。")).locators:
        assert parse_locator(f" {locator} ") == locator


@pytest.mark.parametrize("written", ["", "v1", "v2 x", "=1+1", "v1 " + "0" * 16, "甲"])
def test_what_is_no_locator(written: str):
    with pytest.raises(LostError, match="标识"):
        parse_locator(written)


def test_what_cannot_be_read_has_no_blanks():
    with pytest.raises(UnfillableError):
        look(read_bytes(b"\x00\x01\x02" * 300, "a.txt"), PLANNER, "a.txt")

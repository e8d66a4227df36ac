"""What counts as a sign-off, and which forms of its date are mended."""

import pytest

from shufa_lint.engine.lint import lint
from shufa_lint.engine.plan import Planner
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.configuration import Chosen

PLANNER = Planner(Chosen())
BODY = "云岭县司法局关于普法工作情况的报告\n{byline}县人民政府：\n全年举办讲座十二场，各项任务如期完成。\n{end}"


def findings(byline: str = "", end: str = "") -> dict[str, str]:
    report = lint(read_text(BODY.format(byline=byline, end=end), "a.txt"), PLANNER, "a.txt")
    return {
        f.rule: f.captures.get("written", "")
        for f in report.findings
        if f.rule in ("missing-signature", "malformed-date")
    }


@pytest.mark.parametrize(
    "date",
    [
        "二〇二五年一月八日",
        "二○二五年一月八日",
        "二零二五年一月八日",
        "2025年01月08日",
        "2025-1-8",
        "2025.1.8",
        "2025/01/08",
        "2025年1月08日",
    ],
)
def test_a_date_in_another_form_is_mended(date: str):
    assert findings(end=f"\n云岭县司法局\n{date}\n") == {"malformed-date": "2025年1月8日"}


@pytest.mark.parametrize(
    "date",
    ["2025年1月8日", "2025 年 1 月 8 日", "二〇〇四年十月十五日", "2012年06月30日", "2025年12月", "2025年13月40日"],
)
def test_a_right_an_old_and_an_impossible_date_are_left_alone(date: str):
    assert findings(end=f"\n云岭县司法局\n{date}\n").get("malformed-date") is None


def test_thirty_is_read_whole():
    assert findings(end="\n云岭县司法局\n二〇二五年十二月三十一日\n") == {"malformed-date": "2025年12月31日"}


@pytest.mark.parametrize(
    ("byline", "end"), [("局长  李 明\n", ""), ("", "报告人：李明\n"), ("", "\n云岭县司法局\n2025年1月8日\n")]
)
def test_a_byline_a_name_or_a_sign_off_is_enough(byline: str, end: str):
    assert findings(byline, end) == {}


@pytest.mark.parametrize("end", ["", "##paidend##\n", "\n\n"])
def test_nothing_at_either_end_is_told(end: str):
    assert findings(end=end) == {"missing-signature": ""}


def test_a_document_number_is_no_byline():
    assert findings(byline="云司〔2025〕3号\n") == {"missing-signature": ""}

"""What the checks of figures find in short texts, and what they leave alone."""

from __future__ import annotations

import pytest

from shufa_lint.api import lint_text

REPORT = "2024年度述法报告\n\n"


def found(rule: str, text: str) -> list[str]:
    return [finding.text for finding in lint_text(text).findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("count-mismatch", "抓好以下四点：第一，学习。第二，宣讲。第三，考核。", ["四点"]),
        ("count-mismatch", "围绕“学、讲、考、评”三个环节推进。", ["三个环节"]),
        ("count-mismatch", "探索四步工作法（访民情、聚共识、明法纪）。", ["四步"]),
        ("count-mismatch", "紧盯三个环节：立案、审查和决定、执行、公开。", ["三个环节"]),
        ("count-mismatch", "落实三项制度（学习和宣讲制度、考核制度）。", []),
        ("count-mismatch", "落实五项制度（学习、宣讲等）。", []),
        ("count-mismatch", "开展“三项行动”，一是学习。二是宣讲。", []),
        ("count-mismatch", "完成第三项任务：一是学习。二是宣讲。", []),
        ("count-mismatch", "抓好三个方面：一是学习。三是考核。", []),  # the lost clause is another rule's business
        ("count-mismatch", "从六个方面推进，取得实效。后来又谈到别的事。一是学习。二是宣讲。", []),
        ("part-over-whole", "共受理案件5件，办结7件。", ["7件"]),
        ("part-over-whole", "排查隐患五十六处，整改完成58处。", ["58处"]),
        ("part-over-whole", "收到来信近百封，其中表扬信120封。", ["120封"]),
        ("part-over-whole", "参加者300余人，其中党员350人。", []),
        ("part-over-whole", "受理申请12件，办结诉讼案件15件。", []),
        ("part-over-whole", "受理申请12件，办结15件，其中上年结转3件。", []),
        ("part-over-whole", "受理申请1.2万件，办结9800件。", []),
        ("invalid-date", "2024年2月30号开会，2023-02-29闭会。", ["2024年2月30号", "2023-02-29"]),
        ("invalid-date", "标准号2023-13-45，IP为10.2.30.31，第12月度计划，3月31日至4月30日。", []),
        ("impossible-rate", "满意度同比提高到102%，拨备覆盖率180%，投资完成率129%。", ["102%"]),
        ("range-mark", "2021-2025年，1-2名，9:00-11:30，0912-555012，GB/T 3-5年。", ["-", "-"]),
        ("range-unit", "增长3-5%，2～3万份，15%～30%，A3-5%样。", ["3-5%", "2～3万"]),
        ("short-year", REPORT + "24年5月开会，比23年上半年多，20年以来未变，干了24年工作。", ["24年", "23年"]),
        ("anachronism", REPORT + "学习党的二十届四中全会精神，迎接党的二十届四中全会召开。", []),
        ("year-mismatch", REPORT + "2023年，我局坚持依法行政。", ["2023年"]),
        ("year-mismatch", REPORT + "2023年，我局坚持依法行政。现将2024年度工作情况报告如下：", []),
    ],
)
def test_findings(rule: str, text: str, expected: list[str]) -> None:
    assert found(rule, text) == expected


def test_years_of_a_plan_are_no_reporting_year() -> None:
    assert found("year-mismatch", "柳河县2021—2025年法治建设工作总结\n\n2023年，我局坚持依法行政。") == []


def test_a_table_whose_rows_differ_in_width_is_not_added_up() -> None:
    assert found("table-total", "乡镇\t受理\n青石镇\t12\t3\n白沙镇\t8\n合计\t21\n") == []
    assert found("table-total", "乡镇\t受理\n青石镇\t12\n白沙镇\t8\n合计\t21\n") == ["21"]


def test_the_prevalent_form_is_one_finding_with_all_edits() -> None:
    (finding,) = [each for each in lint_text("增长3％、4％。").findings if each.rule == "mixed-width-percent"]
    assert finding.case == "throughout"
    assert finding.fix is not None and [edit.text for edit in finding.fix.edits] == ["%", "%"]


def test_a_table_divided_by_bars() -> None:
    assert found("table-total", "| 乡镇 | 受理 |\n| --- | --- |\n| 青石镇 | 12 |\n| 白沙镇 | 8 |\n| 合计 | 21 |\n") == [
        "21"
    ]

import pytest

from shufa_lint.outline.parse import parse
from shufa_lint.outline.year import reporting_year

BODY = "　　全年组织学法12次，办结行政复议案件3件，各项工作平稳有序推进，群众满意度稳步提高。\n"


def year(text: str) -> int | None:
    return reporting_year(parse(text), text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("柳河县司法局2023年述法报告", 2023),
        ("柳河县司法局2023年度述法报告", 2023),
        ("柳河县司法局二〇二三年述法报告", 2023),
        ("柳河县司法局二○二三年述法报告", 2023),
        ("柳河县司法局２０２３年述法报告", 2023),
        ("柳河县2023年工作总结和2024年工作计划", 2023),
        ("柳河县2022—2023年度述法报告", 2023),
        ("关于印发《柳河县2023年普法工作要点》的通知", 2023),
        ("关于落实《法治政府建设实施纲要（2021—2025年）》情况的报告", None),
        ("柳河县法治政府建设规划（2021—2025年）", None),
        ("柳河县司法局述法报告", None),
        ("柳政发〔2023〕5号文件办理情况的报告", None),
        ("柳河县条例2001年12月29日县人民代表大会通过", None),
        ("90年代基层法治建设的报告", None),
    ],
)
def test_title(title: str, expected: int | None) -> None:
    assert year(f"{title}\n{BODY}") == expected


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("2022年，在县委的坚强领导下，我认真履行职责，推进各项工作。现将有关情况报告如下：", 2022),
        ("根据《关于述法工作的意见（2021年）》要求，现将本人2022年度履行职责情况报告如下：", 2022),
        ("现将2022年7月至2023年6月履行职责情况报告如下：", 2023),
        ("一年来，我认真履行第一责任人职责，推进法治建设各项工作。现将有关情况报告如下：", None),
        ("自2019年任职以来，我认真履行职责。2022年以来，推进法治建设各项工作。", 2022),
    ],
)
def test_opening(opening: str, expected: int | None) -> None:
    assert year(f"柳河县司法局述法报告\n　　{opening}\n一、工作情况\n{BODY}") == expected


def test_the_title_goes_before_the_opening_and_the_opening_before_the_sign_off() -> None:
    opening = "　　2022年，在县委的坚强领导下，我认真履行职责，现将情况报告如下：\n"
    sign_off = "　　　　　　柳河县司法局\n　　　　　　2024年1月8日\n"
    assert year(f"柳河县司法局2023年述法报告\n{opening}{BODY}{sign_off}") == 2023
    assert year(f"柳河县司法局述法报告\n{opening}{BODY}{sign_off}") == 2022
    assert year(f"柳河县司法局述法报告\n{BODY}{BODY}{sign_off}") == 2024


def test_a_period_is_stated() -> None:
    assert year(f"柳河县司法局述法报告\n{BODY}　　报告期：2023年1月1日至12月31日。\n") == 2023


def test_a_title_names_an_event_to_come() -> None:
    sign_off = "　　　　　　柳河县人民政府\n　　　　　　2019年1月8日\n"
    assert year(f"关于筹办2022年县运动会的报告\n{BODY}{BODY}{sign_off}") == 2019


def test_most_mentions_count_when_nothing_else_is_said() -> None:
    body = "　　到2022年底，2022年上半年和2022年下半年各开展一次，比2021年多一次，情况是比较好的。\n"
    assert year("柳河县司法局述法报告\n" + body) == 2022
    others = "　　对照2019年、2020年、2021年和2018年的情况看，进步是明显的。\n"
    assert year("柳河县司法局述法报告\n" + body + others) is None


def test_any_text_has_an_answer() -> None:
    for text in ("", "年", "二O二", "２０２年", "2099年\n" * 3, "一九九〇年述法报告"):
        year(text)

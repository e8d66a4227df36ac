"""The cost of checking grows with the length of a text, whatever the text is."""

import time

import pytest

from shufa_lint import lint_text

UNITS = [
    "**，", "全年**次\n", "××县，", "某局，", "（ ）", "【待补充】",
    "一、甲\n", "（一）甲。乙\n", "1.甲\n", "一是甲；二是乙；", "一是甲；", "附件1\n", "附件：1.甲\n", "关于甲的报告\n",
    "##paidbegin##（二）甲\n", "##paidbegin##", "# 甲\n", "**甲**",
    "（", "）", "“甲\n", "《甲\n", '"甲"，', "甲\u200b", "甲 ", "，", "甲。\n",
    "1", "12 ", "满意率为101%，", "共办理10件，其中办结12件，", "2023年2月30日，", "6.26，12.4，", "国发[2022]5号，",
    "甲\t1\t2\n", "合计\t1\t2\n甲\t1\t1\n", "《中华人民共和国合同法》、", "党的二十大，", "韩城市，", "各县人民政府，",
]  # fmt: skip
NESTED = ["（）", "“”", "《》", "【】", "〔〕"]


def _phones(length: int) -> str:
    return "".join(f"电话{13800000000 + number}，张三。\n" for number in range(length // 18))


def _headings(length: int) -> str:
    return "".join(f"（{number}）甲乙丙{number}\n" for number in range(length // 9))


TEXTS = {
    **{repr(unit): (lambda length, unit=unit: unit * (length // len(unit))) for unit in UNITS},
    **{pair: (lambda length, pair=pair: pair[0] * (length // 2) + "好" + pair[1] * (length // 2)) for pair in NESTED},
    "phone numbers": _phones,
    "headings": _headings,
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", TEXTS)
def test_hostile_texts_cost_linear_time(kind: str):
    def seconds(length: int) -> float:
        text = f"关于学法情况的报告\n{TEXTS[kind](length)}\n"
        runs = []
        for _ in range(2):  # the best of two: what else the machine does is not measured
            start = time.process_time()
            lint_text(text)
            runs.append(time.process_time() - start)
        return min(runs)

    lint_text("甲")
    assert seconds(32_000) < 7 * seconds(8_000) + 0.2

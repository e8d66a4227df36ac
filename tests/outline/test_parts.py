"""Titles below a head, and headings under what a paste has left on them."""

import pytest

from shufa_lint.outline.parse import parse

TITLE = "柳河县司法局关于追加普法经费的请示"
BODY = "县人民政府：\n　　今年普法任务增加，经费不足。妥否，请批示。\n"


@pytest.mark.parametrize(
    "head",
    [
        "柳河县司法局文件\n柳司发〔2024〕27号\n",
        "柳河县司法局文件\n\n柳司发〔2024〕27号　　　　签发人：林　澄\n\n",
        "000012\n机密★1年\n特急\n柳河县司法局文件\n柳司发〔2024〕27号\n",
        "柳河县司法局\n柳司发〔2024〕27号\n",
        "柳司发〔2024〕27号\n",
        "秘密★1年\n",
        "索引号：LH-2024-0312\n发布日期：2024-03-12\n",
        "好的，以下是为您起草的请示：\n",
        "\n",
    ],
)
def test_the_title_stands_below_the_head(head: str):
    text = f"{head}{TITLE}\n{BODY}"
    document = parse(text)
    assert document.title == TITLE
    assert document.title_span is not None
    assert document.title_span.of(text) == TITLE
    assert document.opening is not None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("国务院办公厅关于印发规划的通知\n国办发〔2024〕1号\n", "国务院办公厅关于印发规划的通知"),
        ("关于公布继续有效的规范性文件\n目录的通知\n柳政发〔2024〕1号\n", "关于公布继续有效的规范性文件目录的通知"),
        ("柳河县人民政府\n关于追加普法经费的批复\n柳政复〔2024〕1号\n", "柳河县人民政府关于追加普法经费的批复"),
        ("秘密\n", "秘密"),
    ],
)
def test_what_is_no_head_is_title(lines: str, title: str):
    assert parse(lines).title == title


@pytest.mark.parametrize(
    ("line", "written", "title", "run_in"),
    [
        ("**一、履职情况**", "一、", "履职情况", False),
        ("**一、履职情况**：全年平稳。", "一、", "履职情况", True),
        ("**一、履职情况。**全年平稳。", "一、", "履职情况", True),
        ("## 一、履职情况", "一、", "履职情况", False),
        ("### **一、履职情况**", "一、", "履职情况", False),
        ("##paidbegin##一、开展活动**次", "一、", "开展活动**次", False),
        ("　　一、开展活动**次", "一、", "开展活动**次", False),
    ],
)
def test_markup_glued_to_a_heading_does_not_hide_it(line: str, written: str, title: str, run_in: bool):
    (section,) = parse(f"标题\n{line}\n全年平稳，各项任务如期完成。\n").sections
    assert (section.ordinal.written, section.title, section.run_in) == (written, title, run_in)


def test_asterisks_before_words_are_no_heading():
    assert not parse("标题\n**全年平稳**\n** 一、\n").sections


@pytest.mark.parametrize("leader", ["……………………3", "............12", "\t4", "·········· 5"])
def test_the_page_in_a_table_of_contents_is_no_part_of_a_heading(leader: str):
    text = f"标题\n目　录\n一、履职情况{leader}\n一、履职情况\n全年平稳。\n"
    contents, body = parse(text).sections
    assert contents.title == body.title == contents.title_span.of(text) == "履职情况"
    assert not contents.run_in


def test_a_number_at_the_end_of_a_heading_belongs_to_it():
    assert parse("标题\n一、办结案件3.12\n全年平稳。\n").sections[0].title == "办结案件3.12"

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.reading.markdown import read_markdown
from shufa_lint.text.source import FILLER, SourceText


def words_of(text: str) -> str:
    """Return the words with · for filled characters."""
    words, _ = read_markdown(SourceText(text))
    assert len(words) == len(text)
    return words.replace(FILLER, "·")


def regions_of(text: str, kind: str) -> list[str]:
    _, regions = read_markdown(SourceText(text))
    return [region.span.of(text) for region in regions if region.kind == kind]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# 年度报告", "··年度报告"),
        ("###  二、问题 ##  ", "·····二、问题·····"),
        ("## C# 项目", "···C# 项目"),
        ("##", "··"),
        ("##标记##（二）正文", "##标记##（二）正文"),
        ("####### 七个井号", "####### 七个井号"),
        ("> 引文", "··引文"),
        (">> - 引文里的要点", "·····引文里的要点"),
        ("- 要点\n* 要点\n+ 要点", "··要点\n··要点\n··要点"),
        ("  - 缩进的要点", "····缩进的要点"),
        ("1. 序号是正文", "1. 序号是正文"),
        ("-未留空格", "-未留空格"),
        ("---\n***\n- - -", "···\n···\n·····"),
        ("标题\n====", "标题\n····"),
        ("____", "____"),
        ("    缩进不是代码", "    缩进不是代码"),
        ("　　正文", "　　正文"),
    ],
)
def test_marks_at_the_line_start_are_filled(text: str, words: str):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**加强领导**", "··加强领导··"),
        ("**加强领导**。细化措施", "··加强领导··。细化措施"),
        ("**加强领导。**细化措施", "··加强领导。··细化措施"),
        ("- **普法**：办讲座", "····普法··：办讲座"),
        ("2. **普法**——办讲座", "2. **普法**——办讲座".replace("**", "··")),
        ("特点：**全面**，深入", "特点：··全面··，深入"),
        ("　　**一是抓学习** ", "　　··一是抓学习·· "),
    ],
)
def test_bold_marks_are_filled(text: str, words: str):
    assert words_of(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "开展活动**次，发放资料**份",
        "**县委**高度重视",
        "**县",
        "《**条例》和《**办法》",
        "全市**个**中心建成",
        "由** 县和 **镇负责",
        "**甲**",
        "** 县局 **",
        "*号文件、*月*日",
        "共***元",
        f"**{'长' * 41}**",
    ],
)
def test_masks_stay(text: str):
    assert words_of(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("按`config`执行", "按········执行"),
        ("``a`b``后", "·······后"),
        ("单个`引号", "单个`引号"),
        ("`跨\n行`", "`跨\n行`"),
        ("`**`和**次", "····和**次"),
        (r"\*\*县\# \汉", r"·*·*县·# \汉"),
        (r"\`不是代码`", r"·`不是代码`"),
        ("见[附件](files/a.docx)。", "见·附件" + "·" * 15 + "。"),
        ('[表](a.md "说明")', "·表" + "·" * 12),
        ("![图](a.png)后", "·" * 11 + "后"),
        ("[某局](以下简称本局)", "[某局](以下简称本局)"),
        ("〔2023〕5号", "〔2023〕5号"),
        ("甲<br/>乙<u>__</u>", "甲·····乙···__····"),
        ("<XX>县<某某>镇", "<XX>县<某某>镇"),
        ("甲<!-- 注 -->乙", "甲··········乙"),
        ("甲<!-- 注\n# 释 -->乙**次", "甲······\n·······乙**次"),
        ("甲<!-- 没完\n# 标题", "甲<!-- 没完\n··标题"),
        ("甲|乙", "甲|乙"),
    ],
)
def test_marks_inside_a_line_are_filled(text: str, words: str):
    assert words_of(text) == words


def test_a_fenced_block_is_code():
    text = "前\n```python\n一、假标题\n\n```\n后\n~~~\n``` 里面\n~~~~\n"
    assert words_of(text) == "前\n·········\n·····\n\n···\n后\n···\n······\n····\n"
    assert regions_of(text, "code") == ["```python\n一、假标题\n\n```", "~~~\n``` 里面\n~~~~"]


def test_a_fence_that_nothing_closes_hides_nothing():
    text = "````\n一、标题\n```\n~~~\n# 二\n"
    assert words_of(text) == "````\n一、标题\n```\n~~~\n··二\n"


def test_front_matter_is_filled_at_the_top_only():
    front = "---\ntitle: 报告\ntags:\n  - 普法\n---\n"
    assert words_of(front + "正文") == re.sub("[^\n]", "·", front) + "正文"
    assert words_of("正文\n" + front).startswith("正文\n···\ntitle: 报告\n")
    assert words_of("---\n一、标题\n---\n") == "···\n一、标题\n···\n"
    assert words_of("---\ntitle: 报告\n正文：全文\n---\n") == "···\ntitle: 报告\n正文：全文\n···\n"


def test_a_table_keeps_its_cells():
    text = "| 项目 | **数量** |\n|:---|---:|\n| 讲座 | **场 |\n| a\\|b | `x|y` |\n后文|不在表里\n\n甲|乙\n"
    assert words_of(text) == (
        "· 项目 · ··数量·· ·\n···········\n· 讲座 · **场 ·\n· a·|b · ····· ·\n后文·不在表里\n\n甲|乙\n"
    )
    (table,) = regions_of(text, "table")
    assert table == text[: text.index("\n\n")]


def test_a_row_over_the_wrong_number_of_dashes_is_no_table():
    assert regions_of("甲|乙\n---|---|---\n", "table") == []


def test_line_ends_of_every_kind_stay():
    text = "# 甲\r\n```\r\n码\r```\n<!-- 一\r\n二 -->\r"
    assert words_of(text) == "··甲\r\n···\r\n·\r···\n······\r\n·····\r"


def test_text_without_marks_is_untouched():
    text = "关于工作的报告\n　　一、概况\n"
    assert read_markdown(SourceText(text)) == (text, ())


PIECES = [
    "**",
    "*",
    "`",
    "```",
    "~~~",
    "# ",
    "> ",
    "- ",
    "---",
    "|",
    "|-|",
    "<!--",
    "-->",
    "<br>",
    "[",
    "](",
    ")",
    "\\",
]
PIECES += ["\n", "\r\n", "\r", " ", "　", "县", "工作", "：", "。", "a: b", "!", "=", "\ufdd0"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_words_differ_from_the_text_by_fillers_only(text: str):
    words, regions = read_markdown(SourceText(text))
    assert len(words) == len(text)
    filled = {at for region in regions if region.kind != "table" for at in range(*region.span)}
    for at, (word, character) in enumerate(zip(words, text, strict=True)):
        assert word == (FILLER if at in filled and character not in "\r\n" else character)
    assert [region.span.start for region in regions] == sorted(region.span.start for region in regions)


@given(st.text(alphabet="关于工作的报告，。一二（）**年月日\n　", max_size=80))
def test_han_is_never_filled_where_there_are_only_stars(text: str):
    words, _ = read_markdown(SourceText(text))
    assert all(character in "* " for word, character in zip(words, text, strict=True) if word == FILLER)


HOSTILE = [
    "`",
    "` `` ",
    "[",
    "[](",
    "[a](u ",
    "<!--",
    "<!--\n",
    "<a ",
    "**",
    "** a",
    "\n**甲乙",
    ">",
    "- ",
    "|",
    "|-\n",
]
HOSTILE += ["```a\n", "~~~\n", "a|b\n-|-\n", "\\*", "---\na: b\n", "[a](u", "#", "=\n"]


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_lines_cost_linear_time(unit: str):
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        runs = []
        for _ in range(3):  # the best of three: what else the machine does is not measured
            start = time.process_time()
            read_markdown(SourceText(text))
            runs.append(time.process_time() - start)
        return min(runs)

    assert seconds(60_000) < 12 * seconds(10_000) + 0.1

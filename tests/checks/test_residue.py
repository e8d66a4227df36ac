"""What was pasted twice, half masked, or brought along from another program."""

from __future__ import annotations

import time

import pytest

from shufa_lint.api import lint_text
from shufa_lint.checks import foreign
from shufa_lint.engine.lint import apply
from shufa_lint.engine.plan import Planner
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.configuration import Chosen, Configuration
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.text.span import splice

LONG = "坚持把法治建设摆在全局工作的重要位置，与业务工作一同研究、一同推进、一同考核"


def found(rule: str, text: str, **options: object) -> list[str]:
    planner = Planner(Chosen(configuration=Configuration(options={rule: options} if options else {})))
    reading = read_text(text, "例.txt")
    report = apply(planner.plan("base"), reading, parse(reading.words), "例.txt")
    return [finding.text for finding in report.findings if finding.rule == rule]


def test_a_passage_is_one_finding():
    paragraphs = [f"第{n}季度{LONG}。第{n}季度{LONG}并抓好落实。" for n in "一二三四"]
    text = "\n".join([*paragraphs, *paragraphs]) + "\n"
    assert found("duplicate-passage", text) == ["\n".join(paragraphs)]


@pytest.mark.parametrize("elsewhere", ["", "带头学法用法，严格依法决策。\n" * 2])
def test_short_sentences_are_a_passage_whatever_else_is_repeated(elsewhere: str):
    line = "一是加强学习；二是加强宣传；三是加强督导。\n"
    text = f"{elsewhere}全年平稳。\n{line * 2}各项工作有序。\n{line * 2}"
    assert found("duplicate-passage", text)[-1:] == [(line * 2).strip()]


def test_the_first_place_is_labelled():
    text = f"{LONG}。\n扎实开展普法。\n{LONG}。\n"
    finding = next(finding for finding in lint_text(text).findings if finding.rule == "duplicate-passage")
    assert [label.span.of(text) for label in finding.labels] == [f"{LONG}。"]
    assert finding.span.start > finding.labels[0].span.end


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG}，抓好落实。\n{LONG}，抓好督导。\n",  # not the same sentence
        "带头学法用法，严格依法决策。\n扎实开展普法。\n带头学法用法，严格依法决策。\n",  # short
        "关于加强和改进全县法治宣传教育工作、提高公民法治素养的实施意见\n" * 2,  # a title, without a mark
        f"第一条\t{LONG}。\n第二条\t{LONG}。\n",  # a table
        f"“{LONG}。\n普法。\n“{LONG}。\n",  # quoted provisions
        f"{LONG}。\n普法。\n柳政发〔2024〕5号\n{LONG}。\n",  # a notice, and the text that it issues
    ],
)
def test_what_is_no_duplicate(text: str):
    assert found("duplicate-passage", text) == []


def test_duplicates_cost_linear_time():
    def cost(lines: int) -> float:
        text = "".join(f"{LONG}。{n % 7}{LONG}。学法。{n % 5}用法。\n" for n in range(lines))
        reading = read_text(text, "例.txt")
        document, plan = parse(reading.words), Planner(Chosen()).plan("base").only(["duplicate-passage"])
        times = []
        for _ in range(3):
            start = time.perf_counter()
            apply(plan, reading, document, "例.txt")
            times.append(time.perf_counter() - start)
        return min(times)

    cost(50)
    assert cost(1600) < 24 * max(cost(200), 0.001)


def test_each_kind_of_invisible_character_is_one_finding_and_its_fix_keeps_lines_and_indents():
    text = "\u00a0\u00a0全年\u200b带头学法。\r\n\u00a0\u00a0严格\u200b依法决策。\r\n\u200b\r\n"
    findings = [finding for finding in lint_text(text).findings if finding.rule == "invisible-character"]
    assert [finding.captures["count"] for finding in findings] == ["4", "3"]
    fixed = splice(text, [edit for finding in findings if finding.fix for edit in finding.fix.edits])
    assert fixed == "  全年带头学法。\r\n  严格依法决策。\r\n\r\n"


def test_markup_is_right_in_a_markdown_file():
    text = "# 工作情况\n\n- 带头学法。\n"
    rules = {finding.rule for finding in lint_text(text, "报告.md").findings}
    assert "markdown-residue" not in rules
    assert "markdown-residue" in {finding.rule for finding in lint_text(text, "报告.txt").findings}


def test_a_table_is_one_finding():
    assert found("markdown-residue", "|甲|乙|\n|---|---|\n|1|2|\n平稳。\n|丙|丁|\n") == ["|甲|乙|", "|丙|丁|"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*局由张卫东同志任组长，*社区抓落实。", ["张卫东同志"]),
        ("*局助推平安米脂建设，*社区抓落实。", ["米脂"]),
        ("*局在渭南市韩城市委领导下，*社区抓落实。", ["渭南市韩城市"]),
        ("*局会同县委抓好法治惠民工程，*社区由包村同志抓落实。", []),
        ("*局赴韩城市考察学习，*社区抓落实。", []),
        ("*局由全体党员同志参加，*社区支部书记抓落实。", []),
        ("*局由张卫东同志任组长。", []),  # one mask is a slip
    ],
)
def test_a_name_that_was_not_masked(text: str, expected: list[str]):
    assert found("partial-masking", f"关于法治建设情况的报告\n一、履职情况\n{text}\n") == expected


def test_a_place_is_foreign_only_outside_the_region():
    text = "渭南市、韩城市和华阴市、周至县，法治米脂建设。\n"
    assert found("foreign-place", text) == []
    assert found("foreign-place", text, region="韩城市") == ["华阴市", "周至县", "米脂"]
    assert found("foreign-place", text, region="渭南市 周至县") == ["米脂"]
    assert found("foreign-place", text, region="陕西省") == []


def test_an_unknown_region_is_refused():
    assert foreign.patterns(foreign.Options(places=(), slogan="法治", slogan_end="$", elsewhere="赴")) == ()
    with pytest.raises((SpecificationError, ValueError), match="地名表里没有“柳河城”"):
        found("foreign-place", "法治。\n", region="柳河城")

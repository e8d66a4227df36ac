"""What the rules on layout see, and that of a text, which has no layout, they say nothing."""

import subprocess
import sys
import tomllib
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from shufa_lint.checks import registry
from shufa_lint.checks.base import Context
from shufa_lint.checks.formatting import Role, placed
from shufa_lint.checks.genre import Genre
from shufa_lint.checks.patterns import PatternSet
from shufa_lint.checks.typefaces import TypeOptions, Wanted, spell_size
from shufa_lint.engine.example_layout import laid_out
from shufa_lint.engine.lint import apply
from shufa_lint.engine.plan import Planner
from shufa_lint.outline.parse import parse
from shufa_lint.reading.layout import Layout, PageLayout, PageNumber, ParagraphLayout, RunLayout
from shufa_lint.reading.read import read_text
from shufa_lint.report.layout_words import spell
from shufa_lint.rulebook.configuration import Chosen
from shufa_lint.rulebook.example_layout import ExampleLayout
from shufa_lint.rulebook.load import load_rulebook
from shufa_lint.text.span import Span

TEXT = """柳河县人民政府文件
柳政发〔2025〕3号
柳河县人民政府
关于开展学法活动的通知

各乡镇人民政府，县政府各部门：
为了推动学法经常化、制度化，现将有关事项通知如下。
一、学习内容
重点学习宪法和民法典，做到学用结合。
（一）坚持集中学习。每季度集中学法一次。
附件：1.学法活动安排表
2.学法书目

柳河县人民政府
2025年1月8日
（此件公开发布）
抄送：县委办公室。
柳河县人民政府办公室　　2025年1月8日印发
附件1
学法活动安排表
每季度一次。
"""


def roles(text: str, example: ExampleLayout | None = None) -> list[tuple[str, Role]]:
    reading = laid_out(read_text(text, "例.txt"), example or ExampleLayout())
    context = Context(reading, parse(reading.words), Genre(), PatternSet(()))
    return [(paragraph.span.of(reading.words), paragraph.role) for paragraph in placed(context)]


def test_every_part_of_a_document_is_known():
    assert [role for _, role in roles(TEXT)] == [
        *("above-title", "above-title", "title", "title", "blank", "recipients", "text", "heading", "text", "heading"),
        *(
            "note",
            "note",
            "blank",
            "signature",
            "signature",
            "after",
            "after",
            "after",
            "annex-mark",
            "annex-title",
            "annex",
        ),
    ]


def test_the_cells_of_a_table_are_no_running_text():
    example = ExampleLayout.model_validate({"lines": {"9": {"table": True}}})
    assert roles(TEXT, example)[8][1] == "table"


@pytest.mark.parametrize(
    ("font", "family"),
    [("仿宋_GB2312", "仿宋"), ("FangSong", "仿宋"), ("@方正仿宋_GBK", "仿宋"), ("某某仿宋", "仿宋"), ("Arial", None)],
)
def test_a_font_is_known_by_its_names(font: str, family: str | None):
    options = TypeOptions.model_validate({"typefaces": load_rulebook().given["body-font"]["typefaces"]})
    assert Wanted(options).of(font) == family


@pytest.mark.parametrize(
    ("points", "name"), [(16, "3号"), (10.5, "5号"), (15, "小3号"), (17, "17磅"), (13.5, "13.5磅")]
)
def test_a_size_is_called_what_people_call_it(points: float, name: str):
    assert spell_size(points) == name


def test_a_text_is_never_asked_about_its_layout():
    code = (
        "import sys; from shufa_lint.api import lint_text; report = lint_text('关于学法的报告\\n全年学法12次。\\n');"
        "print(*sorted(report.rules), *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    said = set(done.stdout.split())
    family = {entry.id for entry in load_rulebook().entries.values() if entry.family == "layout"}
    assert "missing-title" in said and not family & said
    assert not {registry.MODULES[name] for name in registry.OF_LAYOUT} & said


def test_the_rules_on_layout_are_those_whose_checks_look_at_it():
    entries = load_rulebook().entries.values()
    family = {entry.id for entry in entries if entry.family == "layout"}
    assert family == {entry.id for entry in entries if entry.check in registry.OF_LAYOUT}
    assert len(family) == 19


@pytest.mark.parametrize(
    "table",
    [
        "lines = { 0 = { size = 16 } }",
        "lines = { first = {} }",
        "number = true",
        "page = { widht = 3 }",
        "pages = { all = {} }",
    ],
)
def test_a_layout_that_is_misspelt_is_refused(table: str):
    with pytest.raises(ValidationError):
        ExampleLayout.model_validate(tomllib.loads(table))


def test_a_layout_is_told_in_words():
    table = """
    page = { top = 25.4 }
    number = { align = "center" }
    lines.1 = { font = "宋体", size = 18 }
    lines.2-3 = { first_line = 0, line = 1, rule = "auto" }
    lines.all = { bold = true }
    words = { "学法" = { colour = "FF0000" } }
    date_field = ["2025年1月8日"]
    """
    assert spell(ExampleLayout.model_validate(tomllib.loads(table))) == (
        "上边距25.4毫米；页码居中；第1行宋体，18磅；第2—3行首行缩进0字，单倍行距；各行加粗；“学法”颜色FF0000；"
        "自动更新的日期“2025年1月8日”"
    )
    assert spell(ExampleLayout()) == "全照标准"


LENGTHS = st.sampled_from([0.0, -5.0, 10.5, 16.0, 28.9, 100.0, 600.0])
MAYBE = st.none() | LENGTHS
LOOKS = st.tuples(
    *(st.sampled_from([None, "宋体", "仿宋", "黑体", ""]), st.sampled_from([None, "Arial"]), MAYBE),
    *(st.booleans(), st.booleans(), st.booleans(), st.sampled_from([None, "000000", "FF0000", "zz", "auto"])),
)
LINES = st.sampled_from([*TEXT.splitlines(), "", "　　", "一、", "附件", "a\tb", "（一）" + "学" * 40])


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, Layout]:
    """A text of likely lines, cut into paragraphs and runs anywhere, with any formatting."""
    text = "\n".join(draw(st.lists(LINES, max_size=12)))
    cuts = sorted({0, len(text), *(i for i, c in enumerate(text) if c == "\n" and draw(st.booleans()))})
    paragraphs = []
    for start, end in pairwise(cuts):
        span = Span(min(start + (start > 0), end), end)
        middle = draw(st.integers(span.start, span.end))
        runs = tuple(RunLayout(Span(*ends), *draw(LOOKS)) for ends in ((span.start, middle), (middle, span.end)))
        align = draw(st.sampled_from(["left", "center", "right", "both", "distribute"]))
        lengths = [draw(kind) for kind in (LENGTHS, MAYBE, LENGTHS, MAYBE, LENGTHS, MAYBE, LENGTHS)]
        rule = draw(st.sampled_from(["auto", "exact", "atLeast"]))
        rest = (rule, draw(MAYBE), draw(LENGTHS), draw(LENGTHS), draw(st.booleans()), draw(st.booleans()), runs)
        paragraphs.append(ParagraphLayout(span, "", align, *lengths, *rest))
    number = PageNumber(
        "default", draw(st.sampled_from(["", "1", "— 1 —", "- 1 -"])), draw(st.booleans()), "", None, None
    )
    sizes = [draw(LENGTHS) for _ in range(6)]
    page = PageLayout(Span(0, len(text)), *sizes, "lines", draw(MAYBE), None, draw(st.booleans()), (number,))
    spans = tuple(run.span for paragraph in paragraphs[:2] for run in paragraph.runs)
    return text, Layout((page,), tuple(paragraphs), spans, spans, spans, spans)


@settings(max_examples=150, deadline=None)
@given(layouts())
def test_no_layout_makes_a_rule_fail(case: tuple[str, Layout]):
    text, layout = case
    reading = replace(read_text(text, "例.txt"), layout=layout)
    report = apply(Planner(Chosen()).plan("report"), reading, parse(reading.words), "例.docx")
    assert report.crashed == ()
    for finding in report.findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(text)

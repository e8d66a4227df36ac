"""The grammar is total and the outline's spans tell the truth, whatever the text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shufa_lint.outline.model import Document, Paragraph, Section, Tree
from shufa_lint.outline.ordinal import han, han_value, numeral, written
from shufa_lint.outline.parse import parse
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

NUMBERS = ["一", "二", "三", "四", "五", "十", "十一", "二十三", "1", "2", "3", "12", "203", "２"]
HEADS = ["{}、", "（{}）", "({})", "（{})", "{}.", "{}．", "{}，", "{}）", "第{}条", "第{}条之一", "第{}章", "第{}节"]
HEADS += ["第{}部分", "【{}】", "（\n{}）"]
SIGNS = ["①", "③", "⑴", "㈡", "⒊", "壹、", "〇", "零、"]
INDENTS = ["", "　　", " ", "\xa0\xa0", "\u2003", "\t", "\u200b", "##paidbegin##", "　　$$paidend$$", "\ufeff"]
BODIES = [
    "",
    "　总则",
    "工作情况",
    "加强学习。全年学法十二次。",
    "2020年底前完成。",
    "5万元",
    "一是学；二是用；四是查。",
    "首先，学；其次，用；最后，查。",
    "（一）甲；（二）乙。",
    "报告分三个部分：一、甲；二、乙。",
    "《关于印发〈办法〉的通知》",
    "统一是非标准",
    "至（三）项所列",
    "、四季度安排",
    "第二，学。",
]
LINES = [
    "",
    "　",
    "附件",
    "附件1",
    "附件：1.名单",
    "附　录",
    "2024年1月5日",
    "二○二四年三月二日",
    "（此件公开发布）",
    "关于学法情况的报告",
    "现将有关情况报告如下：",
    "柳河县司法局",
    "特此报告。",
    "一是学。",
    "要求：1）准时；2）记录",
    "##paidbegin##",
    "目　录",
    "（",
    "）",
    "三）加强考核",
    "说" * 90 + "。",
]
HOSTILE = (
    "一二三十百零〇第条章节部分附件录表之其首先次最后是要（）()【】《》“”1234０２.．、，。；：:①⑴㈠⒈年月日#$*_×某A"
)
HOSTILE += " 　\xa0\u200b\u2028\ufeff\x0b\x0c\x1c\x85\t\r\n"

heads = st.builds(str.format, st.sampled_from(HEADS), st.sampled_from(NUMBERS)) | st.sampled_from(SIGNS)
lines = st.builds("".join, st.tuples(st.sampled_from(INDENTS), heads, st.sampled_from(BODIES))) | st.sampled_from(LINES)
documents = st.builds(str.join, st.sampled_from(["\n", "\n", "\r\n", "\r"]), st.lists(lines, max_size=14))
texts = documents | st.text(HOSTILE, max_size=80) | st.text(max_size=40)


def every_section(tree: Tree) -> Iterator[Section]:
    def walk(sections: Sequence[Section]) -> Iterator[Section]:
        for section in sections:
            yield section
            yield from walk(section.children)

    yield from walk(tree.sections)


def trees(document: Document) -> list[Tree]:
    return [document, *document.annexes]


def every_paragraph(tree: Tree) -> list[Paragraph]:
    return [*tree.paragraphs, *(paragraph for section in every_section(tree) for paragraph in section.paragraphs)]


def inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end


def in_order(spans: Sequence[Span]) -> bool:
    return all(a.end <= b.start for a, b in pairwise(spans))


@given(texts)
@example("附件")
@example("附件1\n一、")
@example("一、甲\r第一条　乙")
@example("2024年1月5日\n附件1\n名单\n一、甲")
def test_every_text_has_an_outline_whose_spans_lie_in_it_in_order_and_nested(text: str):
    document = parse(text)
    assert document.span == Span(0, len(text))
    assert in_order([annex.span for annex in document.annexes])
    for tree in trees(document):
        assert inside(tree.span, document.span)
        assert in_order([*(p.span for p in tree.paragraphs), *(s.span for s in tree.sections)])
        for section in tree.sections:
            assert inside(section.span, tree.span)
        for section in every_section(tree):
            below = [*(p.span for p in section.paragraphs), *(s.span for s in section.children)]
            assert in_order([section.heading, *below])
            assert all(inside(span, section.span) for span in [section.heading, *below])
            assert inside(section.ordinal.span, section.heading)
            assert inside(section.title_span, section.heading)
            assert section.ordinal.span.end <= section.title_span.start
    for part in (document.title_span, document.opening, document.closing, document.signature):
        assert part is None or inside(part, document.span)


@given(texts)
def test_what_the_outline_quotes_stands_at_its_span(text: str):
    document = parse(text)
    for tree in trees(document):
        for section in every_section(tree):
            assert section.title == section.title_span.of(text)
            assert section.ordinal.written == re.sub(r"[\r\n]", "", section.ordinal.span.of(text))
            own = [section.heading, *(paragraph.span for paragraph in section.paragraphs)]
            assert all(any(inside(clause.span, span) for span in own) for clause in section.clauses)
        for paragraph in every_paragraph(tree):
            assert paragraph.indent == len(paragraph.span.of(text)) - len(paragraph.span.of(text).lstrip(BLANKS))
            assert in_order([clause.span for clause in paragraph.clauses])
            for clause in paragraph.clauses:
                assert inside(clause.span, paragraph.span)
                assert clause.ordinal.written == clause.ordinal.span.of(text)
                assert clause.ordinal.span.start == clause.span.start


@given(texts)
@example("##paidbegin##（二）甲")
def test_every_word_belongs_to_exactly_one_heading_paragraph_or_annex_line(text: str):
    document = parse(text)
    owned = [0] * len(text)
    for tree in trees(document):
        spans = [section.heading for section in every_section(tree)] + [p.span for p in every_paragraph(tree)]
        for span in spans:
            for at in range(*span):
                owned[at] += 1
    for annex in document.annexes:
        for at in range(*annex.marker):
            owned[at] += 1
    assert all(times <= 1 for times in owned)
    for marker in re.finditer(r"##\w+##|\$\$\w+\$\$", text):  # a stray marker before a heading counts as indent
        owned[slice(*marker.span())] = [1] * (marker.end() - marker.start())
    lost = [c for c, times in zip(text, owned, strict=True) if not times and c not in BLANKS + "\r\n"]
    assert lost == []


@given(st.lists(lines, max_size=10))
def test_the_newline_style_does_not_change_the_outline(parts: list[str]):
    def shape(newline: str) -> list[tuple[int, str, str, list[str]]]:
        document = parse(newline.join(part.replace("\n", newline) for part in parts))
        return [
            (s.level, re.sub(r"[\r\n]", "", s.ordinal.written), s.title, [c.ordinal.written for c in s.clauses])
            for tree in trees(document)
            for s in every_section(tree)
        ]

    assert shape("\n") == shape("\r\n") == shape("\r")


@pytest.mark.parametrize("value", range(1, 100))
def test_a_chinese_numeral_names_its_number(value: int):
    assert han_value(han(value)) == value


@pytest.mark.parametrize(
    "style", ["han", "han-bracketed", "arabic", "arabic-bracketed", "circled", "part", "chapter", "article"]
)
def test_a_marker_names_its_number(style):
    values = range(1, 51) if style == "circled" else range(1, 100)
    assert [numeral(written(value, style)).value for value in values] == list(values)


@pytest.mark.slow
def test_a_long_line_and_a_deep_list_cost_linear_time():
    from time import perf_counter

    def cost(text: str) -> float:
        runs = []
        for _ in range(3):
            began = perf_counter()
            parse(text)
            runs.append(perf_counter() - began)
        return min(runs)

    for piece in ("一、甲。", "（一）", "；一是", "##a", "1.", "　", "附件\n", "2024年1月5日\n甲\n", "（\n"):
        assert cost(piece * 40_000) < 30 * cost(piece * 4_000) + 0.05, piece

from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.text.source import Position, SourceText
from shufa_lint.text.span import Span

texts = st.text(alphabet="年度报告\r\n\u3000\u2028\x0b𠮷", max_size=40)


def test_lines_end_with_any_of_the_three_line_ends():
    source = SourceText("标题\r\n一、概况\n正文\r落款")
    assert [line.of(source.text) for line in source.lines] == ["标题", "一、概况", "正文", "落款"]


def test_other_separators_stay_inside_a_line():
    assert len(SourceText("甲\u2028乙\x0b丙\x85丁").lines) == 1


def test_there_is_a_line_in_an_empty_text_and_after_a_last_line_end():
    assert SourceText("").lines == [Span(0, 0)]
    assert SourceText("标题\n").lines == [Span(0, 2), Span(3, 3)]


def test_positions_count_code_points_from_one():
    source = SourceText("𠮷\r\n报告")
    assert source.position(0) == Position(1, 1)
    assert source.position(1) == Position(1, 2)
    assert source.position(4) == Position(2, 2)
    assert source.line_at(4) == Span(3, 5)


@given(texts)
def test_offset_is_the_inverse_of_position(text: str):
    source = SourceText(text)
    for offset in range(len(text) + 1):
        position = source.position(offset)
        assert position.line >= 1
        assert position.column >= 1
        assert source.offset(position) == offset


@given(texts)
def test_lines_and_line_ends_make_up_the_text(text: str):
    source = SourceText(text)
    bounds = [0, *(bound for line in source.lines for bound in line), len(text)]
    assert bounds == sorted(bounds)
    between = [text[line.end : after.start] for line, after in zip(source.lines, source.lines[1:], strict=False)]
    assert set(between) <= {"\n", "\r\n", "\r"}
    assert not any(character in line.of(text) for line in source.lines for character in "\r\n")


@given(texts)
def test_each_offset_is_in_its_line_or_at_its_end(text: str):
    source = SourceText(text)
    for offset in range(len(text) + 1):
        index = source.line_index(offset)
        assert source.lines[index].start <= offset
        assert index + 1 == len(source.lines) or offset < source.lines[index + 1].start

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.text.width import cells, head, tail, wrap

TEXTS = st.text(st.sampled_from("第一责任人，。“”（）《》 　abc123#—…①"), max_size=80)


def _lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


def test_a_chinese_character_takes_two_cells() -> None:
    assert [cells("述法"), cells("ab"), cells("，"), cells("𠮷"), cells("é")] == [4, 2, 2, 2, 1]


def test_quotes_and_dashes_take_two_on_a_chinese_console() -> None:
    assert [cells("“—…"), cells("“—…", ambiguous=2)] == [3, 6]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    assert _lines("述法报告，（一）学习", 8) == ["述法报", "告，", "（一）学", "习"]


def test_words_and_numbers_stay_whole() -> None:
    assert _lines("见 GB/T 9704 第7.3.3条", 10) == ["见 GB/T", "9704", "第7.3.3条"]


@given(TEXTS, st.integers(8, 40))
def test_lines_fit_and_lose_nothing_but_blanks(text: str, width: int) -> None:
    lines = _lines(text, width)
    assert all(cells(line) <= width for line in lines)
    assert [c for line in lines for c in line if c.strip()] == [c for c in text if c.strip()]


@given(TEXTS, st.integers(0, 20))
def test_head_and_tail_fit(text: str, width: int) -> None:
    assert text.startswith(head(text, width)) and cells(head(text, width)) <= width
    assert text.endswith(tail(text, width)) and cells(tail(text, width)) <= width


@pytest.mark.parametrize("text", ["", " ", "　"])
def test_nothing_is_one_line(text: str) -> None:
    assert len(wrap(text, 10)) == 1

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.rulebook.marks import mark, unmark
from shufa_lint.text.span import Span


def test_marks_say_where_something_is_found():
    assert unmark("全年⟦**⟧次⟦⟧。") == ("全年**次。", [Span(2, 4), Span(5, 5)])
    assert mark("全年**次。", [Span(2, 4), Span(5, 5)]) == "全年⟦**⟧次⟦⟧。"


def test_a_span_may_hold_another_or_touch_it():
    assert unmark("⟦甲⟦乙⟧⟧⟦丙⟧") == ("甲乙丙", [Span(0, 2), Span(1, 2), Span(2, 3)])
    assert unmark("⟦⟧⟦甲⟧⟦⟧") == ("甲", [Span(0, 0), Span(0, 1), Span(1, 1)])


@pytest.mark.parametrize("marked", ["甲⟧", "⟦甲", "⟦⟦甲⟧", "⟧甲⟦"])
def test_a_lone_mark_is_refused(marked: str):
    with pytest.raises(ValueError, match="without"):
        unmark(marked)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """Return a text with spans of which none cut across each other."""
    text = draw(st.text("甲乙丙。\n 😀", max_size=20))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, sorted(set(spans))


@given(texts_with_spans())
def test_marks_can_be_put_in_and_taken_out(case: tuple[str, list[Span]]):
    text, spans = case
    assert unmark(mark(text, spans)) == (text, spans)


@given(
    st.recursive(
        st.text("甲乙", max_size=4), lambda inner: st.lists(inner, max_size=3).map(lambda p: f"⟦甲{''.join(p)}⟧")
    )
)
def test_a_marked_text_is_written_again_as_it_was(marked: str):
    text, spans = unmark(marked)
    assert mark(text, spans) == marked


@given(st.text("⟦⟧甲", max_size=12))
def test_any_text_is_read_or_refused(marked: str):
    try:
        text, spans = unmark(marked)
    except ValueError:
        return
    assert len(spans) == marked.count("⟦")
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.text.span import Edit, Span, compose, splice

TEXT = "关于年度工作的报告"


def test_a_span_cuts_its_characters():
    assert Span(2, 4).of(TEXT) == "年度"
    assert Span(3, 3).of(TEXT) == ""


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (Span(0, 2), Span(1, 3), True),
        (Span(0, 2), Span(2, 3), False),
        (Span(0, 9), Span(3, 4), True),
        (Span(2, 2), Span(0, 2), True),
        (Span(2, 2), Span(3, 4), False),
        (Span(2, 2), Span(2, 2), True),
    ],
)
def test_overlap_is_symmetric(one: Span, other: Span, overlap: bool):
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap


def test_splice_replaces_inserts_and_deletes():
    edits = [Edit(2, 4, "本年度"), Edit(0, 0, "某局"), Edit(6, 7, "")]
    assert splice(TEXT, edits) == "某局关于本年度工作报告"


def test_splice_refuses_overlapping_edits():
    with pytest.raises(ValueError, match="offset 1"):
        splice(TEXT, [Edit(0, 2, ""), Edit(1, 3, "")])


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(alphabet="一二报告\n", max_size=30))
    bounds = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    return text, [Edit(start, end, draw(st.text(alphabet="新字", max_size=3))) for start, end in pairs]


@given(texts_with_edits(), st.randoms(use_true_random=False))
def test_splice_keeps_all_outside_the_edits_whatever_their_order(case, random):
    text, edits = case
    shuffled = random.sample(edits, len(edits))
    result = splice(text, shuffled)
    assert result == splice(text, edits)
    for edit in reversed(edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    assert result == text


@given(st.text())
def test_splice_without_edits_changes_nothing(text: str):
    assert splice(text, []) == text


@given(texts_with_edits(), st.data())
def test_composed_edits_do_at_once_what_both_do_in_turn(case, data):
    text, first = case
    between = splice(text, first)
    bounds = sorted(data.draw(st.sets(st.integers(0, len(between)), max_size=8)))
    ends = iter(bounds[: len(bounds) // 2 * 2])
    pairs = list(zip(ends, ends, strict=True))
    second = [Edit(start, end, data.draw(st.text(alphabet="再改", max_size=3))) for start, end in pairs]
    composed = compose(first, second)
    assert splice(text, composed) == splice(between, second)
    assert all(one.end < other.start for one, other in pairwise(composed))


def test_an_edit_of_what_an_edit_put_in_stays_one_edit():
    assert compose([Edit(2, 4, "本年度")], [Edit(3, 5, "")]) == (Edit(2, 4, "本"),)
    assert compose([Edit(2, 4, "")], [Edit(2, 2, "新")]) == (Edit(2, 4, "新"),)
    assert compose([Edit(0, 0, "甲")], [Edit(0, 1, "")]) == ()

"""Pieces of lines: every character once, every mark on exactly its characters."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.report.html.marks import Mark, Piece, pieces_of
from shufa_lint.report.visible import visible
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

texts = st.text(st.sampled_from("一二，。 \u3000\n\r\u200b\ufdd0\x00<&𠮷"), max_size=40)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(texts)
    spans = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    return text, [mark(number, min(span), max(span)) for number, span in enumerate(spans, start=1)]


def mark(number: int, start: int, end: int, kind: str = "error") -> Mark:
    return Mark(Span(start, end), kind, str(number), number)


def under(lines: Sequence[Sequence[Piece]], name: str) -> list[Piece]:
    return [piece for line in lines for piece in line if name in piece.names.split()]


@given(marked())
def test_every_character_is_shown_once_and_every_mark_stands_on_its_own(drawn: tuple[str, list[Mark]]):
    text, marks = drawn
    source = SourceText(text)
    lines, anchors = pieces_of(source, marks)
    assert len(lines) == len(source.lines)
    for line, pieces in zip(source.lines, lines, strict=True):
        shown = "".join(visible(piece.text) for piece in pieces)
        assert shown.replace("<U+200B>", "") == visible(line.of(text))
    for one in marks:
        words = visible(one.span.of(text).replace("\r", "").replace("\n", ""), reveal=True)
        own = under(lines, one.name)
        assert "".join(piece.text for piece in own) == words
        assert own, "a mark of nothing that can be shown is an absence"
        assert [piece.anchor for piece in own if piece.anchor == anchors[one.name]]
        assert sum(str(one.number) in piece.begin.split("、") for piece in own) == 1


@given(marked())
def test_anchors_are_unique(drawn: tuple[str, list[Mark]]):
    lines, _ = pieces_of(SourceText(drawn[0]), drawn[1])
    named = [piece.anchor for line in lines for piece in line if piece.anchor]
    assert len(named) == len(set(named))


def test_an_overlap_shows_the_graver_and_leads_to_the_narrower():
    marks = [mark(1, 0, 6, "warning"), mark(2, 2, 4), mark(3, 2, 4, "info")]
    ((first, both, last),), _ = pieces_of(SourceText("一二三四五六"), marks)
    assert [piece.text for piece in (first, both, last)] == ["一二", "三四", "五六"]
    assert [piece.kind for piece in (first, both, last)] == ["warning", "error", "warning"]
    assert (both.to, both.several, both.begin) == (2, True, "2、3")
    assert (last.to, last.several, last.begin) == (1, False, "")


def test_absences_at_one_place_are_one_sign_before_what_begins_there():
    marks = [mark(1, 2, 2), mark(2, 2, 2, "info"), mark(3, 2, 3)]
    ((before, gap, after),), anchors = pieces_of(SourceText("一二三"), marks)
    assert (before.names, gap.text, gap.begin, gap.kind) == ("", "", "1、2", "error")
    assert (after.text, after.names) == ("三", "3")
    assert anchors == {"1": "1", "2": "1", "3": "3"}


def test_a_mark_that_is_only_a_line_end_is_an_absence_at_the_end_of_its_line():
    (first, second), _ = pieces_of(SourceText("一\r\n二"), [mark(1, 1, 3)])
    assert [(piece.text, piece.names) for piece in first] == [("一", ""), ("", "1")]
    assert [(piece.text, piece.names) for piece in second] == [("二", "")]


def test_what_is_said_of_many_nested_marks_is_linear():
    number = 2000
    marks = [mark(n, n, 2 * number - n) for n in range(number)]
    lines, anchors = pieces_of(SourceText("文" * 2 * number), marks)
    assert len(anchors) == number
    assert sum(len(piece.names.split()) for piece in lines[0]) < 20 * number

"""The map from the text to the places that it came from, for documents made up at random."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.reading.word.model import WordText
from shufa_lint.reading.word.names import w
from shufa_lint.reading.word.read import open_word, read_word

from .conftest import docx, level, lists, paragraph, run

CHARACTERS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "\u2011",
    w("sym"): "✓",
}
NUMBERING = lists(level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2", '<w:suff w:val="tab"/>'))
NOTES = f'<w:footnote w:id="1">{paragraph("注")}</w:footnote>'

words = st.text("一二甲乙，。 \t\nab1&<𠮷", max_size=6).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
formatting = st.sampled_from(["", "<w:b/>", "<w:vanish/>", '<w:sz w:val="32"/>'])
SINGLES = """
tab|ptab|br|cr|noBreakHyphen|softHyphen|lastRenderedPageBreak|br w:type="page"|sym w:font="Wingdings" w:char="F0FC"
footnoteReference w:id="1"|fldChar w:fldCharType="begin"|fldChar w:fldCharType="separate"|fldChar w:fldCharType="end"
"""
singles = st.sampled_from(SINGLES.strip().replace("\n", "|").split("|")).map(lambda name: f"<w:r><w:{name}/></w:r>")
untouched_runs = st.builds(lambda text: f"<w:r><w:t>{text}</w:t></w:r>", words)
runs = st.builds(run, words, formatting) | singles | untouched_runs
wrapped = st.recursive(
    runs,
    lambda inner: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>",
        st.sampled_from(["ins", "del", "moveFrom", "moveTo", "hyperlink", "smartTag", "fldSimple", "sdtContent"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)
marks = st.sampled_from(["", "<w:del/>", "<w:ins/>", "<w:vanish/>"])
listed = st.sampled_from(["", *(f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="1"/></w:numPr>' for at in (0, 1))])
paragraphs = st.builds(
    lambda parts, number, mark: f"<w:p><w:pPr>{number}<w:rPr>{mark}</w:rPr></w:pPr>{''.join(parts)}</w:p>",
    st.lists(wrapped, max_size=5),
    listed,
    marks,
)
blocks = st.recursive(
    paragraphs,
    lambda inner: st.builds(
        lambda form, parts: form.format("".join(parts)),
        st.sampled_from(
            [
                "<w:tbl><w:tr><w:tc>{}<w:p/></w:tc></w:tr></w:tbl>",
                "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
                "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>",
            ]
        ),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
documents = st.lists(blocks, max_size=6).map(lambda parts: docx("".join(parts), numbering=NUMBERING, footnotes=NOTES))


def characters(element: Any) -> str:
    """Return the characters that an element holds, as Word shows them."""
    return CHARACTERS.get(element.tag) or (element.text or "").replace("\n", " ").replace("\r", " ")


def from_elements(word: WordText) -> Iterator[str]:
    """Yield the text again, piece by piece, from the elements that the pieces point to."""
    for piece in word.pieces:
        length = piece.span.end - piece.span.start
        if piece.element is None or piece.element.tag == w("footnoteReference"):
            yield piece.span.of(word.text)
        else:
            yield characters(piece.element)[piece.at : piece.at + length]


@given(documents)
def test_every_character_is_in_exactly_one_piece(data: bytes) -> None:
    word = open_word(data)
    ends = [0, *(piece.span.end for piece in word.pieces)]
    assert [piece.span.start for piece in word.pieces] == ends[:-1]
    assert ends[-1] == len(word.text)
    assert all(piece.span.start < piece.span.end for piece in word.pieces)


@given(documents)
def test_the_text_can_be_rebuilt_from_the_elements(data: bytes) -> None:
    word = open_word(data)
    assert "".join(from_elements(word)) == word.text


@given(documents)
def test_paragraphs_are_the_text_and_hold_the_elements_of_their_pieces(data: bytes) -> None:
    word = open_word(data)
    assert "".join(span.of(word.text) + "\n" for span, _ in word.paragraphs) == word.text
    assert all(before.end + 1 == after.start for (before, _), (after, _) in pairwise(word.paragraphs))
    for piece in word.pieces:
        if piece.element is not None:
            assert piece.paragraph in piece.element.iterancestors(w("p"))


@given(documents)
def test_regions_lie_in_the_text_and_the_layout_in_its_paragraphs(data: bytes) -> None:
    word, reading = open_word(data), read_word(data, "draft.docx")
    assert reading.source.text == word.text
    assert len(reading.words) == len(word.text)
    assert list(word.regions) == sorted(word.regions, key=lambda region: (region.span.start, -region.span.end))
    assert all(0 <= region.span.start <= region.span.end <= len(word.text) for region in word.regions)
    assert reading.layout is not None
    spans = {span for span, _ in word.paragraphs}
    for own in reading.layout.paragraphs:
        assert own.span in spans
        ends = [own.span.start, *(part.span.end for part in own.runs)]
        assert [part.span.start for part in own.runs] == ends[:-1]
        assert ends[-1] == own.span.end


@given(st.lists(words.filter(str.strip), min_size=1, max_size=8))
def test_plain_runs_say_what_they_hold(texts: list[str]) -> None:
    said = open_word(docx(paragraph("".join(run(text) for text in texts)))).text
    plain = "".join(texts).replace("&lt;", "<").replace("&amp;", "&").replace("\n", " ")
    assert said == plain + "\n"

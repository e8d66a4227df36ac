import re
from collections.abc import Iterator, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.reading.printed.model import Glyph, Page
from shufa_lint.reading.printed.paragraphs import rebuild

EM, PITCH, LEFT, TOP, COLUMN, LINES = 16.0, 29.0, 79.0, 105.0, 28, 22
WIDTH, HEIGHT = 595.0, 842.0

_UNIT = re.compile(r"[（《“]*(?:[A-Za-z0-9.%-]+|.)[，。、；：？！）》”…]*")
"""What stays together: no stop begins a line, no opening bracket ends one, no number is broken."""


def width(char: str) -> float:
    return EM / 2 if char.isascii() else EM


def print_out(
    paragraphs: Sequence[str], *, title: str = "", head: str = "", indent: int = 2, justified: bool = True
) -> list[Page]:
    """Return the pages that *paragraphs* fill, with page numbers."""
    lines: list[tuple[float, float, str]] = []
    if title:
        lines += _centred(title)
    for paragraph in paragraphs:
        lines += _wrapped(paragraph, indent * EM, justified)
    pages = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    return [_page(page, number, head) for number, page in enumerate(pages, start=1)]


def _centred(title: str) -> Iterator[tuple[float, float, str]]:
    for at in range(0, len(title), COLUMN):
        line = title[at : at + COLUMN]
        yield (COLUMN * EM - sum(map(width, line))) / 2, 0.0, line


def _wrapped(paragraph: str, indent: float, justified: bool) -> Iterator[tuple[float, float, str]]:
    """Yield the indent of each line, how much room there is between its characters, and the line."""
    line, used = "", indent
    for unit in _UNIT.findall(paragraph):
        room = sum(map(width, unit))
        if line and used + room > COLUMN * EM:
            yield indent, (COLUMN * EM - used) / max(1, len(line) - 1) if justified else 0.0, line
            line, used, indent = "", 0.0, 0.0
        line, used = line + unit, used + room
    yield indent, 0.0, line


def _page(lines: Sequence[tuple[float, float, str]], number: int, head: str) -> Page:
    placed = [(LEFT + indent, TOP + PITCH * row, gap, line) for row, (indent, gap, line) in enumerate(lines)]
    placed.append((WIDTH / 2 - 40, HEIGHT - 60, 0.0, f"— {number} —"))
    if head:
        placed.insert(0, (LEFT, 50.0, 0.0, head))
    glyphs: list[Glyph] = []
    for x, y, gap, line in placed:
        for char in line:
            glyphs.append(Glyph(char, x, x + width(char), y, EM, len(glyphs)))
            x += width(char) + gap
    return Page(WIDTH, HEIGHT, glyphs)


HAN = "推进法治建设第一责任人履行职责情况报告全年学习依规决策审查执纪监督群众满意"
CLAUSES = st.builds(
    lambda words, number, stop: words + number + stop,
    st.text(HAN, min_size=1, max_size=24),
    st.sampled_from(["", "", "2024年", "36件", "95.5%", "《条例》", "“三项”工程", "（试行）"]),
    st.sampled_from("，，，、；："),
)
PARAGRAPHS = st.lists(CLAUSES, min_size=1, max_size=12).map(lambda clauses: "".join(clauses)[:-1] + "。")
HEADINGS = st.builds(
    lambda mark, words: mark + words,
    st.sampled_from(["一、", "（二）", "3.", "第四条"]),
    st.text(HAN, min_size=2, max_size=20),
)
LONG = "现将全年情况报告如下，" + "坚持依规决策，" * 12 + "群众满意。"
"""Without a paragraph of several lines nobody can tell an indent from a margin."""
TEXTS = st.lists(PARAGRAPHS | HEADINGS, min_size=4, max_size=30)


@given(TEXTS, st.booleans(), st.sampled_from(["", "青石镇人民政府"]))
def test_indented_paragraphs_come_back_as_they_were_written(paragraphs: list[str], justified: bool, head: str):
    paragraphs = [LONG, *paragraphs]
    pages = print_out(paragraphs, justified=justified, head=head)
    printed = rebuild(pages if len(pages) > 1 else print_out(paragraphs, justified=justified))
    assert printed.text == "".join(f"{paragraph}\n" for paragraph in paragraphs)


@given(TEXTS)
def test_a_title_over_several_lines_is_one(paragraphs: list[str]):
    title = "青石镇党政主要负责人履行推进法治建设第一责任人职责情况报告"
    printed = rebuild(print_out(["现将情况报告如下。" * 20, *paragraphs], title=title))
    assert printed.text.startswith(f"{title}\n")


@given(TEXTS, st.booleans())
def test_every_character_is_where_its_place_says(paragraphs: list[str], justified: bool):
    pages = print_out(paragraphs, justified=justified, head="青石镇人民政府")
    printed = rebuild(pages)
    assert len(printed.places) == len(printed.text)
    for char, place in zip(printed.text, printed.places, strict=True):
        if place is None:
            assert char in "\n \u3000"
        else:
            assert pages[place.page].glyphs[place.number].char == char


@given(st.lists(st.builds(Glyph, st.characters(codec="utf-8"), *[st.floats(-1e4, 1e4)] * 4, st.just(0)), max_size=30))
def test_any_scatter_of_characters_gives_a_text_with_places(glyphs: list[Glyph]):
    printed = rebuild([Page(595, 842, glyphs), Page(0, 0, glyphs)])
    assert len(printed.places) == len(printed.text)


def test_paragraphs_without_indent_are_told_apart_where_a_line_has_room():
    paragraphs = ["现将全年情况报告如下，" + "坚持依规决策，" * count + "群众满意。" for count in (9, 3, 12, 7)]
    assert rebuild(print_out(paragraphs, indent=0)).text.split() == paragraphs


def test_a_page_in_any_order_of_its_characters_reads_from_top_to_bottom():
    paragraphs = ["现将全年情况报告如下，" + "坚持依规决策，" * count + "群众满意。" for count in (9, 3, 12)]
    (page,) = print_out(paragraphs)
    glyphs = list(page.glyphs)
    Random(7).shuffle(glyphs)
    assert rebuild([page._replace(glyphs=glyphs)]).text.split() == [*paragraphs]


def line(*pieces: tuple[str, float]) -> Page:
    """A page with one line; each piece has some room before it, in characters."""
    glyphs, x = [], 80.0
    for text, room in pieces:
        x += room * EM
        for char in text:
            wide = EM / 2 if char.isascii() else EM
            glyphs.append(Glyph(char, x, x + wide, 300, EM, len(glyphs)))
            x += wide
    return Page(595, 842, glyphs)


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([("在", 0), ("A", 0.25), ("总书记", 0.25)], "在A总书记"),
        ([("在 A 总书记", 0)], "在A总书记"),
        ([("2024 年 5 月", 0)], "2024年5月"),
        ([("use", 0), ("Word", 0.3)], "use Word"),
        ([("use Word", 0)], "use Word"),
        ([("张", 0), ("三", 1)], "张\u3000三"),
        ([("张\u3000三", 0)], "张\u3000三"),
        ([("依", 0), ("规", 0.4), ("决", 0.4)], "依规决"),
        ([("⼀、⽅法和⻓效⺠⽣", 0)], "一、方法和长效民生"),
        ([("局长：", 0), ("（签名）", 9)], "局长：\u3000\u3000\u3000\u3000（签名）"),
    ],
)
def test_blanks_and_radicals_are_those_of_the_writer(pieces: list[tuple[str, float]], text: str):
    assert rebuild([line(*pieces)]).text == f"{text}\n"


@pytest.mark.parametrize("number", ["— 1 —", "-1-", "第 1 页", "第1页 共3页", "1/3"])
def test_a_page_number_is_no_text(number: str):
    page = print_out(["现将全年情况报告如下。"])[0]
    glyphs = [glyph for glyph in page.glyphs if glyph.baseline < 700]
    x = 280.0
    for char in number:
        glyphs.append(Glyph(char, x, x + 8, 790, EM, 0))
        x += 8
    assert rebuild([page._replace(glyphs=glyphs)]).text == "现将全年情况报告如下。\n"


def test_numbers_in_the_text_stay():
    paragraphs = [f"{number}" for number in range(100, 160)]
    assert rebuild(print_out(paragraphs)).text.split() == paragraphs


def test_pages_that_are_pictures_are_named():
    text = print_out(["现将全年情况报告如下。" * 9])[0]
    printed = rebuild([text, Page(595, 842, [], 0.9), text._replace(pictures=0.9), Page(595, 842, [], 0.0)])
    assert printed.scanned == (2,)
    assert printed.garbled == ()


def test_pages_whose_font_does_not_tell_its_characters_are_named():
    page = print_out(["现将全年情况报告如下。" * 9])[0]
    hidden = page._replace(glyphs=[glyph._replace(char="\ue123") for glyph in page.glyphs])
    assert rebuild([page, hidden]).garbled == (2,)

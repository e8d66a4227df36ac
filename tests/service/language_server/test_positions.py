"""Offsets and positions, in each encoding, against what the definitions say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("lsprotocol", reason="pygls is not installed (the extra lsp)")

from lsprotocol import types

from shufa_lint.service.language_server.drafts import Draft
from shufa_lint.service.language_server.positions import Place, Positions

ENCODINGS = ["utf-8", "utf-16", "utf-32"]
TEXT = st.text(st.sampled_from("a一𠮷é\u0301\u2028\x0b\x85\r\n\U0001f1e8\ud800\udc00"), max_size=40)
SIZES = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def units(text: str, encoding: str) -> int:
    codec, size = SIZES[encoding]
    return len(text.encode(codec, "surrogatepass")) // size


def lines(text: str) -> list[str]:
    """Lines without their ends, as the protocol has them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXT, repeat=st.sampled_from([1, 1, 700]))
def test_every_place_is_found_again(encoding: str, text: str, repeat: int):
    text *= repeat
    positions = Positions(text, encoding)
    offsets = range(0, len(text) + 1, max(1, len(text) // 50))
    for offset in offsets:
        place = positions.place(offset)
        start = positions.source.lines[place.line].start
        assert place.character == units(text[start:offset], encoding)
        if text[offset - 1 : offset + 1] != "\r\n":
            assert positions.offset(place) == offset


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXT, line=st.integers(0, 60), character=st.integers(0, 200))
def test_a_place_outside_the_text_is_the_nearest_in_it(encoding: str, text: str, line: int, character: int):
    offset = Positions(text, encoding).offset(Place(line, character))
    rows = lines(text)
    if line >= len(rows):
        assert offset == len(text)
        return
    row = rows[line]
    fitting = max(n for n in range(len(row) + 1) if units(row[:n], encoding) <= character)
    assert offset == Positions(text, encoding).source.lines[line].start + fitting


def test_a_line_of_five_million_characters_is_no_slower_at_its_end():
    text = "𠮷一" * 2_500_000
    positions = Positions(text, "utf-16")
    assert [positions.place(len(text) - n).character for n in range(2000)][-1] > 7_000_000


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]]]:
    """A text, and edits one after the other, in UTF-16 code units of the text that each of them meets."""
    text = draw(st.text(st.sampled_from("a一𠮷\u2028\x0b\r\n"), max_size=30))
    made, now = [], text
    for _ in range(draw(st.integers(1, 6))):
        cuts = sorted(draw(st.lists(st.integers(0, len(now)), min_size=2, max_size=2)))
        new = draw(st.text(st.sampled_from("b二𠮷\r\n"), max_size=4))
        made.append((*cuts, new))
        now = now[: cuts[0]] + new + now[cuts[1] :]
    return text, made


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(made=edits())
def test_edits_make_the_text_that_the_editor_has(encoding: str, made: tuple[str, list[tuple[int, int, str]]]):
    text, cuts = made
    draft, now = Draft("file:///a.txt", "plaintext", 1, text, encoding), text
    changes = []
    for start, end, new in cuts:
        positions = Positions(now, encoding)
        if any(now[at - 1 : at + 1] == "\r\n" for at in (start, end)):
            continue  # no place lies between the two
        place = types.Range(types.Position(*positions.place(start)), types.Position(*positions.place(end)))
        changes.append(types.TextDocumentContentChangePartial(place, new))
        now = now[:start] + new + now[end:]
    assert draft.changed(2, changes).text == now


def test_ten_thousand_places_changed_at_once_in_a_large_text():
    text = "学法**次。\n" * 100_000
    draft = Draft("file:///a.txt", "plaintext", 1, text, "utf-16")
    changes = [
        types.TextDocumentContentChangePartial(types.Range(types.Position(n, 2), types.Position(n, 4)), "12")
        for n in range(10_000, 0, -1)
    ]
    assert draft.changed(2, changes).text.count("学法12次") == 10_000


@pytest.mark.parametrize(
    ("uri", "language", "name", "checked"),
    [
        ("file:///%E7%A8%BF.txt", "plaintext", "稿.txt", True),
        ("file:///稿.txt", "text", "稿.txt", True),
        ("file:///a.txt", "", "a.txt", True),
        ("file:///a.md", "markdown", "a.md", True),
        ("file:///README", "markdown", "README.md", True),
        ("untitled:Untitled-1", "plaintext", "文稿.txt", True),
        ("untitled:Untitled-1", "markdown", "文稿.txt.md", True),
        ("file:///requirements.txt", "pip-requirements", "requirements.txt", False),
        ("file:///a.py", "python", "a.py", False),
        ("file:///a.docx", "", "a.docx", False),
        ("file://[", "plaintext", "文稿.txt", True),
        ("file:///a%00b", "plaintext", "文稿.txt", True),
        ("", "", "文稿.txt", True),
    ],
)
def test_what_is_checked_goes_by_what_the_editor_calls_it(uri: str, language: str, name: str, checked: bool):
    draft = Draft(uri, language, 1, "", "utf-16")
    assert (draft.name, draft.checked) == (name, checked)

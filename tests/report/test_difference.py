"""Differences lose nothing: pieces, pairs and hunks rebuild both texts, and a hunk's head counts its lines."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.api import fix_text
from shufa_lint.report.difference import Change, difference, inside, pairs
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.difference import report

LINES = st.lists(st.text("甲乙丙丁，。12", max_size=8), max_size=8).map(lambda lines: "\n".join(lines))


@given(st.text("甲乙丙，。", max_size=12), st.text("甲乙丙，。", max_size=12))
def test_pieces_rebuild_both_versions(old: str, new: str):
    pieces = inside(old, new)
    assert "".join(piece.text for piece in pieces if piece.sign != "+") == old
    assert "".join(piece.text for piece in pieces if piece.sign != "-") == new
    assert all(piece.text for piece in pieces)


def test_a_very_long_change_is_one():
    old, new = "甲" * 3000, "乙" * 3000
    assert [(piece.sign, len(piece.text)) for piece in inside(old, new)] == [("-", 3000), ("+", 3000)]


@given(LINES, LINES)
def test_hunks_turn_one_text_into_the_other(before: str, after: str):
    old = list(io.StringIO(before, newline="\n"))
    done: list[str] = []
    at = 0
    for hunk in difference(before, after):
        found = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", hunk.head)
        assert found
        start, length, _, come = (int(part) if part else 1 for part in found.groups())
        start -= 1 if length else 0
        done += old[at:start]
        assert [line for change in hunk.changes for line in change.before] == old[start : start + length]
        new = [line for change in hunk.changes for line in change.after]
        assert len(new) == come
        done += new
        at = start + length
    assert "".join(done + old[at:]) == after


@given(st.lists(st.text("甲乙丙", min_size=1, max_size=6)), st.lists(st.text("甲乙丙", min_size=1, max_size=6)))
def test_pairs_keep_every_line_in_order(before: list[str], after: list[str]):
    found = list(pairs(Change(before, after)))
    assert [old for old, _ in found if old is not None] == before
    assert [new for _, new in found if new is not None] == after


def test_a_deleted_line_does_not_shift_its_neighbours():
    change = Change(["##paidbegin##\n", "（二）加强宣传，办好专栏。\n"], ["（二）加强宣传，办好栏目。\n"])
    assert list(pairs(change)) == [("##paidbegin##\n", None), (change.before[1], change.after[0])]


@pytest.mark.parametrize("coloured", [False, True])
def test_for_people_only_what_is_near_a_change_is_shown(coloured: bool):
    text = (
        "关于学法情况的报告\n\n　　" + "认真组织学习，" * 20 + "修定制度，" + "按月组织测试，" * 20 + "做到全覆盖。\n"
    )
    out = io.StringIO()
    screen = Screen(out, width=80, plain=not coloured)
    screen.coloured = coloured
    report([("稿.txt", fix_text(text))], screen)
    shown = out.getvalue()
    assert ("修[-定-]{+订+}制度" in shown) is not coloured
    assert "修定订制度" in shown or not coloured
    assert shown.count("…") == 2
    assert all(screen.cells(line) <= 80 for line in shown.splitlines())

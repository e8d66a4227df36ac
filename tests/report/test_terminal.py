import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.checks.base import Label
from shufa_lint.engine.model import FileReport, Finding, RunReport
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.excerpt import excerpt
from shufa_lint.report.terminal.findings import report
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.schema import Severity
from shufa_lint.text.source import FILLER, SourceText
from shufa_lint.text.span import Span
from shufa_lint.text.width import cells

LONG = "全年组织专题学习" * 40


def finding(start: int, end: int, **changes: object) -> Finding:
    values: dict[str, object] = {
        "span": Span(start, end),
        "rule": "asterisk-placeholder",
        "severity": "error",
        "message": "星号处还没有填",
        "hint": "核实后填上。",
        "authority": "残留",
        "section": (),
        "text": "",
        "captures": {},
        "case": None,
        "labels": (),
        "fix": None,
        "fingerprint": f"{start}-{end}",
    }
    return Finding(**(values | changes))  # type: ignore[arg-type]


def file(text: str, *findings: Finding, path: str = "述法报告.txt", title: str | None = "述法报告") -> FileReport:
    return FileReport(path, "0" * 64, "shufa-report", "utf-8", SourceText(text), findings, title=title)


def drawn(*files: FileReport, width: int = 80) -> str:
    out = io.StringIO()
    run = RunReport(files, "0", titles={"asterisk-placeholder": "星号占位"}, genres={"shufa-report": "述法报告"})
    report(run, Screen(out, width=width, plain=True))
    return out.getvalue()


@pytest.fixture
def coloured(monkeypatch: pytest.MonkeyPatch) -> Screen:
    for name in ("NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    return Screen(io.StringIO(), width=80)


def text_of(screen: Screen) -> str:
    assert isinstance(screen.console.file, io.StringIO)
    return screen.console.file.getvalue()


def test_the_words_at_fault_are_marked_in_the_line() -> None:
    shown = drawn(file("学法**次。\n", finding(2, 4)))
    assert "│ 学法>>**<<次。" in shown


def test_with_colour_the_words_are_reversed_and_carry_no_signs(coloured: Screen) -> None:
    report(RunReport((file("学法**次。\n", finding(2, 4)),), "0"), coloured)
    assert re.search(r"学法\x1b\[[\d;]*7[\d;]*m\*\*\x1b\[0m次", text_of(coloured))
    assert ">>" not in text_of(coloured)


def test_an_absence_is_a_caret_between_its_neighbours() -> None:
    assert "学法>>‸<<次数" in drawn(file("学法次数\n", finding(2, 2)))


def test_an_absence_at_the_end_stands_after_the_last_words() -> None:
    assert "继续努力。>>‸<<" in drawn(file("继续努力。\n\n", finding(7, 7)))


def test_a_finding_says_what_where_why_and_what_to_do() -> None:
    shown = drawn(file("学法**次。\n", finding(2, 4, labels=(Label(Span(0, 2), "学法"),))))
    for words in (
        "× 必须改",
        "第1行第3字",
        "星号处还没有填",
        "改法：核实后填上。",
        "依据：不属于公文内容的残留",
        "另见第1行：学法",
    ):
        assert words in shown
    assert shown.rstrip().endswith("× 未通过：1 处必须改")


def test_the_section_path_is_said_when_it_changes() -> None:
    paths = [("一、学习",), ("一、学习",), ("一、学习", "（一）学法")]
    shown = drawn(file("学法**次。\n" * 3, *(finding(2, 4, section=path) for path in paths)))
    assert shown.count("\n一、学习\n") == 1
    assert "一、学习 › （一）学法" in shown


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    at = len(LONG) // 2
    findings = [finding(at, at + 2), finding(at, at + 200), finding(0, 1, section=("一、" + LONG, "（一）" + LONG))]
    shown = drawn(file(LONG + "\n", *findings, title=LONG, path="很长的目录名/" * 5 + "稿.txt"), width=width)
    body = shown.splitlines()[1:]
    assert max(map(cells, body)) <= width
    table = drawn(*[file(LONG, path="很长的目录名/" * 5 + f"{n}.txt") for n in range(3)], width=width)
    assert max(map(cells, table.splitlines())) <= width


@given(st.text(st.characters(codec="utf-8"), max_size=400), st.data())
def test_an_excerpt_fits_and_holds_the_fault(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, min(len(text), start + 3))))
    before, fault, after = excerpt(SourceText(text), span, 60, cells)
    assert (before + fault + after).isprintable() or "\u3000" in before + fault + after
    assert cells(before + fault + after) <= 60


def test_the_window_shows_both_neighbours() -> None:
    before, fault, after = excerpt(SourceText(LONG + "**" + LONG), Span(len(LONG), len(LONG) + 2), 60, cells)
    assert before.startswith("…") and before.endswith("专题学习")
    assert fault == "**"
    assert after.startswith("全年组织") and after.endswith("…")


def test_after_five_of_a_rule_only_the_places_of_the_others_are_said() -> None:
    text = "学法**次。\n" * 30
    findings = [finding(7 * line + 2, 7 * line + 4) for line in range(30)]
    shown = drawn(file(text, *findings))
    assert shown.count("改法：") == 5
    assert "另有 25 处星号占位 asterisk-placeholder：第 6、7、8" in shown
    assert "未通过：30 处必须改" in shown


def test_folding_never_hides_a_graver_finding_of_the_same_rule() -> None:
    severities: list[Severity] = ["info"] * 6 + ["error"]
    findings = [finding(2, 4, severity=severity) for severity in severities]
    assert "× 必须改  第1行第3字" in drawn(file("学法**次。\n", *findings))


def test_several_documents_end_with_a_table() -> None:
    shown = drawn(file("学法**次。\n", finding(2, 4)), file("学法。\n", path="乙.txt"))
    assert "── 乙.txt" not in shown
    assert re.search(r"述法报告\.txt +1 +· +· +× 未通过", shown)
    assert re.search(r"乙\.txt +· +· +· +√ 通过", shown)
    assert "共 2 份文稿：1 份未通过，1 份通过" in shown


HOSTILE = "\x1b]0;pwned\x07\x1b[2J\r\x9b31m\u202e\u2066\ud800\ufdd1"


def test_hostile_characters_never_reach_the_screen() -> None:
    line = f"学法{HOSTILE.replace(chr(13), '')}**次{FILLER}。\n"
    at = line.index("**")
    words = dict.fromkeys(("message", "hint", "authority"), HOSTILE)
    labels = (Label(Span(0, 1), HOSTILE),)
    hostile = finding(at, at + 2, rule="own-rule", section=(HOSTILE,), labels=labels, **words)
    shown = drawn(file(line, finding(0, 1), hostile, path=f"{HOSTILE}.txt", title=HOSTILE))
    assert shown.replace("\n", "").replace("\u3000", "").isprintable()
    assert "<U+001B>" in shown and "<U+FDD0>" not in shown


def test_characters_without_width_are_spelled_where_they_are_the_fault() -> None:
    assert visible("一\u200b二") == "一二"
    assert visible("\u200b", reveal=True) == "<U+200B>"
    assert visible("一\u00a0二\t三　四") == "一 二 三　四"


def test_a_document_without_text_has_no_place() -> None:
    shown = drawn(file("", finding(0, 0, rule="unreadable-document", message="文件是空的")))
    assert "第1行" not in shown and "文件是空的" in shown


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_signs_that_a_console_lacks_are_replaced(encoding: str) -> None:
    raw = io.BytesIO()
    screen = Screen(io.TextIOWrapper(raw, encoding=encoding, errors="strict"), width=80)
    signs = "".join(map(screen.sign, "×√·│─›‸├└"))
    signs.encode(encoding)
    assert "?" not in signs

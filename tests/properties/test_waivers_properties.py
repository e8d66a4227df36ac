"""What is waived stays waived whatever happens elsewhere in the document, and nothing else is."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.api import Choice, lint_text
from shufa_lint.engine.accept import accept, merged
from shufa_lint.engine.model import FileReport
from shufa_lint.engine.waivers import honoured

PLACEHOLDERS = Choice(isolated=True, overrides={"select": ["*-placeholder"]})
SOUND = [
    "　　全年组织集中学法十二次，旁听庭审两次。",
    "　　认真落实学法制度，按月检查，按季通报。",
    "　　是的。",
    "",
]
FAULTY = [
    "　　全年开展宣传活动**次，发放资料一千份。",
    "　　完成整改任务____项，逐项销号，逐项验收。",
    "　　走访群众XX户，逐户讲解，登记造册。",
    "　　本项工作由【待补充】负责，每半年报告一次。",
]
HEADINGS = ["一、履职情况", "二、存在的问题", "三、下一步打算"]
HEAD = ["云岭县司法局局长2024年述法报告", "　　现将有关情况报告如下。"]
SIGN_OFF = ["　　　　　　　　云岭县司法局", "　　　　　　　　2024年12月20日"]
LAID_DOWN = {"reason": "原文如此", "who": "", "until": None}

sections = st.lists(st.lists(st.sampled_from(SOUND), max_size=3), min_size=3, max_size=3)
Sections = list[list[str]]


def text_of(parts: Sections, headings: list[str] = HEADINGS) -> str:
    body = [line for heading, lines in zip(headings, parts, strict=True) for line in (heading, *lines)]
    return "\n".join([*HEAD, *body, *SIGN_OFF, ""])


def blanks(text: str) -> FileReport:
    """Return the report on *text* of the rules that speak of one place only."""
    return lint_text(text, choice=PLACEHOLDERS)


def under(report: FileReport, waived: FileReport) -> FileReport:
    """Return *report* under waivers for all that stands in *waived*."""
    waivers = accept(waived, waived.findings, Path.cwd().resolve(), **LAID_DOWN)  # type: ignore[arg-type]
    return honoured(report, waivers, {}, "")


@given(sections, sections, st.lists(st.integers(0, 2), min_size=len(FAULTY), max_size=len(FAULTY)))
def test_paragraphs_may_come_and_go_elsewhere(before: Sections, after: Sections, places: list[int]):
    def placed(sound: Sections) -> str:
        """Put each faulty line amid the paragraphs of its section."""
        parts = [list(lines) for lines in sound]
        for line, place in zip(FAULTY, places, strict=True):
            parts[place].insert(len(parts[place]) // 2, line)
        return text_of(parts)

    old, new = blanks(placed(before)), blanks(placed(after))
    assert len(old.findings) == len(FAULTY)
    report = under(new, old)
    assert (report.findings, len(report.waived), report.stale) == ((), len(FAULTY), ())


@given(sections, st.sampled_from(FAULTY), st.integers(0, 2), st.integers(0, 2), st.integers(0, 9))
def test_one_more_equal_fault_is_never_silent(sound: Sections, line: str, place: int, other: int, at: int):
    parts = [list(lines) for lines in sound]
    parts[place].append(line)
    old = blanks(text_of(parts))
    parts[other].insert(min(at, len(parts[other])), line)
    report = under(blanks(text_of(parts)), old)
    if place == other:  # nobody can tell which one is new
        assert (len(report.findings), report.waived) == (2, ())
        assert [item.why for item in report.stale] == ["ambiguous"]
    else:
        assert (len(report.findings), len(report.waived), report.stale) == (1, 1, ())


@given(sections, st.sampled_from(FAULTY), st.integers(0, 2), st.integers(2, 4))
def test_equal_faults_are_waived_together_and_may_become_fewer(sound: Sections, line: str, place: int, number: int):
    parts = [list(lines) for lines in sound]
    parts[place] += [line] * number
    old = blanks(text_of(parts))
    assert len({finding.fingerprint for finding in old.findings}) == number
    assert under(old, old).findings == ()
    parts[place].pop()
    fewer = under(blanks(text_of(parts)), old)
    assert (fewer.findings, [item.why for item in fewer.stale]) == ((), ["unused"])
    parts[place] += [line] * 2
    more = under(blanks(text_of(parts)), old)
    assert (len(more.findings), more.waived) == (number + 1, ())


@given(sections, st.integers(0, 2))
def test_sections_may_be_numbered_anew(sound: Sections, place: int):
    parts = [list(lines) for lines in sound]
    parts[place] += FAULTY
    old = blanks(text_of(parts))
    moved = ["一、基本情况", "　　全县共有十二个乡镇。", "二、履职情况", "三、存在的问题", "四、下一步打算"]
    text = text_of(parts, moved[2:]).replace(moved[2], "\n".join(moved[:3]))
    report = under(blanks(text), old)
    assert (report.findings, len(report.waived)) == ((), len(FAULTY))


@given(sections, st.sampled_from(FAULTY))
def test_a_waiver_of_what_is_gone_is_unused(sound: Sections, line: str):
    parts = [list(lines) for lines in sound]
    old = blanks(text_of([[*parts[0], line], *parts[1:]]))
    report = under(blanks(text_of(parts)), old)
    assert [item.why for item in report.stale] == ["unused"]
    unread = replace(report, rules=frozenset(), stale=())  # such as an empty file: nobody has looked
    assert under(unread, old).stale == ()


@given(st.permutations(FAULTY), st.integers(1, len(FAULTY)))
def test_the_order_in_which_waivers_are_added_does_not_matter(lines: list[str], at: int):
    report = blanks(text_of([lines, [], []]))
    waivers = accept(report, report.findings, Path.cwd().resolve(), **LAID_DOWN)  # type: ignore[arg-type]
    first, rest = waivers[:at], waivers[at:]
    assert merged(first, rest, ()) == merged(rest, first, ()) == merged((), waivers, report.findings)

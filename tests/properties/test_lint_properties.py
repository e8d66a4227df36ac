"""What holds for the findings in any document: order, places, independence of the rules, stability of fingerprints."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shufa_lint.api import Choice, lint_bytes, lint_text
from shufa_lint.checks.base import Context
from shufa_lint.checks.patterns import PatternSet
from shufa_lint.engine.lint import apply
from shufa_lint.engine.model import FileReport, Finding
from shufa_lint.engine.plan import Planner
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.configuration import Chosen
from shufa_lint.rulebook.load import load_rulebook
from shufa_lint.text.span import Span, splice

TITLES = ["关于学法情况的报告", "白杨县水务局局长2024年述法报告", "某局述法报告", ""]
SOUND = [
    "　　全年组织集中学法十二次，旁听庭审两次。",
    "　　认真落实《关于印发〈学法办法〉的通知》要求，完善制度。",
    "　　一是加强学习；二是加强宣传；三是加强督导。",
    "　　现将有关情况报告如下：",
    "　　但也存在一些不足，学用结合不够紧密。",
    "　　下一步，我们将按月开展学习。",
    "　　特此报告。",
    "　　　　　　　　2024年12月20日",
    "",
]
FAULTY = [
    "　　全年开展活动**次，发放资料×份，走访XX户，印发《》。",
    "　　一是加强学习；三是加强宣传；三是加强督导。",
    "　　二是加强宣传，落实（试行)要求，办好“三会一课制度。",
    "##paidbegin##",
    "　　学习A总书记讲话，由【待补充】负责，公�信息$$paidend$$□□件。",
    "　　落实《关于印发《办法》的通知》，另见《规定。2024年 月 日",
    "　　履(lǚ)行(xíng)职责，公⽂已经印发。全年平稳。三、存在问题",
]
SIGN_OFF = ["　　　　　　　　云岭县司法局", "　　　　　　　　2024年12月20日"]
HEADINGS = [
    "一、工作情况",
    "二、存在的问题",
    "三、下一步打算",
    "三、",
    "五、经验做法",
    "二.特色亮点",
    "（一）加强学习。按月组织。",
    "(二)加强宣传。",
    "（二）、加强宣传。",
    "（四）加强督导。",
    "1.组织学习。",
    "2．组织测试。",
    "3、组织宣讲。",
    "（1）按月开展。",
    "㈡按季开展。",
    "贰、工作安排",
    "第一条　为了规范工作，制定本办法。",
    "附件1",
    "（\n三）加强保障。",
]
HOSTILE = (
    '一二三四十（）()【】《》〈〉“”‘’"〔〕*×xX某□○_A总书记法治思想县局次件年月日是要其首先.、。；：$#paidbegin<>{}'
)
HOSTILE += "TODO（略）待补充\ufffd\ue000⽂lǚ 　\xa0\u200b\x0b\t\r\n12"

body_lines = st.sampled_from(SOUND + FAULTY + HEADINGS)
documents = st.builds(
    lambda title, body: "\n".join([title, *body]), st.sampled_from(TITLES), st.lists(body_lines, max_size=14)
)
texts = documents | st.text(HOSTILE, max_size=60) | st.text(max_size=30)
PLANNER = Planner(Chosen(), load_rulebook())
BETWEEN_SECTIONS = {"duplicate-passage"}  # what stands in one section may be the fault of another


def places(report: FileReport) -> list[tuple[object, ...]]:
    """Return the findings by line and column, without what depends on how lines end."""
    found = []
    for finding in report.findings:
        start, end = report.source.position(finding.span.start), report.source.position(finding.span.end)
        text = finding.text.replace("\r\n", "\n").replace("\r", "\n")
        found.append((start, end, finding.rule, finding.severity, finding.message, text, finding.case))
    return found


@given(texts, st.sampled_from(["草稿.txt", "草稿.md"]))
@example("（）\r（）", "草稿.txt")
def test_every_finding_has_a_place_and_all_stand_in_order(text: str, name: str):
    report = lint_text(text, name)
    whole = Span(0, len(text))
    assert report.crashed == ()
    assert [(f.span, f.rule) for f in report.findings] == sorted((f.span, f.rule) for f in report.findings)
    for finding in report.findings:
        assert whole.start <= finding.span.start <= finding.span.end <= whole.end
        assert finding.text == finding.span.of(text)
        assert finding.message and "{" not in finding.message.replace(finding.text, "")
        for label in finding.labels:
            assert 0 <= label.span.start <= label.span.end <= len(text)
        if finding.fix:
            edits = finding.fix.edits
            assert edits and splice(text, edits) != text
            assert all(0 <= edit.start <= edit.end <= len(text) for edit in edits)


@given(texts)
def test_one_fault_is_one_finding(text: str):
    keys = [(finding.span, finding.rule, finding.message) for finding in lint_text(text).findings]
    assert len(set(keys)) == len(keys)


@given(texts)
def test_no_two_findings_of_a_document_have_the_same_fingerprint(text: str):
    fingerprints = [finding.fingerprint for finding in lint_text(text).findings]
    assert len(set(fingerprints)) == len(fingerprints)


@given(texts)
def test_the_same_text_always_gives_the_same_findings(text: str):
    assert lint_text(text).findings == lint_text(text).findings
    assert lint_text(text, choice=Choice(isolated=True)).findings == lint_text(text).findings


@given(documents, st.sampled_from(["base", "shufa-report"]), st.randoms(use_true_random=False))
def test_the_order_of_the_rules_does_not_matter(text: str, profile: str, random):
    plan = PLANNER.plan(profile)
    reading = read_text(text, "草稿.txt")
    document = parse(reading.words)
    shuffled = random.sample(plan.applied, len(plan.applied))
    expected = apply(plan, reading, document, "草稿.txt").findings
    assert apply(plan, reading, document, "草稿.txt", applied=shuffled).findings == expected


@given(documents)
def test_a_rule_finds_the_same_alone_as_among_the_others(text: str):
    plan = PLANNER.plan("shufa-report")
    reading = read_text(text, "草稿.txt")
    document = parse(reading.words)
    together = apply(plan, reading, document, "草稿.txt").findings
    for item in plan.applied:
        if not item.rule.yields_to:
            alone = apply(plan, reading, document, "草稿.txt", applied=[item]).findings
            assert alone == tuple(finding for finding in together if finding.rule == item.rule.id)


@given(documents, st.sampled_from(["base", "shufa-report"]))
@example(f"{SOUND[0]}\n" * 2, "base")
@example("关于学法情况的报告\n附件：学法计划\n附件\n学习计划\n", "base")
def test_a_check_finds_nothing_where_none_of_its_patterns_occur(text: str, profile: str):
    """The engine does not even ask it there."""
    plan = PLANNER.plan(profile)
    reading = read_text(text, "草稿.txt")
    context = Context(reading, parse(reading.words), plan.genre, PatternSet([]))
    for item in plan.applied:
        if item.patterns and not any(True for pattern in item.patterns for _ in context.search(pattern)):
            assert list(item.check.find(context, item.options)) == [], item.rule.id


@given(documents, st.lists(st.sampled_from(["", "　　", "\xa0", "\u200b"]), min_size=1, max_size=4))
@example("关于学法情况的报告\n一、工作情况\n全年平稳。\n二、下一步打算", [""])
def test_blank_lines_at_the_end_change_nothing(text: str, blanks: list[str]):
    first = lint_text(text)
    padded = lint_text("\n".join([text, *blanks, ""]))
    if first.findings and first.findings[0].rule == "unreadable-document":
        return
    new = {"invisible-character"} if {"\xa0", "\u200b"}.intersection(blanks) else set()

    def said(report: FileReport) -> list[Finding]:
        return [replace(finding, fix=None) for finding in report.findings if finding.rule not in new]

    assert said(padded) == said(first)


@given(documents)
@example("白杨县水务局局长2024年述法报告\n\n\n\n\n　　　　　　　　2024年12月20日")
def test_the_newline_style_changes_no_finding(text: str):
    unix, windows, mac = (lint_text(text.replace("\n", newline)) for newline in ("\n", "\r\n", "\r"))
    assert places(unix) == places(windows) == places(mac)
    assert [f.fingerprint for f in unix.findings] == [f.fingerprint for f in windows.findings]


PROSE = "关于学法情况的报告\n" + "".join(f"{line}\n" for line in SOUND) * 2


@given(st.lists(body_lines, max_size=10), st.sampled_from(["gb18030", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
def test_the_encoding_changes_no_finding(body: list[str], encoding: str):
    text = PROSE + "\n".join(body)
    isolated = Choice(isolated=True)
    plain = lint_bytes(text.encode(), "草稿.txt", choice=isolated)
    other = lint_bytes(text.encode(encoding), "草稿.txt", choice=isolated)
    assert [f for f in other.findings if f.rule != "unusual-encoding"] == list(plain.findings)


@given(
    st.lists(st.sampled_from(SOUND), min_size=1, max_size=4),
    st.lists(st.sampled_from(SOUND[:3]), min_size=1, max_size=4),
    st.lists(st.sampled_from(FAULTY[:3] + FAULTY[4:6]), min_size=1, max_size=4),
)
def test_an_edit_in_one_section_leaves_the_fingerprints_of_another_alone(
    before: list[str], after: list[str], rest: list[str]
):
    def fingerprints(first: list[str]) -> set[str]:
        text = "\n".join(
            [
                "关于学法情况的报告",
                "一、工作情况",
                *first,
                "二、存在的问题",
                "　　全年各项工作平稳有序，没有发生重大问题，群众比较满意。",
                *rest,
                *SIGN_OFF,
            ]
        )
        start = text.index("二、存在的问题")
        later = [finding for finding in lint_text(text).findings if finding.span.start > start]
        return {finding.fingerprint for finding in later if finding.rule not in BETWEEN_SECTIONS}

    assert fingerprints(before) == fingerprints(after)


def test_a_fault_of_the_same_words_elsewhere_has_another_fingerprint():
    sections = ["一、学法情况", "　　开展活动**次。", "二、普法情况", "　　开展活动**次。"]
    text = "\n".join(["关于学法情况的报告", *sections, *SIGN_OFF])
    one, other = lint_text(text).findings
    assert one.text == other.text
    assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize("line", FAULTY)
def test_each_faulty_line_is_really_faulty(line: str):
    assert lint_text(f"关于学法情况的报告\n一、工作情况\n　　全年平稳。\n二、经验做法\n{line}\n").findings

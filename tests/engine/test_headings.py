"""The headings that a report shows: in document order, set by their level, nothing private in them."""

from shufa_lint.api import Choice, lint_text
from shufa_lint.engine.model import FileReport


def report_on(text: str) -> FileReport:
    return lint_text(text, choice=Choice(isolated=True))


def test_a_level_that_is_skipped_is_seen_to_be():
    report = report_on("关于学法情况的报告\n一、学法\n1.自学。\n（1）看书。\n二、用法\n（一）用。按时用法。\n")
    assert [(heading.rank, heading.text) for heading in report.headings] == [
        (0, "关于学法情况的报告"),
        (1, "一、学法"),
        (3, "1.自学"),
        (4, "（1）看书"),
        (1, "二、用法"),
        (2, "（一）用"),
    ]
    for heading in report.headings:
        assert heading.span.of(report.source.text) == heading.text


def test_chapters_and_articles_stand_below_each_other():
    report = report_on("柳河县学法办法\n第一章　总则\n第一条　为了学法，制定本办法。\n（一）按月学。\n第二章　附则\n")
    assert [heading.rank for heading in report.headings if heading.kind == "section"] == [1, 2, 3, 1]


def test_an_annex_has_headings_of_its_own():
    report = report_on("关于学法的通知\n一、要求\n按月学法。\n附件\n学法安排\n一、时间\n每月一次。\n")
    assert [(heading.rank, heading.kind) for heading in report.headings] == [
        (0, "title"),
        (1, "section"),
        (1, "annex"),
        (2, "section"),
    ]


def test_a_private_number_in_a_heading_is_masked():
    report = report_on("关于学法情况的报告\n一、110101199003074514的情况\n按月学法。\n")
    assert report.headings[1].text == "一、110*************14的情况"

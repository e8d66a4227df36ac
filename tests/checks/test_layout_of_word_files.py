"""A Word document that is set as GB/T 9704—2012 says has no findings; spoilt in one way it has one."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from shufa_lint.api import lint_bytes
from shufa_lint.engine.model import Finding
from shufa_lint.rulebook.load import load_rulebook

TITLE = "关于开展国家工作人员学法活动的通知"
RECIPIENTS = "各乡镇人民政府，县政府各部门："
BODY = [
    ("text", "为进一步提高国家工作人员依法办事的能力，推动学法经常化、制度化，现就开展学法活动有关事项通知如下。"),
    ("1", "一、学习内容"),
    ("text", "重点学习宪法、民法典和与本单位职责密切相关的法律法规，做到学用结合、以学促干，不断提高依法办事的能力。"),
    ("1", "二、学习方式"),
    ("2", "（一）坚持集中学习。"),
    ("text", "各单位每季度至少组织一次集中学法，主要负责同志带头讲课，参加学习的情况记入干部学法档案，年底统一检查。"),
    ("2", "（二）坚持以考促学。"),
    ("text", "县司法局每半年组织一次测试，成绩在全县范围内通报，不合格的限期补考，补考仍不合格的取消评优资格。"),
    ("1", "三、有关要求"),
    ("text", "各单位要于每季度末将学法情况报送县司法局，县司法局汇总后报县政府，并作为年度法治建设考核的重要依据。"),
]
NOTE = "附件：学法活动安排表"
SIGNED = ["柳河县人民政府办公室", "2025年1月8日"]
ANNEX = ["附件", "学法活动安排表", "每季度集中学法一次，每半年测试一次，年底由县司法局组织检查，检查结果全县通报。"]


class Official:
    """The document, and its paragraphs by their parts."""

    def __init__(self) -> None:
        self.docx: Any = Document()
        self.parts: dict[str, list[Any]] = {}
        self._defaults()
        self._page()
        self._add("title", TITLE, "方正小标宋简体", 22, align=WD_ALIGN_PARAGRAPH.CENTER, indent=0)
        self._add("blank", "")
        self._add("recipients", RECIPIENTS, indent=0)
        for part, words in BODY:
            self._add(part, words, {"1": "黑体", "2": "楷体_GB2312"}.get(part, "仿宋_GB2312"))
        self._add("blank", "")
        self._add("note", NOTE)
        self._add("blank", "")
        for words in SIGNED:
            paragraph = self._add("signature", words, align=WD_ALIGN_PARAGRAPH.RIGHT, indent=0)
            set_indent(paragraph, rightChars=400, right=1280)
        self._add("annex-mark", ANNEX[0], "黑体", indent=0).paragraph_format.page_break_before = True
        self._add("blank", "")
        self._add("annex-title", ANNEX[1], "方正小标宋简体", 22, align=WD_ALIGN_PARAGRAPH.CENTER, indent=0)
        self._add("annex", ANNEX[2])

    def data(self) -> bytes:
        """Return the file."""
        file = BytesIO()
        self.docx.save(file)
        return file.getvalue()

    def _defaults(self) -> None:
        style = self.docx.styles["Normal"]
        style.font.size = Pt(16)
        style.font.name = "仿宋_GB2312"
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")

    def _page(self) -> None:
        section = self.docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        self.docx.settings.odd_and_even_pages_header_footer = True
        self.footers = [section.footer, section.even_page_footer]
        for footer, align in zip(self.footers, (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT), strict=True):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = align
            set_type(paragraph.add_run("— "), "宋体", 14)
            add_field(paragraph, "PAGE", "1")
            set_type(paragraph.add_run(" —"), "宋体", 14)

    def _add(
        self,
        part: str,
        words: str,
        font: str = "仿宋_GB2312",
        size: float = 16,
        *,
        align: Any = None,
        indent: float = 2,
    ) -> Any:
        paragraph = self.docx.add_paragraph()
        self.parts.setdefault(part, []).append(paragraph)
        set_type(paragraph.add_run(words), font, size)
        paragraph.alignment = align
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28.95)
        if indent:
            set_indent(paragraph, firstLineChars=int(indent * 100), firstLine=int(indent * 320))
        return paragraph


def set_type(run: Any, font: str | None = None, size: float | None = None) -> None:
    """Set the font, of Han and other characters, and the size of *run*."""
    if font is not None:
        run.font.name = font
        run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
    if size is not None:
        run.font.size = Pt(size)


def set_indent(paragraph: Any, **lengths: int) -> None:
    """Set attributes of w:ind: characters in hundredths, others in twentieths of a point."""
    form = paragraph._p.get_or_add_pPr()
    for old in form.findall(qn("w:ind")):
        form.remove(old)
    element = OxmlElement("w:ind")
    for name, value in lengths.items():
        element.set(qn(f"w:{name}"), str(value))
    form._insert_ind(element)


def add_field(paragraph: Any, code: str, result: str) -> None:
    """Add a complex field to *paragraph*."""
    for kind, words in (("begin", None), (None, f" {code} "), ("separate", None), ("result", result), ("end", None)):
        run = paragraph.add_run()
        set_type(run, "宋体", 14)
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = words
            run._r.append(element)
        elif kind == "result":
            run.text = words
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)


def every(document: Official, *parts: str) -> list[Any]:
    return [paragraph for part in parts for paragraph in document.parts[part]]


def letter_paper(document: Official) -> None:
    document.docx.sections[0].page_width, document.docx.sections[0].page_height = Mm(215.9), Mm(279.4)


def default_margins(document: Official) -> None:
    section = document.docx.sections[0]
    section.top_margin = section.bottom_margin = Mm(25.4)
    section.left_margin = section.right_margin = Mm(31.8)


def narrow_foot(document: Official) -> None:
    document.docx.sections[0].bottom_margin = Mm(20)


def title_in_song(document: Official) -> None:
    set_type(document.parts["title"][0].runs[0], "宋体", 18)


def title_at_the_left(document: Official) -> None:
    document.parts["title"][0].alignment = None


def body_in_song(document: Official) -> None:
    for paragraph in every(document, "text"):
        set_type(paragraph.runs[0], "宋体", 14)


def body_by_style(document: Official) -> None:
    style = document.docx.styles["Normal"]
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    style.font.size = Pt(14)
    for paragraph in every(document, "text"):
        run = paragraph.runs[0]._r
        run.remove(run.rPr)


def pasted_words(document: Official) -> None:
    paragraph = document.parts["text"][1]
    set_type(paragraph.add_run("学习时间由各单位自行安排。"), "微软雅黑", 12)


def headings_in_fangsong(document: Official) -> None:
    for paragraph in every(document, "1"):
        set_type(paragraph.runs[0], "仿宋_GB2312")


def bold_headings(document: Official) -> None:
    for paragraph in every(document, "1", "2"):
        paragraph.runs[0].bold = True


def one_bold_heading(document: Official) -> None:
    document.parts["1"][1].runs[0].bold = True


def tight_lines(document: Official) -> None:
    for paragraph in every(document, "text"):
        paragraph.paragraph_format.line_spacing = Pt(20)


def no_indent(document: Official) -> None:
    for paragraph in every(document, "text", "1", "2"):
        set_indent(paragraph, firstLine=0)


def red_words(document: Official) -> None:
    document.parts["text"][2].runs[0].font.color.rgb = RGBColor(0xFF, 0, 0)


def bare_numbers(document: Official) -> None:
    for footer in document.footers:
        for run in (footer.paragraphs[0].runs[0], footer.paragraphs[0].runs[-1]):
            run.text = ""


def centred_numbers(document: Official) -> None:
    for footer in document.footers:
        footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def sign_off_at_the_left(document: Official) -> None:
    for paragraph in every(document, "signature"):
        paragraph.alignment = None
        set_indent(paragraph, right=0)


def note_at_the_margin(document: Official) -> None:
    set_indent(document.parts["note"][0], firstLine=0)


def annex_head_in_fangsong(document: Official) -> None:
    set_type(document.parts["annex-mark"][0].runs[0], "仿宋_GB2312")


def annex_on_the_same_page(document: Official) -> None:
    document.parts["annex-mark"][0].paragraph_format.page_break_before = False


def annex_title_at_the_left(document: Official) -> None:
    document.parts["annex-title"][0].alignment = None


def recipients_without_mark(document: Official) -> None:
    run = document.parts["recipients"][0].runs[0]
    run.text = run.text.rstrip("：")


def date_that_changes(document: Official) -> None:
    paragraph = document.parts["signature"][1]
    words = paragraph.runs[0].text
    paragraph.runs[0].text = ""
    add_field(paragraph, 'DATE \\@ "yyyy年M月d日"', words)


def tracked_insertion(document: Official) -> None:
    paragraph = document.parts["text"][0]
    run = paragraph.add_run("请遵照办理。")
    set_type(run, "仿宋_GB2312", 16)
    revision = OxmlElement("w:ins")
    for name, value in (("id", "7"), ("author", "某人"), ("date", "2025-01-08T08:00:00Z")):
        revision.set(qn(f"w:{name}"), value)
    run._r.addprevious(revision)
    revision.append(run._r)


def open_comment(document: Official) -> None:
    document.docx.add_comment(document.parts["text"][0].runs, text="这里再核一下", author="某人", initials="某")


def hidden_words(document: Official) -> None:
    run = document.parts["text"][0].add_run("此处待领导审定。")
    set_type(run, "仿宋_GB2312", 16)
    run.font.hidden = True


def one_automatic_number(document: Official) -> None:
    """The second heading 二、 gets its number from Word."""
    paragraph = document.parts["1"][1]
    paragraph.runs[0].text = paragraph.runs[0].text.removeprefix("二、")
    numbering = document.docx.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>'
        '<w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        "</w:abstractNum>"
    )
    numbering.insert(0, abstract)
    number = parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    numbering.append(number)
    form = paragraph._p.get_or_add_pPr()
    form.get_or_add_numPr().get_or_add_numId().val = 77
    form.numPr.get_or_add_ilvl().val = 0


FAULTS = [
    (letter_paper, "page-size", None, "error"),
    (default_margins, "page-margins", None, "error"),
    (narrow_foot, "type-area", None, "warning"),
    (title_in_song, "title-format", None, "warning"),
    (title_at_the_left, "title-format", None, "warning"),
    (body_in_song, "body-font", None, "warning"),
    (body_by_style, "body-font", None, "warning"),
    (pasted_words, "body-font", None, "warning"),
    (headings_in_fangsong, "heading-font", None, "warning"),
    (bold_headings, "heading-font", "bold", "info"),
    (one_bold_heading, "heading-font", "mixed-bold", "warning"),
    (tight_lines, "line-pitch", None, "info"),
    (no_indent, "first-line-indent", None, "warning"),
    (red_words, "text-colour", None, "warning"),
    (bare_numbers, "page-number", None, "warning"),
    (centred_numbers, "page-number", "position", "info"),
    (sign_off_at_the_left, "sign-off-position", None, "info"),
    (note_at_the_margin, "annex-note", None, "warning"),
    (annex_head_in_fangsong, "annex-heading", None, "warning"),
    (annex_on_the_same_page, "annex-heading", "page", "warning"),
    (annex_title_at_the_left, "annex-heading", "title", "warning"),
    (recipients_without_mark, "recipient-mark", None, "warning"),
    (date_that_changes, "automatic-date", None, "error"),
    (tracked_insertion, "tracked-changes", None, "warning"),
    (open_comment, "open-comments", None, "warning"),
    (hidden_words, "hidden-text", None, "warning"),
    (one_automatic_number, "manual-ordinal-mix", None, "warning"),
]


def findings(document: Official) -> list[Finding]:
    return list(lint_bytes(document.data(), "通知.docx").findings)


def test_a_document_that_is_set_as_the_standard_says_has_no_findings():
    assert findings(Official()) == []


@pytest.mark.parametrize(("spoil", "rule", "case", "severity"), FAULTS, ids=[fault[0].__name__ for fault in FAULTS])
def test_one_fault_is_one_finding(spoil: Callable[[Official], None], rule: str, case: str | None, severity: str):
    document = Official()
    spoil(document)
    found = findings(document)
    assert [(finding.rule, finding.case, finding.severity) for finding in found] == [(rule, case, severity)]


def test_the_gutter_is_a_part_of_the_margin():
    document = Official()
    section = document.docx.sections[0]
    section.left_margin, section.gutter = Mm(18), Mm(10)
    assert findings(document) == []


def break_in_an_own_paragraph(document: Official) -> None:
    document.parts["annex-mark"][0].insert_paragraph_before().add_run().add_break(WD_BREAK.PAGE)


def break_behind_the_words(document: Official) -> None:
    document.parts["signature"][1].add_run().add_break(WD_BREAK.PAGE)


def break_before_the_words(document: Official) -> None:
    paragraph = document.parts["annex-mark"][0]
    run = paragraph.add_run()
    run.add_break(WD_BREAK.PAGE)
    paragraph._p.insert(1, run._r)


def break_of_a_section(document: Official) -> None:
    mark = document.parts["annex-mark"][0]._p
    last = document.docx.sections[-1]._sectPr
    before = mark.getprevious()
    before.get_or_add_pPr().append(deepcopy(last))


@pytest.mark.parametrize(
    "part_from_the_text",
    [break_in_an_own_paragraph, break_behind_the_words, break_before_the_words, break_of_a_section],
)
def test_an_annex_may_begin_its_page_in_any_way(part_from_the_text: Callable[[Official], None]):
    document = Official()
    document.parts["annex-mark"][0].paragraph_format.page_break_before = None
    part_from_the_text(document)
    assert findings(document) == []


def test_every_rule_on_layout_is_shown_by_a_word_document():
    rules = {entry.id for entry in load_rulebook().entries.values() if entry.family == "layout"}
    assert rules == {rule for _, rule, _, _ in FAULTS}

"""Effective formatting: which of all that says something of a paragraph or a run has the last word."""

import pytest

from shufa_lint.reading.layout import Layout, ParagraphLayout, RunLayout
from shufa_lint.reading.word.read import read_word

from .conftest import docx, level, lists, num, numbered, paragraph, run

FONTS = '<w:rFonts w:ascii="{0}" w:eastAsia="{1}"/>'
DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr>{FONTS.format("Times New Roman", "宋体")}<w:sz w:val="21"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160"/></w:pPr></w:pPrDefault></w:docDefaults>'
)
STYLES = DEFAULTS + (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
    '<w:pPr><w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr>'
    f"<w:rPr>{FONTS.format('Arial', '黑体')}<w:b/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="s"><w:rPr><w:b/><w:color w:val="ff0000"/></w:rPr></w:style>'
)


def layout(body: str, **parts: str) -> Layout:
    found = read_word(docx(body, **parts), "draft.docx").layout
    assert found is not None
    return found


def one(body: str, styles: str = STYLES, **parts: str) -> ParagraphLayout:
    return layout(body, styles=styles, **parts).paragraphs[0]


def look(formatting: str = "", properties: str = "", styles: str = STYLES, **parts: str) -> RunLayout:
    return one(paragraph(run("字", formatting), properties), styles, **parts).runs[0]


def test_what_the_defaults_say_holds_where_nothing_else_is_said() -> None:
    found = look(styles=DEFAULTS)
    assert (found.font, found.latin_font, found.size, found.bold, found.colour) == (
        "宋体",
        "Times New Roman",
        10.5,
        False,
        None,
    )
    assert one(paragraph("字"), DEFAULTS).after == 8


def test_styles_go_before_defaults_and_direct_formatting_before_styles() -> None:
    heading = '<w:pStyle w:val="1"/>'
    assert (look().size, look("", heading).size) == (16, 16)
    assert (look("", heading).font, look("", heading).bold) == ("黑体", True)
    found = look(
        FONTS.format("Calibri", "楷体_GB2312") + '<w:sz w:val="44"/><w:b w:val="0"/><w:i/><w:u w:val="single"/>',
        heading,
    )
    assert found[1:] == ("楷体_GB2312", "Calibri", 22, False, True, True, None)


def test_toggles_of_two_styles_cancel_each_other_out() -> None:
    character = '<w:rStyle w:val="s"/>'
    assert look(character).bold
    assert not look(character, '<w:pStyle w:val="1"/>').bold
    assert look(character + "<w:b/>", '<w:pStyle w:val="1"/>').bold
    assert look(character).colour == "FF0000"
    assert look(character + '<w:color w:val="auto"/>').colour is None


def test_unknown_styles_are_the_default_one() -> None:
    found = one(paragraph("字", '<w:pStyle w:val="none"/>'))
    assert (found.style, found.alignment, found.runs[0].size) == ("Normal", "both", 16)


def test_without_any_styles_nothing_is_known() -> None:
    found = look(styles="")
    assert (found.font, found.latin_font, found.size) == (None, None, None)


@pytest.mark.parametrize(
    ("language", "expected"), [("", "等线"), ('<w:themeFontLang w:eastAsia="zh-TW"/>', "新細明體")]
)
def test_theme_fonts_are_looked_up_by_language(language: str, expected: str) -> None:
    theme = (
        '<?xml version="1.0"?><a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
        '<a:fontScheme><a:majorFont/><a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/>'
        '<a:font script="Hans" typeface="等线"/><a:font script="Hant" typeface="新細明體"/></a:minorFont>'
        "</a:fontScheme></a:themeElements></a:theme>"
    )
    themed = '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:eastAsia="仿宋"/>'
    found = look(themed, theme=theme, settings=language)
    assert (found.font, found.latin_font) == (expected, "Calibri")
    assert look(themed.replace("minorEastAsia", "none"), theme=theme).font == "仿宋"


def test_indents_and_spacing() -> None:
    found = one(
        paragraph(
            "字",
            '<w:jc w:val="end"/><w:ind w:right="640" w:rightChars="200" w:start="20"/><w:pageBreakBefore/>'
            '<w:spacing w:line="579" w:lineRule="exact" w:before="0" w:beforeLines="50" w:after="0"/>',
        )
        + '<w:sectPr><w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>'
    )
    assert (found.alignment, found.right, found.right_chars, found.left) == ("right", 32, 2, 1)
    assert (found.line_rule, found.line, found.before, found.after) == ("exact", 28.95, 7.8, 0)
    assert found.page_break_before
    assert one(paragraph("字", '<w:spacing w:line="360"/>')).line == 1.5


def test_indents_of_the_first_line() -> None:
    heading = '<w:pStyle w:val="1"/>'
    assert one(paragraph("字", heading)).first_line_chars == 2
    hung = one(paragraph("字", heading + '<w:ind w:hangingChars="100" w:hanging="320"/>'))
    assert (hung.first_line, hung.hanging, hung.first_line_chars) == (0, 16, -1)
    flush = one(paragraph("字", heading + '<w:ind w:firstLineChars="0" w:firstLine="0"/>'))
    assert (flush.first_line, flush.first_line_chars) == (0, None)


def test_lists_indent_between_style_and_direct_formatting() -> None:
    listed = level(0, "decimal", "%1.", '<w:pPr><w:ind w:left="840" w:hanging="420"/></w:pPr>')
    found = one(numbered("甲", 1), numbering=lists(listed))
    assert (found.left, found.hanging) == (42, 21)
    properties = '<w:numPr><w:numId w:val="1"/></w:numPr><w:ind w:left="0" w:firstLine="0"/>'
    direct = one(paragraph("甲", properties), numbering=lists(listed))
    assert (direct.left, direct.hanging, direct.first_line) == (0, 0, 0)


def test_a_style_that_brings_its_list_goes_before_the_indents_of_that() -> None:
    listed = level(0, "decimal", "%1.", '<w:pPr><w:ind w:left="840" w:right="200"/></w:pPr>')
    styles = (
        '<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:ind w:left="100" w:right="100"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:basedOn w:val="base"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr><w:ind w:left="0"/></w:pPr></w:style>'
    )
    found = one(paragraph("甲", '<w:pStyle w:val="own"/>'), styles, numbering=lists(listed))
    assert (found.left, found.right) == (0, 10)


def test_an_automatic_number_looks_as_its_list_says() -> None:
    listed = level(0, "decimal", "%1.", "<w:rPr><w:b/></w:rPr>")
    found = one(numbered("甲", 1), numbering=lists(listed))
    assert [(tuple(own.span), own.bold) for own in found.runs] == [((0, 2), True), ((2, 3), False)]


def test_runs_that_look_the_same_are_one() -> None:
    body = paragraph(
        run("甲") + run("乙", "<w:b/>") + '<w:bookmarkStart w:id="1"/>' + run("丙", '<w:b w:val="1"/>') + run("丁")
    )
    assert [tuple(own.span) for own in one(body).runs] == [(0, 1), (1, 3), (3, 4)]


def test_only_body_and_tables_are_laid_out() -> None:
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    table = f"<w:tbl><w:tr><w:tc>{paragraph('表')}</w:tc></w:tr></w:tbl>"
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header"/></w:sectPr>'
    found = layout(paragraph(run("甲") + box) + table + paragraph() + section, header=paragraph("眉"))
    assert [(tuple(own.span), own.in_table) for own in found.paragraphs] == [
        ((0, 1), False),
        ((4, 5), True),
        ((6, 6), False),
    ]


def test_pages_of_sections() -> None:
    first = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:bottom="1984" w:left="1588" w:right="1474"/>'
        '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/></w:sectPr>'
    )
    second = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/><w:docGrid w:linePitch="312"/></w:sectPr>'
    one_page, other = layout(paragraph("甲") + paragraph("乙", first) + paragraph("丙") + second).pages
    assert (tuple(one_page.span), tuple(other.span)) == ((0, 4), (4, 6))
    assert (one_page.width, one_page.height, one_page.top, one_page.left) == (595.3, 841.9, 104.9, 79.4)
    assert (one_page.grid, one_page.line_pitch, one_page.char_space) == ("linesAndChars", 28.95, -849 / 4096)
    assert (other.width, other.top, other.grid) == (841.9, 72.0, "none")


@pytest.mark.parametrize(
    ("framed", "alignment"),
    [
        ("", "center"),
        ('<w:framePr w:xAlign="outside"/>', "outside"),
    ],
)
def test_page_numbers_in_footers(framed: str, alignment: str) -> None:
    font = '<w:rFonts w:ascii="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/>'
    page = run("— ", font) + f'<w:fldSimple w:instr="PAGE">{run("1", font)}</w:fldSimple>' + run(" —", font)
    footer = paragraph(page, framed + '<w:jc w:val="center"/>')
    references = '<w:footerReference w:type="default" r:id="footer"/><w:footerReference w:type="first" r:id="footer"/>'
    found = layout(paragraph("甲") + f"<w:sectPr>{references}<w:titlePg/></w:sectPr>", footer=footer).pages[0].footers
    assert [number.kind for number in found] == ["default", "first"]
    assert found[0][1:] == ("— 1 —", True, alignment, "宋体", 14)


def test_a_page_number_that_no_program_has_shown_yet_is_one() -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    marks = f"{begin}<w:r><w:instrText>PAGE</w:instrText></w:r>{end}"
    footer = paragraph(run("— ") + marks + run(" —"), '<w:jc w:val="center"/>')
    references = '<w:footerReference w:type="default" r:id="footer"/>'
    (found,) = layout(paragraph("甲") + f"<w:sectPr>{references}</w:sectPr>", footer=footer).pages[0].footers
    assert (found.has_page_field, found.alignment) == (True, "center")


def test_a_footer_in_a_text_box_is_placed_as_the_box() -> None:
    inner = f'<w:txbxContent><w:p><w:fldSimple w:instr="PAGE">{run("1")}</w:fldSimple></w:p></w:txbxContent>'
    position = "<wp:positionH><wp:align>outside</wp:align></wp:positionH>"
    box = f"<w:r><w:drawing><wp:anchor>{position}{inner}</wp:anchor></w:drawing></w:r>"
    section = '<w:sectPr><w:footerReference w:type="default" r:id="footer"/></w:sectPr>'
    (number,) = layout(paragraph("甲") + section, footer=paragraph(box)).pages[0].footers
    assert (number.text, number.has_page_field, number.alignment) == ("1", True, "outside")


def test_a_section_has_the_footers_of_the_one_before() -> None:
    reference = '<w:sectPr><w:footerReference w:type="default" r:id="footer"/></w:sectPr>'
    pages = layout(paragraph("甲", reference) + paragraph("乙") + "<w:sectPr/>", footer=paragraph("脚")).pages
    assert [[number.text for number in page.footers] for page in pages] == [["脚"], ["脚"]]


def test_dates_that_change_and_dates_that_do_not() -> None:
    body = "".join(
        f'<w:fldSimple w:instr=" {code} ">{run(code)}</w:fldSimple>' for code in ("DATE", "CREATEDATE", "time")
    )
    assert [tuple(span) for span in layout(paragraph(body)).date_fields] == [(0, 4), (14, 18)]


def test_numbers_of_all_w_num_of_a_list_are_told() -> None:
    numbering = lists(level(0, "decimal", "%1."), nums=num(2, 1))
    assert [tuple(span) for span in layout(numbered("甲", 1) + numbered("乙", 2), numbering=numbering).numbers] == [
        (0, 2),
        (4, 6),
    ]


@pytest.mark.parametrize("damage", ['w:val="x"', 'w:val=""', "", 'w:val="99999999999999"'])
def test_sizes_that_are_no_sizes_are_not_known(damage: str) -> None:
    assert look(f"<w:sz {damage}/>").size is None

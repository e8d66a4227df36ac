"""What is in the text of a Word document, and what is not."""

import pytest

from shufa_lint.reading.word.fields import name_of

from .conftest import docx, level, lists, numbered, of, paragraph, read, run, text

BOX = "<w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent>"
DRAWN = f"<w:drawing><wp:inline><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></wp:inline></w:drawing>"
OLD = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"
BOTH = (
    f'<mc:AlternateContent><mc:Choice Requires="wps">{DRAWN}</mc:Choice><mc:Fallback>{OLD}</mc:Fallback>'
    "</mc:AlternateContent>"
)


def begin(code: str) -> str:
    words = f'<w:instrText xml:space="preserve"> {code} </w:instrText>'
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>{words}</w:r>'


SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field(code: str, result: str) -> str:
    return begin(code) + SEPARATE + result + END


@pytest.mark.parametrize(
    ("content", "expected"),
    {
        "insertions": (run("前") + f"<w:ins>{run('插入')}</w:ins>" + run("后"), "前插入后"),
        "deletions": (run("前") + "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>" + run("后"), "前后"),
        "moves": (f"<w:moveFrom>{run('移出')}</w:moveFrom><w:moveTo>{run('移入')}</w:moveTo>", "移入"),
        "inserted, then deleted": (f"<w:ins><w:del>{run('来去')}</w:del>{run('在')}</w:ins>", "在"),
        "hyperlink": (f'<w:hyperlink w:anchor="a">{run("链接")}</w:hyperlink>', "链接"),
        "smart tag": (f'<w:smartTag w:element="e">{run("标记")}</w:smartTag>', "标记"),
        "content control": (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        "custom XML": (f"<w:customXml>{run('数据')}</w:customXml>", "数据"),
        "direction": (f"<w:dir><w:bdo>{run('方向')}</w:bdo></w:dir>", "方向"),
        "ruby": (
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>",
            "拼",
        ),
        "formula": ("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "a+b"),
        "tabs": ("<w:r><w:t>甲</w:t><w:tab/><w:ptab/><w:t>乙</w:t></w:r>", "甲\t\t乙"),
        "soft breaks": ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/></w:r>", "甲\n乙\n"),
        "page break at the start": ('<w:r><w:br w:type="page"/><w:t>附件</w:t></w:r>', "附件"),
        "page break at the end": ('<w:r><w:t>正文</w:t><w:br w:type="page"/></w:r>', "正文"),
        "page break in the midst": ('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>', "甲\n乙"),
        "hyphens": ("<w:r><w:t>甲</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>乙</w:t></w:r>", "甲\u2011乙"),
        "symbol": ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
        "unknown symbol": ('<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>', "\uf061"),
        "damaged symbols": ('<w:r><w:sym w:char="D800"/><w:sym w:char="x"/><w:sym/><w:sym w:char="110000"/></w:r>', ""),
        "blanks that count": ('<w:r><w:t xml:space="preserve"> 甲 </w:t></w:r>', " 甲 "),
        "blanks that do not": ("<w:r><w:t> 甲 </w:t></w:r><w:r><w:t>\n</w:t></w:r>", "甲"),
        "line ends in the XML": ('<w:r><w:t xml:space="preserve">甲\n乙&#13;丙</w:t></w:r>', "甲 乙 丙"),
        "comment in the XML": ("<w:r><!-- x --><w:t>甲</w:t></w:r>", "甲"),
        "emoji for new programs": (
            '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"/><mc:Fallback><w:t>好</w:t></mc:Fallback>'
            "</mc:AlternateContent></w:r>",
            "好",
        ),
    }.values(),
)
def test_what_a_paragraph_says(content: str, expected: str) -> None:
    assert text(paragraph(content)) == expected + "\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    {
        "result": (field("REF x", run("第三页")), "第三页"),
        "simple": (f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>', "7"),
        "without result": (begin("TC x") + END, ""),
        "nested in a code": (begin("IF ") + field("MERGEFIELD a", run("里")) + SEPARATE + run("外") + END, "外"),
        "nested in a result": (field("HYPERLINK x", run("甲") + field("PAGEREF y", run("3"))), "甲3"),
        "never ended": (begin("DATE") + run("正文"), "正文"),
        "ended, not begun": (END + SEPARATE + run("正文"), "正文"),
        "circled digit": (begin(r"EQ \o\ac(○,12)") + END, "⑫"),
        "framed word": (begin(r"EQ \o\ac(□,急)") + END, "急"),
        "button to click": (begin("MACROBUTTON NoMacro [单击此处填写]") + END, "[单击此处填写]"),
        "box not ticked": (begin("FORMCHECKBOX") + END, "☐"),
    }.values(),
)
def test_what_a_field_shows(content: str, expected: str) -> None:
    assert text(paragraph(content)) == expected + "\n"


def test_fields_are_regions_and_keep_their_codes() -> None:
    word = read(paragraph(run("日期") + field("DATE \\@ yyyy", run("2024") + run("年"))))
    assert of(word, "field") == ["2024年"]
    assert [(name_of(result.code), result.span.of(word.text)) for result in word.fields] == [("DATE", "2024年")]


def test_a_number_that_only_word_counts_is_a_problem() -> None:
    word = read(paragraph(begin("LISTNUM") + END + run("甲")))
    assert (word.text, [problem.kind for problem in word.problems]) == ("甲\n", ["unknown-numbering"])


def test_a_table_of_contents_is_no_text_of_its_own() -> None:
    first = paragraph(begin("TOC \\o") + SEPARATE + run("一、学法"))
    word = read(first + paragraph(run("二、守法") + END) + paragraph("一、学法"))
    assert of(word, "markup") == ["一、学法\n二、守法"]


def test_deleted_paragraph_marks_join_paragraphs() -> None:
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    word = read(
        paragraph("甲", gone) + paragraph("", gone) + paragraph("乙", '<w:jc w:val="center"/>') + paragraph("丙")
    )
    assert word.text == "甲乙\n丙\n"
    assert [piece.paragraph for piece in word.pieces[:2]] != [word.paragraphs[0][1]] * 2
    assert word.pieces[1].paragraph is word.paragraphs[0][1]


def test_a_deleted_mark_before_a_table_ends_its_line() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('表')}</w:tc></w:tr></w:tbl>"
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert text(paragraph("甲", gone) + table + paragraph("乙", gone)) == "甲\n表\n乙\n"
    assert text(paragraph("", gone) + table) == "表\n"


@pytest.mark.parametrize("drawing", [BOTH, DRAWN, OLD], ids=["both", "new", "old"])
def test_a_text_box_is_read_once_behind_its_paragraph(drawing: str) -> None:
    word = read(paragraph(run("前") + f"<w:r>{drawing}</w:r>" + run("后")) + paragraph("次"))
    assert word.text == "前后\n框里\n次\n"
    assert of(word, "text-box") == ["框里"]


def test_tables_are_read_cell_by_cell() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('里')}</w:tc></w:tr></w:tbl>"
    covered = "<w:tcPr><w:vMerge/></w:tcPr>"
    rows = (
        f"<w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{inner}{paragraph()}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>{paragraph('删')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{covered}{paragraph('盖住')}</w:tc><w:sdt><w:sdtContent><w:tc>{paragraph('乙')}</w:tc></w:sdtContent></w:sdt></w:tr>"
    )
    word = read(paragraph("前") + f"<w:tbl>{rows}</w:tbl>" + paragraph("后"))
    assert word.text == "前\n甲\n里\n\n乙\n后\n"
    assert of(word, "table") == ["甲\n里\n\n乙"]


def test_blocks_in_wrappers_are_read() -> None:
    wrapped = "".join(f"<w:{name}>{paragraph(name)}</w:{name}>" for name in ("sdtContent", "customXml", "ins"))
    assert text(f"<w:sdt>{wrapped}</w:sdt>") == "sdtContent\ncustomXml\nins\n"


def test_hidden_text_stays_in_the_text_and_is_marked() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = paragraph(
        run("甲") + run("藏", "<w:vanish/>") + run("藏", '<w:rStyle w:val="H"/>') + run("见", '<w:vanish w:val="0"/>')
    )
    word = read(body + paragraph("样式", '<w:pStyle w:val="P"/>') + paragraph("末"), styles=styles)
    assert word.text == "甲藏藏见\n样式末\n"
    assert of(word, "hidden") == ["藏藏", "样式"]


def test_notes_headers_and_footers_stand_behind_the_body() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{paragraph("线")}</w:footnote>'
        f'<w:footnote w:id="3">{paragraph("<w:r><w:footnoteRef/></w:r>" + run("注三"))}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("注二")}</w:footnote>'
        f'<w:footnote w:id="4">{paragraph("没有引用")}</w:footnote>'
    )
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    section = '<w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="even" r:id="footer"/>'
    body = paragraph(run("文") + reference.format(3) + reference.format(2) + reference.format(9))
    word = read(
        body + f"<w:sectPr>{section}</w:sectPr>", footnotes=notes, header=paragraph("眉"), footer=paragraph("脚")
    )
    assert word.text == "文12\n1注三\n注二\n眉\n"
    assert of(word, "footnote") == ["1注三", "注二"]
    assert (of(word, "header"), of(word, "footer")) == (["眉"], [])
    assert of(word, "markup") == ["12", "1"]
    shown = read(body + f"<w:sectPr>{section}</w:sectPr>", footer=paragraph("脚"), settings="<w:evenAndOddHeaders/>")
    assert of(shown, "footer") == ["脚"]


def test_revisions_and_open_comments_have_their_places() -> None:
    comment = '<w:comment w:id="{}"><w:p w14:paraId="0000000{}"/></w:comment>'
    body = paragraph(
        '<w:commentRangeStart w:id="1"/>' + run("甲") + f"<w:ins>{run('乙')}</w:ins>" + '<w:commentRangeEnd w:id="1"/>'
        '<w:r><w:commentReference w:id="1"/></w:r><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>'
        '<w:r><w:commentReference w:id="2"/></w:r>'
    )
    word = read(body, comments=comment.format(1, 1) + comment.format(2, 2))
    assert [tuple(span) for span in word.revisions] == [(1, 2), (2, 2)]
    assert {name: [tuple(span) for span in spans] for name, spans in word.comments.items()} == {
        "1": [(0, 2)],
        "2": [(2, 2)],
    }


def test_comments_that_are_done_or_answers_are_not_open() -> None:
    comment = '<w:comment w:id="{}"><w:p w14:paraId="0000000{}"/></w:comment>'
    extended = (
        '<?xml version="1.0"?><w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:commentEx w15:paraId="00000001" w15:done="1"/><w15:commentEx w15:paraId="00000002" w15:done="0"/>'
        '<w15:commentEx w15:paraId="00000003" w15:paraIdParent="00000002"/></w15:commentsEx>'
    )
    from shufa_lint.reading.word.read import open_word

    references = "".join(f'<w:r><w:commentReference w:id="{number}"/></w:r>' for number in (1, 2, 3))
    data = docx(
        paragraph(run("甲") + references),
        comments="".join(comment.format(number, number) for number in (1, 2, 3)),
        commentsExtended=extended,
    )
    data = data_with_real_relation(data)
    assert list(open_word(data).comments) == ["2"]


def data_with_real_relation(data: bytes) -> bytes:
    from .conftest import packed, unpacked

    files = unpacked(data)
    name = "word/_rels/document.xml.rels"
    old = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/commentsExtended"
    files[name] = files[name].replace(old, b"http://schemas.microsoft.com/office/2011/relationships/commentsExtended")
    return packed(files)


def test_a_list_in_a_table_counts_on() -> None:
    numbering = lists(level(0, "chineseCounting", "%1、"))
    table = f"<w:tbl><w:tr><w:tc>{numbered('表', 1)}</w:tc></w:tr></w:tbl>"
    assert text(numbered("甲", 1) + table + numbered("乙", 1), numbering=numbering) == "一、甲\n二、表\n三、乙\n"

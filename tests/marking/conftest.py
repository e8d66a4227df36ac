"""Word documents made up for the tests: all that a run of text may stand in."""

import io
import random
from collections.abc import Callable

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
REVISION = 'w:author="李明" w:date="2024-12-01T08:00:00Z"'
WORDS = (
    *("全年", "修定制度", "**项", "走访群众", "（试行)", "若干。", "##paidbegin##", "学习A总书记讲话", "，"),
    *("重点工作有序推进；", "某局", "××年度", " 依法 决策", "召开会议四次。", "《民法典"),
)
FORMATS = (
    "",
    "<w:rPr><w:b/></w:rPr>",
    '<w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr>',
    '<w:rPr><w:i/><w:color w:val="FF0000"/><w:u w:val="single"/></w:rPr>',
)
Build = Callable[..., bytes]


def seeds(now: int) -> list[object]:
    """A hundred numbers to make documents from: *now* of them in each run of the tests, the others in a slow one."""
    return [*range(now), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(now, 100))]


def run(words: str, formatting: str = "") -> str:
    return f'<w:r>{formatting}<w:t xml:space="preserve">{words}</w:t></w:r>'


def text_box(words: str) -> str:
    inside = f"<w:txbxContent><w:p>{run(words)}</w:p></w:txbxContent>"
    return f"""<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>
<wp:extent cx="2000000" cy="500000"/><wp:docPr id="9" name="T"/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="500000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp>
</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>
<v:shape id="x" style="width:100pt;height:40pt">
<v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def paragraph(*content: str, number: int | None = None, properties: str = "") -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="77"/></w:numPr>' if number is not None else ""
    about = f"<w:pPr>{numbered}{properties}</w:pPr>" if numbered or properties else ""
    return f"<w:p>{about}{''.join(content)}</w:p>"


def table(*rows: list[str]) -> str:
    cells = "".join("<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    grid = "<w:gridCol/>" * len(rows[0])
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{cells}</w:tbl>'


def _numbering(document: docx.document.Document) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, (kind, text) in enumerate([("chineseCounting", "%1、"), ("chineseCounting", "（%2）")])
    )
    root = document.part.numbering_part.element
    scheme = f'<w:abstractNum {NAMESPACES} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{levels}'
    root.find(qn("w:num")).addprevious(parse_xml(f"{scheme}</w:abstractNum>"))
    root.append(parse_xml(f'<w:num {NAMESPACES} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def _footnote(document: docx.document.Document, words: str) -> None:
    marks = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    own = f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run(words)}</w:p></w:footnote>'
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f"<w:footnotes {NAMESPACES}>{marks}{own}</w:footnotes>".encode(),
        document.part.package,
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    document.part.relate_to(part, kind)


@pytest.fixture(scope="session")
def build() -> Build:
    """Return what makes a document of blocks of XML; a footnote, a header and a comment by somebody on demand."""

    def _build(*blocks: str, footnote: str = "", header: str = "", remark: str = "") -> bytes:
        document = docx.Document()
        _numbering(document)
        for block in blocks:
            at = block.index(">") if block[block.index(">") - 1] != "/" else block.index("/>")
            element = parse_xml(f"{block[:at]} {NAMESPACES}{block[at:]}")
            document.element.body.find(qn("w:sectPr")).addprevious(element)
        if footnote:
            _footnote(document, footnote)
        if header:
            document.sections[0].header.paragraphs[0].text = header
        if remark:
            document.add_comment(document.paragraphs[0].runs[0], text=remark, author="王平", initials="王")
        target = io.BytesIO()
        document.save(target)
        return target.getvalue()

    return _build


@pytest.fixture(scope="session")
def generate(build: Build) -> Callable[[int], bytes]:
    """Return what makes a document of any kind of content from a number."""

    def _generate(seed: int) -> bytes:
        chance = random.Random(seed)
        blocks = [paragraph(run("某县司法局局长2024年述法报告"), properties='<w:pStyle w:val="Heading1"/>')]
        blocks += [_block(chance) for _ in range(chance.randint(4, 14))]
        blocks += [paragraph(run("某县司法局")), paragraph(run("2024年12月20日"))]
        footnote = "脚注里修定" if chance.random() < 0.3 else ""
        if footnote:
            blocks.insert(2, paragraph(run("见注"), '<w:r><w:footnoteReference w:id="2"/></w:r>'))
        remark = "请再核实" if chance.random() < 0.3 else ""
        return build(*blocks, footnote=footnote, header="页眉**" if chance.random() < 0.2 else "", remark=remark)

    return _generate


def _block(chance: random.Random) -> str:
    if chance.random() < 0.1:
        return table([_paragraph(chance), _paragraph(chance)], [_paragraph(chance), _paragraph(chance)])
    if chance.random() < 0.1:
        return f"<w:sdt><w:sdtContent>{_paragraph(chance)}</w:sdtContent></w:sdt>"
    return _paragraph(chance)


def _paragraph(chance: random.Random) -> str:
    number = chance.choice((None, None, None, 0, 1))
    content = [_content(chance) for _ in range(chance.randint(0, 5))]
    properties = chance.choice(("", '<w:ind w:firstLineChars="200"/>', '<w:jc w:val="center"/>'))
    return paragraph(*content, number=number, properties=properties)


def _content(chance: random.Random) -> str:
    words, formatting, number = chance.choice(WORDS), chance.choice(FORMATS), chance.randint(1000, 10**6)
    own = run(words, formatting)
    wrapped = {
        "plain": own,
        "two": own + run(chance.choice(WORDS), chance.choice(FORMATS)),
        "ins": f'<w:ins w:id="{number}" {REVISION}>{own}{run("增补", formatting)}</w:ins>',
        "del": f'<w:del w:id="{number}" {REVISION}>{own.replace("w:t", "w:delText")}</w:del>',
        "link": f'<w:hyperlink w:anchor="b">{own}</w:hyperlink>',
        "control": f"<w:sdt><w:sdtContent>{own}</w:sdtContent></w:sdt>",
        "tab": f"<w:r>{formatting}<w:t>{words}</w:t><w:tab/><w:t>后</w:t><w:br/><w:t>行</w:t></w:r>",
        "box": text_box(words),
        "changed": own.replace("</w:rPr>", '<w:lang w:val="zh-CN"/></w:rPr>'),
    }
    return wrapped[chance.choice(["plain", "plain", "plain", *wrapped])]

"""Comments in copies of Word documents: on which characters they stand, and that nothing else changes."""

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from shufa_lint.api import Choice, lint_bytes
from shufa_lint.engine.model import FileReport, Finding
from shufa_lint.marking.word.annotate import MOST, Annotated, annotate
from shufa_lint.marking.word.comments import AUTHOR
from shufa_lint.marking.word.package import untouched
from shufa_lint.reading.word.read import open_word
from shufa_lint.text.span import Span

from .conftest import paragraph, run, seeds, table, text_box

Build = Callable[..., bytes]
CHOICE = Choice(isolated=True)
SOFFICE = shutil.which("soffice")


def finding(span: Span, rule: str = "rule", severity: str = "error", words: str = "") -> Finding:
    return Finding(
        span=span,
        rule=rule,
        severity=severity,  # type: ignore[arg-type]
        message=f"说的是{words}",
        hint="改好",
        authority="实务",
        section=(),
        text=words,
        captures={},
        case=None,
        labels=(),
        fix=None,
        fingerprint=f"{rule}{span}",
    )


def say(item: Finding) -> list[str]:
    return [item.message, f"依据：{item.rule}"]


def on(data: bytes, *words: str, **rest: object) -> Annotated:
    """Comment on the first place of each of *words*."""
    text = open_word(data).text
    places = [Span(text.index(each), text.index(each) + len(each)) for each in words]
    return annotate(data, [finding(span, words=span.of(text)) for span in places], say, **rest)  # type: ignore[arg-type]


def body_of(data: bytes) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def covered(data: bytes) -> dict[str, str]:
    """The words between the ends of each range, without those in text boxes, by the first line of the comment."""
    said = {str(comment.comment_id): comment.paragraphs[0].text for comment in docx.Document(io.BytesIO(data)).comments}
    open_ranges: dict[str, str] = {}
    done: dict[str, str] = {}
    for element in body_of(data).iter(*map(qn, ("w:commentRangeStart", "w:commentRangeEnd", "w:t", "w:tab"))):
        number = element.get(qn("w:id"))
        if element.tag == qn("w:commentRangeStart"):
            open_ranges[number] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            done[said[number]] = open_ranges.pop(number)
        elif not any(parent.tag == qn("w:txbxContent") for parent in element.iterancestors()):
            words = "\t" if element.tag == qn("w:tab") else element.text or ""
            open_ranges = {number: held + words for number, held in open_ranges.items()}
    assert not open_ranges
    return done


def look(data: bytes) -> list[tuple[str, bytes, bytes]]:
    """Each character with the formatting of its run, of its paragraph, and what else it stands in."""
    found = []
    for element in body_of(data).iter(qn("w:t"), qn("w:delText"), qn("w:tab"), qn("w:br")):
        run = element.getparent()
        holders = [parent for parent in element.iterancestors() if parent.tag not in (qn("w:r"), qn("w:body"))]
        paragraph = next(parent for parent in holders if parent.tag == qn("w:p"))
        about = [
            b"" if properties is None else etree.tostring(properties, method="c14n", exclusive=True)
            for properties in (run.find(qn("w:rPr")), paragraph.find(qn("w:pPr")))
        ]
        names = " ".join(f"{holder.tag}{sorted(holder.items())}" for holder in holders).encode()
        letters = [element.tag]
        if element.tag in (qn("w:t"), qn("w:delText")):
            letters = list(element.text or "" if element.values() else (element.text or "").strip())
        found += [(letter, *about, names) for letter in letters]
    return found


def faults(data: bytes, path: Path) -> Counter[str]:
    """What a validator of such files has to say, without the places, which shift."""
    audit = pytest.importorskip("openxml_audit")
    path.write_bytes(data)
    result = audit.OpenXmlValidator(max_errors=0).validate(path)
    return Counter(re.sub(r"\d+|: .*", "", error.description) for error in result.errors)


def plain_text(folder: Path, files: Sequence[Path]) -> list[str]:
    """What LibreOffice makes of *files*."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(folder / "out")]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)
    return [(folder / "out" / f"{file.stem}.txt").read_text("utf-8-sig") for file in files]


# Where a comment stands


SPLIT = run("全年") + run("修", "<w:rPr><w:b/></w:rPr>") + '<w:bookmarkStart w:id="5" w:name="x"/>' + run("定制度四次")
INSERTED = '<w:ins w:id="9" w:author="李" w:date="2024-01-01T00:00:00Z">' + run("中间插入的话") + "</w:ins>"


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (paragraph(run("全年修定制度")), "修定"),
        (paragraph(SPLIT), "年修定制"),
        (paragraph(run("前面"), INSERTED, run("后面")), "入的话后"),
        (paragraph(run("前面"), f'<w:hyperlink w:anchor="x">{run("链接文字")}</w:hyperlink>', run("后")), "接文"),
        (paragraph(f"<w:sdt><w:sdtContent>{run('控件里的话')}</w:sdtContent></w:sdt>"), "里"),
        (f"<w:sdt><w:sdtContent>{paragraph(run('成块的控件'))}</w:sdtContent></w:sdt>", "块的"),
        (table([paragraph(run("格子甲")), paragraph(run("格子乙"))]), "子乙"),
        (paragraph("<w:r><w:t>甲</w:t><w:tab/><w:t>乙丙</w:t></w:r>"), "\t乙"),
        (paragraph("<w:r><w:t> 甲乙丙 </w:t></w:r>"), "乙"),
        (paragraph(run("标题文字"), number=0), "题文"),
    ],
)
def test_a_comment_stands_on_the_very_characters(build: Build, block: str, words: str):
    data = build(paragraph(run("开头")), block, paragraph(run("末尾")))
    copy = on(data, words).data
    assert covered(copy) == {f"说的是{words}": words}
    assert open_word(copy).text == open_word(data).text
    assert look(copy) == look(data)


def test_an_automatic_number_is_spoken_of_beside_its_paragraph(build: Build):
    data = build(paragraph(run("标题")), paragraph(run("学法"), number=0), paragraph(run("用法"), number=0))
    copy = on(data, "二、").data
    assert covered(copy) == {"说的是二、": "用法"}
    assert "说的是自动编号“二、”" in next(iter(docx.Document(io.BytesIO(copy)).comments)).text


def test_what_has_a_number_and_words_is_marked_by_its_words(build: Build):
    data = build(paragraph(run("学法情况"), number=0))
    assert covered(on(data, "一、学法").data) == {"说的是一、学法": "学法"}


def test_an_absence_is_spoken_of_between_its_neighbours_or_beside_the_paragraph(build: Build):
    data = build(paragraph(run("学习《民法典一次。")), paragraph(), paragraph(run("结束。")))
    text = open_word(data).text
    within, empty, end = text.index("一次"), text.index("\n\n") + 1, len(text)
    findings = [finding(Span(at, at), words=name) for at, name in ((within, "中"), (empty, "空"), (end, "末"))]
    assert covered(annotate(data, findings, say).data) == {"说的是中": "典一", "说的是空": "", "说的是末": "结束。"}


def test_what_stands_beside_the_flow_is_spoken_of_where_it_hangs(build: Build):
    note = paragraph(run("有注"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    box = paragraph(run("框前"), text_box("框里的话"))
    data = build(paragraph(run("开头")), box, note, footnote="注里的话", header="眉上的话")
    copy = on(data, "框里", "注里", "眉上").data
    assert covered(copy) == {"说的是眉上": "开头", "说的是框里": "框前", "说的是注里": "有注"}
    said = " ".join(comment.text for comment in docx.Document(io.BytesIO(copy)).comments)
    assert all(f"说的是{story}里的“" in said for story in ("文本框", "脚注", "页眉"))
    assert open_word(copy).text == open_word(data).text


def test_words_in_two_cells_are_marked_in_the_first_one(build: Build):
    data = build(table([paragraph(run("甲格")), paragraph(run("乙格"))]))
    assert list(covered(on(data, "格\n乙").data).values()) == ["格"]


# What else is in the copy


def test_the_styles_of_comments_are_those_of_the_document(build: Build):
    document = docx.Document(io.BytesIO(build(paragraph(run("修定")))))
    style = document.styles.add_style("annotation text", 1)
    style.element.set(qn("w:styleId"), "a9")
    target = io.BytesIO()
    document.save(target)
    copy = docx.Document(io.BytesIO(on(target.getvalue(), "修定").data))
    (comment,) = copy.comments
    assert comment.paragraphs[0]._p.pPr.pStyle.val == "a9"
    names = Counter(name.get(qn("w:val")) for name in copy.styles.element.iter(qn("w:name")))
    assert names["annotation text"] == names["annotation reference"] == 1


def test_comments_of_others_stay_and_the_new_ones_are_ours(build: Build):
    data = build(paragraph(run("标题")), paragraph(run("修定制度")), remark="请再核实")
    comments = list(docx.Document(io.BytesIO(on(data, "修定").data)).comments)
    assert [(comment.author, comment.paragraphs[0].text) for comment in comments] == [
        ("王平", "请再核实"),
        (AUTHOR, "说的是修定"),
    ]
    assert comments[1].initials == "检"
    assert len({comment.comment_id for comment in comments}) == 2


def test_the_same_is_not_said_twice(build: Build):
    data = build(paragraph(run("修定制度")), paragraph(run("修定办法")))
    text = open_word(data).text
    both = [finding(Span(m.start(), m.end()), words="修定") for m in re.finditer("修定", text)]
    first = annotate(data, both[:1], say)
    assert annotate(first.data, both[:1], say).data == first.data
    assert len(docx.Document(io.BytesIO(annotate(first.data, both, say).data)).comments) == 2


def test_the_most_severe_are_said_and_the_rest_is_counted(build: Build):
    data = build(paragraph(run("甲乙丙丁戊己庚辛壬癸")))
    text = open_word(data).text
    findings = [
        finding(Span(at, at + 1), f"r{at}", "error" if at % 2 else "info", text[at]) for at in range(len(text) - 1)
    ]
    made = annotate(data, findings, say, most=4)
    assert (made.made, made.left) == (3, 7)
    said = [comment.text for comment in docx.Document(io.BytesIO(made.data)).comments]
    assert [words[:4] for words in said[:3]] == ["说的是乙", "说的是丁", "说的是己"]
    assert "另有 7 处没有标出" in said[3]
    assert len(said) == 4 <= MOST


def test_a_copy_is_the_same_at_any_time_and_says_that_it_is_one(build: Build):
    data = build(paragraph(run("修定制度")))
    assert on(data, "修定").data == on(data, "修定").data
    assert untouched(on(data, "修定").data) and not untouched(data)
    document = docx.Document(io.BytesIO(on(data, "修定").data))
    saved = io.BytesIO()
    document.save(saved)
    assert not untouched(saved.getvalue())
    assert not untouched(b"PK\x03\x04")
    dated = on(data, "修定", when="2024-12-20T08:00:00Z").data
    assert next(iter(docx.Document(io.BytesIO(dated)).comments)).timestamp.isoformat() == "2024-12-20T08:00:00+00:00"


def test_all_other_parts_are_the_same_bytes(build: Build):
    data = build(paragraph(run("修定制度")), header="页眉")
    before, after = (zipfile.ZipFile(io.BytesIO(each)) for each in (data, on(data, "修定").data))
    old, new = ({name: archive.read(name) for name in archive.namelist()} for archive in (before, after))
    changed = {name for name in new if old.get(name) != new[name]}
    expected = {"[Content_Types].xml", "word/_rels/document.xml.rels", "word/document.xml", "word/styles.xml"}
    assert changed - {"word/stylesWithEffects.xml"} == expected | {"word/comments.xml"}


# Any document


def annotated(data: bytes) -> tuple[FileReport, bytes]:
    from shufa_lint.report.remark import remark

    report = lint_bytes(data, "稿.docx", choice=CHOICE)
    return report, annotate(data, report.findings, lambda item: remark(item, report)).data


def same(report: FileReport) -> list[tuple[object, ...]]:
    return [(item.rule, item.span, item.message, item.fingerprint) for item in report.findings]


@pytest.mark.parametrize("seed", seeds(30))
def test_text_and_formatting_of_any_document_stay(generate: Callable[[int], bytes], seed: int):
    data = generate(seed)
    spans = [item.span for item in _some_findings(data, seed)]
    copy = annotate(data, [finding(span, words=str(span)) for span in spans], say).data
    assert open_word(copy).text == open_word(data).text
    assert look(copy) == look(data)
    assert len(docx.Document(io.BytesIO(copy)).comments) >= len(spans)
    covered(copy)


def _some_findings(data: bytes, seed: int) -> list[Finding]:
    text = open_word(data).text
    return [
        finding(Span(at, min(len(text), at + length)))
        for at, length in ((seed * 7 % len(text), 5), (seed * 13 % len(text), 1), (len(text) // 2, 0), (3, len(text)))
    ]


@pytest.mark.parametrize("seed", seeds(8))
def test_the_findings_of_a_copy_are_those_of_the_original(generate: Callable[[int], bytes], seed: int):
    report, copy = annotated(generate(seed))
    assert report.findings
    assert same(lint_bytes(copy, "稿.docx", choice=CHOICE)) == same(report)


@pytest.mark.parametrize("seed", seeds(3))
def test_a_validator_finds_no_new_fault(generate: Callable[[int], bytes], seed: int, tmp_path: Path):
    data = generate(seed)
    _, copy = annotated(data)
    assert faults(copy, tmp_path / "b.docx") <= faults(data, tmp_path / "a.docx")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_text_in_the_copy(generate: Callable[[int], bytes], tmp_path: Path):
    files = []
    for seed in range(6):
        data = generate(seed)
        _, copy = annotated(data)
        for name, content in ((f"{seed}a", data), (f"{seed}b", copy)):
            files.append(tmp_path / f"{name}.docx")
            files[-1].write_bytes(content)
    texts = plain_text(tmp_path, files)
    assert all(text.strip() for text in texts)
    assert texts[::2] == texts[1::2]

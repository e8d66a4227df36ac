"""Edits in Word documents: as tracked changes, which can be accepted and rejected, and in place."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from lxml import etree

from shufa_lint.engine.rewriting import UnwritableError
from shufa_lint.marking.word.comments import AUTHOR
from shufa_lint.marking.word.rewriter import WordRewriter
from shufa_lint.reading.word.read import open_word, read_word
from shufa_lint.text.span import Edit, splice

from .conftest import REVISION, paragraph, run, seeds, table
from .test_annotate import body_of, faults, look

Build = Callable[..., bytes]
BOLD = "<w:rPr><w:b/></w:rPr>"
RED = '<w:rPr><w:color w:val="FF0000"/><w:u w:val="single"/></w:rPr>'
INSERTED = f'<w:ins w:id="9" {REVISION}>{run("别人插入的话", BOLD)}</w:ins>'


def rewrite(data: bytes, *edits: Edit, tracked: bool = True) -> bytes:
    return WordRewriter(read_word(data, "稿.docx"), data, "稿.docx", tracked=tracked).rewrite(edits).data


def change(data: bytes, old: str, new: str) -> Edit:
    at = open_word(data).text.index(old)
    return Edit(at, at + len(old), new)


def rejected(data: bytes) -> bytes:
    """The document with our changes rejected, as Word would do it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _without_changes(part) if AUTHOR.encode() in part else part)
    return target.getvalue()


def _without_changes(part: bytes) -> bytes:
    root = etree.fromstring(part)
    for change in [each for each in root.iter(qn("w:ins"), qn("w:del")) if each.get(qn("w:author")) == AUTHOR]:
        holder = change.getparent()
        if change.tag == qn("w:del"):
            for text in change.iter(qn("w:delText")):
                text.tag = qn("w:t")
            for child in change:
                change.addprevious(child)
        holder.remove(change)
        while len(holder) == 0 and holder.tag in (qn("w:rPr"), qn("w:pPr")):  # made to hold the mark
            empty, holder = holder, holder.getparent()
            holder.remove(empty)
    return etree.tostring(root)


def seen(data: bytes) -> list[tuple[str, bytes, bytes]]:
    """Each character with its formatting and that of its paragraph."""
    return [(letter, own, about) for letter, own, about, _ in look(data)]


@pytest.mark.parametrize("tracked", [True, False], ids=["tracked", "plain"])
@pytest.mark.parametrize(
    ("block", "old", "new"),
    [
        (paragraph(run("全年修定制度")), "修定", "修订"),
        (paragraph(run("全年"), run("修", BOLD), run("定制度")), "修定制", "修改订立"),
        (paragraph(run("试行)办法")), ")", "）"),
        (paragraph(run("正文##paidbegin##正文")), "##paidbegin##", ""),
        (paragraph(run("缺了句号")), "号", "号。"),
        (paragraph(run("甲乙")), "甲乙", "甲、乙"),
        (paragraph(run("前"), INSERTED, run("后")), "插入的", "加的"),
        (paragraph(run("前"), INSERTED, run("后")), "入", "入入"),
        (paragraph(run("前"), INSERTED, run("后")), "的话后", "的话、后"),
        (paragraph(run("前"), f'<w:hyperlink w:anchor="x">{run("链接文字")}</w:hyperlink>'), "链接", "连接"),
        (paragraph(f"<w:sdt><w:sdtContent>{run('控件里')}</w:sdtContent></w:sdt>"), "控件", "空间"),
        (table([paragraph(run("格甲")), paragraph(run("格乙"))]), "格乙", "格丙"),
        (paragraph("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"), "\t乙", "乙"),
        (paragraph(run("甲乙")), "甲乙", "甲\t乙"),
        (paragraph(run("学法"), number=0), "学法", "用法"),
    ],
)
def test_the_copy_reads_as_the_text_with_the_edit(build: Build, block: str, old: str, new: str, tracked: bool):
    data = build(paragraph(run("开头")), block, paragraph(run("末尾")))
    text, edit = open_word(data).text, change(data, old, new)
    copy = rewrite(data, edit, tracked=tracked)
    assert open_word(copy).text == splice(text, [edit])
    authors = {each.get(qn("w:author")) for each in body_of(copy).iter(qn("w:ins"), qn("w:del"))}
    assert (AUTHOR in authors) is tracked
    if tracked:
        assert open_word(rejected(copy)).text == text
        assert seen(rejected(copy)) == seen(data)


def test_no_more_is_changed_than_has_to_be(build: Build):
    data = build(paragraph(run("全年修定制度四次")))
    body = body_of(rewrite(data, change(data, "全年修定制度", "全年修订制度")))
    assert [text.text for text in body.iter(qn("w:delText"))] == ["定"]
    assert ["".join(each.itertext()) for each in body.iter(qn("w:ins"))] == ["订"]


@pytest.mark.parametrize("tracked", [True, False])
def test_new_words_look_like_those_that_they_replace(build: Build, tracked: bool):
    data = build(paragraph(run("全年", BOLD), run("　　", RED), run("次", BOLD)))
    shown = [(letter, own) for letter, own, _, _ in look(rewrite(data, change(data, "　　", "十二"), tracked=tracked))]
    looks = {letter: own for letter, own, _, _ in look(data)}
    assert ("十", looks["　"]) in shown and ("二", looks["　"]) in shown
    assert ("次", looks["次"]) in shown


def test_a_line_of_its_own_goes_with_its_paragraph(build: Build):
    data = build(paragraph(run("上文")), paragraph(run("##paidbegin##")), paragraph(run("下文")))
    edit = change(data, "##paidbegin##\n", "")
    copy = rewrite(data, edit)
    assert open_word(copy).text == "上文\n下文\n"
    assert open_word(rejected(copy)).text == open_word(data).text
    plain = body_of(rewrite(data, edit, tracked=False))
    assert len(list(plain.iter(qn("w:p")))) == 2


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2024年1月2日</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("block", "old", "new", "words"),
    [
        (paragraph(run("学法"), number=0), "一、学", "学", "自动编号"),
        (paragraph(run("学法"), number=0), "一", "二", "自动编号"),
        (paragraph(run("日期"), FIELD), "1月2日", "3月4日", "域"),
        (paragraph(run("上文下文")), "上文下", "上文\n下", "分段"),
        (table([paragraph(run("格甲")), paragraph(run("格乙"))]), "甲\n格", "甲格", "分段"),
        (paragraph(run("上文")), "上文", "上\x01文", "字符"),
    ],
)
def test_what_word_makes_by_itself_is_left_to_the_user(build: Build, block: str, old: str, new: str, words: str):
    data = build(paragraph(run("开头")), block, paragraph(run("末尾")))
    with pytest.raises(UnwritableError, match=words):
        rewrite(data, change(data, old, new))


def test_changes_are_dated_as_the_document_and_the_copy_is_the_same_at_any_time(build: Build):
    data = build(paragraph(run("修定")))
    copy = rewrite(data, change(data, "修定", "修订"))
    assert copy == rewrite(data, change(data, "修定", "修订"))
    (inserted,) = body_of(copy).iter(qn("w:ins"))
    core = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
    assert inserted.get(qn("w:date")) in core


@pytest.mark.parametrize("seed", seeds(12))
def test_any_edits_of_any_document_are_written_or_refused(generate: Callable[[int], bytes], seed: int, tmp_path: Path):
    data, chance = generate(seed), random.Random(seed)
    text = open_word(data).text
    edits, at = [], 0
    while len(edits) < 6 and at < len(text) - 1:
        start = chance.randint(at, len(text) - 1)
        end = min(len(text) - 1, start + chance.choice((0, 0, 1, 2, 9)))
        edits.append(Edit(start, end, chance.choice(("", "改", "新的话"))))
        at = end + 1
    taken = []
    for edit in edits:
        try:
            rewrite(data, *taken, edit)
        except UnwritableError:
            continue
        taken.append(edit)
    copy, plain = rewrite(data, *taken), rewrite(data, *taken, tracked=False)
    assert open_word(copy).text == open_word(plain).text == splice(text, taken)
    assert open_word(rejected(copy)).text == text
    assert seen(rejected(copy)) == seen(data)
    if seed < 5:
        assert faults(copy, tmp_path / "b.docx") <= faults(data, tmp_path / "a.docx")

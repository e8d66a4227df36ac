"""The lines between a title and the body: document number, byline, date, recipients (主送机关), salutation."""

from __future__ import annotations

from collections.abc import Iterator

from shufa_lint.checks.base import Context
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

_LINES = 8
_LONGEST_BYLINE = 40
_LONGEST_RECIPIENTS = 240
_SENTENCE = regex(r"[。；！？]|如下[：:]$|^(?:现|为|根据|按照|经)|(?:通知|报告|决定|规定|事项|问题|内容|方面)[：:]$")
_LABELLED = regex(
    r"^(?:来源|更新时间|发布时间|发布日期|发布机构|索引号|字体|作者|浏览|编辑|附件|电话|日期|标题|发文字号)|^目\s*[录次]$"
)
_NUMBER = regex(r"[〔\[【（(﹝]\s*(?:19|20)\d\d\s*[〕\]】）)﹞]\s*第?\s*\d+\s*号|第\s*\d+\s*号")


def _lines(context: Context) -> Iterator[Span]:
    """Yield the first lines after the title that have words, without their blanks."""
    document = context.document
    after = document.title_span.end if document.title_span else 0
    found = 0
    for paragraph in document.paragraphs:
        if paragraph.span.start < after:
            continue
        words = paragraph.span.of(context.words)
        start = paragraph.span.start + len(words) - len(words.lstrip(BLANKS))
        end = paragraph.span.start + len(words.rstrip(BLANKS))
        if start < end:
            yield Span(start, end)
            found += 1
            if found == _LINES:
                return


def recipients(context: Context) -> list[Span]:
    """Return the line that names whom the document addresses: it stands before the body and ends in a colon."""
    for line in _lines(context):
        words = line.of(context.words)
        if _SENTENCE.search(words) or len(words) > _LONGEST_RECIPIENTS:
            return []
        if words[-1] in "：:" and not _LABELLED.match(words):
            return [line]
    return []


def before_body(context: Context) -> Span:
    """Return what stands before the first heading of the body, past a table of contents, which names it once before.

    In a text without headings it is empty.
    """
    sections = context.document.sections
    if not sections:
        return Span(0, 0)
    first = sections[0]
    again = (section for section in sections[1:] if (section.title, section.level) == (first.title, first.level))
    body = next((section for section in again if section.ordinal.value == first.ordinal.value), first)
    return Span(0, body.heading.start)


def bylines(context: Context) -> list[Span]:
    """Return the short lines between title and body that name or date the author: no number, recipients or web page."""
    found: list[Span] = []
    for line in _lines(context):
        words = line.of(context.words)
        if len(words) > _LONGEST_BYLINE or words[-1] in "。；，：:":
            break
        if not _LABELLED.match(words) and not _NUMBER.search(words):
            found.append(line)
    return found

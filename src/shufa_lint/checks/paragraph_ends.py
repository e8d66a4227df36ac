"""Check type ``paragraph-ends``: what a paragraph ends with: a lead-in (……如下) or a sentence without its mark.

Headings, titles, sign-offs, list items, table cells and wrapped lines end without a mark by right; a text whose lines
often end so was broken by line width, and says nothing about paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.prose import is_apart
from shufa_lint.outline.model import Section
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["lead-in", "end-mark"]

_THING = "(?:方面|问题|措施|举措|特点|不足|工作|意见|建议|情况|要求|内容|任务|做法|安排|打算|事项|差距|短板|几点)"
_FEW = "[几一二三四五六七八九十两0-9]{1,2}[个大点条项]?"
_LEAD_IN = (
    f"(?P<lead>如下(?:(?:{_FEW})?{_THING}{{0,2}})?|以下(?:(?:{_FEW})?的?{_THING}{{1,2}}|{_FEW})"
    f"|(?:主要|具体|集中|突出)?(?:表现|体现|反映)[在为]|(?:主要|具体)(?:包括|有|是|做法是|做法有)|包括|分别[是为])[{BLANKS}]*$"
)
_CERTAIN = regex(f"(?:现[就将对把]?[^。；]{{0,60}}|报告|汇报|说明|通知|函告|答复|批复|情况)如下(?:{_FEW})?{_THING}?$")
_TEXT = regex(rf"，|^[{BLANKS}]*(?:现[将就对把]|主要)")
_LIST_HEAD = regex(
    rf"[{BLANKS}]*(?:##\w+##)?(?:[一二三四五六七八九十]{{1,3}}[、是要]|[（(](?:[一二三四五六七八九十]{{1,3}}|[0-9]{{1,2}})[）)]"
    r"|[0-9]{1,2}[.．、](?![0-9])|[①-⑳⑴-⒇㈠-㈩]|第一[，、]|首先|其一|——|[●·•\-*])"
)
_STRAY_MARKER = regex(r"##\w+##")
_LONG, _LONGER_THAN_A_HEADING = 25, 50
_SENTENCE = regex(r"[；。！？][^；。！？]")
_OPEN_END = regex(r"[一-龥0-9%％”》）〉]$")
_CLOSED = regex(rf"[。！？；：…—][”’）》]+$|[。！？；：…”）][{BLANKS}]*（[^（）]*）$|摄$|答记者问$")
_NO_SENTENCE = regex(
    rf"[{BLANKS}]*(?:附件|附表|附[：:]|注[：:]|备注|来源|联系|抄送|抄报|主送|报送|发[：:]|送[：:]|印发|主题词|电话|地址|责任|[一-龥]{{2,6}}单位|签发|（(?![一二三四五六七八九十0-9]{{1,3}}）)|\(|\[|【|\||——|[●·•\-*◆■▲])"
)
_GLUED = regex(
    rf"[。！？”）][{BLANKS}]*(?:[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十]{{1,3}}[）)])[^。！？；]{{2,45}}$"
)
"""A heading that lost its line break ends the line: that is another rule's business."""
_WRAPPED_SHARE, _SEVERAL = 0.2, 3
_BLANK_LINES = 4


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern of lead-ins; the ends of paragraphs come from the outline."""
    return (_LEAD_IN,) if options.fault == "lead-in" else ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a paragraph, at the characters before the missing mark. Capture of end-mark: ``end``."""
    yield from _lead_ins(context) if options.fault == "lead-in" else _unended(context)


def _lead_ins(context: Context) -> Iterator[Match]:
    for found in context.search(_LEAD_IN):
        span, line = found.span("lead"), context.line_of(found.base)
        words = found.match.string[: span.end - found.base]
        if not _leads(context, line, words) or (not _TEXT.search(words) and is_apart(context, line)):
            continue
        yield Match(span, edits=(Edit(span.end, span.end, "："),))


def _leads(context: Context, line: Span, words: str) -> bool:
    """Say whether a list or text follows that the words lead to, rather than the rest of a wrapped line."""
    following = _next_line(context, line)
    if following is None:
        return False
    section = context.once(_headings).get(line.start)
    if section and not section.run_in and not re.search("[，。；：]", words):
        return False
    if _LIST_HEAD.match(following):
        return True
    return bool(_CERTAIN.search(words)) and not context.once(_is_wrapped)


def _next_line(context: Context, line: Span) -> str | None:
    at = context.source.line_index(line.start) + 1
    for later in context.source.lines[at : at + _BLANK_LINES]:
        if text := later.of(context.words).strip(BLANKS):
            return text if not _STRAY_MARKER.fullmatch(text) else _next_line(context, later)
    return None


def _headings(context: Context) -> dict[int, Section]:
    """Return the sections by the starts of their lines."""
    return {
        context.line_of(section.heading.start).start: section
        for tree in context.document.trees
        for section in tree.every_section
    }


def _unended(context: Context) -> Iterator[Match]:
    if context.once(_is_wrapped):
        return
    for line in _running_text(context):
        text = line.of(context.words).rstrip(BLANKS)
        if _lacks_end(text) and not is_apart(context, line) and not _GLUED.search(text):
            end = line.start + len(text)
            yield Match(Span(end - 1, end), {"end": text[-8:]}, edits=(Edit(end, end, "。"),))


def _lacks_end(text: str) -> bool:
    bare = text.lstrip(BLANKS)
    return (
        len(bare) >= _LONG
        and bool(_OPEN_END.search(bare))
        and not _CLOSED.search(bare)
        and bool(_SENTENCE.search(bare) or (len(bare) >= _LONGER_THAN_A_HEADING and "，" in bare))
        and not _NO_SENTENCE.match(bare)
    )


def _running_text(context: Context) -> Iterator[Span]:
    """Yield the lines that are paragraphs of text, and headings with text run in, in document order."""
    for tree in context.document.trees:
        yield from (paragraph.span for paragraph in tree.paragraphs)
        for section in tree.every_section:
            if section.run_in:
                yield section.heading
            yield from (paragraph.span for paragraph in section.paragraphs)


def _is_wrapped(context: Context) -> bool:
    """Say whether lines end where the page is full: many long lines of running text end without a mark."""
    texts = [line.of(context.words).strip(BLANKS) for line in _running_text(context) if not is_apart(context, line)]
    long = [text for text in texts if len(text) >= _LONG]
    open_ended = sum(text[-1] not in "。！？；：…”）.!?;:" for text in long)
    return open_ended > _WRAPPED_SHARE * len(long) and open_ended >= _SEVERAL

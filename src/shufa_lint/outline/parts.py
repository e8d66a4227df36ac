"""The unnumbered parts of a document: title, opening, closing formula, sign-off, titles of annexes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from shufa_lint.outline.model import Annex, Document, Paragraph, Tree
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

_LONG_LINE = 60
_LONG_SENTENCE = 40
_TITLE_LINES = 6

_GENRE_END = regex(
    r"(?:决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|总结|方案|要点|规划|计划|办法|规定|细则|条例|讲话)"
    r"(?:（[^）]*）)?$"
)
_MARKED_TITLE = regex(
    r"^[^。，；：:;]*关于[^。，；：:;]*的(?:通知|通报|报告|请示|批复|意见|函|决定|(?:述[职法]报告))[。，；;：:]$"
)
_BODY_END = regex(r"[。：；:;]$")
_HEAD = regex(
    r"^(?:\d{6}|[绝机秘]\s*密(?:\s*★.*)?|特\s*急|加\s*急|特\s*提|平\s*急|"
    r"(?:来源|更新时间|发布时间|发布日期|索\s*引\s*号|主题分类|发文机关|发文字号|成文日期|浏览次数|字\s*[体号])[：:].*|"
    r"[^，。；]{0,30}星期[一二三四五六日天]|无障碍[^，。；]{0,20}|"
    r"(?:好的|没问题|当然可以|明白了|收到|当然)[，,！!。].*[：:。！!]|(?:以下|下面|这)是.{2,60}[：:])$"
)
_NUMBER_LINE = regex(r"^\S{2,24}[〔\[【（(﹝](?:19|20)\d\d[〕\]】）)﹞]\s*第?\s*\d+\s*号(?:\s+签发人[：:].*)?$")
_ABOUT = regex(r"关于|《")
_HEAD_LINES = 10
_NOT_TITLE = regex(
    r"^(?:——|来源|更新时间|发布时间|发布日期|索引号|各位|尊敬的|（)|〔(?:19|20)\d\d〕\s*\d+号|^(?:(?:19|20)\d\d|二[〇○]..)年\S{1,3}月(?:\S{1,3}日)?$"
)
_LEAD_IN = regex(r"如下[：:。]$|(?:现将|现就|现对)[^：:]*[：:]$")
_DATE_LINE = regex(
    r"^(?:(?:19|20)\d\d|[一二][〇○零九][〇○零一二三四五六七八九]{2})[年.\-/]\s*[\d一二三四五六七八九十]{1,3}[月.\-/](?:\s*[\d一二三四五六七八九十]{1,3}日?)?$"
)
_CLOSING = regex(r"^(?:特此|以上|专此|妥否|当否|此复|盼复|请予?审)[^。\n]{0,40}[。！]?$")
_SIGNATURE_LINE = 30
_NO_BLANKS = dict.fromkeys(map(ord, BLANKS))


def document(text: str, tree: Tree, annexes: Sequence[Annex]) -> Document:
    """Name the parts of the main tree and put the whole together."""
    below_head = tree.paragraphs[_head_lines(text, tree.paragraphs) :]
    title_lines = _title_lines(text, below_head)
    body = _body(text, below_head[len(title_lines) :])
    tail = _tail(text, tree)
    if annexes and _DATE_LINE.match(_squeezed(text, annexes[0].marker)):
        tail.append(Paragraph(span=annexes[0].marker, indent=0))  # the date after which a notice's text is issued
    return Document(
        span=Span(0, len(text)),
        paragraphs=tree.paragraphs,
        sections=tree.sections,
        title="".join(_words(text, line) for line in title_lines) or None,
        title_span=_cover(title_lines),
        opening=_cover(body),
        closing=_closing(text, tail),
        signature=_signature(text, tree, tail),
        annexes=tuple(_named(text, annex) for annex in annexes),
    )


def is_body(line: str) -> bool:
    """Say whether a first *line* is body text: a long sentence with its end mark, or longer than a title can be.

    Seven organs may sign one title, so a long line that ends like a title is one, even with a stop mark after it.
    """
    if _MARKED_TITLE.search(line):
        return False
    if len(line) >= _LONG_SENTENCE and _BODY_END.search(line):
        return True
    return len(line) >= _LONG_LINE and not _GENRE_END.search(line)


def _words(text: str, paragraph: Paragraph) -> str:
    return paragraph.span.of(text).strip(BLANKS)


def _squeezed(text: str, span: Span) -> str:
    return span.of(text).translate(_NO_BLANKS)


def _cover(paragraphs: Sequence[Paragraph]) -> Span | None:
    if not paragraphs:
        return None
    return Span(paragraphs[0].span.start + paragraphs[0].indent, paragraphs[-1].span.end)


def _head_lines(text: str, paragraphs: Sequence[Paragraph]) -> int:
    """Return how many lines stand above the title: the head of the document (版头: 份号, 密级, 紧急程度, 发文机关标志,
    发文字号), what a web page puts there, the words that a chat begins with."""
    words = [_words(text, paragraph) for paragraph in paragraphs[:_HEAD_LINES]]
    for i, line in enumerate(words):
        if _HEAD.match(line) or _NUMBER_LINE.match(line):
            continue
        numbered = _NUMBER_LINE.match("".join(words[i + 1 : i + 2])) and any(map(_ABOUT.search, words[i + 2 : i + 4]))
        if not numbered or _ends_title(line) or _ABOUT.search(line):
            return i
    return 0


def _title_lines(text: str, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines of the title: the first line that is no body text, and those that it wraps over.

    Of published documents 43 % wrap their titles; a wrapped line follows at once, is short and has no end mark.
    """
    if not paragraphs or is_body(_words(text, paragraphs[0])):
        return []
    lines = [paragraphs[0]]
    for previous, line in pairwise(paragraphs[:_TITLE_LINES]):
        words = _words(text, line)
        gap = text[previous.span.end : line.span.start]
        if (
            _ends_title(text[lines[0].span.start : previous.span.end])
            or (gap.count("\n") + gap.count("\r") - gap.count("\r\n") > 1 and not _goes_on(text, lines, words))
            or len(words) > _LONG_SENTENCE
            or _BODY_END.search(words)
            or _NOT_TITLE.search(words)
            or _BODY_END.search(_words(text, previous))
        ):
            break
        lines.append(line)
    return lines


def _goes_on(text: str, lines: Sequence[Paragraph], words: str) -> bool:
    """Say whether *words*, past an empty line, end the title that *lines* began (关于加强学法⏎⏎用法工作的通知)."""
    begun = text[lines[0].span.start : lines[-1].span.end]
    return "关于" in begun and "关于" not in words and _ends_title(words)


def _ends_title(title: str) -> bool:
    """Say whether *title* ends with a genre word, outside any title that it names (关于印发《…规划⏎…》的通知)."""
    return title.count("《") <= title.count("》") and _GENRE_END.search(title.rstrip(BLANKS)) is not None


def _body(text: str, paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Leave out what stands between title and opening: document number, date, byline, recipients."""
    for i, paragraph in enumerate(paragraphs):
        words = _words(text, paragraph)
        if is_body(words) or (len(words) > 12 and words[-1:] in "。！？") or _LEAD_IN.search(words):
            return paragraphs[i:]
    return ()


def _tail(text: str, tree: Tree) -> list[Paragraph]:
    """Return the last few paragraphs of the main tree, in order."""
    owner: Tree | None = tree
    paragraphs: Sequence[Paragraph] = tree.paragraphs
    sections = tree.sections
    while sections:
        paragraphs, sections = sections[-1].paragraphs, sections[-1].children
        owner = None
    if owner is tree:
        paragraphs = paragraphs[1:]
    return list(paragraphs[-6:])


def _signature(text: str, tree: Tree, tail: list[Paragraph]) -> Span | None:
    """Return the sign-off: short lines without an end mark at the very end, one of them a date."""
    lines: list[Paragraph] = []
    for paragraph in reversed(tail):
        words = _words(text, paragraph)
        if words.startswith(("（此件", "附件", "抄送", "抄报")) or words.endswith("印发"):
            continue
        if len(words) > _SIGNATURE_LINE or words[-1:] in "。；：，":
            break
        lines.insert(0, paragraph)
    if any(_DATE_LINE.match(_squeezed(text, line.span)) for line in lines):
        return _cover(lines)
    return None


def _closing(text: str, tail: list[Paragraph]) -> Span | None:
    for paragraph in reversed(tail):
        if _CLOSING.match(_words(text, paragraph)):
            return _cover([paragraph])
    return None


def _named(text: str, annex: Annex) -> Annex:
    lines = _title_lines(text, annex.paragraphs)
    title = "".join(_words(text, line) for line in lines)
    return annex.model_copy(update={"title": title or None})

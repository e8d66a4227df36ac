"""Check type ``blanks``: blanks inside running text, between two Chinese characters or between one and a number.

Official documents are set without them. Names of two characters (刘 军), 第X条 and its text, words inside quotation
and title marks, labels, tables and lines without a sentence keep theirs by right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.prose import is_apart
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Edit, Span

_GAP = "[ \xa0\u2002\u2003\u2009\u202f\u3000]"
_HAN = "[一-龥〇]"
_ANYWHERE = rf"{_HAN}[，、；：]?{_GAP}+[一-龥〇0-9]|[0-9%％]{_GAP}+{_HAN}"
_BLANK = regex(
    rf"(?<={_HAN}){_GAP}+(?=[一-龥〇0-9])|(?<={_HAN}[，、；：]){_GAP}+(?={_HAN})|(?<=[0-9%％]){_GAP}+(?={_HAN})"
)
_MARKED = regex(r"“[^“”]*”|‘[^‘’]*’|《[^《》]*》|〈[^〈〉]*〉|（[^（），。；、]{0,10}）|【[^【】]*】")
_HALF_TITLE = regex(r"《[^《》]*》|《[^《》。；，（]{0,80}|[^《》“”。；，：、]{0,80}》")
_ARTICLE = regex(r"第[一二三四五六七八九十百千零〇0-9]{1,8}[条章节款项编部](?:之[一二三四五六七八九十]{1,3})?$")
_LABEL = regex(rf"[{BLANKS}]*(?:{_HAN}{_GAP}+){{1,3}}{_HAN}(?:[：:]|$)")
_OFFICE = regex(
    r"(?:[省市县区州镇乡]长|主席|书记|主任|[局厅部处科院校司组队站所]长|总理|记者|代表|委员|同志|联系人|先生|女士|通讯员|常委"
    r"|董事长|经理|教授|律师|法官|检察官|民警|作者|院士|主持人)$"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵吴周徐孙朱胡郭何林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董袁潘蒋蔡余杜叶苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾夏韦邹孟熊秦邱尹薛闫段雷侯陶"
    "黎贺顾毛郝龚邵钱覃戴莫孔汤殷施洪葛樊聂焦俞翟蓝詹裴霍"
)
_SURNAMES_AND_WORDS = frozenset("黄马高于程任石付方白江龙史万严武向易金温章柳甘齐尚倪颜季文常安华牛鲁连路和成")
_NAME_END = regex(rf"{_HAN}{{1,3}}(?:同志|书记|主任|作|在|$|[^一-龥])")
_NAME_AND_NUMBER = regex(rf"{_HAN}{{2,3}}{_GAP}[0-9]{{3}}")
_TELEPHONE = regex(r"0[0-9]{2,3}[—\-－]|1[0-9]{10}|[0-9]{7}")
_ORDINAL = regex(r"(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[、.．](?![0-9])")
_SENTENCE = regex("[，。；]")
_NO_TEXT = regex(r"\t|【字体|责任编辑")
_HEADING = regex(r"[。！？”][一二三四五六七八九十]{1,3}、[^。！？]*$")
_LEAD = regex(r"(?:日电|[日报又]讯|附件|附表|附录|摄|(?:联系人|联系电话|电话：)[^，。]{0,32})$")
_RUNNING_TEXT = 30
_HABIT = 8
_LABEL_LENGTH = 12
_NEAR = 48


class Options(BaseOptions):
    """Nothing to set."""


class Blank(NamedTuple):
    """One run of blanks; ``kind`` says what stands beside it."""

    span: Span
    kind: str
    around: str


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern that tells which lines to look at."""
    return (_ANYWHERE,)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a run of blanks, or one (case ``whole-document``) where the text is set with them throughout.

    Captures: ``around``, and for a whole document ``count``.
    """
    blanks = [blank for line in _lines(context) for blank in _in_line(context, line)]
    for kind in ("words", "numbers"):
        mine = [blank for blank in blanks if blank.kind == kind]
        if len(mine) >= _HABIT:
            edits = tuple(Edit(*blank.span, "") for blank in mine)
            captures = {"count": str(len(mine)), "around": mine[0].around}
            yield Match(mine[0].span, captures, "whole-document", edits=edits)
        else:
            for blank in mine:
                yield Match(blank.span, {"around": blank.around}, edits=(Edit(*blank.span, ""),))


def _lines(context: Context) -> list[Span]:
    """Return the lines of running text that have a blank in them."""
    lines = sorted({context.line_of(found.base) for found in context.search(_ANYWHERE)})
    return [line for line in lines if _runs(line.of(context.words)) and not is_apart(context, line)]


def _runs(text: str) -> bool:
    bare = text.strip(BLANKS)
    return len(bare) >= _RUNNING_TEXT and bool(_SENTENCE.search(bare)) and not _NO_TEXT.search(bare)


def _in_line(context: Context, line: Span) -> Iterator[Blank]:
    text = line.of(context.words)
    marked = [found.span() for found in _MARKED.finditer(text)]
    if text.count("《") != text.count("》"):  # a title whose other mark is lost
        marked = sorted({*marked, *(found.span() for found in _HALF_TITLE.finditer(text))})
    first = len(text) - len(text.lstrip(BLANKS))
    for found in _BLANK.finditer(text, first):
        start, end = found.span()
        inside = marked[bisect_right(marked, (start, end)) - 1] if marked else (0, 0)
        if (inside[0] < start and end < inside[1]) or _is_right(text, start, end):
            continue
        before, after = text[start - 1], text[end]
        kind = "numbers" if before in "0123456789%％" or after in "0123456789" else "words"
        around = f"{text[max(0, start - 4) : start].strip(BLANKS)}▁{text[end : end + 4]}"
        yield Blank(Span(line.start + start, line.start + end), kind, around)


def _is_right(text: str, start: int, end: int) -> bool:
    """Say whether the blanks stand where a document has them."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if end - start > 2 or "\u3000\u3000" in text[start:end] or _ARTICLE.search(before[-16:]) or _LEAD.search(before):
        return True
    if start < _LABEL_LENGTH and _LABEL.match(text):
        return True
    if _ORDINAL.match(after) or _HEADING.search(before):  # a lost line break
        return True
    if before[-1:] in ("图", "表") and after[0] in "0123456789一二三四五六七八九十":
        return True
    if after[0] in "0123456789":
        return bool(_TELEPHONE.match(after))
    return _is_name(before, after)


def _is_name(before: str, after: str) -> bool:
    """Say whether an office and a name stand there (县长 刘军), or a name of two characters (刘 军)."""
    if _NAME_AND_NUMBER.match(after) or after[0] == "摄":
        return True
    if _OFFICE.search(before[-4:]):
        return after[0] in _SURNAMES or (after[0] in _SURNAMES_AND_WORDS and bool(_NAME_END.match(after[1:])))
    if before[-1] not in _SURNAMES and before[-1] not in _SURNAMES_AND_WORDS:
        return False
    ends = not re.match(_HAN, after[1:2] or " ") or after[1:3] in ("同志", "书记", "主任")
    begins = not re.match(_HAN, before[-2:-1] or " ")
    return (begins and ends) or bool(_OFFICE.search(before[-5:-1]))

"""Check type ``halfwidth``: half-width marks in Chinese text, and straight quotation marks around it.

GB/T 15834—2011 5.1 gives 点号 and 标号 the place of a character each. URLs, times, ratios, numbers, Latin text and
ordinals at the head of a line are let alone: a mark counts only where Chinese text stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["mark", "quote"]

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
_HAN = "一-龥〇"
_STOP = rf"[{_HAN}”’》〉）〕】)][,;:?!]|[{_HAN}]\"[,;:?!]|[0-9%％‰][,;?!][{_HAN}“《（]"
_FULL_STOP = rf"(?:[{_HAN}]{{4}}|[{_HAN}][”’》）)]|[一-龥][0-9]{{0,6}}[%％])\.[{BLANKS}]*(?:$|[{_HAN}“《])"
_BRACKET = r"\([^()]*\)"
_CODE = r"[0-9A-Za-z+·.\-—]{1,12}"
_QUOTE = r'["\'][^"\']*["\']'
_AFTER_STOP = regex(rf"[{BLANKS}]*(?:$|[{_HAN}0-9“‘《〈（〔【”’》）)，。；：、])")
_HEAD = regex(rf"[{BLANKS}]*\(?(?:[0-9]{{1,3}}|[一二三四五六七八九十百]{{1,5}})\)?[,:;.]")
_CHINESE = regex(f"[{_HAN}]")
_INDENT = regex(rf"[{BLANKS}]*")
_REST = regex(rf"[{BLANKS}]*$")
_MARKED = regex(r"[，。；,;]")
_LABEL = regex(rf"[{BLANKS}|【]*[{_HAN}]{{2,6}}[:：][{BLANKS}]*[^{BLANKS}\r\n]")
_ORDINAL = regex(r"\((?:[0-9]{1,3}|[一二三四五六七八九十百]{1,5})\)")
_SOUNDS = frozenset(
    "阿埃艾安奥巴贝比博布查达德蒂尔法菲夫弗冈哥格古哈赫霍基吉加杰卡科克库拉莱兰勒雷里利列林卢鲁伦罗洛马曼米莫姆纳内尼诺帕佩皮普恰乔切萨瑟斯史索塔泰坦特"
    "托瓦维沃乌西希夏谢雅亚扬耶伊尤约泽扎詹"
)
_MANY, _SOME = 5, 3


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports: stop marks and brackets, or quotation marks."""

    fault: FaultKind


class Fault(NamedTuple):
    """Half-width marks that belong together: one stop mark, or both halves of a pair. ``sign`` is what to count."""

    span: Span
    sign: str
    edits: tuple[Edit, ...]


def patterns(options: Options) -> Iterable[str]:
    """Return the patterns that tell which lines to look at."""
    return (_STOP, _FULL_STOP, _BRACKET) if options.fault == "mark" else (_QUOTE,)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a mark or pair, or one (case ``whole-document``) for those that are half-width throughout.

    Captures: ``found``, ``expected``, and for a whole document ``count``.
    """
    if options.fault == "mark":
        faults = [*_stops(context), *_full_stops(context), *_brackets(context)]
    else:
        faults = list(_quotes(context))
    throughout = _throughout(context, faults)
    folded = sorted(fault for fault in faults if fault.sign in throughout)
    if folded:
        signs = sorted({fault.sign for fault in folded})
        captures = {
            "count": str(len(folded)),
            "found": "".join(map(_in_quotes, signs)),
            "expected": "".join(_in_quotes(_expected(sign)) for sign in signs),
        }
        edits = tuple(edit for fault in folded for edit in fault.edits)
        yield Match(_first_in_text(context, folded).span, captures, "whole-document", edits=edits)
    for fault in sorted(faults):
        if fault.sign not in throughout:
            captures = {"found": fault.sign, "expected": "".join(edit.text for edit in fault.edits)}
            yield Match(fault.span, captures, edits=fault.edits)


def _first_in_text(context: Context, faults: list[Fault]) -> Fault:
    """Return the first fault that stands in running text: what a web page left (来源:…) may be another rule's."""
    lines = (context.line_of(fault.span.start) for fault in faults)
    texts = (fault for fault, line in zip(faults, lines, strict=True) if not _LABEL.match(context.words, *line))
    return next(texts, faults[0])


def _expected(sign: str) -> str:
    return {"()": "（）", '"': "“”", "'": "“”"}.get(sign) or _WIDE[sign]


def _in_quotes(sign: str) -> str:
    """Return *sign* as it is shown beside others: quotation marks bare, the rest between quotation marks."""
    return sign if sign in ('"', "'", "“”") else f"“{sign}”"


def _throughout(context: Context, faults: list[Fault]) -> set[str]:
    """Return the signs that this document mostly writes half-width: one habit, not many slips.

    Where even the comma is, the whole text came through a converter.
    """
    counts: dict[str, int] = {}
    for fault in faults:
        counts[fault.sign] = counts.get(fault.sign, 0) + 1
    full = {"()": "（", '"': "“", "'": "“"} | {sign: wide for sign, wide in _WIDE.items() if sign not in "()"}
    if counts.get(",", 0) >= _MANY and counts[","] > context.words.count("，"):
        return set(counts)
    proper = {sign: context.words.count(full[sign]) for sign in counts}
    return {
        sign for sign, n in counts.items() if (n >= _MANY and n > proper[sign]) or (n >= _SOME and not proper[sign])
    }


def _stops(context: Context) -> Iterator[Fault]:
    for found in context.search(_STOP):
        line = found.match.string
        at = next(i for i in range(found.match.start(), found.match.end()) if line[i] in ",;:?!")
        is_ratio = line[at] == ":" and line[at + 1 : at + 2].isdigit()
        if _AFTER_STOP.match(line, at + 1) and not is_ratio and not _HEAD.fullmatch(line, 0, at + 1):
            yield _stop(found.base + at, line[at])


def _full_stops(context: Context) -> Iterator[Fault]:
    for found in context.search(_FULL_STOP):
        line = found.match.string
        at = line.index(".", found.match.start())
        ends_line = bool(_REST.match(line, at + 1))
        if not ends_line and not _MARKED.search(line):
            continue  # 来源：客户端.频道
        if ends_line or not all(c in _SOUNDS for c in found.match.group()[:3]):  # 约翰.史密斯 wants a 间隔号
            yield _stop(found.base + at, ".")


def _stop(at: int, sign: str) -> Fault:
    return Fault(Span(at, at + 1), sign, (Edit(at, at + 1, _WIDE[sign]),))


def _brackets(context: Context) -> Iterator[Fault]:
    """Yield the pairs with Chinese text inside; an ordinal at the head of its line is another rule's business."""
    for found in context.search(_BRACKET):
        line, (start, end) = found.match.string, found.match.span()
        inside = line[start + 1 : end - 1]
        is_ordinal = _ORDINAL.fullmatch(found.match.group()) and bool(_INDENT.fullmatch(line, 0, start))
        if _CHINESE.search(inside) and not is_ordinal and inside.count("（") == inside.count("）"):
            first, last = found.base + start, found.base + end - 1
            edits = (Edit(first, first + 1, "（"), Edit(last, last + 1, "）"))
            yield Fault(Span(first, last + 1), "()", edits)


def _quotes(context: Context) -> Iterator[Fault]:
    for line in sorted({found.base for found in context.search(_QUOTE)}):
        span = context.line_of(line)
        for sign in ('"', "'"):
            yield from _quotes_of_line(span.of(context.words), span.start, sign)


def _quotes_of_line(line: str, base: int, sign: str) -> Iterator[Fault]:
    """Pair straight quotes by turns; one that stands for inches, minutes or an apostrophe opens nothing."""
    start = -1
    depth = depth_before = 0  # of quotation marks open around
    lost = line.count("“") - line.count("”")  # closed by a straight mark
    for found in re.finditer(f'[“”"{sign}]', line):
        at = found.start()
        if found.group() != sign:
            depth += {"“": 1, "”": -1, '"': 1 - 2 * (depth > 0)}[found.group()]
        elif start < 0 < min(lost, depth):
            lost, depth = lost - 1, depth - 1
        elif start < 0:
            start, depth_before = (-1 if _is_other(line, at, sign) else at), depth
        else:
            if depth == depth_before and _is_quotation(line, start, at, sign):
                opening, closing = "‘’" if depth > 0 else "“”"
                edits = (Edit(base + start, base + start + 1, opening), Edit(base + at, base + at + 1, closing))
                yield Fault(Span(base + start, base + at + 1), sign, edits)
            start = -1


def _is_quotation(line: str, start: int, end: int, sign: str) -> bool:
    inside = line[start + 1 : end]
    is_code = sign == '"' and re.fullmatch(_CODE, inside) and _CHINESE.match(line, end + 1)
    return bool(is_code or _CHINESE.search(inside))


def _is_other(line: str, at: int, sign: str) -> bool:
    """Say whether a mark that would open a quotation is the sign of inches or minutes, or an apostrophe."""
    before = line[at - 1 : at] if at else ""
    return before.isdigit() or (sign == "'" and before.isascii() and before.isalpha())

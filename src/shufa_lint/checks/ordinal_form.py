"""Check type ``ordinal-form``: how ordinals are written: the mark after them, the width of brackets, one form a level.

GB/T 9704—2012 7.3.3 names the forms 一、（一）1. （1）; GB/T 15834—2011 B.3 the marks after them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.outline.model import Ordinal
from shufa_lint.outline.ordinal import Style, numeral, written
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["wrong-mark", "halfwidth", "mixed", "legacy"]

_THROUGHOUT = 3
_LEGACY = r"[㈠-㈩⑴-⒇⒈-⒛]"
_NO_HEAD = frozenset("（）()" + "".join(map(chr, (*range(0x3220, 0x322A), *range(0x2474, 0x249C)))))
_MARKS = "、.．，,：:。"
_HALFWIDTH = regex(r"^\(.*\)")
_HALVES = regex(r"^[（(][^）)]*[）)]")


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern of single characters; the outline has all other ordinals."""
    return (_LEGACY,) if options.fault == "legacy" else ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match an ordinal, or one for the document where it writes all of them the same way.

    Captures: ``found``, ``expected`` and, for a whole document, ``count``.
    """
    if options.fault == "legacy":
        yield from _legacy(context)
        return
    ordinals = context.once(_ordinals)
    faults = {"wrong-mark": _wrong_marks, "halfwidth": _halfwidth, "mixed": _mixed}
    yield from faults[options.fault](ordinals)


def _ordinals(context: Context) -> list[Ordinal]:
    return [
        section.ordinal
        for tree in context.document.trees
        for section in tree.every_section
        if section.level in (1, 2, 3, 4)
    ]


def _wrong_marks(ordinals: list[Ordinal]) -> Iterator[Match]:
    """B.3.2 一、 B.3.3 1. B.3.4 （一） without a mark."""
    for style in ("han", "han-bracketed", "arabic", "arabic-bracketed"):
        mine = [ordinal for ordinal in ordinals if ordinal.style == style and not _is_sign(ordinal)]
        wrong = [ordinal for ordinal in mine if _mark(ordinal) != _right_mark(ordinal)]
        marks = {_mark(ordinal) for ordinal in mine}
        if style == "arabic" and len(mine) >= _THROUGHOUT and len(marks) == 1 and wrong:
            case = "fullwidth-point" if marks == {"．"} else "throughout"
            yield _whole(wrong, case, _with_right_mark)
        else:
            for ordinal in wrong:
                yield _single(ordinal, _with_right_mark(ordinal))


def _is_sign(ordinal: Ordinal) -> bool:
    return len(ordinal.written) == 1


def _mark(ordinal: Ordinal) -> str:
    """Return what stands between the numeral and the heading's words, beside closing brackets."""
    number = numeral(ordinal.written)
    return re.sub(r"[\s（(【】）)]", "", ordinal.written[number.at + len(number.written) :])


def _right_mark(ordinal: Ordinal) -> str:
    if ordinal.style == "han":
        return "、"
    return "." if ordinal.style == "arabic" and not ordinal.written.endswith(("）", ")")) else ""


def _with_right_mark(ordinal: Ordinal) -> str:
    return ordinal.written.rstrip(_MARKS) + _right_mark(ordinal)


def _halfwidth(ordinals: list[Ordinal]) -> Iterator[Match]:
    bracketed = [ordinal for ordinal in ordinals if _HALVES.match(ordinal.written)]
    half = [ordinal for ordinal in bracketed if _HALFWIDTH.match(ordinal.written)]
    if half and len(half) == len(bracketed):
        yield _whole(half, "whole-document", _with_full_brackets)
    else:
        for ordinal in half:
            yield _single(ordinal, _with_full_brackets(ordinal))


def _with_full_brackets(ordinal: Ordinal) -> str:
    return ordinal.written.replace("(", "（").replace(")", "）")


def _mixed(ordinals: list[Ordinal]) -> Iterator[Match]:
    """Two forms at one level, as 一、 and 壹、 or （一） and ㈡: those in the minority are the faults."""
    styles: tuple[Style, ...] = ("han", "han-bracketed", "arabic", "arabic-bracketed")
    for style in styles:
        mine = [ordinal for ordinal in ordinals if ordinal.style == style]
        forms = Counter(_form(ordinal) for ordinal in mine)
        if len(forms) < 2:
            continue
        usual = min(forms, key=lambda form: (-forms[form], form))
        pattern = next(ordinal for ordinal in mine if _form(ordinal) == usual)
        for ordinal in mine:
            if _form(ordinal) != usual:
                yield _single(ordinal, _in_form_of(pattern, ordinal), (Label(pattern.span, pattern.written),))


def _legacy(context: Context) -> Iterator[Match]:
    """⑴ ㈠ ⒈: one character for an ordinal; ①② are legitimate. They count anywhere in a line."""
    for found in context.search(_LEGACY):
        line, (start, end) = found.match.string, found.match.span()
        if line[max(0, start - 1) : start] in _NO_HEAD or line[end : end + 1] in _NO_HEAD:
            continue  # page numbers that a conversion left: （⑶⑷）
        text = unicodedata.normalize("NFKC", found.match.group())
        expected = text.replace("(", "（").replace(")", "）")
        span = found.span()
        yield Match(span, {"found": found.match.group(), "expected": expected}, edits=(Edit(*span, expected),))


def _form(ordinal: Ordinal) -> str:
    text = _with_full_brackets(ordinal).rstrip(_MARKS)  # their marks and widths are other rules' business
    number = numeral(text)
    kind = "〇" if number.written[0] in "一二三四五六七八九十百" else "0" if number.written.isdecimal() else "壹"
    if _is_sign(ordinal):
        kind = "①"
    return text[: number.at] + kind + text[number.at + len(number.written) :].strip()


def _in_form_of(pattern: Ordinal, ordinal: Ordinal) -> str:
    if _is_sign(pattern) or numeral(pattern.written).written[0] in "壹贰叁肆伍陆柒捌玖拾":
        return ordinal.written
    number = numeral(pattern.written)
    right = numeral(written(ordinal.value, ordinal.style)).written
    return pattern.written[: number.at] + right + pattern.written[number.at + len(number.written) :]


def _single(ordinal: Ordinal, expected: str, labels: tuple[Label, ...] = ()) -> Match:
    edits = (Edit(*ordinal.span, expected),) if expected != ordinal.written else ()
    return Match(ordinal.span, {"found": ordinal.written, "expected": expected}, labels=labels, edits=edits)


def _whole(ordinals: list[Ordinal], case: str, right: Callable[[Ordinal], str]) -> Match:
    first = ordinals[0]
    edits = tuple(Edit(*ordinal.span, right(ordinal)) for ordinal in ordinals)
    captures = {"found": first.written, "expected": right(first), "count": str(len(ordinals))}
    return Match(Span(*first.span), captures, case=case, edits=edits)

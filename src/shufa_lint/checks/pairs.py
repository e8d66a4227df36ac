"""Check type ``pairs``: marks that come in pairs (标号): 《》〈〉“”‘’（）〔〕【】.

Marks are matched within their line first, so that one lost mark does not disown all the others; only what is left over
is then matched across lines, as wrapped titles and long quotations need it. What remains is reported once, at the mark
that has no partner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Literal, NamedTuple

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["unpaired", "mixed-width", "nested-titles", "nested-quotes", "nested-brackets"]
Kind = Literal["（", "《", "〈", "“", "‘", "〔", "【"]

_OPENING: dict[str, Kind] = {"（": "（", "(": "（", "《": "《", "〈": "〈", "“": "“", "‘": "‘", "〔": "〔", "【": "【"}
_CLOSING: dict[str, Kind] = {"）": "（", ")": "（", "》": "《", "〉": "〈", "”": "“", "’": "‘", "〕": "〔", "】": "【"}
_PARTNER = {"（": "）", "(": ")", "《": "》", "〈": "〉", "“": "”", "‘": "’", "〔": "〕", "【": "】"}
_PARTNER |= {closing: opening for opening, closing in _PARTNER.items()}
_WIDE = {"(": "（", ")": "）"}
_MARK = regex(r"[（()）《》〈〉“”‘’〔〕【】\"]")
_LIST_MARK = regex(r"(?:^|[\s。；，、：:（(])(?:\d{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3})$")
_BRACKETED_OF_RIGHT = regex(r"[0-9０-９一二三四五六七八九十〇○百]*|[^一-龥]*|[^）]*[=＝＋+×÷≤≥<>][^）]*|[男女]")
_TITLE_LEAD = regex(r"(?:关于|印发|转发|批转|公布|修改|废止|修订|执行|贯彻|落实|实施|学习|发布)[^。；，、]{0,12}$")
_REACH: dict[Kind, int] = {"《": 200, "〈": 200, "（": 3000, "〔": 40, "【": 200, "“": 20_000, "‘": 2000}
"""How far apart, in characters, two marks on different lines may stand and still be a pair."""
_MISTYPED_REACH = 60
_QUOTED_WORDS = re.compile(r"[一-龥0-9A-Za-z]{2,16}")
_TITLE_REACH = 200
_LEAD = 40
"""So many characters before a mark tell what it is; a line has no limit, and the cost of a mark must have one."""


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


class Mark(NamedTuple):
    """One mark of a pair."""

    at: int
    sign: str
    kind: Kind
    opens: bool

    @property
    def span(self) -> Span:
        """The mark's one character."""
        return Span(self.at, self.at + 1)


class Marks(NamedTuple):
    """What the analysis of a document yields: faults of each kind, as matches; and title marks inside others."""

    unpaired: list[Match]
    mixed_width: list[Match]
    nested_titles: list[Match]
    nested_quotes: list[Match]
    nested_brackets: list[Match]
    inner_titles: list[tuple[Mark, Mark, Mark]]


def patterns(options: Options) -> Iterable[str]:
    """Return nothing: marks are matched over the whole document."""
    return ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a fault. Captures: ``mark``, ``partner``. Cases of nested-titles: ``doubled``,
    ``missing-mark``; of unpaired: ``mistyped`` where another kind of mark stands in the partner's place."""
    marks = context.once(_marks)
    yield from {
        "unpaired": marks.unpaired,
        "mixed-width": marks.mixed_width,
        "nested-titles": marks.nested_titles,
        "nested-quotes": marks.nested_quotes,
        "nested-brackets": marks.nested_brackets,
    }[options.fault]


def _marks(context: Context) -> Marks:
    words = context.words
    result = Marks([], [], [], [], [], [])
    left: list[Mark] = []
    for line in context.source.lines:
        left += _in_line(words, line, result)
    left = _across_lines(context, left)
    _name_faults(context, left, result)
    alone = {mark.at for mark in left}
    nests = [nest for nest in result.inner_titles if nest[0].at not in alone]
    result.nested_titles.extend(_nested(*nest) for nest in _outermost(nests))
    for faults in result[:-1]:
        faults.sort(key=lambda match: match.span)
    return result


def _in_line(words: str, line: Span, result: Marks) -> list[Mark]:
    """Match the marks of one line; return those left over, in order."""
    open_marks: dict[str, list[Mark]] = {kind: [] for kind in _REACH}
    titles: list[Mark] = []
    left: list[Mark] = []
    straight: list[int] = []
    inner: list[tuple[Mark, Mark, Mark]] = []
    for found in _MARK.finditer(words, line.start, line.end):
        sign, at = found.group(), found.start()
        if kind := _OPENING.get(sign):
            mark = Mark(at, sign, kind, True)
            open_marks[kind].append(mark)
            if kind in "《〈":
                titles.append(mark)
        elif kind := _CLOSING.get(sign):
            if not open_marks[kind]:
                left.append(Mark(at, sign, kind, False))
                continue
            opening = open_marks[kind].pop()
            if open_marks[kind] and kind in "“（" and _is_direct(open_marks, opening):
                inner.append((open_marks[kind][-1], opening, Mark(at, sign, kind, False)))
            if kind in "《〈":
                _close_title(titles, opening, Mark(at, sign, kind, False), result)
            elif (opening.sign in _WIDE) != (sign in _WIDE):
                result.mixed_width.append(_mixed(opening, Mark(at, sign, kind, False)))
        else:
            straight.append(at)
    for marks in open_marks.values():
        left += marks
    left.sort()
    if inner:
        alone = set(left)
        _note_nested(words, [nest for nest in inner if nest[0] not in alone], result)
    return _straight_partners(left, straight, result) if straight and left else left


def _is_direct(open_marks: dict[str, list[Mark]], opening: Mark) -> bool:
    """Say whether nothing of another kind stands open between *opening* and the mark of its own kind around it."""
    outer = open_marks[opening.kind][-1]
    later = (takewhile(lambda mark: mark.at > outer.at, reversed(marks)) for marks in open_marks.values())
    return not any(mark.at < opening.at for marks in later for mark in marks)


def _note_nested(words: str, inner: list[tuple[Mark, Mark, Mark]], result: Marks) -> None:
    """Note quotations within quotations and brackets within brackets that use the same marks (4.8.3.4, 4.9.3.6)."""
    for outer, opening, closing in _outermost(inner):
        span = Span(opening.at, closing.at + 1)
        label = Label(outer.span, outer.sign)
        if opening.kind == "“":
            edits = (Edit(opening.at, opening.at + 1, "‘"), Edit(closing.at, closing.at + 1, "’"))
            result.nested_quotes.append(Match(span, labels=(label,), edits=edits))
        elif outer.sign == opening.sign == "（" and not _BRACKETED_OF_RIGHT.fullmatch(span.of(words)[1:-1]):
            result.nested_brackets.append(Match(span, labels=(label,)))


def _outermost(nests: Sequence[tuple[Mark, Mark, Mark]]) -> Iterator[tuple[Mark, Mark, Mark]]:
    """Yield the *nests* (outer, opening and closing mark) that stand in no other one: one is mended at a time."""
    openings = {opening.at for _, opening, _ in nests}
    return (nest for nest in nests if nest[0].at not in openings)


def _close_title(titles: list[Mark], opening: Mark, closing: Mark, result: Marks) -> None:
    """Note a title mark directly inside one of its own kind (GB/T 15834—2011 4.15.3.5)."""
    index = len(titles) - 1
    while titles[index] is not opening:
        index -= 1  # what stands above it has no closing mark and goes with it
    outer = titles[index - 1] if index else None
    del titles[index:]
    if outer is None or outer.kind != opening.kind or opening.kind == "〈":
        return
    result.inner_titles.append((outer, opening, closing))


def _nested(outer: Mark, opening: Mark, closing: Mark) -> Match:
    if outer.at + 1 == opening.at:
        edits = (Edit(opening.at, opening.at + 1, ""), Edit(closing.at, closing.at + 1, ""))
        return Match(Span(outer.at, closing.at + 1), {}, "doubled", edits=edits)
    edits = (Edit(opening.at, opening.at + 1, "〈"), Edit(closing.at, closing.at + 1, "〉"))
    return Match(Span(opening.at, closing.at + 1), {}, edits=edits)


def _mixed(opening: Mark, closing: Mark) -> Match:
    narrow, wide = (opening, closing) if opening.sign in _WIDE else (closing, opening)
    edits = (Edit(narrow.at, narrow.at + 1, _WIDE[narrow.sign]),)
    captures = {"mark": narrow.sign, "partner": wide.sign, "expected": _WIDE[narrow.sign]}
    return Match(narrow.span, captures, labels=(Label(wide.span, wide.sign),), edits=edits)


def _straight_partners(left: list[Mark], straight: list[int], result: Marks) -> list[Mark]:
    """Give a lone “ or ” the straight quote that was typed for its partner."""
    if len(straight) % 2 == 0:
        return left
    for mark in left:
        if mark.kind != "“":
            continue
        partner = next((at for at in straight if (at > mark.at) == mark.opens), None)
        if partner is not None:
            expected = _PARTNER[mark.sign]
            captures = {"mark": '"', "partner": mark.sign, "expected": expected}
            label = Label(mark.span, mark.sign)
            edits = (Edit(partner, partner + 1, expected),)
            result.mixed_width.append(Match(Span(partner, partner + 1), captures, labels=(label,), edits=edits))
            return [other for other in left if other is not mark]
    return left


def _across_lines(context: Context, left: list[Mark]) -> list[Mark]:
    """Match what lines leave over; return the marks that have no partner anywhere."""
    waiting: dict[str, list[Mark]] = {}
    alone: list[Mark] = []
    for mark in left:
        stack = waiting.setdefault(mark.kind, [])
        if mark.opens:
            if not (mark.kind in "“‘" and _is_continued(context, mark)):
                stack.append(mark)
            continue
        while stack and mark.at - stack[-1].at > _REACH[mark.kind]:
            alone.append(stack.pop())
        if stack:
            stack.pop()
        elif not _is_no_mark(context, mark):
            alone.append(mark)
    for marks in waiting.values():
        alone += marks
    return sorted(alone)


def _is_continued(context: Context, mark: Mark) -> bool:
    """Say whether the quotation goes on in the next paragraph, which then opens with the mark again (4.8.3.5)."""
    words = context.words
    line = context.line_of(mark.at)
    lead = words[max(line.start, mark.at - _LEAD) : mark.at].strip(BLANKS)
    if lead and lead[-1] not in "：:，":
        return False
    following = words[line.end : line.end + 200].lstrip(BLANKS + "\r\n")
    return following.startswith(mark.sign)


def _is_no_mark(context: Context, mark: Mark) -> bool:
    """Say whether a lone closing mark is something else: the bracket of 1) or a), ：）, the apostrophe of ’99."""
    line = context.line_of(mark.at)
    before = context.words[max(line.start, mark.at - _LEAD) : mark.at]
    after = context.words[mark.at + 1 : mark.at + 3]
    if mark.kind == "（":
        return bool(_LIST_MARK.search(before)) or before[-1:] in ("：", ":", "；", ";", "^")
    if mark.kind == "‘":
        return after.isdigit() or (before[-1:].isascii() and before[-1:].isalpha())
    return False


def _name_faults(context: Context, alone: list[Mark], result: Marks) -> None:
    """Turn marks without a partner into faults; two of different kinds that stand for one pair are one fault."""
    skip = -1
    for i, mark in enumerate(alone):
        if i == skip:
            continue
        follower = alone[i + 1] if i + 1 < len(alone) else None
        if follower and mark.opens and not follower.opens and _is_mistyped(context, mark, follower):
            skip = i + 1
            result.unpaired.append(_mistyped(follower, mark))
        elif follower and _faces_the_wrong_way(context, mark, follower):
            skip = i + 1
            result.unpaired.append(_mistyped(follower, mark) if mark.opens else _mistyped(mark, follower))
        elif mark.sign == "《" and (inner := _title_inside(context, mark)):
            result.nested_titles.append(Match(Span(mark.at, inner.end), {}, "missing-mark"))
        else:
            captures = {"mark": mark.sign, "partner": _PARTNER[mark.sign]}
            result.unpaired.append(Match(mark.span, captures, "unclosed" if mark.opens else "unopened"))


def _mistyped(wrong: Mark, right: Mark) -> Match:
    expected = _PARTNER[right.sign]
    captures = {"mark": wrong.sign, "partner": expected, "expected": expected}
    edits = (Edit(wrong.at, wrong.at + 1, expected),)
    return Match(wrong.span, captures, "mistyped", (Label(right.span, right.sign),), edits)


def _faces_the_wrong_way(context: Context, first: Mark, second: Mark) -> bool:
    """Say whether two lone marks of one kind and direction hold a few words: ”五讲四美”, 《民法典《."""
    between = context.words[first.at + 1 : second.at]
    return first.sign == second.sign and first.kind in "“‘《" and bool(_QUOTED_WORDS.fullmatch(between))


def _is_mistyped(context: Context, opening: Mark, closing: Mark) -> bool:
    between = context.words[opening.at : closing.at]
    return len(between) <= _MISTYPED_REACH and "\n" not in between and "\r" not in between and "。" not in between


def _title_inside(context: Context, opening: Mark) -> Span | None:
    """Return a whole 《…》 inside an unclosed one (《关于印发《…》的通知), whose own mark is then the lost one."""
    line = context.line_of(opening.at)
    rest = context.words[opening.at + 1 : min(line.end, opening.at + _TITLE_REACH)]
    inner = re.match(r"([^《》，。；、]{0,40})《[^《》]*》", rest)
    if inner is None or (inner.group(1) and not _TITLE_LEAD.search(inner.group(1))):
        return None
    return Span(opening.at, opening.at + 1 + inner.end())

"""Check type ``years``: years that are badly written: two scripts in one, a character lost, two digits for four.

GB/T 15835—2011: a year in Chinese numerals has 〇 (5.2.5), a year of four digits is not shortened to two (5.1.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import Found, begins, ends
from shufa_lint.checks.period import reporting_year
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["mixed-script", "broken", "short"]

_SCRIPT = r"[一二][0oOＯ０○◯零〇一二三四五六七八九]{3}年|[12][0-9oOＯ]{3}年"
_ZEROS = "0oOＯ０○◯零"
_PLAUSIBLE = r"(?:19[4-9][0-9]|20[0-4][0-9])"
_LOST_YEAR = rf"(?P<year>{_PLAUSIBLE})(?P<after>以来|上半年|下半年|全年|第?[一二三四]季度|底|末|度)"
_DEGREE = r"(?:工作|述法|述职|法治|考核|总结|报告|计划|预算|目标|民主|党|全|履职|个人|绩效|普法|行政|重点|政府)"
_LOST_DASH = rf"(?P<from>{_PLAUSIBLE})(?P<to>{_PLAUSIBLE})年"
_DIGITS = r"(?P<year>20[1-4]|20[0-4][0-9]{2})年(?:[0-9]{1,2}月|度|底|初)"
_NO_YEAR_BEFORE = r"[0-9A-Za-z.,/〔\[—～~-]"
_SHORT = (
    r"(?P<year>[0-9]{2})年(?:度|全年|上半年|下半年|[0-9]{1,2}月|初|底|末|我[局镇县市区乡委院街]|以来|"
    r"(?P<work>(?:法治|重点|主要)?工作)|(?P<stop>，))"
)
_SENTENCE_START = r"(?:^|[。；])[ \t　]*"
_BOUNDARY = r"(?:^[ \t　]*|[，。；、：“（(《’'!！]|[在对自从至与和及比较于将按现就]|截至|围绕)"
_SPENT = r"(?:经[验历]|时间|生涯|年限|中|以来|的)"
_WINDOW = range(-3, 2)
_PATTERNS: dict[FaultKind, tuple[str, ...]] = {
    "mixed-script": (_SCRIPT,),
    "broken": (_LOST_YEAR, _LOST_DASH, _DIGITS),
    "short": (_SHORT,),
}


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


def patterns(options: Options) -> Iterable[str]:
    """Return the forms that are looked for."""
    return _PATTERNS[options.fault]


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a year, as written. Captures: ``expected`` where the right form is known.

    Cases: of mixed-script ``whole-document`` where ○ stands for 〇 throughout; of broken ``period`` (2024上半年),
    ``lost-dash`` (20212025年) and ``digits`` (20223年).
    """
    faults = {"mixed-script": _mixed_scripts, "broken": _broken, "short": _short}
    yield from sorted(faults[options.fault](context), key=lambda match: match.span)


def _mixed_scripts(context: Context) -> Iterator[Match]:
    spans = [found.span() for found in context.search(_SCRIPT)]
    wrong = [(span, mended) for span in spans if (mended := _in_one_script(span.of(context.words))) is not None]
    circles = [span for span, _ in wrong if not set(span.of(context.words)) & set("0oOＯ０零")]
    if len(circles) > 1 and len(circles) == len(wrong):
        first, expected = wrong[0]
        edits = tuple(Edit(*span, mended) for span, mended in wrong)
        captures = {"expected": expected, "count": str(len(wrong))}
        yield Match(first, captures, "whole-document", edits=edits)
        return
    for span, expected in wrong:
        yield Match(span, {"expected": expected}, edits=(Edit(*span, expected),))


def _in_one_script(written: str) -> str | None:
    """Return the year in one script, None for one that is well written."""
    zero = "0" if written[0] in "12" else "〇"
    mended = "".join(zero if c in _ZEROS else c for c in written)
    return mended if mended != written else None


def _broken(context: Context) -> Iterator[Match]:
    for found in context.search(_LOST_YEAR):
        if not _stands_alone(found) or (found.match["after"] == "度" and not begins(_DEGREE, found.after())):
            continue
        span = found.span("year")
        expected = found.match["year"] + "年"
        case = None if found.match["after"] == "以来" else "period"
        yield Match(span, {"expected": expected + found.match["after"]}, case, edits=(Edit(*span, expected),))
    for found in context.search(_LOST_DASH):
        if _stands_alone(found) and 0 < int(found.match["to"]) - int(found.match["from"]) <= 30:
            yield Match(found.span(), {"expected": f"{found.match['from']}—{found.match['to']}年"}, "lost-dash")
    for found in context.search(_DIGITS):
        if _stands_alone(found):
            yield Match(found.span("year"), {}, "digits")


def _stands_alone(found: Found) -> bool:
    return not ends(_NO_YEAR_BEFORE, found.before())


def _short(context: Context) -> Iterator[Match]:
    """24年工作 in a report for 2024; 10年以来 is a span of time, and so is whatever has no boundary before it."""
    reporting = context.once(reporting_year)
    if reporting is None:
        return
    for found in context.search(_SHORT):
        at = found.match.start()
        year = reporting.value // 100 * 100 + int(found.match["year"])
        if year - reporting.value not in _WINDOW or not ends(_BOUNDARY, found.before()):
            continue
        if found.match["stop"] and (year != reporting.value or not ends(_SENTENCE_START, found.before())):
            continue  # 在基层工作的23年，… is a span of time
        if (found.match.group().endswith("以来") and year % 5 == 0) or (
            found.match["work"] and begins(_SPENT, found.after())
        ):
            continue
        span = Span(found.base + at, found.span("year").end + 1)
        labels = (Label(reporting.span, f"{reporting.value}年"),) if reporting.span else ()
        yield Match(span, {"expected": f"{year}年"}, labels=labels)

"""The year that a document reports on, read off the document itself and never off the clock."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from shufa_lint.outline.model import Document
from shufa_lint.outline.ordinal import han_value
from shufa_lint.text.regex import regex
from shufa_lint.text.span import Span

_FIRST, _LAST = 1949, 2099
_DIGIT = "[0-9０-９]"
_HAN_YEAR = "[一二][九〇○零OＯ0][〇○零OＯ0一二三四五六七八九]{2}"
_WRITTEN = rf"(?:(?:19|20|１９|２０){_DIGIT}{{2}}|{_HAN_YEAR})"
_YEAR = regex(rf"(?<![0-9０-９.]){_WRITTEN}(?=[\s\u3000]?年(?!代))")
_BARE_YEAR = regex(rf"(?<![0-9０-９.〔\[/—–-]){_WRITTEN}(?![0-9０-９.〕\]号/-])")
_FULL_DATE = regex(rf"{_WRITTEN}年[^年]{{1,3}}月[^月]{{1,3}}日")
_SPAN_OF_YEARS = regex(rf"({_WRITTEN})年?(?:度)?[—–\-－～~至到]+({_WRITTEN})(?:年(?:度)?)?")
_QUOTED = regex(r"《[^《》]*》")
_PERIOD = regex(r"(?:报告期|统计期|述职期|述法期|考核期|起止时间|时间范围|报告年度)[^。；\n]{0,16}?年")
_ANNOUNCED = regex(
    rf"(?:^|[。；：，\s])现(?:就|将|把|对)?[^。；\n]{{0,20}}?(?P<year>{_WRITTEN})年(?P<rest>[^。；\n]{{0,80}})"
)
_LEAD = regex(
    rf"(?:^|[。；：\n])[ \t\u3000\xa0]*(?:(?:刚刚)?过去的|在)?(?P<year>{_WRITTEN})年"
    r"(?:度|以来|来|是|里|中|，|上半年|下半年|全年)"
    rf"|，(?P<later>{_WRITTEN})年(?:度|以来|来|，)"
)
_DATE = regex(rf"{_WRITTEN}[ ]?[年.\-/]")
_OPENING_LINES = 4
_SHORT = 12
"""Shorter lines before the first heading are recipients, bylines and dates."""

_COUNTING = 3
"""How often a year must be named in the body before it can count as the document's year."""

_AHEAD = 1
"""A title may name the next year (a plan); one that is further ahead of the sign-off names an event to come."""

_NEIGHBOURS = 1
"""A period of no more than this many years (2022—2023年度) reports on its last one; a longer one is that of a plan."""


def reporting_year(document: Document, words: str) -> int | None:
    """Return the year that the document reports on, None where it does not say.

    It is the year in the title; else in the opening or a statement of the period; else in the sign-off; else the one
    year that is named at least three times and makes up most of the body's mentions of years.
    """
    title = _of_title(document, words)
    if title is not None:
        signed = _of_sign_off(document, words)
        return signed if signed is not None and signed < title - _AHEAD else title
    for place in (_of_opening, _of_period, _of_sign_off, _of_body):
        if (year := place(document, words)) is not None:
            return year
    return None


def value(written: str) -> int:
    """Return the year that *written* (2023, 二〇二三, 二○二三) stands for."""
    if written.isdecimal():
        return int(written)
    return han_value(re.sub("[○零OＯ0]", "〇", written))


def _of_title(document: Document, words: str) -> int | None:
    """The first year: 2023年工作总结和2024年工作计划 reports on 2023. One inside 《》 counts where none is outside."""
    title = _FULL_DATE.sub("", re.sub(r"\s", "", document.title or ""))
    outside = _QUOTED.sub("", title)
    return _first_year(outside) or (_first_year(title) if outside != title else None)


def _first_year(title: str) -> int | None:
    def short_period(found: re.Match[str]) -> str:
        first, last = value(found.group(1)), value(found.group(2))
        return f"{last}年" if 0 <= last - first <= _NEIGHBOURS else ""

    return next(_years(_BARE_YEAR, _SPAN_OF_YEARS.sub(short_period, title)), None)


def _of_opening(document: Document, words: str) -> int | None:
    """The year of 现将2023年…报告如下, else the one year with which sentences of the opening begin."""
    title_end = document.title_span.end if document.title_span else -1
    lines = [paragraph.span.of(words) for paragraph in document.paragraphs if paragraph.span.start > title_end]
    text = _QUOTED.sub(_blank, "\n".join([line for line in lines if len(line) > _SHORT][:_OPENING_LINES]))
    for found in _ANNOUNCED.finditer(text):
        rest = _YEAR.findall(found.group("rest").split("，")[0])
        return value(rest[-1]) if rest else value(found.group("year"))
    years = {value(found.group("year") or found.group("later")) for found in _LEAD.finditer(text)}
    return years.pop() if len(years) == 1 else None


def _of_period(document: Document, words: str) -> int | None:
    for found in _PERIOD.finditer(words):
        line_end = words.find("\n", found.end())
        years = list(_years(_YEAR, words[found.start() : line_end if line_end >= 0 else None][:60]))
        if years:
            return years[-1]
    return None


def _of_sign_off(document: Document, words: str) -> int | None:
    """The year of the date at the end, else of a date line under the title."""
    if document.signature is not None:
        return _last_date(document.signature.of(words))
    start = document.title_span.end if document.title_span else 0
    end = document.opening.start if document.opening else start
    return _last_date("\n".join(line for line in words[start:end].splitlines() if len(line.strip()) <= 24))


def _last_date(text: str) -> int | None:
    dates = [value(found.group()[:4]) for found in _DATE.finditer(re.sub(r"[ \t\u3000\xa0]", "", text))]
    return dates[-1] if dates else None


def _of_body(document: Document, words: str) -> int | None:
    end = document.annexes[0].span.start if document.annexes else len(words)
    counted = Counter(_years(_YEAR, Span(0, end).of(words)))
    if not counted:
        return None
    year, mentions = counted.most_common(1)[0]
    return year if mentions >= _COUNTING and 2 * mentions > counted.total() else None


def _years(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    return iter([year for found in pattern.finditer(text) if _FIRST <= (year := value(found.group())) <= _LAST])


def _blank(found: re.Match[str]) -> str:
    return "\u3000" * len(found.group())

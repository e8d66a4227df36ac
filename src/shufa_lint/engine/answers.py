"""Whether an answer fits its blank: a number for a count, a rate of no more than 100%, a date that exists.

An answer is inserted as it is written. Only what already stands beside the blank is taken off it: the blanks around it,
a unit that follows (12次 before 次), 第 that precedes, marks that enclose.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from shufa_lint.engine.blanks import Blank
from shufa_lint.engine.written_dates import FORMS, YEAR, false_dates, number_of
from shufa_lint.reading.sheet import Cell
from shufa_lint.text.language import tr, tr_noop
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

LONGEST = 100
"""No answer has more characters."""
_LONGEST_NAME = 40

_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?:\.[0-9]{1,4})?"
_HAN = r"[零〇一二三四五六七八九十百千万亿两几数]+"
_COUNT = regex(
    rf"(?:约|近|逾|超|超过)?(?:(?P<arabic>{_ARABIC})(?:余|多)?(?:十|百|千|万|亿|百万|千万|万亿)?|(?P<han>{_HAN}))(?:余|多)?"
)
_VAGUE = frozenset("几数百千万亿")
_RATE = regex(rf"(?:约|近|超|超过)?(?P<sign>-?)(?P<number>{_ARABIC})")
_DIVISIBLE = regex(r"[万亿]|[万亿]?元|万[人字]|倍|公里|小时|亩|吨|平方米|平方公里|公顷|周年|")
_GROWTH = regex(r"增长|增加|增幅|提高|提升|上升|增速|同比|环比|翻|超额|完成[^，。]{0,12}(?:计划|目标|任务)")
_DURATION = regex(r"年(?:来|间|内|以上|多|期|左右|[的之]?时间|有余)")
_LASTING = regex(r"(?:近|过去|历时|连续|为期|满|第|长达|未来|今后)[ \u3000]?$")
_NUMBER = regex(rf"[0-9]{{1,6}}|{_HAN}")
_NO_ANSWER = regex(r"暂?无|没有|不详|不清楚|不知道|未知|同上|略|待[定补核查]实?|空|[/\\—－？?-]+|[nN]/[aA]")
_PAIRS = {"《": "》", "“": "”", "〔": "〕", "〈": "〉", "（": "）"}
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class MisfitError(Exception):
    """An answer does not fit; ``str()`` is the reason in Chinese."""


class Need(NamedTuple):
    """What a kind of blank takes: said to the person who fills it in, and how it is checked."""

    name: str
    wanted: str
    check: Callable[[Blank, str], None]


def need_of(blank: Blank) -> Need:
    """Return what *blank* takes."""
    return NEEDS[_need(blank)]


def fit(blank: Blank, cell: Cell) -> str:
    """Return what is to be inserted for the answer in *cell*; raises MisfitError where it does not fit."""
    if cell.fault:
        raise MisfitError(cell.fault)
    need = need_of(blank)
    written = _spelled(cell.day, need.name) if cell.day else cell.text.strip(BLANKS)
    _refuse_unprintable(written)
    if _NO_ANSWER.fullmatch(written) and blank.kind != "other":
        raise MisfitError(tr("“{written}”不是答案；没有这项内容，就改写这句话").format(written=written))
    answer = _without_neighbours(blank, written, need.name)
    if len(answer) > LONGEST:
        raise MisfitError(tr("太长，超过 {longest} 个字").format(longest=LONGEST))
    need.check(blank, answer)
    return answer


def _need(blank: Blank) -> str:
    if blank.kind == "percentage":
        return "growth" if blank.unit == "个百分点" or _GROWTH.search(blank.before) else "rate"
    if blank.kind == "ordinal":
        return "quarter" if blank.unit == "季度" else "ordinal"
    if blank.kind == "date":
        return _date_need(blank)
    return blank.kind if blank.kind in NEEDS else "name" if blank.kind in ("place", "organisation") else "other"


def _date_need(blank: Blank) -> str:
    hole, unit = blank.text, blank.unit
    if "月" in hole and "日" in hole:
        return "date" if "年" in hole else "month-day"
    if unit.startswith("年"):
        if _DURATION.match(blank.after.lstrip(BLANKS)) or _LASTING.search(blank.before):
            return "years"
        return "short-year" if blank.before.endswith(("19", "20")) else "year"
    if blank.before.endswith("〔") or blank.after.startswith("〕") or hole[:2] in ("19", "20"):
        return "year"
    if unit.startswith("月"):
        return "month"
    return {"日": "day", "季度": "quarter"}.get(unit, "some-date")


def _refuse_unprintable(written: str) -> None:
    if not written:
        raise MisfitError(tr("没有写什么"))
    for c in written:
        if c in "\n\r\x0b\x0c\x85\u2028\u2029":
            raise MisfitError(tr("里面有换行；答案要写成一行"))
        if unicodedata.category(c) in _INVISIBLE or c in "\u2800\u3164":
            raise MisfitError(tr("里面有看不见的字符 U+{code:04X}，请重新键入").format(code=ord(c)))


def _without_neighbours(blank: Blank, written: str, need: str) -> str:
    """Return *written* without what already stands beside the blank."""
    answer = written
    before = blank.before[-1:]
    if before in _PAIRS and answer.startswith(before) and answer.endswith(_PAIRS[before]):
        answer = answer[1:-1].strip(BLANKS)
    if need in ("ordinal", "quarter") and before == "第":
        answer = answer.removeprefix("第")
    if need == "short-year" and YEAR.fullmatch(answer.removesuffix("年")):
        answer = answer.removeprefix(blank.before[-2:])
    lead = "".join(blank.lead.split())
    if blank.unit in ("%", "％"):
        answer = answer.replace("％", "%")
        lead = "%"
    units = [lead[:end] for end in range(len(lead), 0, -1)] if blank.kind == "count" else [lead]
    for unit in (*units, blank.unit, "年" if blank.unit.startswith("年") else ""):
        if unit and answer.endswith(unit) and len(answer) > len(unit):
            return answer.removesuffix(unit).rstrip(BLANKS)
    return answer


def _spelled(day: date, need: str) -> str:
    """Return a date as it stands in a document: programs for tables make dates of what people type."""
    parts = {"year": f"{day.year}", "short-year": f"{day.year}", "month": f"{day.month}", "day": f"{day.day}"}
    parts |= {"month-day": f"{day.month}月{day.day}日"}
    return parts.get(need, f"{day.year}年{day.month}月{day.day}日")


def _check_count(blank: Blank, answer: str) -> None:
    found = _COUNT.fullmatch(answer)
    if not found or answer in _VAGUE:
        unit = tr("，后面已经有“{unit}”").format(unit=blank.unit) if blank.unit else ""
        raise MisfitError(
            tr("“{answer}”不是数量{unit}；写成 12、三百余、1.2万这样的数").format(answer=answer, unit=unit)
        )
    if found["arabic"] and "." in found["arabic"] and answer[-1:].isdigit() and not _DIVISIBLE.fullmatch(blank.unit):
        raise MisfitError(tr("“{answer}{unit}”不是整数").format(answer=answer, unit=blank.unit))
    if found["han"] and len(answer) > 1 and not _proper(found["han"]):
        raise MisfitError(tr("“{answer}”不是一个数").format(answer=answer))
    if blank.unit[:1] in ("万", "亿") and answer.rstrip("余多")[-1:] in ("万", "亿"):
        raise MisfitError(
            tr("后面已经有“{unit}”，答案里就不要再写“{written}”").format(
                unit=blank.unit, written=answer.rstrip("余多")[-1]
            )
        )


def _proper(number: str) -> bool:
    """Say whether Chinese numerals make a number: no two digits, and no two equal units, stand side by side."""
    pairs = list(pairwise(number))
    digits, small = "一二三四五六七八九两几数", "十百千"
    return not any((a in digits and b in digits) or (a == b) or (a in small and b in small) for a, b in pairs)


def _check_rate(blank: Blank, answer: str, most: float = 100) -> None:
    found = _RATE.fullmatch(answer)
    if not found:
        raise MisfitError(
            tr("“{answer}”不是百分数，后面已经有“{unit}”；写成 85 或者 85.6").format(answer=answer, unit=blank.unit)
        )
    number = float(found["number"].replace(",", ""))
    if found["sign"] and most <= 100:
        raise MisfitError(tr("-{number}{unit}：比率不会小于 0").format(number=found["number"], unit=blank.unit))
    if number > most:
        raise MisfitError(
            tr("{number}{unit} 超过了 {most:g}{unit}").format(number=found["number"], unit=blank.unit, most=most)
        )


def _check_growth(blank: Blank, answer: str) -> None:
    _check_rate(blank, answer, most=10_000)


def _whole(answer: str, least: int, most: int, what: str) -> None:
    if not _NUMBER.fullmatch(answer) or answer in _VAGUE or set(answer) & set("几数") or not _proper(answer):
        raise MisfitError(tr("“{answer}”不是{what}").format(answer=answer, what=tr(what)))
    if not least <= number_of(answer) <= most:
        raise MisfitError(tr("没有“{answer}”这样的{what}").format(answer=answer, what=tr(what)))


def _check_year(blank: Blank, answer: str) -> None:
    if not YEAR.fullmatch(answer):
        raise MisfitError(
            (
                tr("“{answer}”不是年份；写成 2024，不带“年”") if blank.lead else tr("“{answer}”不是年份；写成 2024")
            ).format(answer=answer)
        )


def _check_short_year(blank: Blank, answer: str) -> None:
    if not (answer.isascii() and answer.isdigit() and len(answer) == 2):
        raise MisfitError(
            tr("“{before}”后面只缺两位数字，“{answer}”不是").format(before=blank.before[-2:], answer=answer)
        )


def _check_date(blank: Blank, answer: str) -> None:
    need = _need(blank)
    if not FORMS[need].search(answer):
        raise MisfitError(tr("“{answer}”不合适；要填{wanted}").format(answer=answer, wanted=tr(NEEDS[need].wanted)))
    _refuse_false_date(answer)


def _refuse_false_date(answer: str) -> None:
    for _, written in false_dates(answer, Span(0, len(answer))):
        raise MisfitError(tr("没有“{written}”这一天").format(written=written))


def _check_name(blank: Blank, answer: str) -> None:
    if len(answer) > _LONGEST_NAME:
        raise MisfitError(
            tr("太长，{kind_name}不会超过 {longest_name} 个字").format(
                kind_name=blank.missing, longest_name=_LONGEST_NAME
            )
        )
    if not any(c.isalpha() and c not in "零〇一二三四五六七八九十百千万亿" for c in answer):
        raise MisfitError(tr("“{answer}”不像{kind_name}").format(answer=answer, kind_name=blank.missing))


def _check_person(blank: Blank, answer: str) -> None:
    _check_name(blank, answer)
    if any(c.isdigit() for c in answer):
        raise MisfitError(tr("“{answer}”不像人名，里面有数字").format(answer=answer))


def _check_other(blank: Blank, answer: str) -> None:
    _refuse_false_date(answer)


def _number(least: int, most: int, what: str) -> Callable[[Blank, str], None]:
    return lambda blank, answer: _whole(answer, least, most, what)


NEEDS = {
    need.name: need
    for need in (
        Need("count", tr_noop("数，如 12、三百余、1.2万；不写后面已有的单位"), _check_count),
        Need("rate", tr_noop("0 到 100 的数，如 85.6；不写 %"), _check_rate),
        Need("growth", tr_noop("数，如 12.5；不写后面已有的单位"), _check_growth),
        Need("ordinal", tr_noop("整数，如 3、十五；不写“第”"), _number(1, 9999, tr_noop("次序"))),
        Need("quarter", tr_noop("1 到 4"), _number(1, 4, tr_noop("季度"))),
        Need("year", tr_noop("四位年份，如 2024"), _check_year),
        Need("short-year", tr_noop("年份的后两位，如 24"), _check_short_year),
        Need("years", tr_noop("年数，如 3、三"), _number(1, 200, tr_noop("年数"))),
        Need("month", tr_noop("月份，1 到 12"), _number(1, 12, tr_noop("月份"))),
        Need("day", tr_noop("日，1 到 31"), _number(1, 31, tr_noop("日子"))),
        Need("date", tr_noop("写全的日期，如 2024年12月20日"), _check_date),
        Need("month-day", tr_noop("月和日，如 12月20日"), _check_date),
        Need("some-date", tr_noop("日期，如 2024年12月、12月20日"), _check_date),
        Need("person", tr_noop("姓名"), _check_person),
        Need("name", tr_noop("规范的名称；不写后面已有的字"), _check_name),
        Need("document", tr_noop("文件的名称；不写书名号"), _check_name),
        Need("other", tr_noop("按前后文填"), _check_other),
    )
}
"""All that a blank may take, by name."""

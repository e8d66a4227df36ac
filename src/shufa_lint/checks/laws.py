"""Check type ``laws``: laws that are cited by a name that has been superseded, that no law has, or as something else.

What is in force is judged by the year that the document reports on and by the list of laws, which has a date; never by
the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from typing import Literal, NamedTuple

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.patterns import every, matches
from shufa_lint.checks.sentence import Day, sentence_at, spell_day, tells_of_time_before
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Edit, Span

FaultKind = Literal["superseded", "unknown", "miscategorised"]

_TITLE = r"《[^《》]{1,60}》"
_PARTY_LIST = (
    r"(?:《[^《》]+》(?:（[^（）]+）)?[、，]?){2,40}"
    r"等(?:一系列|重要|有关|相关|若干|多部|多项|[0-9一二三四五六七八九十]{1,3}[部项件个])*党内法规"
)
_SEPARATOR = regex("(?:（[^（）]{0,20}）)?[、，]?(?:和|及|与|以及)?")
_ALSO_STATE = regex("(?:制度)?(?:和|及|与|以及|、)")
_COUNTRY = "中华人民共和国"
_REMARK = regex("（[^（）]*）$")
_DRAFT = regex("草案|征求意见|送审|建议稿|修订稿|讨论稿|审议稿")
_OLD_REMARK = regex("(?:19|20)[0-9]{2}|废止|失效|原")
_FORMERLY = regex("(?:原|原来的|旧|老|当时的|废止的?|失效的?|修订前的)[ ]*$")
_NO_LONGER = regex(
    "^(?:（[^（）]*(?:废止|失效|19[0-9]{2}|20[0-9]{2})[^（）]*）|(?:施行|实施|有效)?(?:时|期间|时期)|同时废止|废止|失效)"
)
_REPLACED = "废止|失效|取代|替代|编纂|上升为|更名|曾经|曾于"
_PLANNED = "草案|起草|立法|审议|提请"
_TO_BE_MADE = regex("(?:制定|制订|出台|研究|推动|建议|论证)[^，。；《》]{0,6}$")
_ABROAD = (
    "美国|英国|法国|德国|日本|韩国|俄罗斯|欧盟|欧洲|加拿大|澳大利亚|新加坡|印度|越南|香港|澳门|台湾"
    "|国外|境外|外国|联邦|海牙|联合国|国际"
)
_NO_LAW = regex(
    "[办方看说书做用疗语兵佛想执普学守司技手写读算历章军讲懂知尊遵违犯枉合非变释拳刀针唱打心功立]法$|^.{1,2}法$"
)
_NEAR = 40
_GUESSES = 20
"""For so many unknown names of a document the nearest known one is sought; a text of nothing else is no document."""


class Law(BaseOptions):
    """A law in force, by its full name."""

    name: str


class Superseded(BaseOptions):
    """A name that is no longer that of any law: ``new`` is the law in its place (empty: none), ``part`` where in it.

    ``case`` is one of the rule's cases, for what was replaced without a formal repeal.
    """

    old: str
    new: str = ""
    part: str = ""
    since: Day
    source: str
    case: str | None = None


class ShortName(BaseOptions):
    """A short name by which a law is commonly cited."""

    short: str
    name: str


class Options(BaseOptions):
    """``fault`` is what the rule reports; the tables say which laws there are; ``drawn_up`` is the list's own day."""

    fault: FaultKind
    laws: tuple[Law, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    short_names: tuple[ShortName, ...] = ()
    drawn_up: Day | None = None

    @cached_property
    def by_old_name(self) -> dict[str, Superseded]:
        """The superseded laws by their names, without that of the country."""
        return {short(row.old): row for row in self.superseded}

    @cached_property
    def in_force(self) -> frozenset[str]:
        """Every name of a law in force, without that of the country."""
        names = [law.name for law in self.laws] + [row.short for row in self.short_names]
        return frozenset(map(short, names))

    @cached_property
    def full_names(self) -> dict[str, str]:
        """The names of the laws in force that short names stand for."""
        return {row.short: row.name for row in self.short_names}

    @cached_property
    def known(self) -> frozenset[str]:
        """Every name by which a law is or was known."""
        return self.in_force | self.by_old_name.keys()


class _Cited(NamedTuple):
    """One title between 《》: the name that it gives, without remark, and what the remark in brackets says."""

    span: Span
    name: str
    remark: str


def patterns(options: Options) -> Iterable[str]:
    """Return what cites laws."""
    return (_PARTY_LIST,) if options.fault == "miscategorised" else (_TITLE,)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield the faults of the kind asked for."""
    finder = {"superseded": _superseded, "unknown": _unknown, "miscategorised": _miscategorised}[options.fault]
    yield from finder(context, options)


def _cited(context: Context) -> list[_Cited]:
    """Return the titles that the document cites, drafts left out."""
    cited: list[_Cited] = []
    for found in context.search(_TITLE):
        title = found.match.group()[1:-1].translate(dict.fromkeys(map(ord, BLANKS)))
        remark = _REMARK.search(title)
        words = remark.group() if remark else ""
        if not _DRAFT.search(words):
            cited.append(_Cited(found.span(), title.removesuffix(words), words))
    return cited


def short(name: str) -> str:
    """Return the name of a law without the name of the country."""
    return name.removeprefix(_COUNTRY)


def _around(context: Context, span: Span) -> tuple[str, str]:
    """Return what stands directly before and after *span* in its line."""
    line = context.line_of(span.start)
    words = context.words
    return words[max(line.start, span.start - _NEAR) : span.start], words[span.end : min(line.end, span.end + _NEAR)]


# superseded


def _superseded(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a citation. Cases: ``later`` where the repeal came after the year that the document reports on,
    once a name; those of the table otherwise."""
    later: set[str] = set()
    for run in _runs(context):
        names = {short(cited.name) for cited in run}
        for at, cited in enumerate(run):
            row = _row(options, cited)
            if row is None or _is_history(context, cited, row):
                continue
            if context.judged_on is None:
                context.unjudged += 1
            elif row.since <= context.judged_on:
                edits = _edits(run, at, row, names)
                names.add(row.new)
                yield Match(cited.span, _words(context, cited, row), row.case, edits=edits)
            elif row.old not in later:
                later.add(row.old)
                yield Match(cited.span, _words(context, cited, row), "later")


def _row(options: Options, cited: _Cited) -> Superseded | None:
    rows = options.by_old_name
    return rows.get(short(cited.name)) or rows.get(short(cited.name) + cited.remark)


def _runs(context: Context) -> list[list[_Cited]]:
    """Return the citations list by list: 《A》《B》和《C》 belong together."""
    runs: list[list[_Cited]] = []
    for cited in context.once(_cited):
        if runs and _SEPARATOR.fullmatch(context.words, runs[-1][-1].span.end, cited.span.start):
            runs[-1].append(cited)
        else:
            runs.append([cited])
    return runs


def _edits(run: list[_Cited], at: int, row: Superseded, names: set[str]) -> tuple[Edit, ...]:
    """Return what puts the new name in the place of the old one, or takes the old one out of a list that has both."""
    cited = run[at]
    if not row.new:
        return ()
    if row.new in names and at:
        return (Edit(run[at - 1].span.end, cited.span.end, ""),)
    if row.new in names and len(run) > 1:
        return (Edit(cited.span.start, run[at + 1].span.start, ""),)
    country = _COUNTRY if cited.name.startswith(_COUNTRY) else ""
    return (Edit(*cited.span, f"《{country}{row.new}》"),)


def _is_history(context: Context, cited: _Cited, row: Superseded) -> bool:
    """Say whether the citation speaks of the law as one of the past: 原《…》, （已废止）, （1999年）, in 2019."""
    before, after = _around(context, cited.span)
    if _OLD_REMARK.search(cited.remark) or _FORMERLY.search(before[-8:]) or _NO_LONGER.match(after):
        return True
    if matches(f"(?:{_ABROAD})[^，。；]{{0,8}}$", before[-12:]):
        return True
    sentence = sentence_at(context, cited.span).of(context.words)
    if matches(_REPLACED, sentence):
        return True
    return tells_of_time_before(sentence, row.since)


def _words(context: Context, cited: _Cited, row: Superseded) -> dict[str, str]:
    part = f"（{row.part}）" if row.part else ""
    return {
        "name": cited.name,
        "successor": f"，现在是《{row.new}》{part}" if row.new else "",
        "since": spell_day(row.since),
        "year": str(context.reporting_year),
        "source": row.source,
    }


# unknown


def _unknown(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a name, where it first stands. Case ``newer``: the document is younger than the list of laws."""
    known = options.known
    seen: set[str] = set()
    for cited in context.once(_cited):
        name = short(cited.name)
        if name in seen or name in known or not name.endswith(("法", "法典")) or _is_no_law(context, cited):
            continue
        if name + cited.remark in known:
            continue
        seen.add(name)
        close = get_close_matches(name, sorted(known), n=1, cutoff=0.6) if len(seen) <= _GUESSES else []
        nearest = options.full_names.get(close[0], close[0]) if close else ""
        captures = {"name": cited.name, "nearest": f"，是不是《{nearest}》" if nearest else ""}
        captures["drawn_up"] = spell_day(options.drawn_up or "")
        edits = (Edit(*cited.span, cited.span.of(context.words).replace(name, nearest)),) if nearest else ()
        newer = options.drawn_up and context.judged_on and context.judged_on > options.drawn_up
        yield Match(cited.span, captures, "newer" if newer else None, edits=() if newer else edits)


def _is_no_law(context: Context, cited: _Cited) -> bool:
    """Say whether the title is that of something else than a law of this country: 办法, a method, a law abroad, a law
    that is being made."""
    if _NO_LAW.search(cited.name) or cited.name.startswith("关于") or "〈" in cited.name:
        return True
    before, _ = _around(context, cited.span)
    if matches(f"(?:{_ABROAD})[^，。；]{{0,12}}$", before[-16:]) or matches(_ABROAD, cited.name):
        return True
    if _FORMERLY.search(before[-8:]) or _TO_BE_MADE.search(before):
        return True
    return matches(_PLANNED, sentence_at(context, cited.span).of(context.words))


# miscategorised


def _miscategorised(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a list that calls a law of the state a rule of the party."""
    for found in context.search(_PARTY_LIST):
        span = found.span()
        titles = [title.of(found.match.group())[1:-1] for title in every(_TITLE, found.match.group())]
        laws = [title for title in titles if short(title) in options.in_force]
        if laws and not _ALSO_STATE.match(context.words[span.end : span.end + 4]):
            yield Match(span, {"laws": "".join(f"《{title}》" for title in laws)})

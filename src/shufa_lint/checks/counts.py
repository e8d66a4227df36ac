"""Check type ``counts``: numbers that announce a list (以下三个方面, “……”五个环节) and the lists themselves.

Only what can be counted is judged: headings and clauses right after the announcement, or a list in brackets or quotes
beside it. A number that no list follows says nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.genre import Part
from shufa_lint.checks.patterns import Found, begins, ends, matches
from shufa_lint.checks.quantities import number
from shufa_lint.outline.model import Clause, Paragraph, Section
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS
from shufa_lint.text.span import Span

FaultKind = Literal["announced", "problems-measures"]

_ANNOUNCED = r"(?P<number>[两二三四五六七八九十]{1,2}|[2-9]|1[0-9])(?P<unit>大?个?方面|点|项|条|个环节|大环节|步)"
_NO_ANNOUNCEMENT = (
    r"[第0-9.零一二三四五六七八九十百千万两、几数多]|"
    r"年|同比|前|后|首|头|其中|之|每|各|另|其他|其余|累计|合计|再|新增|完成"
)
_AHEAD = (
    r"以下|如下|下列|下面|从|着手|入手|重点|抓好|抓住|做好|突出|聚焦|体现在|表现在|"
    r"主要(?:有|是|做|抓)|分为|谈|讲|汇报"
)
_NAMED = r"[^，。；：“”《》\n]{0,12}[”》]"
_CALLED = r"[^，。；：、（）“”《》\n]{0,8}"
_BRACKET_AFTER = regex(rf"{_CALLED}（([^（）\n]{{3,200}})）")
_COLON_AFTER = regex(rf"{_CALLED}：([^，。；：（）\n]{{3,120}})。")
_QUOTES_BEFORE = regex(r"((?:“[^“”\n]{1,120}”[、和与及]?){1,12})(?:这|的|共|等这)?$")
_EXAMPLES = r"等|[0-9]|其中|例如|比如|包括|含|如：|^如|详见|见附|以下简称|分别|％|%"
_CONJUNCTION = regex(r"以及|和|与|及|或")
_INNER = regex(r"《[^《》]*》|“[^“”]*”|（[^（）]*）")
_MOST = 12
_NEAR = 16
_LEAD = 100
"""How far an announcement is followed to its list, in characters."""


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports."""

    fault: FaultKind


class Listed(NamedTuple):
    """What was counted beside an announcement: the numbers that would be right, and where the list stands."""

    counts: frozenset[int]
    shown: int
    span: Span
    what: str


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern of announcements."""
    return (_ANNOUNCED,) if options.fault == "announced" else ()


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield the faults, each with a label on the list. Captures of announced: ``said``, ``counted``, ``what``; of
    problems-measures: ``problems``, ``measures``."""
    yield from _announced(context) if options.fault == "announced" else _problems_and_measures(context)


def _announced(context: Context) -> Iterator[Match]:
    for found in context.search(_ANNOUNCED):
        if ends(_NO_ANNOUNCEMENT, found.before()) or begins(_NAMED, found.after()):
            continue
        said = int(number(found.match["number"]))
        listed = _beside(found) or _following(context, found)
        if listed and 2 <= said <= _MOST and said not in listed.counts:
            captures = {"said": found.match.group(), "counted": str(listed.shown), "what": listed.what}
            yield Match(found.span(), captures, labels=(Label(listed.span, f"{listed.what}有{listed.shown}项"),))


def _beside(found: Found) -> Listed | None:
    """Return the list in brackets, after a colon or in quotes that stands beside the announcement."""
    line, start, end = found.match.string, found.match.start(), found.match.end()
    for pattern, what in ((_BRACKET_AFTER, "括号里"), (_COLON_AFTER, "冒号后面")):
        if (after := pattern.match(line, end)) and "、" in after.group(1):
            return _counted(after.group(1), Span(found.base + after.start(1), found.base + after.end(1)), what)
    if (before := _QUOTES_BEFORE.search(line, max(0, start - 300), start)) and not line[start - 1 : start].isalnum():
        quotes = re.findall(r"“([^“”]*)”", before.group(1))
        span = Span(found.base + before.start(1), found.base + before.end(1))
        if len(quotes) == 1 and "、" in quotes[0]:
            return _counted(quotes[0], span, "引号里")
    return None


def _counted(text: str, span: Span, what: str) -> Listed | None:
    """Count a list: 和, 与 and 及 may join two items or belong to one, so that both numbers are right."""
    if matches(_EXAMPLES, text):
        return None
    items = _INNER.sub("□", text).split("、")
    joined = sum(len(_CONJUNCTION.findall(item)) for item in items)
    return Listed(frozenset(range(len(items), len(items) + joined + 1)), len(items), span, what)


def _following(context: Context, found: Found) -> Listed | None:
    """Return the clauses or the headings that the announcement introduces."""
    at = found.base + found.match.end()
    home = context.once(_homes).get(found.base)
    if home is None:
        return None
    paragraph, every, children, last = home
    rest = Span(at, min(paragraph.end, at + _LEAD)).of(context.words)
    sentence = (found.before(_LEAD) + found.match.group()).rsplit("。", 1)[-1]
    first = bisect_left(every, at, key=lambda clause: clause.span.start)
    if clauses := every[first : first + 3 * _MOST]:
        between = Span(at, min(clauses[0].span.start, at + _LEAD)).of(context.words).strip(BLANKS + "\r\n")
        if "。" in between[:-1] or "；" in between or len(between) > 60 or clauses[0].ordinal.value != 1:
            return None
        ends_here = between[-1:] in ("：", "。") and (between[-1:] == "：" or matches(_AHEAD, sentence))
        return _run(clauses) if ends_here else None
    closing = rest.strip(BLANKS)
    near = sentence[-_NEAR:] + closing[:_NEAR]
    if not children or not last or "。" in closing[:-1] or not matches(_AHEAD, near):
        return None
    if closing[-1:] not in ("：", "。", "") or len(closing) > 60:
        return None
    ordinals = [child.ordinal.value for child in children]
    if ordinals[0] != 1 or len({child.level for child in children}) > 1:
        return None
    return Listed(frozenset({len(children), ordinals[-1]}), len(children), children[0].ordinal.span, "后面的标题")


def _run(clauses: Sequence[Clause]) -> Listed | None:
    """Count the list that begins with the first clause, by its numbers: a lost one is another rule's business."""
    series, value, count = clauses[0].ordinal.series, 0, 0
    for clause in clauses:
        if clause.ordinal.series != series:
            continue
        if clause.ordinal.value <= value:
            break
        value, count = clause.ordinal.value, count + 1
    if count < 2 or series == "首先":
        return None
    return Listed(frozenset({value, count}), count, clauses[0].ordinal.span, "后面分列的")


Home = tuple[Span, list[Clause], Sequence[Section], bool]
"""A paragraph, all clauses of its section's own text, the headings below, whether it is the last before them."""


def _homes(context: Context) -> dict[int, Home]:
    """Return the home of each paragraph by the start of its line."""
    homes: dict[int, Home] = {}
    for tree in context.document.trees:
        _settle(homes, tree.paragraphs, tree.sections)
        for section in tree.every_section:
            line = Span(context.line_of(section.heading.start).start, section.heading.end)
            own = Paragraph(span=line, indent=0, clauses=())
            clauses = [clause for clause in section.clauses if section.heading.overlaps(clause.span)]
            first = own.model_copy(update={"clauses": tuple(clauses)})
            _settle(homes, (first, *section.paragraphs), section.children)
    return homes


def _settle(homes: dict[int, Home], paragraphs: Sequence[Paragraph], children: Sequence[Section]) -> None:
    clauses = [clause for paragraph in paragraphs for clause in paragraph.clauses]
    for i, paragraph in enumerate(paragraphs):
        homes[paragraph.span.start] = (paragraph.span, clauses, children, i == len(paragraphs) - 1)


def _problems_and_measures(context: Context) -> Iterator[Match]:
    """Compare the enumerated items of the parts on problems and on what comes next."""
    found: dict[str, tuple[int, Section]] = {}
    for section in context.document.sections:
        part = next((part for part in _parts(context) if matches(part.heading, section.title)), None)
        if part is None or part.id not in ("problems", "next") or part.id in found:
            continue
        if (items := _enumerated(section)) > 1:
            found[part.id] = items, section
    if len(found) < 2 or found["problems"][0] == found["next"][0]:
        return
    (problems, first), (measures, second) = found["problems"], found["next"]
    captures = {"problems": str(problems), "measures": str(measures)}
    yield Match(second.title_span, captures, labels=(Label(first.title_span, f"{problems}个问题"),))


def _parts(context: Context) -> Sequence[Part]:
    return sorted(context.genre.parts, key=lambda part: part.priority)


def _enumerated(section: Section) -> int:
    """Return how many items a section lists: its headings, else its clauses."""
    if section.children:
        return len(section.children)
    return max((clause.ordinal.value for clause in section.clauses if clause.ordinal.series in ("是", "第")), default=0)

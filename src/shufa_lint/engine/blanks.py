"""The blanks of a document: each placeholder that stands for something to be filled in, and what is missing there.

They are the findings of the rules whose check type is ``placeholder``. A fixed phrase with a name struck out has one
right wording, which its rule knows, and is no blank; nor is what a rule says of all the masks together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from shufa_lint.engine.model import FileReport, Finding
from shufa_lint.rulebook.schema import Entry, Rule
from shufa_lint.text.language import titled
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS, SourceText
from shufa_lint.text.span import Span

CHECK = "placeholder"
"""The check type of the rules that find blanks."""

_GAP = r"[ \u3000\xa0]*"
_HOLE = regex(
    rf"[《“〔〈]{_GAP}[》”〕〉]|(?P<year>[0-9xX×Ｘ]+)年"
    rf"|(?P<round>（{_GAP}）)"
)
"""Placeholders that hold more than is to be filled in: title and quotation marks, 年."""
_NUMERIC = frozenset({"count", "percentage", "ordinal", "date"})

_LEADS = {
    "percentage": regex(r"[ \u3000]?(?P<unit>[%％]|个百分点)"),
    "ordinal": regex(r"[ \u3000]?(?P<unit>届|次会议|次全会|次|批|期|轮|季度|阶段|名|号)"),
    "date": regex(r"[ \u3000]?(?P<unit>年度?|月份?|日|季度)"),
    "place": regex(
        r"[ \u3000]?(?:自治[区州县旗]|人民政府|政府|开发区|街道|社区|流域|人大|政协|党委|[省市县区镇乡村盟旗州])"
    ),
    "organisation": regex(
        r"[ \u3000]?[一-龥]{0,6}?"
        r"(?:委员会|办公室|党组|党委|工委|支部|中心|公司|医院|学校|[局厅院所委办处科])"
    ),
    "person": regex(r"[ \u3000]?(?:同志|先生|女士|副?(?:书记|主任|[局镇县市区乡]长)|主席|[部所院处科]长)"),
}
"""What follows a blank and belongs to what is filled in: a unit, or the last part of a name. Counts have it from the
check."""
_MORE = regex(r"[ \u3000]?(?:余|多)?[ \u3000]?")
_MANY = ("公司", "医院", "学校")
"""Names of which a document has many: equal masks before them are not taken for one thing."""
_LISTED = regex(r"[、和与及，]")

_SENTENCE = regex(r"[。！？!?]")
_AROUND = 80
"""How many characters of a sentence are shown before the blank, and after it."""
_NEAR = 24


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence around its blank. ``inside`` is what the blank says itself (待补充, 20××), empty for a bare mask."""

    before: str
    inside: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}【{self.inside or '　'}】{self.after}"


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank. ``span`` is what an answer replaces: within a pair of marks that stays, the whole placeholder
    otherwise. ``before`` and ``after`` are its neighbours within the line.

    ``lead`` is what follows and is part of the thing missing (份, 余份, 县, %), ``unit`` the measure in it; ``name`` is
    equal for blanks that stand for one and the same name, and empty where nothing says so.
    """

    span: Span
    finding: Finding
    kind: str
    kind_name: str
    text: str
    before: str
    after: str
    lead: str
    unit: str
    sentence: Marked
    name: str = ""

    @property
    def missing(self) -> str:
        """What is missing, in the language that is spoken."""
        return titled(self.kind_name, self.kind)


def blanks_of(report: FileReport, entries: Mapping[str, Entry]) -> tuple[Blank, ...]:
    """Return the blanks of a document in order; no two share a character."""
    page = _Page(report.source)
    return _named([page.blank(finding) for finding in blank_findings(report, entries)], report.source)


def blank_findings(report: FileReport, rules: Mapping[str, Entry] | Mapping[str, Rule]) -> list[Finding]:
    """Return the findings of a document that are blanks in order; no two share a character."""
    found: list[Finding] = []
    for finding in sorted(report.findings, key=lambda finding: (finding.span.start, -finding.span.end)):
        rule = rules.get(finding.rule)
        if rule and rule.check == CHECK and not (found and found[-1].span.overlaps(finding.span)):
            found.append(finding)
    return found


class _Page:
    """A text, cut into lines and sentences only once."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._text = source.text

    def blank(self, finding: Finding) -> Blank:
        kind = finding.captures.get("kind", "other")
        span = _hole(finding, kind)
        line = self._source.line_at(span.start)
        before = self._text[max(line.start, span.start - _NEAR) : span.start]
        after = self._text[span.end : min(line.end, span.end + _NEAR)]
        lead, unit = _lead(kind, finding, after)
        return Blank(
            span=span,
            finding=finding,
            kind=kind,
            kind_name="其他" if kind == "other" else finding.captures.get("kind_name", kind),
            text=span.of(self._text),
            before=before,
            after=after,
            lead=lead,
            unit=unit,
            sentence=self._sentence(span, line),
        )

    def _sentence(self, span: Span, line: Span) -> Marked:
        at = bisect_right(self._ends, span.start)
        start = max(line.start, self._ends[at - 1] if at else 0)
        following = bisect_left(self._ends, max(span.end, span.start + 1))
        end = min(line.end, self._ends[following]) if following < len(self._ends) else line.end
        before = self._text[max(start, span.start - _AROUND) : span.start]
        after = self._text[span.end : min(max(end, span.end), span.end + _AROUND)]
        return Marked(
            ("…" if start < span.start - _AROUND else "") + before.lstrip(BLANKS),
            _said(span.of(self._text)),
            after.rstrip(BLANKS) + ("…" if end > span.end + _AROUND else ""),
        )

    @cached_property
    def _ends(self) -> list[int]:
        return [found.end() for found in _SENTENCE.finditer(self._text)]


def _hole(finding: Finding, kind: str) -> Span:
    """Return what an answer is to replace of what was found."""
    span = finding.span
    found = _HOLE.fullmatch(finding.text)
    if not found or (found["round"] and kind in _NUMERIC):
        return span
    return Span(span.start, span.end - 1) if found["year"] else Span(span.start + 1, span.end - 1)


def _said(text: str) -> str:
    """Return what a blank says of itself; nothing where it is a mask or a gap."""
    words = text.strip(BLANKS + "【】[]（）()<>{}$")
    return words if any("一" <= c <= "龥" or c.isdigit() for c in words) else ""


def _lead(kind: str, finding: Finding, after: str) -> tuple[str, str]:
    """Return what follows the blank and belongs to it, and the measure in that."""
    if unit := finding.captures.get("unit", ""):
        more = _MORE.match(after)
        at = more.end() if more else 0
        return (after[: at + len(unit)], unit) if after.startswith(unit, at) else ("", unit)
    pattern = _LEADS.get(kind)
    found = pattern.match(after) if pattern else None
    return (found.group(), found.groupdict().get("unit") or "") if found else ("", "")


def _named(blanks: Sequence[Blank], source: SourceText) -> tuple[Blank, ...]:
    """Say of the blanks which ones stand for the same name: equal masks before equal words, never two in one list."""
    names = [_name(blank) for blank in blanks]
    listed = {
        names[at]
        for at, (first, second) in enumerate(pairwise(blanks))
        if names[at] == names[at + 1] and _is_list(source.text[first.span.end : second.span.start], first.lead)
    }
    counted = Counter(names)
    return tuple(
        replace(blank, name=name) if name and counted[name] > 1 and name not in listed else blank
        for blank, name in zip(blanks, names, strict=True)
    )


def _name(blank: Blank) -> str:
    """Return what equal blanks have in common; nothing where they need not mean the same."""
    lead, said = blank.lead.strip(BLANKS), blank.sentence.inside
    if blank.kind not in ("place", "organisation", "person"):
        return ""
    if len(said) > 1 and said != blank.text:  # [单位名称], {{姓名}}: a template's variable
        return blank.text + lead
    if blank.kind == "person" or not lead or not blank.text.strip(BLANKS):
        return ""
    return "" if lead.endswith(_MANY) else blank.text + lead


def _is_list(between: str, lead: str) -> bool:
    return between.startswith(lead) and _LISTED.fullmatch(between[len(lead) :]) is not None


def kinds(blanks: Iterable[Blank]) -> list[tuple[str, int]]:
    """Return the kinds with their numbers, the most frequent first."""
    return sorted(Counter(blank.missing for blank in blanks).items(), key=lambda item: (-item[1], item[0]))

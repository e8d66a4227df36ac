"""One document under one plan: run the checks, stamp their matches, let the more specific rule speak, sort."""

from __future__ import annotations

import gc
import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from shufa_lint.checks.base import Context, Match
from shufa_lint.checks.registry import OF_LAYOUT
from shufa_lint.engine.headings import headings_of
from shufa_lint.engine.model import FileReport, Finding, Fix
from shufa_lint.engine.plan import RULE_FAILURE, Applied, Plan, Planner
from shufa_lint.engine.privacy import Veil
from shufa_lint.outline.model import Document, Section
from shufa_lint.outline.parse import parse
from shufa_lint.reading.model import Problem, Reading
from shufa_lint.text.regex import regex
from shufa_lint.text.source import BLANKS, SourceText
from shufa_lint.text.span import Edit, Span

_SNIPPET = 24
_LONGEST_INDENT = 200
_NEIGHBOURS = 8
"""So many characters on either side of a fault help to recognise it; line ends and indents do not count."""
_WINDOWS = (24, 256)
"""How far the neighbours are looked for."""
_LINE_ENDS = regex(r"[\r\n]")
_MASKS = regex(r"[*＊×＿_○□]+")
_BLANKS = regex(rf"[\s{BLANKS}]+")


def lint(reading: Reading, planner: Planner, path: str, profile: str | None = None) -> FileReport:
    """Return the report on a whole document. *profile* overrides what the planner would choose."""
    with _collector_paused():
        return _lint(reading, planner, path, profile)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector away while one document is read: all that is made stays alive until its report.

    Left to itself it takes a third of the time, and more the larger the document.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _lint(reading: Reading, planner: Planner, path: str, profile: str | None) -> FileReport:
    try:
        document = parse(reading.words)
    except Exception as error:
        reason = f"读提纲时程序出错（{type(error).__name__}），这份文稿没有检查；其他文稿不受影响"
        return unchecked(reading, planner, path, reason)
    plan = planner.plan(profile or planner.profile_for(document, reading.words), path)
    return replace(apply(plan, reading, document, path), fail_on=planner.chosen.configuration.fail_on)


def unchecked(reading: Reading, planner: Planner, path: str, reason: str) -> FileReport:
    """Return a report that says that the program failed on the document; the other documents of a run go on."""
    plan = planner.plan("base").only([RULE_FAILURE])
    failed = replace(reading, problems=(Problem("rule-failure", Span(0, 0), reason),))
    report = apply(plan, failed, Document(span=Span(0, 0)), path)
    return replace(report, crashed=("outline",))


def apply(plan: Plan, reading: Reading, document: Document, path: str, applied: Iterable[Applied] = ()) -> FileReport:
    """Return what the rules of *plan* say of a document whose outline is known."""
    rules = tuple(applied) or plan.applied
    if any(problem.kind in ("unreadable-document", "no-text-layer") for problem in reading.problems):
        rules = tuple(item for item in rules if item.entry.check == "reading")
    if reading.layout is None:
        rules = tuple(item for item in rules if item.entry.check not in OF_LAYOUT)
    context = Context(reading, document, plan.genre, plan.patterns, plan.as_of)
    asked = {item.entry.id for item in rules}
    crashed: dict[str, str] = {}
    found = _ask(rules, context, crashed)
    unasked = _ask([item for item in plan.private if item.entry.id not in asked], context, crashed)
    secrets = [matches for item, matches in [*found, *unasked] if item.entry.private]
    veil = Veil(reading.source.text, (match.span for matches in secrets for match in matches))
    stamp = _Stamp(context, veil)
    findings: list[Finding] = []
    for item, matches in found:
        try:
            findings += [stamp.finding(item, veil.match(match)) for match in matches]
        except Exception as error:
            crashed[item.entry.id] = type(error).__name__
    findings += _failures(plan, stamp, crashed)
    kept = _most_specific(findings, {item.entry.id: item.entry.yields_to for item in rules if item.entry.yields_to})
    return FileReport(
        path=path,
        sha256=reading.sha256,
        profile=plan.profile.id,
        encoding=reading.encoding,
        source=reading.source if veil.text == reading.source.text else SourceText(veil.text),
        findings=tuple(_distinct(sorted(kept, key=lambda finding: (finding.span, finding.rule)))),
        title=document.title and veil.over(document.title),
        reporting_year=context.reporting_year,
        unjudged=context.unjudged,
        crashed=tuple(crashed),
        rules=frozenset(asked),
        notices=reading.notices,
        numbered_by="行" if reading.format in ("text", "markdown") else "段",
        headings=headings_of(document, veil.over),
    )


def _ask(rules: Iterable[Applied], context: Context, crashed: dict[str, str]) -> list[tuple[Applied, list[Match]]]:
    """Return what each of *rules* finds; those that raise are added to *crashed* with the name of the error."""
    found: list[tuple[Applied, list[Match]]] = []
    for item in rules:
        if item.patterns and not context.occurs(item.patterns):
            continue
        try:
            found.append((item, list(item.check.find(context, item.options))))
        except Exception as error:
            crashed[item.entry.id] = type(error).__name__
    return found


def _failures(plan: Plan, stamp: _Stamp, crashed: Mapping[str, str]) -> list[Finding]:
    """Return a finding for each rule that raised."""
    if not crashed:
        return []
    item = next(item for item in plan.applied if item.entry.id == RULE_FAILURE)
    reasons = [f"规则 {name} 出错（{kind}），没有检查完；其他规则不受影响" for name, kind in crashed.items()]
    return [stamp.finding(item, Match(Span(0, 0), {"reason": reason})) for reason in reasons]


def _most_specific(findings: list[Finding], yields_to: Mapping[str, tuple[str, ...]]) -> list[Finding]:
    """Drop the findings of rules that yield where a more specific rule covers one of the same characters."""
    speakers = {name for names in yields_to.values() for name in names}
    places: dict[str, list[Span]] = {}
    for finding in findings:
        if finding.rule in speakers:
            places.setdefault(finding.rule, []).append(finding.span)
    for spans in places.values():
        spans.sort()
    return [
        finding
        for finding in findings
        if not any(_covered(finding.span, places.get(name, ())) for name in yields_to.get(finding.rule, ()))
    ]


def _covered(span: Span, places: Iterable[Span]) -> bool:
    spans = list(places) if not isinstance(places, list) else places
    at = bisect_right(spans, (span.end, span.end + 1))
    return any(spans[i].overlaps(span) for i in range(max(0, at - 8), at))


def _distinct(findings: list[Finding]) -> Iterable[Finding]:
    """Tell equal faults in equal surroundings apart by their rank among each other."""
    seen: dict[str, int] = {}
    for finding in findings:
        rank = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        if rank == 1:
            yield finding
        else:
            former = tuple(f"{fingerprint}-{rank}" for fingerprint in finding.former)
            yield replace(finding, fingerprint=f"{finding.fingerprint}-{rank}", former=former)


class _Stamp:
    """Turn a check's match into a rule's finding."""

    def __init__(self, context: Context, veil: Veil) -> None:
        self._context = context
        self._veil = veil
        self._text = veil.text
        self._paths: dict[int, _Path] = {}

    def finding(self, item: Applied, match: Match) -> Finding:
        rule, case = item.rule, item.rule.case.get(match.case) if match.case else None
        text = match.span.of(self._text)
        message, hint = (case and case.message) or rule.message, (case and case.hint) or rule.hint
        captures = {"match": _snippet(text), **match.captures}
        section = self._section(match.span.start)
        surroundings = (*section.titles, _folded(text), *_neighbours(self._text, match.span))
        return Finding(
            span=match.span,
            rule=rule.id,
            severity=(case.severity if case and case.severity and item.severity == rule.severity else item.severity),
            message=message.format_map(captures),
            hint=hint.format_map(captures) if "{" in hint else hint,
            authority=(case and case.authority) or rule.authority,
            section=section.headings,
            text=text,
            captures=match.captures,
            case=match.case,
            labels=match.labels,
            fix=self._fix(item, match, captures),
            fingerprint=_fingerprint(rule.id, surroundings),
            former=tuple(_fingerprint(name, surroundings) for name in rule.replaces),
        )

    def _fix(self, item: Applied, match: Match, captures: Mapping[str, str]) -> Fix | None:
        declared = item.rule.fix
        if declared is None:
            return None
        edits = match.edits
        if declared.replace is not None:
            replacement = declared.replace.format_map(captures)
            span = match.span if replacement else self._whole_line(match.span)
            edits = (Edit(span.start, span.end, replacement),)
        if not edits or self._veil.gives_away(edits):
            return None
        case = item.rule.case.get(match.case) if match.case else None
        return Fix(
            declared.title or item.rule.hint, (case and case.safety) or declared.safety, edits, declared.reshapes
        )

    def _whole_line(self, span: Span) -> Span:
        """Return *span*, with its line and line end if nothing else stands in that line: deleting leaves no gap."""
        line = self._context.line_of(span.start)
        if line.end - line.start - (span.end - span.start) > _LONGEST_INDENT:
            return span
        rest = self._text[line.start : span.start] + self._text[span.end : line.end]
        if rest.strip(BLANKS):
            return span
        end = line.end + (2 if self._text.startswith("\r\n", line.end) else 1)
        return Span(line.start, min(end, len(self._text)))

    @cached_property
    def _sections(self) -> tuple[list[int], list[tuple[Section, int]]]:
        """All sections in document order with the index of their parents, and their starts."""
        flat: list[tuple[Section, int]] = []

        def add(section: Section, parent: int) -> None:
            index = len(flat)
            flat.append((section, parent))
            for child in section.children:
                add(child, index)

        for tree in self._context.document.trees:
            for section in tree.sections:
                add(section, -1)
        return [section.span.start for section, _ in flat], flat

    def _section(self, offset: int) -> _Path:
        starts, flat = self._sections
        index = bisect_right(starts, offset) - 1
        while index >= 0 and offset > flat[index][0].span.end:
            index = flat[index][1]
        return self._path(index)

    def _path(self, index: int) -> _Path:
        if index < 0:
            return _Path((), ())
        if index not in self._paths:
            section, parent = self._sections[1][index]
            above, title = self._path(parent), self._veil.over(section.title)
            headings = (*above.headings, section.ordinal.written + title)
            self._paths[index] = _Path(headings, (*above.titles, _folded(title)))
        return self._paths[index]


class _Path(NamedTuple):
    """The headings above a place; ``titles`` are without their ordinals, which another section may shift."""

    headings: tuple[str, ...]
    titles: tuple[str, ...]


def _fingerprint(rule: str, surroundings: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join((rule, *surroundings)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _neighbours(text: str, span: Span) -> tuple[str, str]:
    """Return the characters beside *span*: those in its own lines, which no edit of another line changes, or, where
    these are too few to tell it by, those of the lines around as well."""
    for width in _WINDOWS:  # nearly always the narrow one is enough
        before, after = text[max(0, span.start - width) : span.start], text[span.end : span.end + width]
        own = _folded(_LINE_ENDS.split(before)[-1])[-_NEIGHBOURS:], _folded(_LINE_ENDS.split(after)[0])[:_NEIGHBOURS]
        if len(own[0]) + len(own[1]) >= _NEIGHBOURS:
            return own
    for width in _WINDOWS:
        before = _folded(text[max(0, span.start - width) : span.start])
        after = _folded(text[span.end : span.end + width])
        if len(before) >= _NEIGHBOURS and len(after) >= _NEIGHBOURS:
            break
    return before[-_NEIGHBOURS:], after[:_NEIGHBOURS]


def _folded(text: str) -> str:
    """Return *text* without blanks and line ends, each mask as one star."""
    return _MASKS.sub("*", _BLANKS.sub("", text))


def _snippet(text: str) -> str:
    """Return *text* short enough for a message."""
    line = _BLANKS.sub(" ", text).strip() if len(text) > 1 else text
    return line if len(line) <= _SNIPPET else line[: _SNIPPET - 1] + "…"

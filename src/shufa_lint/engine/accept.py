"""Findings → the waivers that accept them, worded so that a second person can review them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from shufa_lint.engine.lint import lint
from shufa_lint.engine.model import FileReport, Finding
from shufa_lint.engine.plan import Planner
from shufa_lint.engine.waivers import likeness, name_of
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.configuration import Chosen, Configuration
from shufa_lint.rulebook.waivers import UNWAIVABLE, Waiver
from shufa_lint.text.source import BLANKS, SourceText
from shufa_lint.text.span import Span

_AROUND, _LONGEST = 12, 40
"""How many characters of a quote stand on either side of the words at fault, and how many of these are quoted."""


def waivable(finding: Finding) -> bool:
    """Say whether anybody can waive *finding*."""
    return finding.rule not in UNWAIVABLE


def accept(
    report: FileReport, findings: Sequence[Finding], folder: Path, *, reason: str, who: str, until: str | None
) -> list[Waiver]:
    """Return the waivers for *findings* of *report*, for a file in *folder*. What is private is quoted masked, whether
    or not the rules that know it were applied."""
    if not findings:
        return []
    source, path = _discreet(report), name_of(Path(report.path), folder)
    return [
        Waiver(
            path=path,
            rule=finding.rule,
            fingerprint=finding.fingerprint,
            quote=_quote(source, finding.span),
            reason=reason,
            who=who,
            until=until,
        )
        for finding in findings
    ]


def merged(old: Iterable[Waiver], new: Iterable[Waiver], findings: Iterable[Finding]) -> tuple[Waiver, ...]:
    """Return *old* waivers and *new* ones for *findings*, sorted; a new one takes the place of an old one of the same
    fault, also of one under a former name of the rule."""
    added = {waiver.key: waiver for waiver in new}
    paths = {waiver.path for waiver in added.values()}
    former = {fingerprint for finding in findings for fingerprint in finding.former}
    kept = {waiver.key: waiver for waiver in old if waiver.path not in paths or waiver.fingerprint not in former}
    return tuple(sorted((kept | added).values(), key=lambda waiver: waiver.key))


def twins(finding: Finding, report: FileReport) -> list[Finding]:
    """Return the findings of *report* that nothing tells apart from *finding*, with itself."""
    own = likeness(finding)
    return [other for other, _ in report.listed(with_waived=True) if likeness(other) == own]


def _discreet(report: FileReport) -> SourceText:
    """Return the text of *report* with all private values masked, those too that its rules did not look for."""
    planner = Planner(Chosen())
    private = tuple(name for name, entry in planner.rulebook.entries.items() if entry.private)
    if report.rules.issuperset(private):
        return report.source
    planner = Planner(Chosen(configuration=Configuration(select=private)))
    return lint(read_text(report.source.text, report.path), planner, report.path).source


def _quote(source: SourceText, span: Span) -> str:
    """Return the words at fault between ⟦ and ⟧, with some of their lines around them."""
    text = source.text
    start, end = source.line_at(span.start).start, source.line_at(span.end).end
    before, after = text[start : span.start].lstrip(BLANKS), text[span.end : end].rstrip(BLANKS)
    words = text[span.start : span.end]
    if len(before) > _AROUND:
        before = "…" + before[-_AROUND:]
    if len(after) > _AROUND:
        after = after[:_AROUND] + "…"
    if len(words) > _LONGEST:
        words = f"{words[: _LONGEST // 2]}…{words[-_LONGEST // 2 :]}"
    return "".join(c if c.isprintable() or c == "\u3000" else " " for c in f"{before}⟦{words}⟧{after}").strip()

"""One rule on one page: what it finds, why that is a fault, examples, what to do, and how to silence or retune it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shufa_lint.engine.plan import RULE_FAILURE
from shufa_lint.report.authority import spell
from shufa_lint.report.families import FAMILIES
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.severity import MARKS, SIGNS, STYLES
from shufa_lint.report.verdict import SEVERITY_NAMES
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.marks import unmark
from shufa_lint.rulebook.schema import Case, Example, Rule, Severity
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

_EXAMPLES = 4
"""How many bad examples, and how many good ones, a page shows."""

_INDENT = 2


def report(rule: Rule, applied: Severity | None, screen: Screen) -> None:
    """Print the page of a rule; *applied* is the severity that counts, None where the rule is switched off."""
    severity = applied or rule.severity
    screen.line((rule.title, "bold"), "  ", (rule.id, "dim"))
    family = FAMILIES.get(rule.family, rule.family)
    weight = f"{screen.sign(SIGNS[severity])} {SEVERITY_NAMES[severity]}"
    screen.line((weight, STYLES[severity]), "  ", (family if applied else f"{family}（现在不查）", "dim"))
    _chapter("为什么", screen)
    for line in rule.why.strip().splitlines():
        screen.paragraph(line, indent=_INDENT)
    screen.paragraph((f"依据：{spell(rule.authority)}", "dim"), indent=_INDENT)
    _advice(rule, screen)
    _examples(rule, severity, screen)
    _settings(rule, severity, screen)


def _chapter(name: str, screen: Screen) -> None:
    screen.blank()
    screen.line((name, "bold cyan"))


def _advice(rule: Rule, screen: Screen) -> None:
    """Print what to do, and what mends the fault where that needs no thought."""
    hints = list(dict.fromkeys(hint for hint in (rule.hint, *(case.hint for case in rule.case.values())) if hint))
    if not hints and not rule.fix:
        return
    _chapter("怎么改", screen)
    for hint in hints:
        screen.paragraph("".join(_spoken(hint).splitlines()), indent=_INDENT)
    if rule.fix:
        careful = "改法是固定的，不影响原意" if rule.fix.safety == "safe" else "改法多半是对的，改前要看一眼"
        screen.paragraph((careful + "。", "dim"), indent=_INDENT)


def _spoken(message: str) -> str:
    """Return a rule's message with … for what differs from finding to finding."""
    return re.sub(r"\{\w+\}", "…", message)


def _examples(rule: Rule, severity: Severity, screen: Screen) -> None:
    bad = [example for example in rule.example if example.bad is not None]
    good = [example for example in rule.example if example.good is not None]
    if bad:
        _chapter("这样会指出来", screen)
        for example in bad[:_EXAMPLES]:
            _bad(example, rule, severity, screen)
    if good:
        _chapter("这样不会", screen)
        for example in good[:_EXAMPLES]:
            screen.line("  ", (screen.sign("√"), "green"), " ", example.name)
            _text(example.good or "", (), severity, screen)


def _bad(example: Example, rule: Rule, severity: Severity, screen: Screen) -> None:
    case = rule.case.get(example.case or "", Case())
    severity = case.severity or severity
    screen.line("  ", (screen.sign(SIGNS[severity]), STYLES[severity]), " ", example.name)
    text, spans = unmark(example.bad or "")
    _text(text, spans, severity, screen)
    if example.fixed is not None:
        screen.line("    ", ("改为", "green"))
        _text(example.fixed, (), severity, screen)


def _text(text: str, spans: Sequence[Span], severity: Severity, screen: Screen) -> None:
    """Print an example behind a bar, line by line, its faults marked as in a report."""
    bar = (screen.sign("│") + " ", "dim")
    source = SourceText(text.strip("\n"))
    shift = len(text) - len(text.lstrip("\n"))
    for line in source.lines:
        inside = [Span(max(start - shift, line.start), min(end - shift, line.end)) for start, end in spans]
        pieces = _marked(source.text, line, [span for span in inside if span.start <= span.end], screen)
        screen.paragraph(*((piece, MARKS[severity] if fault else "") for piece, fault in pieces), indent=4, bar=bar)


def _marked(text: str, line: Span, faults: Sequence[Span], screen: Screen) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of *line*, and whether each is at fault."""
    at = line.start
    for fault in faults:
        yield visible(text[at : fault.start]), False
        words = visible(fault.of(text), reveal=True) or screen.sign("‸")
        yield (words if screen.coloured else f">>{words}<<"), True
        at = fault.end
    yield visible(text[at : line.end]), False


def _settings(rule: Rule, severity: Severity, screen: Screen) -> None:
    _chapter("不想看到它，或者要调轻重", screen)
    if rule.id == RULE_FAILURE:
        screen.paragraph("这条规则关不掉：有规则没查完，就不能说文稿没有问题。", indent=_INDENT)
        return
    other: Severity = "info" if severity == "warning" else "warning"
    screen.paragraph("写在文稿所在目录（或者上级目录）的 shufa-lint.toml 里，三样选一样：", indent=_INDENT)
    for setting, remark in (
        (f'ignore = ["{rule.id}"]', "不查"),
        (f'severity.{rule.id} = "{other}"', f"改为“{SEVERITY_NAMES[other]}”"),
        (f'per-file-ignores."历年文稿/*" = ["{rule.id}"]', "只对这些文稿不查"),
    ):
        screen.line("    ", (f"# {remark}", "dim"))
        screen.line("    ", setting)

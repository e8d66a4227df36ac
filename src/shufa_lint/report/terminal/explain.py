"""One rule on one page: why the fault is one, examples with what is said of them, and how to silence or retune it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shufa_lint.checks.matching import PatternOptions
from shufa_lint.engine.example import report_on
from shufa_lint.engine.model import SEVERITIES
from shufa_lint.engine.plan import RULE_FAILURE, Planner
from shufa_lint.report.authority import spell_out
from shufa_lint.report.families import family_name
from shufa_lint.report.layout_words import spell as spell_layout
from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.terminal.severity import MARKS, SIGNS, STYLES, signed
from shufa_lint.report.verdict import weight
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.book import Rulebook
from shufa_lint.rulebook.configuration import Chosen
from shufa_lint.rulebook.marks import unmark
from shufa_lint.rulebook.schema import Case, Example, Rule, Severity
from shufa_lint.text.language import tr, tr_noop
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

_BAD, _CASES, _GOOD = 3, 6, 4
"""How many examples a page shows: of the fault (one for each of so many cases), and of what is none."""

_INDENT = 2
_MENDING = {"safe": tr_noop("改为（改法固定，不影响原意）"), "unsafe": tr_noop("改为（多半对，改前看一眼）")}


def report(rule: Rule, rulebook: Rulebook, applied: Severity | None, screen: Screen) -> None:
    """Print the page of a rule; *applied* is the severity that counts, None where the rule is switched off."""
    severity = applied or rule.severity
    screen.line((rule.named, "bold"), "  ", (rule.id, "dim"))
    _kind(rule, severity, applied is None, rulebook, screen)
    examples = [example for example in rule.example if example.bad is not None]
    _chapter(tr("为什么"), screen)
    for paragraph in _paragraphs(rule.why):
        screen.paragraph(paragraph, indent=_INDENT)
    screen.paragraph((tr("依据：{authority}").format(authority=spell_out(rule.authority)), "dim"), indent=_INDENT)
    _ages(rule, screen)
    if examples:
        _chapter(tr("这样会指出来"), screen)
        planner = Planner(Chosen(), rulebook)
        hints: set[str] = set()
        for number, example in enumerate(_telling(examples)):
            if number:
                screen.blank()
            _bad(example, rule, planner, severity, hints, screen)
    else:
        _words(rule, screen)
    if good := [example for example in rule.example if example.good is not None]:
        _chapter(tr("这样不会"), screen)
        for example in good[:_GOOD]:
            screen.line("  ", (screen.sign("√"), "green"), " ", example.name)
            _text(example.good or "", (), severity, screen)
            _layout(example, screen)
    _settings(rule, rulebook, severity, screen)


def _kind(rule: Rule, severity: Severity, silent: bool, rulebook: Rulebook, screen: Screen) -> None:
    """Print how grave the fault is, in its cases and some kinds of documents too, and the family of the rule."""
    others = {case.severity for case in rule.case.values()} - {severity}
    names = [weight(other) for other in SEVERITIES if other in others]
    also = tr("（有的情形是{names}）").format(names=tr("、").join(names)) if names and severity == rule.severity else ""
    kinds = {profile.severity.get(rule.id, severity) for profile in rulebook.profiles.values()} - others - {severity}
    if elsewhere := [weight(other) for other in SEVERITIES if other in kinds]:
        also += tr("（有的文种是{names}）").format(names=tr("、").join(elsewhere))
    family = family_name(rule.family)
    screen.line(
        (signed(severity, screen), STYLES[severity]),
        also,
        "  ",
        (tr("{family}（现在不查）").format(family=family) if silent else family, "dim"),
    )


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of *text*, whose lines may break anywhere: one ends where a line ends with a sentence."""
    return re.sub(r"(?<![。！？”）])\n", "", text.strip()).splitlines()


def _ages(rule: Rule, screen: Screen) -> None:
    """Print the days on which the tables that the rule uses were drawn up."""
    by_day: dict[str, list[str]] = {}
    for name, day in sorted(rule.table_dates.items()):
        by_day.setdefault(day, []).append(name)
    if by_day:
        said = tr("；").join(
            tr("{names} 截至{day}").format(names=tr("、").join(names), day=_day(day))
            for day, names in sorted(by_day.items())
        )
        screen.paragraph(
            (tr("用到的表：{said}。此后的变化它不知道，可以在自己的规则目录里放一张新的。").format(said=said), "dim"),
            indent=_INDENT,
        )


def _day(date: str) -> str:
    """Spell a date: 2026-07-17 → 2026年7月17日."""
    year, month, day = date.split("-")
    return tr("{year}年{month}月{day}日").format(year=year, month=int(month), day=int(day))


def _chapter(name: str, screen: Screen) -> None:
    screen.blank()
    screen.line((name, "bold cyan"))


def _words(rule: Rule, screen: Screen) -> None:
    """Print what a rule that no text can show says, and what to do, with …… for what differs from file to file."""
    messages = [rule.message, *(case.message for case in rule.case.values())]
    hints = [rule.hint, *(case.hint for case in rule.case.values())]
    for name, said in ((tr("查什么"), messages), (tr("怎么改"), hints)):
        if told := [words for words in said if words and not re.fullmatch(r"\{\w+\}", words)]:
            _chapter(name, screen)
            for words in told:
                screen.paragraph(re.sub(r"\{\w+\}", "……", "".join(words.splitlines())), indent=_INDENT)


def _telling(examples: Sequence[Example]) -> list[Example]:
    """Return the examples to show: the first of each case before the others, in the order in which they stand."""
    first: dict[str | None, int] = {}
    for number, example in enumerate(examples):
        first.setdefault(example.case, number)
    order = sorted(range(len(examples)), key=lambda number: (number not in first.values(), number))
    return [examples[number] for number in sorted(order[: max(_BAD, min(_CASES, len(first)))])]


def _bad(example: Example, rule: Rule, planner: Planner, severity: Severity, hints: set[str], screen: Screen) -> None:
    """Print an example, what is said of it, and what it becomes; *hints* are those that the page has given before."""
    text, spans = unmark(example.bad or "")
    changed = severity if severity != rule.severity else None
    found = report_on(text, example, rule, planner, alone=True, severity=changed).findings
    severity = changed or rule.case.get(example.case or "", Case()).severity or severity
    screen.line("  ", (screen.sign(SIGNS[severity]), STYLES[severity]), " ", example.name)
    _text(text, spans, severity, screen)
    _layout(example, screen)
    for finding in {finding.case: finding for finding in reversed(found)}.values():
        screen.paragraph((finding.message, "bold"), indent=4)
        if finding.hint and finding.hint not in hints:
            hints.add(finding.hint)
            screen.paragraph((tr("改法："), "green"), "".join(finding.hint.splitlines()), indent=4)
    if example.fixed is not None:
        safety = next((finding.fix.safety for finding in found if finding.fix), "safe")
        screen.line("    ", (tr(_MENDING[safety]), "green"))
        _text(example.fixed, (), severity, screen)


def _layout(example: Example, screen: Screen) -> None:
    """Print how the document of an example is set, where that is what the rule looks at."""
    if example.layout is not None:
        screen.paragraph((tr("版式：{layout}").format(layout=spell_layout(example.layout)), "dim"), indent=4)


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


def _settings(rule: Rule, rulebook: Rulebook, severity: Severity, screen: Screen) -> None:
    """Print the lines of a configuration that silence or retune the rule."""
    _chapter(tr("不想看到它，或者要调轻重"), screen)
    if rule.id == RULE_FAILURE:
        screen.paragraph(tr("这条规则关不掉：有规则没查完，就不能说文稿没有问题。"), indent=_INDENT)
        return
    screen.paragraph(tr("只这一次：在命令行上加 --ignore {id}。").format(id=rule.id), indent=_INDENT)
    screen.paragraph(
        tr("以后都这样：写进 shufa-lint.toml（放在文稿所在目录或者上级目录），用得着哪一段写哪一段。"), indent=_INDENT
    )
    other: Severity = "info" if severity == "warning" else "warning"
    groups: list[tuple[str, ...]] = [
        (tr("# 不查"), f'ignore = ["{rule.id}"]'),
        (tr("# 改为“{weight}”").format(weight=weight(other)), "[severity]", f'{rule.id} = "{other}"'),
        (tr("# 只对这些文稿不查"), "[per-file-ignores]", f'"{tr("历年文稿")}/*" = ["{rule.id}"]'),
    ]
    if options := list(_options(rule, rulebook)):
        groups.append((options[0][0], f"[options.{rule.id}]", *(line for _, line in options)))
    for remark, *lines in groups:
        screen.blank()
        screen.line("    ", (remark, "dim"))
        for line in lines:
            screen.line("    ", line)


def _options(rule: Rule, rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield the options that an office may want to set, each with what it does."""
    options, given = rulebook.options[rule.id], rulebook.given[rule.id]
    if isinstance(options, PatternOptions):
        if "unless_line" not in given:
            yield tr("# 有这些字的行不查（换成自己的）"), tr("unless_line = '某某工程|某某品牌'")
        return
    shown = {name: value for example in reversed(rule.example) for name, value in example.options.items()}
    for name, field in type(options).model_fields.items():
        if field.annotation is int and name not in given:
            yield tr("# 规则的选项，这是现在的值"), f"{name} = {getattr(options, name)}"
        elif field.annotation is str and given.get(name) == "" and name in shown:
            yield tr("# 规则的选项，写了才起作用（换成自己的）"), f'{name} = "{shown[name]}"'

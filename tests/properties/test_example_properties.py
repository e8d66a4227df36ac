"""What a rule's examples say must not hang on how their lines are set: official documents indent every paragraph."""

import re
from collections.abc import Callable

import pytest

from shufa_lint.engine.lint import apply
from shufa_lint.engine.plan import Planner
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.configuration import Chosen, Configuration
from shufa_lint.rulebook.load import load_rulebook
from shufa_lint.rulebook.marks import unmark
from shufa_lint.rulebook.schema import Example, Rule

RULES = load_rulebook().rules


def found(planner: Planner, rule: Rule, example: Example, text: str) -> list[tuple[str, str]]:
    """Return which rules speak of which words."""
    if example.options:
        planner = Planner(Chosen(configuration=Configuration(options={rule.id: example.options})), planner.rulebook)
    plan = planner.plan(example.profile or "base")
    named = (rule.id, *example.also)
    rules = [item for item in plan.applied if not item.rule.whole_document or item.rule.id in named]
    reading = read_text(text, "例.txt")
    report = apply(plan, reading, parse(reading.words), "例.txt", rules)
    return sorted((finding.rule, finding.text.strip()) for finding in report.findings)


@pytest.mark.parametrize(
    "set_anew",
    [
        pytest.param(lambda text: re.sub(r"(?m)^(?=[^\s　])", "　　", text), id="indented"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="crlf"),
    ],
)
def test_examples_say_the_same_however_their_lines_are_set(set_anew: Callable[[str], str]):
    planner = Planner(Chosen())
    different = {}
    for rule in RULES.values():
        for example in rule.example:
            text, _ = unmark(example.bad if example.bad is not None else example.good or "")
            as_written, otherwise = (found(planner, rule, example, each) for each in (text, set_anew(text)))
            if as_written != otherwise:
                different[rule.id, example.name] = as_written, otherwise
    assert different == {}

"""The examples of a rule as documents: what the rules say of a text that shows one of them."""

from __future__ import annotations

from shufa_lint.engine.lint import apply
from shufa_lint.engine.model import FileReport
from shufa_lint.engine.plan import Planner
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.configuration import Chosen, Configuration
from shufa_lint.rulebook.schema import Example, Rule, Severity


def report_on(
    text: str, example: Example, rule: Rule, planner: Planner, *, alone: bool = False, severity: Severity | None = None
) -> FileReport:
    """Return what is said of *text*, the wrong or the mended text of *example*, under the profile and options of that.

    An example is an excerpt: of the rules that speak of a document as a whole only *rule* is asked, and those that the
    example names. With *alone* no other rule is asked at all; *severity* is that of the rule where it is not its own.
    """
    if example.options or severity:
        configuration = Configuration(
            options={rule.id: example.options} if example.options else {},
            severity={rule.id: severity} if severity else {},
        )
        planner = Planner(Chosen(configuration=configuration), planner.rulebook)
    plan = planner.plan(example.profile or "base")
    named = (rule.id, *example.also)
    if alone:
        plan = plan.only([rule.id])
    rules = [item for item in plan.applied if not item.entry.whole_document or item.entry.id in named]
    reading = read_text(text, "例.txt")
    if example.layout is not None:
        from shufa_lint.engine.example_layout import laid_out  # few rules have any

        reading = laid_out(reading, example.layout)
    return apply(plan, reading, parse(reading.words), "例.txt", rules)

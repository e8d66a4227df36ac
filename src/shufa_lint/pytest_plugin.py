"""Every example in a rule file is a test: ``pytest -p shufa_lint.pytest_plugin rules/``.

Collects ``<folder>/<family>/<rule-id>.toml`` below any folder called ``rules``. Enabled by ``-p`` only, never by an
entry point: installed for everyone, it would collect strangers' files. For authors of rule packs it asserts what is
easily forgotten: a rule has a bad and a good example; a bad one is silent with the rule switched off, and no other rule
fires in it; the marked spans are exactly what is found; ``fixed`` is there if and only if the rule mends, is clean, and
is stable.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from shufa_lint.engine.example import report_on
from shufa_lint.engine.lint import apply
from shufa_lint.engine.model import Finding
from shufa_lint.engine.plan import RULE_FAILURE, Planner
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_bytes
from shufa_lint.rulebook.configuration import Chosen
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.rulebook.load import load_rulebook, rules_root
from shufa_lint.rulebook.marks import mark, unmark
from shufa_lint.rulebook.schema import Example, Rule
from shufa_lint.text.span import splice

_DATA_ONLY = frozenset({"profiles", "tables"})


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect rule files."""
    is_rule = file_path.suffix == ".toml" and file_path.parents[1].name == "rules"
    if is_rule and file_path.parent.name not in _DATA_ONLY:
        return RuleFile.from_parent(parent, path=file_path)
    return None


class RuleFile(pytest.File):
    """One rule file."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield one item an example, and one for the rule as a whole."""
        try:
            planner = _planner(self.path.parents[1].resolve())
            rule = planner.rulebook.rules[self.path.stem]
        except SpecificationError as error:
            raise self.CollectError(str(error)) from None
        yield RuleItem.from_parent(self, name="rule", rule=rule)
        for example in rule.example:
            yield ExampleItem.from_parent(self, name=example.name, rule=rule, example=example, planner=planner)
        if rule.bad_file:
            yield FileItem.from_parent(self, name=rule.bad_file, rule=rule, planner=planner)


class Fault(Exception):
    """An example that does not say what the rule does."""


class _Item(pytest.Item):
    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        return str(excinfo.value) if isinstance(excinfo.value, Fault) else super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"{self.path.stem}: {self.name}"


class RuleItem(_Item):
    """What must hold for the rule apart from any single example."""

    def __init__(self, *, rule: Rule, **rest: Any) -> None:
        super().__init__(**rest)
        self.rule = rule

    def runtest(self) -> None:
        """Fail for a missing kind of example, a doubled name, an undeclared or an unshown fix."""
        examples = self.rule.example
        if not self.rule.bad_file and self.rule.id != RULE_FAILURE:  # no document makes a rule crash
            if not any(example.bad for example in examples) or not any(example.good for example in examples):
                raise Fault("a rule needs at least one bad and one good example")
            if bool(self.rule.fix) != any(example.fixed is not None for example in examples):
                raise Fault("fixed examples and [fix] go together")
        names = [example.name for example in examples]
        if len(set(names)) != len(names):
            raise Fault("two examples have the same name")
        shown = {example.case for example in examples}
        if missing := sorted(set(self.rule.case) - shown):
            raise Fault(f"no example for case {', '.join(missing)}")


class ExampleItem(_Item):
    """One example."""

    def __init__(self, *, rule: Rule, example: Example, planner: Planner, **rest: Any) -> None:
        super().__init__(**rest)
        self.rule = rule
        self.example = example
        self.planner = planner

    def runtest(self) -> None:
        """Compare what is found with what is marked, and what the fix makes of it with ``fixed``."""
        marked = self.example.bad if self.example.bad is not None else self.example.good or ""
        text, spans = unmark(marked)
        if bool(spans) != (self.example.bad is not None):
            raise Fault("a bad example marks what must be found, a good one marks nothing")
        found = self._findings(text)
        mine = [finding for finding in found if finding.rule == self.rule.id]
        if [finding.span for finding in mine] != spans:
            raise Fault(_difference(marked, mark(text, [finding.span for finding in mine])))
        allowed = (self.rule.id, *self.example.also)
        if others := [
            f"{finding.rule} at {finding.text!r} ({finding.message})"
            for finding in found
            if finding.rule not in allowed
        ]:
            raise Fault("other rules fire here: " + ", ".join(others))
        for finding in mine:
            if finding.case != self.example.case:
                raise Fault(f"the finding's case is {finding.case!r}, the example says {self.example.case!r}")
        if self.example.bad is not None:
            self._check_fix(text, mine)

    def _check_fix(self, text: str, mine: list[Finding]) -> None:
        fixes = [finding.fix for finding in mine if finding.fix]
        if self.example.fixed is None:
            if fixes:
                raise Fault("the rule mends this; say in `fixed` what it becomes")
            return
        fixed = splice(text, [edit for fix in fixes for edit in fix.edits])
        if fixed != self.example.fixed:
            raise Fault(_difference(self.example.fixed, fixed))
        if again := self._findings(fixed):
            raise Fault("the fixed text is not clean: " + ", ".join(finding.rule for finding in again))

    def _findings(self, text: str) -> list[Finding]:
        return list(report_on(text, self.example, self.rule, self.planner).findings)


class FileItem(_Item):
    """A file that shows a fault which no text can show; the path is relative to the folder above ``rules``."""

    def __init__(self, *, rule: Rule, planner: Planner, **rest: Any) -> None:
        super().__init__(**rest)
        self.rule = rule
        self.planner = planner

    def runtest(self) -> None:
        """Fail unless the rule, and no other of its family, fires on the file."""
        path = self.path.parents[2] / self.name
        reading = read_bytes(path.read_bytes(), path.name)
        document = parse(reading.words)
        plan = self.planner.plan(self.planner.profile_for(document, reading.words))
        report = apply(plan, reading, document, path.name)
        family = {rule.id for rule in self.planner.rulebook.rules.values() if rule.family == self.rule.family}
        found = sorted({finding.rule for finding in report.findings} & family)
        if found != [self.rule.id]:
            raise Fault(f"found {found}, expected {self.rule.id} alone")


@cache
def _planner(folder: Path) -> Planner:
    outside = () if folder == rules_root().resolve() else (folder,)
    return Planner(Chosen(), load_rulebook(outside))


def _difference(expected: str, found: str) -> str:
    lines = difflib.unified_diff(expected.splitlines(), found.splitlines(), "expected", "found", lineterm="", n=1)
    return "\n".join(lines)

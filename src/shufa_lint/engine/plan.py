"""Which rules are applied to a document of a kind, with which severity and options, and which kind it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from shufa_lint.checks import registry
from shufa_lint.checks.base import Check
from shufa_lint.checks.genre import Genre
from shufa_lint.checks.patterns import PatternSet, matches
from shufa_lint.engine.discover import matches_glob
from shufa_lint.outline.model import Document
from shufa_lint.rulebook.configuration import Chosen, verify_names
from shufa_lint.rulebook.errors import SpecificationError, validate
from shufa_lint.rulebook.load import Rulebook, load_rulebook
from shufa_lint.rulebook.schema import Profile, Rule, Severity

RULE_FAILURE = "rule-failure"
"""The rule that reports a crashed rule. Nothing switches it off: a clean report is a promise that we looked."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule as it is applied: the severity and options that count for this kind of document and configuration.

    ``patterns`` are those that its check declares; where none of them occurs there is nothing to find.
    """

    rule: Rule
    severity: Severity
    check: Check
    options: Any
    patterns: frozenset[str]


class Plan:
    """The rules for one kind of document."""

    def __init__(self, profile: Profile, genre: Genre, applied: Sequence[Applied]) -> None:
        self.profile = profile
        self.genre = genre
        self.applied = tuple(applied)

    @cached_property
    def patterns(self) -> PatternSet:
        """All patterns of all rules, to be tried at once."""
        return PatternSet({*self.genre.patterns(), *(pattern for item in self.applied for pattern in item.patterns)})

    def without(self, names: Iterable[str]) -> Plan:
        """Return the plan without the rules that *names* select."""
        return self._where(lambda item: not _selected(item, names))

    def only(self, names: Iterable[str]) -> Plan:
        """Return the plan with no other rules than those that *names* select."""
        return self._where(lambda item: _selected(item, names))

    def fragment(self) -> Plan:
        """Return the plan without the rules that speak of a document as a whole."""
        return self._where(lambda item: not item.rule.whole_document)

    def _where(self, wanted: Callable[[Applied], bool]) -> Plan:
        kept = [item for item in self.applied if item.rule.id == RULE_FAILURE or wanted(item)]
        return Plan(self.profile, self.genre, kept)


def _selected(item: Applied, names: Iterable[str]) -> bool:
    return any(name in ("all", item.rule.id, item.rule.family, item.severity) for name in names)


class Planner:
    """A rulebook under a configuration: gives the plan for each kind of document."""

    def __init__(self, chosen: Chosen, rulebook: Rulebook | None = None) -> None:
        self.chosen = chosen
        self.rulebook = rulebook or load_rulebook(chosen.outside_folders())
        verify_names(chosen, self.rulebook)
        self._plans: dict[tuple[str, frozenset[str]], Plan] = {}

    def profile_for(self, document: Document, words: str) -> str:
        """Return the kind of document: the configured one, or recognised by its title, else by its opening text."""
        configured = self.chosen.configuration.profile
        if configured != "auto":
            return configured
        candidates = sorted(self.rulebook.profiles.values(), key=lambda profile: -profile.priority)
        for profile in candidates:
            pattern = profile.recognise.title
            if pattern and document.title and matches(pattern, document.title):
                return profile.id
        opening = document.opening.of(words)[:2000] if document.opening else ""
        for profile in candidates:
            pattern = profile.recognise.opening
            if pattern and opening and matches(pattern, opening):
                return profile.id
        return "base"

    def plan(self, profile_id: str, path: str | None = None) -> Plan:
        """Return the plan for documents of the kind *profile_id*, without what the configuration ignores at *path*."""
        ignored = self._ignored_at(path) if path else frozenset()
        key = (profile_id, ignored)
        if key not in self._plans:
            self._plans[key] = self._make(profile_id).without(ignored) if ignored else self._make(profile_id)
        return self._plans[key]

    def _ignored_at(self, path: str) -> frozenset[str]:
        globs = self.chosen.configuration.per_file_ignores
        return frozenset(
            self._current(name)
            for pattern, names in globs.items()
            if matches_glob(Path(path), self.chosen.root, pattern)
            for name in names
        )

    def _make(self, profile_id: str) -> Plan:
        ancestry = self.rulebook.ancestry(profile_id)
        configuration = self.chosen.configuration
        ignored = {name for profile in ancestry for name in profile.ignore}
        severities: dict[str, Severity] = {}
        for profile in ancestry:
            severities |= profile.severity
        severities |= {self._current(name): severity for name, severity in configuration.severity.items()}
        applied = [
            self._applied(rule, severities.get(rule.id, rule.severity))
            for rule in self.rulebook.rules.values()
            if rule.id == RULE_FAILURE or rule.id not in ignored or rule.id in configuration.select
        ]
        plan = Plan(ancestry[-1], _genre(ancestry), applied)
        if configuration.select:
            plan = plan.only([self._current(name) for name in configuration.select])
        if configuration.ignore:
            plan = plan.without([self._current(name) for name in configuration.ignore])
        return plan

    def _applied(self, rule: Rule, severity: Severity) -> Applied:
        check, options = registry.check(rule.check), self._options(rule)
        return Applied(rule, severity, check, options, frozenset(check.patterns(options)))

    def _current(self, name: str) -> str:
        return self.rulebook.renamed.get(name, name)

    def _options(self, rule: Rule) -> Any:
        changes = {self._current(k): v for k, v in self.chosen.configuration.options.items()}.get(rule.id)
        if not changes:
            return rule.options
        given = rule.options.model_dump(exclude_unset=True, by_alias=True) | changes
        path, text = self.chosen.path, self.chosen.text
        if path is None:
            return type(rule.options).model_validate(given)
        try:
            return validate(type(rule.options), given, path, text)
        except SpecificationError as error:
            raise SpecificationError(path, f"规则 {rule.id} 的选项：{error.reason}", error.line) from None


def _genre(ancestry: Sequence[Profile]) -> Genre:
    """Return the facts of a kind of document: each profile's own, over those that it inherits."""
    facts: dict[str, Any] = {"name": ancestry[-1].title}
    for profile in ancestry:
        facts |= {name: getattr(profile.genre, name) for name in profile.genre.model_fields_set}
    return Genre.model_construct(**(Genre().model_dump() | facts))

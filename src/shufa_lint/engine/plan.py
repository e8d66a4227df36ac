"""Which rules are applied to a document of a kind, with which severity and options, and which kind it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from shufa_lint.checks import registry
from shufa_lint.checks.base import Check
from shufa_lint.checks.genre import Genre
from shufa_lint.checks.patterns import PatternSet, matches
from shufa_lint.engine.discover import matches_glob
from shufa_lint.outline.model import Document
from shufa_lint.rulebook.book import Rulebook
from shufa_lint.rulebook.configuration import Chosen, selects, verify_names
from shufa_lint.rulebook.errors import SpecificationError, line_of_key, validate
from shufa_lint.rulebook.load import load_rulebook
from shufa_lint.rulebook.schema import Entry, Profile, Rule, Severity
from shufa_lint.text.language import tr

RULE_FAILURE = "rule-failure"
"""The rule that reports a crashed rule. Nothing switches it off: a clean report is a promise that we looked."""


_OPENING = 2000
"""How many characters of the opening tell the kind of document."""


@dataclass(frozen=True)
class Applied:
    """A rule as it is applied: the severity and options that count for this kind of document and configuration.

    ``patterns`` are those that its check declares; where none of them occurs there is nothing to find. ``changed`` are
    the options under a configuration that sets some, None where the rule's own count.
    """

    entry: Entry
    severity: Severity
    patterns: frozenset[str]
    rulebook: Rulebook = field(repr=False)
    changed: Any = None

    @property
    def rule(self) -> Rule:
        """The rule as its file tells it."""
        return self.rulebook.rules[self.entry.id]

    @cached_property
    def check(self) -> Check:
        """What looks for the fault."""
        return registry.check(self.entry.check)

    @cached_property
    def options(self) -> Any:
        """The options that count."""
        return self.rulebook.options[self.entry.id] if self.changed is None else self.changed


class Plan:
    """The rules for one kind of document. ``as_of`` is the year or date to judge by, None for the document's own;
    ``words`` are what patterns are known to require; ``private`` are all rules that find what may be shown to nobody,
    which is hidden whether or not they are among the rules ``applied``."""

    def __init__(
        self,
        profile: Profile,
        genre: Genre,
        applied: Sequence[Applied],
        words: Mapping[str, Collection[str] | None],
        as_of: str | None = None,
        private: Sequence[Applied] = (),
    ) -> None:
        self.profile = profile
        self.genre = genre
        self.applied = tuple(applied)
        self.words = words
        self.as_of = as_of
        self.private = tuple(private)

    @cached_property
    def patterns(self) -> PatternSet:
        """All patterns of all rules, to be tried at once."""
        asked = (*self.applied, *self.private)
        return PatternSet(
            {*self.genre.patterns(), *(pattern for item in asked for pattern in item.patterns)}, self.words
        )

    def without(self, names: Iterable[str]) -> Plan:
        """Return the plan without the rules that *names* select."""
        return self._where(lambda item: not _selected(item, names))

    def only(self, names: Iterable[str]) -> Plan:
        """Return the plan with no other rules than those that *names* select."""
        return self._where(lambda item: _selected(item, names))

    def _where(self, wanted: Callable[[Applied], bool]) -> Plan:
        kept = [item for item in self.applied if item.entry.id == RULE_FAILURE or wanted(item)]
        return Plan(self.profile, self.genre, kept, self.words, self.as_of, self.private)


def _selected(item: Applied, names: Iterable[str]) -> bool:
    return any(name == item.severity or selects(name, item.entry) for name in names)


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
        title = document.title or ""
        opening = document.opening.of(words)[:_OPENING] if document.opening else ""
        candidates = sorted(self.rulebook.profiles.values(), key=lambda profile: -profile.priority)
        candidates = [profile for profile in candidates if not _meets(profile.recognise.unless, title)]
        for profile in candidates:
            signs = profile.recognise
            if _meets(signs.title, title) or (_meets(signs.weak_title, title) and _meets(signs.opening, opening)):
                return profile.id
        return next((profile.id for profile in candidates if _meets(profile.recognise.opening, opening)), "base")

    def plan(self, profile_id: str, path: str | None = None) -> Plan:
        """Return the plan for documents of the kind *profile_id*, without what the configuration ignores at *path*."""
        ignored = self.ignored_at(path) if path else frozenset()
        key = (profile_id, ignored)
        if key not in self._plans:
            self._plans[key] = self._make(profile_id).without(ignored) if ignored else self._make(profile_id)
        return self._plans[key]

    def ignored_at(self, path: str) -> frozenset[str]:
        """Return the rules that the configuration ignores in the file *path*, as it names them."""
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
        asked = {self._current(name) for name in configuration.select}
        severities: dict[str, Severity] = {}
        for profile in ancestry:
            severities |= profile.severity
        severities |= {self._current(name): severity for name, severity in configuration.severity.items()}
        applied = [
            self._applied(entry, severities.get(entry.id, entry.severity))
            for entry in self.rulebook.entries.values()
            if entry.id == RULE_FAILURE or entry.id not in ignored or entry.id in asked
        ]
        private = [item for item in applied if item.entry.private]
        plan = Plan(ancestry[-1], _genre(ancestry), applied, self.rulebook.words, configuration.as_of, private)
        if configuration.select:
            plan = plan.only(asked)
        if configuration.ignore:
            plan = plan.without([self._current(name) for name in configuration.ignore])
        return plan

    def _applied(self, entry: Entry, severity: Severity) -> Applied:
        changed = self._changed(entry)
        patterns = entry.patterns if changed is None else registry.check(entry.check).patterns(changed)
        return Applied(entry, severity, frozenset(patterns), self.rulebook, changed)

    def _current(self, name: str) -> str:
        return self._renamed.get(name, name)

    @cached_property
    def _renamed(self) -> dict[str, str]:
        return self.rulebook.renamed

    @cached_property
    def _changes(self) -> dict[str, Any]:
        return {self._current(name): value for name, value in self.chosen.configuration.options.items()}

    def _changed(self, entry: Entry) -> Any:
        """Return the options of a rule under a configuration that sets some of them, else None."""
        changes = self._changes.get(entry.id)
        if not changes:
            return None
        given = self.rulebook.given[entry.id] | changes
        model = registry.check(entry.check).Options
        path, text = self.chosen.path, self.chosen.text
        if path is None:
            return model.model_validate(given)
        try:
            return validate(model, given, path, text)
        except SpecificationError as error:
            line = error.line or line_of_key(text, ["options", entry.id])
            raise SpecificationError(
                path, tr("规则 {id} 的选项：{reason}").format(id=entry.id, reason=error.reason), line
            ) from None


def _meets(pattern: str | None, text: str) -> bool:
    return bool(pattern and text and matches(pattern, text))


def _genre(ancestry: Sequence[Profile]) -> Genre:
    """Return the facts of a kind of document: each profile's own, over those that it inherits."""
    facts: dict[str, Any] = {"name": ancestry[-1].title}
    for profile in ancestry:
        facts |= {name: getattr(profile.genre, name) for name in profile.genre.model_fields_set}
    return Genre.model_construct(**(Genre().model_dump() | facts))

"""What counts for a document: the rules that would be applied to it, and where that is laid down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shufa_lint.engine.discover import matches_glob
from shufa_lint.engine.plan import Plan, Planner
from shufa_lint.engine.waivers import Waivers, name_of
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_path
from shufa_lint.rulebook.book import Rulebook
from shufa_lint.rulebook.configuration import Configuration


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts for the document at ``path``, or for those in the folder. ``chosen_by`` says who chose the kind of
    document: the user, the document itself, or nobody yet. ``waivers`` is the number of those for the document."""

    path: str
    configuration: Configuration
    file: Path | None
    excluded: bool
    plan: Plan
    chosen_by: Literal["configuration", "document", "nobody"]
    rulebook: Rulebook
    waiver_file: Path | None
    waivers: int

    @property
    def off(self) -> list[str]:
        """The rules that are not applied."""
        applied = {item.entry.id for item in self.plan.applied}
        return [name for name in self.rulebook.entries if name not in applied]


def settings_of(path: Path, planner: Planner, waivers: Waivers, *, read: bool) -> Settings:
    """Return what counts for the document at *path*, which is looked into, if *read*, for the kind that it is of."""
    chosen, book = planner.chosen, planner.rulebook
    profile, chosen_by = chosen.configuration.profile, "configuration"
    if profile == "auto" and read:
        reading = read_path(path)
        profile, chosen_by = planner.profile_for(parse(reading.words), reading.words), "document"
    elif profile == "auto":
        profile, chosen_by = "base", "nobody"
    file = waivers.file_for(path)
    return Settings(
        path=str(path),
        configuration=chosen.configuration,
        file=chosen.path,
        excluded=any(matches_glob(path, chosen.root, pattern) for pattern in chosen.configuration.exclude),
        plan=planner.plan(profile, str(path)),
        chosen_by=chosen_by,  # type: ignore[arg-type]
        rulebook=book,
        waiver_file=file.path if file else None,
        waivers=len(file.of(name_of(path, file.path.parent), book)) if file else 0,
    )

"""By what drafts are judged: one configuration for the whole share, the rules, and the waivers that lie at its root.

Folders below are their units' own: what lies there, a configuration or waivers, has no say in how they are judged.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from shufa_lint import __version__
from shufa_lint.api import Choice, forget_settings
from shufa_lint.engine.discover import matches_glob
from shufa_lint.engine.plan import Planner
from shufa_lint.engine.waivers import FILE_NAME, Waivers
from shufa_lint.reading.limits import LIMITS
from shufa_lint.rulebook.configuration import FILE_NAME as CONFIGURATION
from shufa_lint.rulebook.configuration import Configuration
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.rulebook.waivers import WaiverFile, load_waivers

_NOT_OF_JUDGEMENT = {"exclude", "rule_folders"}
"""Keys of the configuration that do not say how a document is judged; of rule folders the contents count, which are
part of the rulebook."""


class Place(NamedTuple):
    """Where the criteria are laid down: the folder of the drafts, and the configuration that was named, if one was.
    ``seconds`` is how long a document may take to be read."""

    root: str
    config: str | None = None
    seconds: float = LIMITS.seconds


class Criteria:
    """The criteria as they are. Raises SpecificationError where they cannot be understood."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._state = _state(place, ())
        self._load()

    @property
    def planner(self) -> Planner:
        """What says which rules are applied."""
        return self.choice.for_path(Path(self.place.root) / "*")[1]

    @property
    def configuration(self) -> str:
        """The digest of the configuration."""
        return digest_of(self.planner.chosen.configuration)

    def renew(self) -> bool:
        """Look whether anything has changed, and say so; what is wrong now is raised, and nothing is renewed."""
        folders = self.planner.chosen.outside_folders()
        state = _state(self.place, folders)
        if state == self._state:
            return False
        before = self.digest, self._waived
        forget_settings()
        self._load()
        return (self.digest, self._waived) != before

    def of(self, path: str, day: str) -> str:
        """Return the digest of all that counts for the draft *path*, below the root, on that *day*."""
        waived = self._waived.get(path)
        if not waived:
            return self.digest
        holding = [waiver for waiver in waived if waiver[0] is None or waiver[0] >= day]
        return _digest([self.digest, [waiver[1] for waiver in holding]])

    def excludes(self, path: str) -> bool:
        """Say whether the configuration excludes the draft *path*, below the root."""
        chosen = self.planner.chosen
        whole = Path(self.place.root, path)
        return any(matches_glob(whole, chosen.root, pattern) for pattern in chosen.configuration.exclude)

    def waivers(self, day: str) -> Waivers:
        """Return the waivers as they are on that *day*."""
        return _Central(self._file, day)

    def _load(self) -> None:
        place = self.place
        root = Path(place.root)
        limits = LIMITS._replace(seconds=place.seconds)
        config = Path(place.config) if place.config else root / CONFIGURATION
        has = place.config is not None or config.is_file()
        choice = Choice(config=config if has else None, isolated=not has, limits=limits)
        _, planner = choice.for_path(root / "*")
        path = root / FILE_NAME
        file = load_waivers(path) if path.is_file() else None
        waived = _waived(file, planner) if file else {}
        self.choice, self._file, self._waived = choice, file, waived
        self.digest = _digest([__version__, planner.rulebook.digest, digest_of(planner.chosen.configuration)])
        self._state = _state(place, planner.chosen.outside_folders())


class _Central(Waivers):
    """The waivers of one file, for all drafts."""

    def __init__(self, file: WaiverFile | None, day: str) -> None:
        super().__init__(day)
        self._file = file

    def file_for(self, document: Path) -> WaiverFile | None:
        return self._file


def digest_of(configuration: Configuration) -> str:
    """Return the digest of what a configuration says of how a document is judged."""
    told = configuration.model_dump(mode="json", exclude=_NOT_OF_JUDGEMENT)
    return _digest({name: value for name, value in told.items() if value})


def _waived(file: WaiverFile, planner: Planner) -> dict[str, list[tuple[str | None, list[str | None]]]]:
    """Return the waivers by draft: the last day of each, and all that it says."""
    found: dict[str, list[tuple[str | None, list[str | None]]]] = {}
    for path in file.documents:
        for waiver in file.of(path, planner.rulebook):
            told = [waiver.rule, waiver.fingerprint, waiver.reason, waiver.who, waiver.until]
            found.setdefault(path, []).append((waiver.until, told))
    return found


def _state(place: Place, folders: tuple[Path, ...]) -> list[tuple[str, int, int]]:
    """Return by what it is seen that anything has changed, without reading it. A file that cannot be looked at is as
    one that is not there: loading says what is wrong with it."""
    root = Path(place.root)
    named = [Path(place.config) if place.config else root / CONFIGURATION, root / FILE_NAME]
    return [_stamp(path) for path in (*named, *_below(folders))]


def _below(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        for path, below, names in os.walk(folder):
            below.sort()
            yield from (Path(path, name) for name in sorted(names))


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (str(path), -1, -1)
    return (str(path), found.st_size, found.st_mtime_ns)


def _digest(value: object) -> str:
    return sha256(json.dumps(value, ensure_ascii=True, sort_keys=True).encode("ascii")).hexdigest()


__all__ = ["Criteria", "Place", "SpecificationError", "digest_of"]

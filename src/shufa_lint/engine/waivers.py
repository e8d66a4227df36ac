"""Waivers × the report on a document: which findings are accepted, and which waivers no longer hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from shufa_lint.engine.model import FileReport, Finding, Stale, Waived
from shufa_lint.text.when import today

if TYPE_CHECKING:
    from shufa_lint.rulebook.book import Rulebook
    from shufa_lint.rulebook.waivers import Waiver, WaiverFile

FILE_NAME = "shufa-lint.waivers.toml"
"""What :mod:`shufa_lint.rulebook.waivers` reads, which is loaded only where there is such a file."""


class Waivers:
    """The waiver files of a run, each read once; none at all for an *isolated* one. ``day`` is what the ends of waivers
    are held against, None for the day that it is."""

    def __init__(self, day: str | None = None, *, isolated: bool = False) -> None:
        self._day = day
        self.isolated = isolated
        self._paths: dict[str, Path | None] = {}
        self._files: dict[Path, WaiverFile] = {}

    @property
    def files(self) -> list[WaiverFile]:
        """The files that counted for any document so far."""
        return [self._files[path] for path in sorted(self._files)]

    def file_for(self, document: Path) -> WaiverFile | None:
        """Return the waiver file that counts for *document*: the nearest at or above it; raise SpecificationError."""
        path = None if self.isolated else self._nearest(os.path.realpath(document.parent))
        if path is None:
            return None
        if path not in self._files:
            from shufa_lint.rulebook.waivers import load_waivers

            self._files[path] = load_waivers(path)
        return self._files[path]

    def honour(self, report: FileReport, rulebook: Rulebook) -> FileReport:
        """Return *report* with the findings that a waiver covers apart from the others, as the waivers are now."""
        document = Path(report.path)
        file = self.file_for(document)
        if file is None:
            return report
        waivers = file.of(name_of(document, file.path.parent), rulebook)
        if not waivers:
            return report
        if self._day is None and any(waiver.until for waiver in waivers):
            self._day = today()
        return honoured(report, waivers, rulebook.renamed, self._day or "")

    def forget(self) -> None:
        """Read the files anew when they are asked for next."""
        self._paths.clear()
        self._files.clear()

    def _nearest(self, folder: str) -> Path | None:
        if folder not in self._paths:
            own, above = os.path.join(folder, FILE_NAME), os.path.dirname(folder)  # noqa: PTH118, PTH120
            found = Path(own) if os.path.isfile(own) else None  # noqa: PTH113
            self._paths[folder] = found or (self._nearest(above) if above != folder else None)
        return self._paths[folder]


def name_of(document: Path, folder: Path) -> str:
    """Return what a waiver file in *folder* calls *document*: its path below that folder, with slashes."""
    return (Path(os.path.realpath(document.parent)) / document.name).relative_to(folder).as_posix()


def honoured(report: FileReport, waivers: Sequence[Waiver], renamed: Mapping[str, str], day: str) -> FileReport:
    """Return *report* under its *waivers*.

    Equal faults in equal surroundings cannot be told apart: waivers cover all of them or none, so that one more is
    never taken for one that was accepted.
    """
    by_key = {(renamed.get(waiver.rule, waiver.rule), waiver.fingerprint): waiver for waiver in waivers}
    found = [(finding, _waiver_of(finding, by_key)) for finding, _ in report.listed(with_waived=True)]
    torn = _torn(found, day)
    covered: dict[int, Waiver] = {}
    stale: list[Stale] = []
    met: set[int] = set()
    for number, (finding, waiver) in enumerate(found):
        if waiver is None:
            continue
        met.add(id(waiver))
        if _expired(waiver, day):
            stale.append(Stale(waiver, "expired"))
        elif likeness(finding) in torn:
            stale.append(Stale(waiver, "ambiguous"))
        else:
            covered[number] = waiver
    looked = report.rules.difference(report.crashed)
    gone = [waiver for (rule, _), waiver in by_key.items() if id(waiver) not in met and rule in looked]
    return replace(
        report,
        findings=tuple(finding for number, (finding, _) in enumerate(found) if number not in covered),
        waived=tuple(Waived(found[number][0], waiver) for number, waiver in covered.items()),
        stale=(*stale, *(Stale(waiver, "unused") for waiver in gone)),
    )


def _waiver_of(finding: Finding, by_key: dict[tuple[str, str], Waiver]) -> Waiver | None:
    names = (finding.fingerprint, *finding.former)
    return next((by_key[finding.rule, name] for name in names if (finding.rule, name) in by_key), None)


def _torn(found: Iterable[tuple[Finding, Waiver | None]], day: str) -> set[str]:
    """Return the groups of equal faults of which not each has a waiver that holds."""
    return {likeness(finding) for finding, waiver in found if waiver is None or _expired(waiver, day)}


def likeness(finding: Finding) -> str:
    """Return what equal faults in equal surroundings have in common."""
    return finding.fingerprint.partition("-")[0]


def _expired(waiver: Waiver, day: str) -> bool:
    return waiver.until is not None and waiver.until < day

"""A table of documents, one row a document, with the totals of each unit."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import NamedTuple

from shufa_lint import __version__
from shufa_lint.engine.blanks import blank_findings
from shufa_lint.engine.model import FileReport, RunReport
from shufa_lint.report.html.paper import render
from shufa_lint.report.html.sheet import STANDARD_INPUT, called, missing_part, name_of
from shufa_lint.report.place import shown, uri
from shufa_lint.report.visible import visible
from shufa_lint.text.language import in_chinese

_FRAGMENT = re.compile(r"#d[0-9]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One document in the table. The words may be anything; what is unfit to be shown is spelled.

    ``link`` is where its page lies: ``#d12`` in the same file, else a path from the table's own folder, with slashes
    and as the file system has it (nothing percent-encoded, no address of a host); empty where there is none.
    ``failed`` is None while there is no verdict, of which ``verdict`` says why. ``unit`` is the folder of whom it comes
    from, ``missing`` names the parts that it lacks. ``extra`` are the cells of the columns that the table is given
    besides its own, ``history`` what to say of it over time, a line each, the newest first.
    """

    name: str
    verdict: str
    failed: bool | None
    link: str = ""
    unit: str = ""
    errors: int = 0
    warnings: int = 0
    hints: int = 0
    blanks: int = 0
    missing: tuple[str, ...] = ()
    genre: str = ""
    title: str = ""
    extra: tuple[str, ...] = ()
    history: tuple[str, ...] = ()


class Unit(NamedTuple):
    """The totals of one unit, or of all; those of documents without a unit have no name."""

    name: str
    documents: int
    passed: int
    failed: int
    errors: int
    warnings: int
    blanks: int


class Table(NamedTuple):
    """What the template of the table takes."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Row]
    units: Sequence[Unit]
    total: Unit
    remarks: Sequence[str]


def index(
    rows: Iterable[Row],
    *,
    title: str = "检查一览",
    unit: str | None = None,
    columns: Sequence[str] = (),
    remarks: Sequence[str] = (),
    refresh: int | None = None,
) -> bytes:
    """Return the table of *rows*, in their order, as a page of its own.

    With *unit*, of that unit's rows only, and nothing of any other. *columns* names what the rows' ``extra`` cells
    hold, *remarks* are lines to say above the table. With *refresh* the page loads itself anew after so many seconds,
    and keeps its order, its filter and its place.
    """
    chosen = [row for row in rows if unit is None or row.unit == unit]
    if unit:
        title = f"{title}——{unit}"
    return render(
        "run.html",
        title=visible(title),
        table=table(chosen, title=title, columns=columns, remarks=remarks, by_unit=unit is None),
        count=0,
        sheets=(),
        back="",
        rules=(),
        about=[f"shufa-lint {__version__}"],
        refresh=refresh,
    )


@in_chinese()
def row_of(
    file: FileReport,
    run: RunReport,
    *,
    link: str,
    name: str | None = None,
    unit: str = "",
    extra: tuple[str, ...] = (),
    history: tuple[str, ...] = (),
) -> Row:
    """Return the row of a document of *run*; *name* is what it is called there, where that is not its path."""
    parts = [
        missing_part(item.rule, item.captures.get("part", ""))
        for item in file.findings
        if item.rule == "missing-section"
    ]
    return Row(
        name=name_of(file) if name is None else name,
        verdict="未通过" if file.failed else "通过",
        failed=file.failed,
        link=link,
        unit=unit,
        errors=file.count("error"),
        warnings=file.count("warning"),
        hints=file.count("info"),
        blanks=len(blank_findings(file, run.rules)),
        missing=tuple(part for part in parts if part),
        genre=run.genres.get(file.profile, file.profile) if len(file.source) else "",
        title=file.title or "",
        extra=extra,
        history=history,
    )


def units_of(paths: Sequence[str]) -> list[tuple[str, str]]:
    """Return the unit of each document, and what it is called in it.

    A unit is the first folder below the one that all documents lie in; a document that lies in that one itself has
    none, and its unit is empty.
    """
    absolute = {path: PurePath(os.path.abspath(path)) for path in paths if path != STANDARD_INPUT}
    try:
        root = os.path.commonpath([path.parent for path in absolute.values()])
    except ValueError:  # on different drives, or nothing but the standard input
        return [("", called(path)) for path in paths]
    below = {path: place.relative_to(root).parts for path, place in absolute.items()}
    return [_named(below[path]) if path in below else ("", called(path)) for path in paths]


def _named(parts: tuple[str, ...]) -> tuple[str, str]:
    return (parts[0], "/".join(parts[1:])) if len(parts) > 1 else ("", parts[0])


def table(
    rows: Sequence[Row],
    *,
    title: str = "检查一览",
    columns: Sequence[str] = (),
    remarks: Sequence[str] = (),
    by_unit: bool = True,
) -> Table:
    """Return what the template takes; units are in the order of their first documents."""
    names = list(dict.fromkeys(row.unit for row in rows)) if by_unit else []
    units = [_sum(name, (row for row in rows if row.unit == name)) for name in names]
    return Table(
        heading=visible(title),
        columns=[visible(column) for column in columns],
        rows=[_fit(row, len(columns)) for row in rows],
        units=units if any(names) else [],
        total=_sum("", rows),
        remarks=[visible(line) for line in remarks],
    )


def _sum(name: str, rows: Iterable[Row]) -> Unit:
    own = list(rows)
    return Unit(
        visible(name),
        len(own),
        sum(row.failed is False for row in own),
        sum(row.failed is True for row in own),
        sum(row.errors for row in own),
        sum(row.warnings for row in own),
        sum(row.blanks for row in own),
    )


def _fit(row: Row, columns: int) -> Row:
    """Return *row* with its words fit to be shown, its link fit to be followed, and a cell for each column."""
    extra = (*row.extra, *[""] * columns)[:columns]
    return replace(
        row,
        name=shown(row.name),
        verdict=visible(row.verdict),
        link=reference(row.link),
        unit=visible(row.unit),
        missing=tuple(map(visible, row.missing)),
        genre=visible(row.genre),
        title=visible(row.title),
        extra=tuple(map(visible, extra)),
        history=tuple(map(visible, row.history)),
    )


def reference(link: str) -> str:
    """Return *link* so that it leads into this file or to a file below its folder, and nowhere else."""
    if not link or _FRAGMENT.fullmatch(link):
        return link
    return "./" + uri(link.lstrip("/"))

"""The findings under the document that they stand in, one line each, for logs that people read."""

from __future__ import annotations

from shufa_lint.engine.model import SEVERITIES, FileReport, RunReport
from shufa_lint.report.place import relative, shown
from shufa_lint.report.told import told_of
from shufa_lint.report.verdict import WAIVED, remarks, verdict, weight
from shufa_lint.text.language import tr
from shufa_lint.text.width import cells


def report(run: RunReport) -> bytes:
    """Return the documents in which there is something to say, and the verdict on all, as UTF-8 lines."""
    lines: list[str] = []
    for file in run.files:
        if listed := _lines(file, run):
            lines += [
                tr("{path}：{verdict}").format(path=shown(relative(file.path)), verdict=verdict(file)),
                *listed,
                "",
            ]
    lines.append(verdict(run))
    return "\n".join([*lines, ""]).encode("utf-8", "replace")


def _lines(file: FileReport, run: RunReport) -> list[str]:
    found = told_of(file, with_waived=run.show_waived)
    places = [f"{item.start.line}:{item.start.column}" for item in found]
    width = max(map(len, places), default=0)
    column = max(cells(name) for name in (tr(WAIVED), *map(weight, SEVERITIES)))
    lines = [
        f"  {place:>{width}}  {item.weight}{' ' * (column - cells(item.weight))}  {item.message}  {item.finding.rule}"
        for place, item in zip(places, found, strict=True)
    ]
    return lines + [f"  {remark}" for remark in remarks(file)]

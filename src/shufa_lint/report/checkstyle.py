"""The XML that Checkstyle writes, which many programs for code quality read."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from shufa_lint.engine.model import RunReport
from shufa_lint.report.markup import written
from shufa_lint.report.place import relative, shown
from shufa_lint.report.told import told_of

_VERSION = "4.3"
"""The version of Checkstyle whose XML this is; programs that read it ask for one."""


def report(run: RunReport) -> bytes:
    """Return all documents with their findings, in UTF-8."""
    root = Element("checkstyle", version=_VERSION)
    for file in run.files:
        element = SubElement(root, "file", name=shown(relative(file.path)))
        for item in told_of(file, with_waived=run.show_waived):
            SubElement(
                element,
                "error",
                line=str(item.start.line),
                column=str(item.start.column),
                severity=item.severity,
                message=item.advised,
                source=f"shufa-lint.{item.finding.rule}",
            )
    return written(root)

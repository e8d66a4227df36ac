"""One JSON object a finding and line, for programs that read streams; the keys are those of a finding in ``json``."""

from __future__ import annotations

from shufa_lint.engine.model import RunReport
from shufa_lint.report.place import relative
from shufa_lint.report.records import SCHEMA_VERSION, encode, finding_record


def report(run: RunReport) -> bytes:
    """Return the findings of a run as UTF-8 lines, each with the document that it stands in."""
    lines: list[bytes] = []
    for file in run.files:
        head = {"schema_version": SCHEMA_VERSION, "path": relative(file.path), "profile": file.profile}
        lines += [
            encode(head | finding_record(finding, file.source, waiver)) + b"\n"
            for finding, waiver in file.listed(with_waived=run.show_waived)
        ]
    return b"".join(lines)

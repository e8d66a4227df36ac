"""The findings as a table: .csv in UTF-8 with a byte order mark, without which Excel shows no Chinese."""

from __future__ import annotations

import csv
import io

from shufa_lint.engine.model import RunReport
from shufa_lint.report.cells import guarded
from shufa_lint.report.told import Told, told

COLUMNS = "文稿", "行或段", "字", "轻重", "规则", "名称", "问题", "原文", "改法", "依据", "章节", "指纹"
_LONGEST = 32_000
"""Excel refuses cells of more than 32,767 characters."""


def report(run: RunReport) -> bytes:
    """Return a row a finding; no cell of it can be taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(cell[:_LONGEST]) for cell in _row(item, run)] for item in told(run))
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _row(item: Told, run: RunReport) -> tuple[str, ...]:
    finding = item.finding
    return (
        item.path_shown,
        str(item.start.line),
        str(item.start.column),
        item.weight,
        finding.rule,
        run.titles.get(finding.rule, ""),
        item.message,
        finding.text,
        item.hint,
        item.authority,
        " › ".join(finding.section),
        finding.fingerprint,
    )

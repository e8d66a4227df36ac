"""The findings as a table: .csv in UTF-8 with a byte order mark, without which Excel shows no Chinese."""

from __future__ import annotations

import csv
import io

from shufa_lint.engine.model import RunReport
from shufa_lint.report.cells import guarded
from shufa_lint.report.told import Told, told
from shufa_lint.text.language import tr, tr_noop

COLUMNS = (
    tr_noop("文稿"),
    tr_noop("行或段"),
    tr_noop("字"),
    tr_noop("轻重"),
    tr_noop("规则"),
    tr_noop("名称"),
    tr_noop("问题"),
    tr_noop("原文"),
    tr_noop("改法"),
    tr_noop("依据"),
    tr_noop("章节"),
    tr_noop("指纹"),
)
_LONGEST = 32_000
"""Excel refuses cells of more than 32,767 characters."""


def report(run: RunReport) -> bytes:
    """Return a row a finding; no cell of it can be taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(tr, COLUMNS))
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

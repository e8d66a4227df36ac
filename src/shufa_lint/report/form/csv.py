"""The form as .csv in UTF-8 with a byte order mark, without which Excel takes Chinese for something else."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from shufa_lint.engine.form import COLUMNS, Asked, rows
from shufa_lint.report.cells import guarded


def report(documents: Iterable[Asked]) -> bytes:
    """Return the form; no cell of it can be taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(guarded, row) for row in rows(documents))
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")

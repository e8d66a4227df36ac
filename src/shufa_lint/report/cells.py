"""Words in the cells of a .csv, which programs for tables would calculate if they could."""

from __future__ import annotations

from shufa_lint.reading.sheet import GUARDED
from shufa_lint.report.visible import visible


def guarded(words: str) -> str:
    """Return *words* on one line, an apostrophe before what would be taken for a formula, or lose its apostrophe."""
    shown = visible(words)
    return f"'{shown}" if shown.startswith((*GUARDED, "'")) else shown

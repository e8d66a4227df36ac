"""How a run ends: exit codes, and what is said on standard error."""

from __future__ import annotations

import sys

PASSED, FAILED, UNDONE, INTERRUPTED = 0, 1, 2, 130


def complain(line: str) -> None:
    """Say *line* on standard error."""
    from shufa_lint.report.visible import visible

    if sys.stderr is not None:
        print(f"shufa-lint：{visible(line)}", file=sys.stderr, flush=True)

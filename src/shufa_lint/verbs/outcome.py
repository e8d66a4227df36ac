"""How a run ends: exit codes, and what is said on standard error."""

from __future__ import annotations

import sys

from shufa_lint.text.language import tr

PASSED, FAILED, UNDONE, INTERRUPTED = 0, 1, 2, 130


def complain(line: str) -> None:
    """Say *line* on standard error."""
    from shufa_lint.report.visible import visible

    if sys.stderr is not None:
        print(tr("shufa-lint：{line}").format(line=visible(line)), file=sys.stderr, flush=True)

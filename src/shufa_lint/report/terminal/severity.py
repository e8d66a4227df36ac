"""How a severity looks: a sign and a colour, always with its word, so that colour alone says nothing."""

from __future__ import annotations

from shufa_lint.report.terminal.console import Screen
from shufa_lint.report.verdict import weight
from shufa_lint.rulebook.schema import Severity

SIGNS: dict[Severity, str] = {"error": "×", "warning": "!", "info": "·"}
STYLES: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
MARKS: dict[Severity, str] = {severity: f"{style} reverse" for severity, style in STYLES.items()}
"""For the words at fault."""


def signed(severity: Severity, screen: Screen) -> str:
    """Return the sign of *severity* and its name."""
    return f"{screen.sign(SIGNS[severity])} {weight(severity)}"


def column(screen: Screen) -> int:
    """Return the cells of a column of severities, with the blank after it."""
    return 1 + max(screen.cells(signed(each, screen)) for each in SIGNS)

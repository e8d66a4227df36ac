"""How a severity looks: a sign and a colour, always with its word, so that colour alone says nothing."""

from __future__ import annotations

from shufa_lint.rulebook.schema import Severity

SIGNS: dict[Severity, str] = {"error": "×", "warning": "!", "info": "·"}
STYLES: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
MARKS: dict[Severity, str] = {severity: f"{style} reverse" for severity, style in STYLES.items()}
"""For the words at fault."""

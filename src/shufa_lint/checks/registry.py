"""Which module a check type is, imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from shufa_lint.checks.base import Check

MODULES = {
    "clauses": "shufa_lint.checks.clauses",
    "glued": "shufa_lint.checks.glued",
    "marker-pairs": "shufa_lint.checks.marker_pairs",
    "nesting": "shufa_lint.checks.nesting",
    "opening": "shufa_lint.checks.opening",
    "ordinal-form": "shufa_lint.checks.ordinal_form",
    "pairs": "shufa_lint.checks.pairs",
    "pattern": "shufa_lint.checks.pattern",
    "placeholder": "shufa_lint.checks.placeholder",
    "reading": "shufa_lint.checks.reading",
    "sections": "shufa_lint.checks.sections",
    "sequence": "shufa_lint.checks.sequence",
    "title": "shufa_lint.checks.title",
}


def check(name: str) -> Check:
    """Return the check type *name*; raise KeyError for one that does not exist."""
    return cast("Check", import_module(MODULES[name]))

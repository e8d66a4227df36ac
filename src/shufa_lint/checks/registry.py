"""Which module a check type is, imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from shufa_lint.checks.base import Check

MODULES = {
    "absence": "shufa_lint.checks.absence",
    "agreement": "shufa_lint.checks.agreement",
    "annexes": "shufa_lint.checks.annexes",
    "blanks": "shufa_lint.checks.blanks",
    "classification": "shufa_lint.checks.classification",
    "clause-form": "shufa_lint.checks.clause_form",
    "clauses": "shufa_lint.checks.clauses",
    "closing": "shufa_lint.checks.closing",
    "continuation": "shufa_lint.checks.continuation",
    "counts": "shufa_lint.checks.counts",
    "dates": "shufa_lint.checks.dates",
    "day-names": "shufa_lint.checks.day_names",
    "duplicates": "shufa_lint.checks.duplicates",
    "foreign": "shufa_lint.checks.foreign",
    "glued": "shufa_lint.checks.glued",
    "halfwidth": "shufa_lint.checks.halfwidth",
    "heading-form": "shufa_lint.checks.heading_form",
    "invisible": "shufa_lint.checks.invisible",
    "laws": "shufa_lint.checks.laws",
    "leftovers": "shufa_lint.checks.leftovers",
    "length": "shufa_lint.checks.length",
    "line-layout": "shufa_lint.checks.line_layout",
    "marker-pairs": "shufa_lint.checks.marker_pairs",
    "markup": "shufa_lint.checks.markup",
    "masking": "shufa_lint.checks.masking",
    "nesting": "shufa_lint.checks.nesting",
    "opening": "shufa_lint.checks.opening",
    "ordinal-form": "shufa_lint.checks.ordinal_form",
    "page-layout": "shufa_lint.checks.page_layout",
    "pairs": "shufa_lint.checks.pairs",
    "paragraph-ends": "shufa_lint.checks.paragraph_ends",
    "parallels": "shufa_lint.checks.parallels",
    "part-layout": "shufa_lint.checks.part_layout",
    "pattern": "shufa_lint.checks.pattern",
    "placeholder": "shufa_lint.checks.placeholder",
    "private-numbers": "shufa_lint.checks.private_numbers",
    "quoted-terms": "shufa_lint.checks.quoted_terms",
    "ranges": "shufa_lint.checks.ranges",
    "ratios": "shufa_lint.checks.ratios",
    "reading": "shufa_lint.checks.reading",
    "reporter": "shufa_lint.checks.reporter",
    "sections": "shufa_lint.checks.sections",
    "sequence": "shufa_lint.checks.sequence",
    "signature": "shufa_lint.checks.signature",
    "terms": "shufa_lint.checks.terms",
    "text-layout": "shufa_lint.checks.text_layout",
    "title": "shufa_lint.checks.title",
    "topics": "shufa_lint.checks.topics",
    "totals": "shufa_lint.checks.totals",
    "variants": "shufa_lint.checks.variants",
    "years": "shufa_lint.checks.years",
}

OF_LAYOUT = frozenset({"leftovers", "line-layout", "page-layout", "part-layout", "text-layout"})
"""The check types that look at the layout: of a file that has none they are not asked, nor even imported."""


def check(name: str) -> Check:
    """Return the check type *name*; raise KeyError for one that does not exist."""
    return cast("Check", import_module(MODULES[name]))

"""``shufa-lint schema``: the JSON schema of a kind of file that people write, for their editors."""

from __future__ import annotations

from argparse import Namespace

from shufa_lint.delivery import emit
from shufa_lint.rulebook.json_schema import written
from shufa_lint.verbs.outcome import PASSED


def run(options: Namespace) -> int:
    """Write the schema."""
    emit(written(options.kind), options.output_file)
    return PASSED

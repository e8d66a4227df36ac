"""The command ``shufa-lint``: arguments in, exit code out. What a verb needs is imported when it runs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from shufa_lint import arguments
from shufa_lint.delivery import UndoneError, flush, lenient
from shufa_lint.verbs.outcome import INTERRUPTED, UNDONE, complain


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 passed, 1 findings that count, 2 not done, 130 interrupted."""
    lenient()
    gc.disable()  # while the program loads, all that is made stays alive
    try:
        options = arguments.parse(sys.argv[1:] if argv is None else argv)
        return int(import_module(f"shufa_lint.verbs.{options.verb}").run(options))
    except KeyboardInterrupt:
        complain("已中断")
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("SHUFA_LINT_DEBUG"):
            raise
        complain(_reason(error))
        return UNDONE
    finally:
        gc.enable()
        flush()


def _reason(error: Exception) -> str:
    """Return one line about *error* for the user."""
    from shufa_lint.rulebook.errors import SpecificationError

    if isinstance(error, (UndoneError, SpecificationError)):
        return str(error)
    return f"程序出错（{type(error).__name__}），请把这一行和用的命令告诉开发者；设 SHUFA_LINT_DEBUG=1 可看详情"

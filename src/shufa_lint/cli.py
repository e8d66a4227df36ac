"""The command ``shufa-lint``: arguments in, exit code out. What a verb needs is imported when it runs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from shufa_lint import arguments
from shufa_lint.delivery import UndoneError, flush, lenient
from shufa_lint.text.language import CHINESE, ENVIRONMENT, LANGUAGES, current, speak, tr
from shufa_lint.verbs.outcome import INTERRUPTED, UNDONE, complain


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 passed, 1 findings that count, 2 not done, 130 interrupted."""
    lenient()
    gc.disable()  # while the program loads, all that is made stays alive
    before = current()
    try:
        given = sys.argv[1:] if argv is None else argv
        speak(arguments.language(given) or _configured())
        options = arguments.parse(given)
        return int(import_module(f"shufa_lint.verbs.{options.verb}").run(options))
    except KeyboardInterrupt:
        complain(tr("已中断"))
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("SHUFA_LINT_DEBUG"):
            raise
        complain(_reason(error))
        return UNDONE
    finally:
        gc.enable()
        flush()
        speak(before)


def _configured() -> str:
    """Return the language that the environment names."""
    language = os.environ.get(ENVIRONMENT) or CHINESE
    if language not in LANGUAGES:
        words = tr("环境变量 {variable} 的值 {value!r} 不对，可以写 {names}")
        raise UndoneError(words.format(variable=ENVIRONMENT, value=language, names=tr("、").join(LANGUAGES)))
    return language


def _reason(error: Exception) -> str:
    """Return one line about *error* for the user."""
    from shufa_lint.rulebook.errors import SpecificationError

    if isinstance(error, (UndoneError, SpecificationError)):
        return str(error)
    return tr("程序出错（{name}），请把这一行和用的命令告诉开发者；设 SHUFA_LINT_DEBUG=1 可看详情").format(
        name=type(error).__name__
    )

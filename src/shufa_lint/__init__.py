"""shufa-lint: what still stands between the draft of a Chinese official document and a hand-in.

The public functions are those of :mod:`shufa_lint.api`, loaded on first use so that the import costs nothing.
"""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = [
    "Choice",
    "SpecificationError",
    "__version__",
    "fix_text",
    "lint_path",
    "lint_text",
    "load_rulebook",
    "outline_text",
]

TYPE_CHECKING = False  # type checkers know the name; importing typing for it takes longer than all the rest
if TYPE_CHECKING:
    from shufa_lint.api import (
        Choice,
        SpecificationError,
        fix_text,
        lint_path,
        lint_text,
        load_rulebook,
        outline_text,
    )


def __getattr__(name: str) -> object:
    if name in __all__:
        from shufa_lint import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

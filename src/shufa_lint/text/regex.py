"""Patterns of :mod:`re` that are compiled when they are first used: a document needs a part of them only."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")


class _Regex:
    def __init__(self, pattern: str, flags: int) -> None:
        self._given = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        # Asked only until the methods are the instance's own.
        compiled = re.compile(*self._given)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return *pattern* as :func:`re.compile` would; a mistake in it shows on first use."""
    return cast("re.Pattern[str]", _Regex(pattern, flags))

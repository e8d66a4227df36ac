"""The part of a script that is the same for every command line."""

from __future__ import annotations

import re
from importlib.resources import files


def filled(name: str, **texts: str) -> str:
    """Return the template *name* with every ``<KEY>`` replaced by its text, which is not looked at again."""
    template = files("shufa_lint.completion").joinpath(name).read_text("utf-8")
    return re.sub(f"<({'|'.join(texts)})>", lambda key: texts[key[1]], template)

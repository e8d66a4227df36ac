"""Completion in PowerShell, Windows' own 5.1 and later ones, with what each word means.

The script is ASCII alone: what code page a console, a pipe or a profile is in does not matter.
"""

from __future__ import annotations

import json

from shufa_lint.completion.grammar import Grammar
from shufa_lint.completion.template import filled


def script(grammar: Grammar) -> str:
    """Return the script."""
    data = {
        "default": grammar.default,
        "commas": sorted(grammar.commas),
        "verbs": {
            verb.name: {
                "says": verb.says,
                "options": [
                    {"name": name, "says": option.says, "takes": option.takes or ""}
                    for option in verb.options
                    for name in option.names
                ],
                "places": list(verb.places),
                "endless": verb.endless,
            }
            for verb in grammar.verbs
        },
        "lists": {name: [list(value) for value in values] for name, values in grammar.lists.items()},
    }
    return filled("completion.ps1", DATA=json.dumps(data, separators=(",", ":")).replace("'", "\\u0027"))

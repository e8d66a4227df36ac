"""Completion in bash."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from shufa_lint.completion.grammar import FILES, Grammar
from shufa_lint.completion.template import filled


def script(grammar: Grammar) -> str:
    """Return the script."""
    takes, options, places, seconds = [], [], [], []
    for verb in grammar.verbs:
        name = shlex.quote(verb.name)
        options.append(_branch(name, f"list={_words(n for option in verb.options for n in option.names)}"))
        for option in verb.options:
            if option.takes:
                patterns = "|".join(shlex.quote(f"{verb.name} {spelling}") for spelling in option.names)
                takes.append(_branch(patterns, f"takes={option.takes}"))
        last = len(verb.places)
        for number, place in enumerate(verb.places, 1):
            star = "*" if verb.endless and number == last else ""
            places.append(_branch(f"{name}' '{star or number}", f"takes={place}"))
        if more := grammar.seconds(verb.name):
            seconds.append(_branch(name, f"list={_words(value.word for value in more)}"))
    lists = [_branch(name, f"list={_words(v.word for v in values)}") for name, values in grammar.lists.items()]
    return filled(
        "completion.bash",
        VERBS="|".join(shlex.quote(value.word) for value in grammar.firsts()),
        PAIRS="|".join(shlex.quote(verb.name) for verb in grammar.verbs if " " in verb.name),
        DEFAULT=grammar.default,
        FIRSTS=_words(value.word for value in grammar.firsts()),
        SECONDS="\n".join(seconds),
        TAKES="\n".join(takes),
        OPTIONS="\n".join(options),
        PLACES="\n".join(places),
        LISTS="\n".join(lists),
        COMMAS="|".join(sorted(grammar.commas)),
        FILES=FILES,
    )


def _branch(pattern: str, body: str) -> str:
    return f"    {pattern}) {body} ;;"


def _words(words: Iterable[str]) -> str:
    return shlex.quote(" ".join(words))

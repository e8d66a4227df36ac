"""Completion in zsh, with what each word means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from shufa_lint.completion.grammar import FILES, FOLDERS, WORDS, Grammar, Option, Value, Verb
from shufa_lint.completion.template import filled

_OWN = {FILES: "_files", FOLDERS: "_files -/", WORDS: " "}
"""What the shell completes by itself; a blank completes nothing."""


def script(grammar: Grammar) -> str:
    """Return the script."""
    second = [
        f"    {verb.name}) more={_described(values)} ;;"
        for verb in grammar.verbs
        if (values := grammar.seconds(verb.name))
    ]
    return filled(
        "completion.zsh",
        LISTS="\n".join(_list(name, values, name in grammar.commas) for name, values in grammar.lists.items()),
        VERBS=_described(grammar.firsts()),
        FIRSTS="|".join(value.word for value in grammar.firsts()),
        PAIRS="|".join(_quoted(verb.name) for verb in grammar.verbs if " " in verb.name),
        SECONDS="\n".join(second),
        DEFAULT=grammar.default,
        ARGUMENTS="\n".join(_arguments(verb) for verb in grammar.verbs),
    )


def _list(name: str, values: Iterable[Value], commas: bool) -> str:
    several, more = ("  compset -P '*,'\n", " -qS ,") if commas else ("", "")
    words = f"  local -a words={_described(values)}\n"
    return f"_shufa_lint_{name}() {{\n{words}{several}  _describe -t {name} {name} words{more}\n}}"


def _described(values: Iterable[Value]) -> str:
    words = (_quoted(f"{value.word}:{value.says}" if value.says else value.word) for value in values)
    return "(\n" + "".join(f"    {word}\n" for word in words) + "  )"


def _arguments(verb: Verb) -> str:
    specs = [spec for option in verb.options for spec in _specs(option)]
    specs += [
        f"{'*' if verb.endless and number == len(verb.places) else number}:{' '}:{_action(place)}"
        for number, place in enumerate(verb.places, 1)
    ]
    lines = "".join(f" \\\n      {_quoted(spec)}" for spec in specs)
    return f"  {_quoted(verb.name)})\n    _arguments -S :{lines}\n    ;;"


def _specs(option: Option) -> Iterator[str]:
    others = f"({' '.join(option.names)})" if len(option.names) > 1 else ""
    says = re.sub(r"([\[\]\\:])", r"\\\1", option.says)
    for name in option.names:
        if option.takes is None:
            yield f"{others}{name}[{says}]"
        else:
            joined = "=" if name.startswith("--") else "+"
            yield f"{others or '*'}{name}{joined}[{says}]:{' '}:{_action(option.takes)}"


def _action(takes: str) -> str:
    return _OWN.get(takes, f"_shufa_lint_{takes}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"

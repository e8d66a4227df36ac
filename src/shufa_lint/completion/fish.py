"""Completion in fish, with what each word means."""

from __future__ import annotations

from collections.abc import Iterator

from shufa_lint.completion.grammar import FILES, FOLDERS, WORDS, Grammar, Option, Value, Verb
from shufa_lint.completion.template import filled


def script(grammar: Grammar) -> str:
    """Return the script."""
    return filled(
        "completion.fish",
        VERBS=" ".join(_quoted(verb.name) for verb in grammar.verbs),
        DEFAULT=grammar.default,
        TAKING=_taking(grammar),
        LISTS="\n".join(_list(name, values) for name, values in grammar.lists.items()),
        LINES="\n".join(line for verb in grammar.verbs for line in _lines(verb, grammar)),
    )


def _taking(grammar: Grammar) -> str:
    names = {name for verb in grammar.verbs for option in verb.options if option.takes for name in option.names}
    return " ".join(sorted(names))


def _list(name: str, values: tuple[Value, ...]) -> str:
    lines = " ".join(_quoted(f"{value.word}\t{value.says}" if value.says else value.word) for value in values)
    return f"function __shufa_lint_{name}\n    printf '%s\\n' {lines}\nend"


def _lines(verb: Verb, grammar: Grammar) -> Iterator[str]:
    head = f'complete -c shufa-lint -n "__shufa_lint_is {_quoted(verb.name)} '
    for option in verb.options:
        yield f'{head}any" {_option(option, grammar)}'
    for value in grammar.firsts() if verb.name == grammar.default else ():
        yield f'{head}bare" -a {value.word} -d {_quoted(value.says)}'
    for value in grammar.seconds(verb.name):
        yield f'{head}1" -a {value.word} -d {_quoted(value.says)}'
    for number, place in enumerate(verb.places, 1):
        if place not in (FILES, FOLDERS, WORDS):
            yield f"{head}{number}\" -f -a '({_call(place, grammar)})'"


def _option(option: Option, grammar: Grammar) -> str:
    spelt = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
    takes = {None: "", FILES: " -r -F", FOLDERS: " -x -a '(__fish_complete_directories)'", WORDS: " -x"}
    kind = takes.get(option.takes)
    if kind is None:
        kind = f" -x -a '({_call(str(option.takes), grammar)})'"
    return f"{spelt}{kind} -d {_quoted(option.says)}"


def _call(name: str, grammar: Grammar) -> str:
    return f"__shufa_lint_several __shufa_lint_{name}" if name in grammar.commas else f"__shufa_lint_{name}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

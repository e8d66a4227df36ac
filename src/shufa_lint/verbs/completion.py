"""``shufa-lint completion SHELL``: what lets a shell complete the command line, made of the parsers themselves."""

from __future__ import annotations

import argparse
import re
from argparse import Namespace
from importlib import import_module

from shufa_lint import arguments
from shufa_lint.completion.grammar import FILES, FOLDERS, WORDS, Grammar, Option, Value, Verb
from shufa_lint.delivery import emit
from shufa_lint.report.formats import AUTO, FORMATS
from shufa_lint.rulebook.load import load_rulebook
from shufa_lint.text.language import tr
from shufa_lint.text.width import cells, head
from shufa_lint.verbs.outcome import PASSED

TAKES = {
    **dict.fromkeys(("FILE", "FORM", "OUT", "SLIP"), FILES),
    **dict.fromkeys(("DIR", "FOLDER"), FOLDERS),
    "RULE": "rules",
    "RULES": "selectors",
    **dict.fromkeys(
        ("DATE", "DAYS", "HOST", "JOBS", "LINE", "MB", "N", "NAME", "PORT", "SECONDS", "TEXT", "URL", "YEAR"), WORDS
    ),
}
"""What a value is, by the word that stands for it in the help."""
_OPTIONS = {"--profile": "profiles"}
"""… and of options whose word says less."""
_LONGEST = 56
"""Cells that are said of an option beside it; its help says the rest."""


def run(options: Namespace) -> int:
    """Write the script."""
    shell = import_module(f"shufa_lint.completion.{options.shell}")
    emit(shell.script(grammar()).encode())
    return PASSED


def grammar() -> Grammar:
    """Return the command line as it is."""
    lists = _names()
    verbs = tuple(_verb(name, lists) for name in arguments.VERBS)
    return Grammar(verbs, lists, "check", frozenset({"selectors"}))


def _names() -> dict[str, tuple[Value, ...]]:
    """Return what the program itself knows by name. Rules of an office's own are not among them: which those are
    depends on where one stands."""
    book = load_rulebook()
    rules = tuple(Value(entry.id, entry.named) for entry in book.entries.values())
    families = (Value(family, tr("规则族")) for family in sorted({entry.family for entry in book.entries.values()}))
    levels = Value("error", tr("必须改")), Value("warning", tr("建议改")), Value("info", tr("提示"))
    profiles = (Value(profile.id, profile.named) for profile in book.profiles.values())
    return {
        "rules": rules,
        "selectors": (*families, *levels, *rules),
        "profiles": (Value("auto", tr("看标题和开头自己判断")), *profiles),
        "formats": (Value(AUTO), *(Value(name, tr(kind.says)) for name, kind in FORMATS.items()), Value("docx")),
    }


def _verb(name: str, lists: dict[str, tuple[Value, ...]]) -> Verb:
    parser = arguments.parser_of(name)
    actions = [action for action in parser._actions if action.help is not argparse.SUPPRESS]
    options = tuple(
        Option(tuple(action.option_strings), _says(parser, action), _takes(name, action, lists))
        for action in actions
        if action.option_strings
    )
    places = [action for action in actions if not action.option_strings]
    endless = bool(places) and places[-1].nargs in ("*", "+")
    taken = tuple(_takes(name, action, lists) or WORDS for action in places)
    return Verb(name, _first(tr(str(parser.description))), options, taken, endless)


def _takes(verb: str, action: argparse.Action, lists: dict[str, tuple[Value, ...]]) -> str | None:
    """Return the name of the list of what *action* takes, adding it to *lists* where it is one of its own."""
    if action.nargs == 0:
        return None
    for name in action.option_strings:
        if name in _OPTIONS:
            return _OPTIONS[name]
    if action.choices:
        values = tuple(Value(str(choice)) for choice in action.choices)
        own = action.dest if lists.get(action.dest, values) == values else f"{verb.replace(' ', '_')}_{action.dest}"
        lists[own] = values
        return own
    return "formats" if action.dest == "output_format" else TAKES.get(str(action.metavar), WORDS)


def _says(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    if action.dest == "output_format":
        return tr("结果的格式")  # its help names them all
    return _first(parser._get_formatter()._expand_help(action))


def _first(text: str) -> str:
    """Return the first thing that *text* says, short enough to stand beside a word."""
    (said, *_) = re.split(r"[；。\n]|; |\. |（默认| \(default", text.strip(), maxsplit=1)
    return said if cells(said) <= _LONGEST else f"{head(said, _LONGEST).rstrip('，、：')}…"

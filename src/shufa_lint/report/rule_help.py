"""What a rule is about, from its file, for programs that show help beside a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shufa_lint.report.authority import spell_out
from shufa_lint.report.families import FAMILIES
from shufa_lint.rulebook.marks import unmark
from shufa_lint.rulebook.schema import Example, Rule

_LONGEST = 1000
"""Longer summaries are cut by those who show them."""


def family(rule: Rule) -> str:
    """Return what the family of *rule* is called."""
    return FAMILIES.get(rule.family, rule.family)


def summary(rule: Rule) -> str:
    """Return the first sentence of why the fault is one."""
    words = "".join(rule.why.split("\n"))
    end = re.search(r"[。！？][”’）]?", words)
    return (words[: end.end()] if end else words)[:_LONGEST] or rule.title


def reasons(rule: Rule) -> list[str]:
    """Return why the fault is one, a paragraph a line."""
    return re.sub(r"(?<![。！？”）])\n", "", rule.why.strip()).splitlines()


def text(rule: Rule) -> str:
    """Return why the fault is one, by what, and how to learn more."""
    return "\n".join(_lines(rule))


def markdown(rule: Rule) -> str:
    """Return the same in Markdown, with an example of the fault and what is right instead."""
    pieces = [_plain(line) for line in _lines(rule)]
    example = next((example for example in rule.example if example.bad is not None and not example.layout), None)
    if example:
        pieces += _shown(example)
    return "\n\n".join(pieces) + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield from reasons(rule)
    yield f"依据：{spell_out(rule.authority)}"
    yield f"例子、怎样关掉或调轻：shufa-lint explain {rule.id}"


def _shown(example: Example) -> Iterator[str]:
    yield "这样会指出来："
    yield _fenced(unmark(example.bad or "")[0])
    if example.fixed is not None:
        yield "改为："
        yield _fenced(example.fixed)


def _fenced(words: str) -> str:
    """Return *words* in a block of code that nothing in them can end."""
    longest = max(map(len, re.findall("`+", words)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{words.strip(chr(10))}\n{fence}"


def _plain(words: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~$!&])", r"\\\1", words)

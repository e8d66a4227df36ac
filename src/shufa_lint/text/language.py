"""The language in which the program speaks to its user: Chinese, or English where that is asked for.

As with gettext, the Chinese words are the key: ``tr("{path}：没有这个文件").format(path=path)``. What is not in the
catalogue stays Chinese. What rules say of a document is not the program's own speech, and is never looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

ENVIRONMENT = "SHUFA_LINT_LANG"
"""The environment variable that names the language where the command line names none."""

CHINESE, ENGLISH = "zh", "en"
LANGUAGES = CHINESE, ENGLISH

_CATALOGUE = Path(__file__).with_name("english.json")
_spoken = CHINESE
"""The language of this process, in all of its threads."""
_here: ContextVar[str | None] = ContextVar("language", default=None)
"""The language of a piece of work that has one of its own."""


def tr(words: str) -> str:
    """Return *words*, Chinese with named placeholders, in the language that is spoken."""
    return (_english().get(words) or words) if current() == ENGLISH else words


def tr_noop(words: str) -> str:
    """Return *words* as they are. It marks words that stand in data and are given to :func:`tr` where they are said."""
    return words


def current() -> str:
    """Return the language that is spoken, one of ``LANGUAGES``."""
    return _here.get() or _spoken


def speak(language: str) -> str:
    """Let this process speak *language*, one of ``LANGUAGES``; return the one it spoke before."""
    global _spoken
    if language not in LANGUAGES:
        raise ValueError(language)
    before, _spoken = _spoken, language
    return before


@contextmanager
def in_chinese() -> Iterator[None]:
    """Speak Chinese for a while: to other programs, and to those who get a marked copy of their document."""
    token = _here.set(CHINESE)
    try:
        yield
    finally:
        _here.reset(token)


def titled(chinese: str, english: str) -> str:
    """Return the title of a rule or a kind of document; one without an English title keeps the Chinese one."""
    return english if english and current() == ENGLISH else chinese


@cache
def _english() -> Mapping[str, str]:
    import json

    found: dict[str, str] = json.loads(_CATALOGUE.read_bytes())
    return found

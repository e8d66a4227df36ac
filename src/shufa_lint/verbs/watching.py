"""``--watch``: check, wait until something changes, and check again, until the user has enough.

It looks at the files' times again and again, which works on every disk and needs nothing; what has not changed comes
from the cache.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from shufa_lint import api
from shufa_lint.delivery import UndoneError, flush
from shufa_lint.engine.changes import Stamps, stamps
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.text.language import tr
from shufa_lint.verbs.choosing import choice_of
from shufa_lint.verbs.gathering import gather
from shufa_lint.verbs.outcome import complain

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from shufa_lint.api import Choice

_PAUSE = 0.5
"""Seconds between two looks."""
_SHARE = 0.1
"""How much of the time may be spent on looking."""
_SETTLED = 0.2
"""Seconds without a change after which a file is written to its end: some programs write in several steps."""
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def run(options: Namespace, check: Callable[[Namespace, Choice], int]) -> int:
    """Check again and again; ends with KeyboardInterrupt only."""
    sources: list[Path] = []
    while True:
        seen, choice, sources = _now(options, sources)
        _clear()
        try:
            check(options, choice or choice_of(options))
        except (UndoneError, SpecificationError) as error:  # it can be mended
            complain(str(error))
        flush()
        complain(tr("在等改动：一保存就重查，按 Ctrl-C 结束"))
        _wait(options.files, sources, seen)


def _now(options: Namespace, sources: list[Path]) -> tuple[Stamps, Choice | None, list[Path]]:
    """Return how the files are, the settings as they are then, and where these come from; no settings where they are
    wrong. *sources* are where they came from before."""
    while True:
        seen = _settled(options.files, sources)
        api.forget_settings()
        choice = None
        before = sources
        try:
            choice = choice_of(options)
            gather(options.files, choice, quietly=True)
        except (UndoneError, SpecificationError):
            sources = choice.sources() if choice else []
            choice = None
        else:
            sources = choice.sources()
        if sources == before:
            return seen, choice, sources


def _wait(names: list[str], sources: list[Path], seen: Stamps) -> None:
    """Return when something is not as it was when it was *seen*."""
    while True:
        began = time.monotonic()
        if stamps(names, sources) != seen:
            return
        time.sleep(max(_PAUSE, (time.monotonic() - began) / _SHARE))


def _settled(names: list[str], sources: list[Path]) -> Stamps:
    """Return how the files are once nobody writes them any more."""
    seen = stamps(names, sources)
    while True:
        time.sleep(_SETTLED)
        now = stamps(names, sources)
        if now == seen:
            return seen
        seen = now


def _clear() -> None:
    """Begin a new page, where there is a screen to turn one on."""
    if sys.stdout is not None and sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
        sys.stdout.flush()

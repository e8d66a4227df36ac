"""Which configuration and which rules count, as the command line says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from shufa_lint.api import Choice
from shufa_lint.delivery import UndoneError
from shufa_lint.reading.limits import LIMITS
from shufa_lint.text.language import tr

if TYPE_CHECKING:
    from argparse import Namespace

    from shufa_lint.engine.cache import Cache
    from shufa_lint.engine.plan import Plan, Planner

CACHE_ENVIRONMENT = "SHUFA_LINT_CACHE_DIR"
"""The environment variable that names the folder of the cache; empty, there is none."""


def choice_of(options: Namespace) -> Choice:
    """Return the configuration that counts, with what the command line says over it."""
    if options.config and options.isolated:
        raise UndoneError(tr("--config 不能与 --isolated 同时用"))
    if options.config and not Path(options.config).is_file():
        raise UndoneError(tr("{config}：没有这份配置文件").format(config=options.config))
    keys = ("profile", "select", "ignore", "fail-on", "as-of")
    overrides: dict[str, object] = {key: getattr(options, key.replace("-", "_"), None) for key in keys}
    config = Path(options.config) if options.config else None
    seconds = getattr(options, "timeout", None)
    return Choice(
        config=config,
        isolated=options.isolated,
        overrides=overrides,
        today=getattr(options, "today", None),
        limits=LIMITS if seconds is None else LIMITS._replace(seconds=seconds),
        cache=_cache(options),
    )


def _cache(options: Namespace) -> Cache | None:
    """Return where results are kept for the next run: never beside the documents, unless the user says so."""
    named = getattr(options, "cache_dir", None) or os.environ.get(CACHE_ENVIRONMENT)
    if getattr(options, "no_cache", True) or named == "":
        return None
    from shufa_lint.engine.cache import Cache

    if named:
        return Cache(Path(named))
    from platformdirs import user_cache_path

    return Cache(user_cache_path("shufa-lint", appauthor=False))


def plan_of(options: Namespace) -> tuple[Planner, Plan]:
    """Return the plan for the kind of document asked for or configured; without one, for any document."""
    _, planner = choice_of(options).for_path(None)
    profile = planner.chosen.configuration.profile
    return planner, planner.plan("base" if profile == "auto" else profile)

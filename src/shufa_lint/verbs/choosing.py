"""Which configuration and which rules count, as the command line says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shufa_lint.api import Choice
from shufa_lint.delivery import UndoneError
from shufa_lint.reading.limits import LIMITS

if TYPE_CHECKING:
    from argparse import Namespace

    from shufa_lint.engine.plan import Plan, Planner


def choice_of(options: Namespace) -> Choice:
    """Return the configuration that counts, with what the command line says over it."""
    if options.config and options.isolated:
        raise UndoneError("--config 不能与 --isolated 同时用")
    if options.config and not Path(options.config).is_file():
        raise UndoneError(f"{options.config}：没有这份配置文件")
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
    )


def plan_of(options: Namespace) -> tuple[Planner, Plan]:
    """Return the plan for the kind of document asked for or configured; without one, for any document."""
    _, planner = choice_of(options).for_path(None)
    profile = planner.chosen.configuration.profile
    return planner, planner.plan("base" if profile == "auto" else profile)

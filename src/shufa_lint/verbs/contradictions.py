"""Options of checking that do not go together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shufa_lint.delivery import UndoneError
from shufa_lint.text.language import tr

if TYPE_CHECKING:
    from argparse import Namespace

STDIN = "-"
COPIES = "docx"
"""The format that is no report: copies of the documents."""

_MODES = ("--show-files", "--show-settings", "--write-baseline", "--fix", "--diff", "--annotate", "--statistics")
"""Options that each say what to do; no two of them go together, but for the statistics of what --fix leaves or
--annotate finds (and --diff, which has an answer of its own)."""
_TOGETHER = ({"--fix", "--statistics"}, {"--annotate", "--statistics"})
_WATCHED = {"--statistics"}
"""What may be done again and again, besides listing what is found."""


def refuse(options: Namespace) -> None:
    """Raise UndoneError for the first thing that is wrong."""
    for reason in _reasons(options):
        raise UndoneError(reason)


def _reasons(options: Namespace) -> Iterator[str]:
    asked = [name for name in _MODES if getattr(options, name.strip("-").replace("-", "_"))]
    together = tr("{one} 不能与 {other} 同时用")
    if options.fix and options.diff:
        yield tr("--fix 和 --diff 不能一起用：--diff 只看不改")
    if options.unsafe_fixes and not (options.fix or options.diff):
        yield tr("--unsafe-fixes 要与 --fix 或 --diff 一起用")
    if len(asked) > 1 and set(asked) not in _TOGETHER:
        yield together.format(one=asked[0], other=asked[1])
    if options.output_format == COPIES and set(asked) - {"--annotate"}:
        yield together.format(one="--output-format docx", other=asked[0])
    if options.output_dir and not (options.annotate or options.fix or options.output_format == COPIES):
        yield tr("--output-dir 要与 --annotate、--fix 或 --output-format docx 一起用")
    if options.no_cache and options.cache_dir:
        yield together.format(one="--no-cache", other="--cache-dir")
    yield from _of_baseline(options)
    yield from _of_watching(options, asked)


def _of_baseline(options: Namespace) -> Iterator[str]:
    if not options.write_baseline:
        if options.reason is not None or options.who is not None or options.until is not None:
            yield tr("--reason、--who、--until 要与 --write-baseline 一起用；只豁免一处，用 shufa-lint waive")
    elif options.isolated or STDIN in options.files:
        other = "--isolated" if options.isolated else tr("标准输入")
        yield tr("{one} 不能与 {other} 同时用").format(one="--write-baseline", other=other)


def _of_watching(options: Namespace, asked: list[str]) -> Iterator[str]:
    if not options.watch:
        return
    if STDIN in options.files:
        yield tr("{one} 不能与 {other} 同时用").format(one="--watch", other=tr("标准输入"))
    others = [name for name in asked if name not in _WATCHED]
    if options.output_format == COPIES:
        others.append("--output-format docx")
    if others:
        yield tr("{one} 不能与 {other} 同时用").format(one="--watch", other=others[0])

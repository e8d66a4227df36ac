"""Check type ``masking``: a text from which names and numbers were taken out, but not all, or not in one way.

``fault = "partial"``: a county or a person is still named. ``fault = "mixed"``: the masks are of several kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, NamedTuple

from shufa_lint.checks import gazetteer, matching
from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.gazetteer import NOTHING, PlaceOptions
from shufa_lint.checks.matching import Pattern, Scope, Sought
from shufa_lint.checks.patterns import begins, matches
from shufa_lint.text.span import Span

_OWN: tuple[Scope, ...] = ("title", "opening", "signature")


class Style(Sought):
    """One row of the table of masks: their kind, what they look like, in which part of the document they count."""

    style: str
    scope: Scope | None = None


class Surnames(BaseOptions):
    """One row of the table of surnames, with blanks between them."""

    surnames: str


class Options(PlaceOptions):
    """``styles`` are the masks, ``least`` is how many there must be; ``numeric`` is what follows one that stands for a
    number. ``person`` finds a name in its group ``name``; it counts with one of the ``surnames`` in front and nothing
    of ``not_name`` in it. All but the first two are for ``partial``."""

    fault: Literal["partial", "mixed"]
    styles: tuple[Style, ...]
    least: int = 2
    numeric: Pattern = NOTHING
    surnames: tuple[Surnames, ...] = ()
    person: Pattern = NOTHING
    not_name: Pattern = NOTHING

    @cached_property
    def family_names(self) -> frozenset[str]:
        """All surnames."""
        return frozenset(name for row in self.surnames for name in row.surnames.split())


class _Mask(NamedTuple):
    span: Span
    style: str


def patterns(options: Options) -> Iterable[str]:
    """Return the patterns of the masks and of the persons."""
    return (*(style.pattern for style in options.styles), options.person)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield one match a name (``partial``), or one for the document (``mixed``); the first mask is labelled."""
    masks = sorted(_masks(context, options))
    if len(masks) >= options.least:
        yield from _mixed(context, masks) if options.fault == "mixed" else _partial(context, options, masks)


def _masks(context: Context, options: Options) -> Iterator[_Mask]:
    for style in options.styles:
        for found in context.search(style.pattern):
            span = found.span(style.at or 0)
            if style.accepts(found) and matching.in_scope(context, span, (style.scope,) if style.scope else ()):
                yield _Mask(span, style.style)


def _mixed(context: Context, masks: list[_Mask]) -> Iterator[Match]:
    """Yield one match at the first mask that is unlike the first one."""
    first = masks[0]
    other = next((mask for mask in masks if mask.style != first.style), None)
    if other:
        styles = "、".join(dict.fromkeys(mask.style for mask in masks))
        label = Label(first.span, f"这里是{first.style}")
        yield Match(other.span, {"styles": styles, "count": str(len(masks))}, labels=(label,))


def _partial(context: Context, options: Options, masks: list[_Mask]) -> Iterator[Match]:
    """Yield one match a name, where it stands first."""
    names = [(place.span, place.name, "地名") for place in gazetteer.places(context, options)]
    names += [(span, span.of(context.words), "人名") for span in _persons(context, options)]
    own: tuple[str, ...] = ()
    if all(begins(options.numeric, context.words[mask.span.end : mask.span.end + 8]) for mask in masks):
        # Only numbers are still open: the names in the title and in the opening are the author's own.
        own = tuple(name for span, name, _ in names if matching.in_scope(context, span, _OWN))
    label = Label(masks[0].span, "这里遮住了")
    seen: set[str] = set()
    for span, name, kind in sorted(names):
        if name not in seen and not any(name in word or word.startswith(name) for word in own):
            seen.add(name)
            yield Match(span, {"kind_name": kind, "count": str(len(masks))}, labels=(label,))


def _persons(context: Context, options: Options) -> Iterator[Span]:
    for found in context.search(options.person):
        name = found.match.group("name")
        surname = name[:2] if name[:2] in options.family_names else name[:1]
        if surname in options.family_names and len(name) > len(surname) and not matches(options.not_name, name):
            start = found.span("name").start
            yield Span(start, found.span().end)

"""Check type ``ratios``: parts that are larger than their whole: a rate over 100 %, more cases closed than received."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, Self

from pydantic import ValidationInfo, model_validator

from shufa_lint.checks.base import Context, Label, Match
from shufa_lint.checks.base import Options as BaseOptions
from shufa_lint.checks.matching import Pattern, compose
from shufa_lint.checks.patterns import Found, ends, matches
from shufa_lint.checks.quantities import HAN_DIGITS, Quantity, number, quantities
from shufa_lint.checks.sentence import sentence_at
from shufa_lint.text.span import Span

FaultKind = Literal["rate", "part"]

_STATED = (
    r"(?:分别|均|都|高|已|约|也|平均|仍|稳定|同比|又)*"
    r"(?:达到|达|为|是|至|保持在|保持|提高到|提升到|提升至|提高至|上升到|上升至|升至|增至|"
    r"超过|超|突破|不低于|由|从|在|：)?(?:了|约)?"
)
_PERCENT = rf"(?P<rate>[0-9]+(?:\.[0-9]+)?[%％]|百分之(?P<han>[{HAN_DIGITS}]+)(?:点[零〇一二三四五六七八九]+)?)"
_UNIT_OF_PARTS = r"[件起宗例条份项次个人名户家处封批]|人次"


class Options(BaseOptions):
    """``fault`` is the kind of fault that the rule reports.

    For rates: ``names`` is a pattern for the rates that cannot exceed 100 %, ``not_after`` what must not stand before.
    For parts: ``whole`` are the verbs that count the whole, ``part`` those that count what became of it, if it is the
    same thing (其中 needs neither); ``unless`` must not stand in the sentence (cases carried over from another year).
    """

    fault: FaultKind
    names: Pattern = ""
    not_after: Pattern = ""
    whole: Pattern = ""
    part: Pattern = ""
    unless: Pattern = ""

    @property
    def pattern(self) -> str:
        """The pattern to search for: a rate with its number, or a clause that counts a part."""
        return f"(?P<name>{self.names}){_STATED}{_PERCENT}" if self.fault == "rate" else self.part

    @model_validator(mode="after")
    def _composed(self, info: ValidationInfo) -> Self:
        compose(self.pattern, info)
        return self


def patterns(options: Options) -> Iterable[str]:
    """Return the pattern of the rule."""
    return (options.pattern,)


def find(context: Context, options: Options) -> Iterator[Match]:
    """Yield the faults. Captures of rate: ``name``, ``rate``; of part: ``part`` and ``whole`` as they are written, with
    a label on the whole."""
    yield from _rates(context, options) if options.fault == "rate" else _parts(context, options)


def _rates(context: Context, options: Options) -> Iterator[Match]:
    for found in context.search(options.pattern):
        if options.not_after and ends(options.not_after, found.before()):
            continue
        written = found.match["han"] or found.match["rate"].rstrip("%％")
        if number(written) > 100:
            yield Match(found.span("rate"), {"name": found.match["name"], "rate": found.match["rate"]})


def _parts(context: Context, options: Options) -> Iterator[Match]:
    """Hold each part against the whole that the same sentence counts in the same unit just before it."""
    seen: set[Span] = set()
    for found in context.search(options.pattern):
        here, sentence = found.span(), sentence_at(context, found.span())
        if options.unless and matches(options.unless, sentence.of(context.words)):
            continue
        clause = len(re.split(r"[，、（）]", context.words[here.end : sentence.end])[0])
        pair = _pair(context, options, found, Span(sentence.start, here.end + clause))
        if pair is None or pair[1].span in seen or pair[1].least <= pair[0].most:
            continue
        whole, part = pair
        seen.add(part.span)
        captures = {"part": part.written, "whole": whole.written}
        yield Match(part.span, captures, labels=(Label(whole.span, whole.written),))


def _pair(context: Context, options: Options, found: Found, sentence: Span) -> tuple[Quantity, Quantity] | None:
    """Return the whole and the part that *found* speaks of."""
    words, here = context.words, found.base + found.match.end()
    near = Span(here, min(sentence.end, here + _GAP + _LONGEST))
    part = next((each for each in quantities(words, near) if each.unit), None)
    if part is None or not matches(rf"^(?:{_UNIT_OF_PARTS})$", part.unit):
        return None
    if re.search(r"[0-9，：]", words[here : part.span.start]) or part.span.start - here > _GAP:
        return None
    before = [each for each in quantities(words, Span(sentence.start, found.base + found.match.start())) if each.unit]
    if not before or before[-1].unit != part.unit:
        return None
    whole = before[-1]
    if found.match.group() == "其中":
        return whole, part
    clause = re.split(r"[，；。：、（）]", words[sentence.start : whole.span.start])[-1]
    thing = re.sub(r"^[了已共均的]+|共?[计为]$", "", words[here : part.span.start])
    return (whole, part) if matches(options.whole, clause) and thing in clause else None


_LONGEST = 40
"""More characters than any quantity has."""
_GAP = 8
"""How many characters may stand between the verb of a part and its number: 办结案件7件, 其中已办结7件."""

"""Findings as comments in a copy of a Word document, on the very characters that they speak of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from shufa_lint.engine.model import SEVERITIES, Finding
from shufa_lint.marking.annotated import MOST, Annotated
from shufa_lint.marking.word.comments import Comments
from shufa_lint.marking.word.document import Document
from shufa_lint.marking.word.names import Names
from shufa_lint.marking.word.places import Places, paragraph_of

_WORD_OPENS = 32_000


def annotate(
    data: bytes,
    findings: Sequence[Finding],
    words: Callable[[Finding], Sequence[str]],
    *,
    most: int = MOST,
    when: str | None = None,
) -> Annotated:
    """Return a copy of the Word document *data* with a comment for each of *findings*, the most severe ones first.

    *words* gives what to say of a finding, line by line. No more than *most* are added, and the copy says so. Comments
    that stand there stay; one of ours that says the same in the same place is not repeated. The comments are dated
    *when*, or else when the document says that it was last changed.
    """
    document = Document(data)
    comments = Comments(document.package, document.body, when or document.package.modified)
    places = Places(document.word, document.body)
    most = max(0, min(most, _WORD_OPENS - comments.count))
    ranked = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    chosen = ranked if len(ranked) <= most else ranked[: max(0, most - 1)]
    said = _said(comments, document.body)
    for finding in sorted(chosen, key=lambda finding: (finding.span, finding.rule)):
        place = places.place(finding.span)
        lines = [*words(finding), *([place.words] if place.words else [])]
        if (paragraph_of(place.first), tuple(lines)) not in said:
            comments.add(place, lines)
    left = len(ranked) - len(chosen)
    if left and most:
        comments.add(places.opening(), [f"批注太多，只加了 {len(chosen)} 条；另有 {left} 处没有标出，改完再查一遍。"])
    if findings:
        comments.save()
    return Annotated(document.saved(), len(chosen), left)


def _said(comments: Comments, body: Any) -> set[tuple[Any, tuple[str, ...]]]:
    """Return what this program has said before, with the paragraphs that it was said of."""
    own, name = comments.own(), Names(body)
    starts = body.iter(name("commentRangeStart")) if own else ()
    return {(paragraph_of(start), tuple(own[number])) for start in starts if (number := start.get(name("id"))) in own}

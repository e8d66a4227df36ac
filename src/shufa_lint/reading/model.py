"""What reading a file gives: its text, what of it is mark-up, and what was wrong with the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

ProblemKind = Literal["unreadable-document", "damaged-encoding", "no-text-layer", "unusual-encoding", "rule-failure"]
Format = Literal["text", "markdown"]

BINARY = "binary"
"""The ``encoding`` of a reading whose bytes were not decoded."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the file itself. ``reason`` is one Chinese phrase, without a full stop, for a rule's message."""

    kind: ProblemKind
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Region:
    """A range of the text that is special: mark-up or code, which were filled, or a table, whose words count.

    A table holds the regions of its cells; others do not overlap.
    """

    kind: Literal["markup", "code", "table"]
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as the outline and the checks see it.

    ``source`` is the text as in the file, without its byte order mark; ``words`` is the same text, with FILLER for each
    character of mark-up, so that offsets agree; line ends are never filled. ``regions`` are in order of their start.
    ``sha256`` is of the file's bytes, as hexadecimal digits, and empty where they could not be had.
    """

    source: SourceText
    words: str
    regions: tuple[Region, ...]
    format: Format
    encoding: str
    bom: bool
    sha256: str
    problems: tuple[Problem, ...]

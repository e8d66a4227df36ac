"""What a kind of document (文种) demands, as the checks see it. The facts are data in the profiles."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from shufa_lint.checks.patterns import Pattern
from shufa_lint.text.language import tr

Subject = Literal["party", "government", "department", "township", "assembly"]
"""Who reports: 党委、政府、部门、乡镇街道、人大政协群团."""


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Part(_Facts):
    """A part (部分) that a kind of document has, recognised by meaning in its heading or in a passage of running text.

    ``heading`` is a pattern for the titles of first-level sections, tried in the order of ``priority`` (lowest first);
    with ``otherwise`` every first-level section that no part claims counts as this one (a themed heading).
    ``passages`` are patterns for the sentence that opens the part in running text. ``accepted`` are headings to
    suggest; ``unless`` is a pattern for titles that only look like its own. ``when`` is a pattern for the titles of the
    documents that have the part at all; ``separate`` says that it should have a heading of its own, ``specific`` that
    it has to name things (problems, say) rather than allude.
    """

    id: str
    name: str
    heading: Pattern
    unless: Pattern | None = None
    priority: int = 0
    otherwise: bool = False
    passages: tuple[Pattern, ...] = ()
    required: bool = True
    separate: bool = True
    specific: bool = False
    when: Pattern | None = None
    accepted: tuple[str, ...] = ()


class Topic(_Facts):
    """Something that a kind of document must speak of, recognised by ``triggers``.

    It counts for reports on the years ``since`` to ``until``, and for the ``subjects`` that are named (none: for all).
    Where the office has not said who reports, nobody misses it in a document whose title does not match ``when``.
    A ``required`` topic is demanded by name; the others only count towards ``enough_topics``.
    """

    id: str
    name: str
    triggers: tuple[Pattern, ...]
    required: bool = False
    since: int | None = None
    until: int | None = None
    subjects: tuple[Subject, ...] = ()
    when: Pattern | None = None


class Genre(_Facts):
    """The facts of one kind of document. A profile that extends another overrides single facts of it.

    ``parts`` stand in their order; ``ordered`` says that the order matters. ``opening`` are patterns for how the
    document says what it is about. ``words`` is a pattern that the title of such a document contains.
    """

    name: str = "公文"
    words: Pattern | None = None
    parts: tuple[Part, ...] = ()
    ordered: bool = True
    opening: tuple[Pattern, ...] = ()
    topics: tuple[Topic, ...] = ()
    enough_topics: int = 0
    """How many of the topics that are not required have to be spoken of."""
    subject: Subject | None = None
    """Who reports, where the office has said so: leaves out the topics of others."""
    signature: bool = False
    """Whether the document names and dates its author, under the title or at the end."""
    short: int = 1500
    """A draft with fewer characters may leave its parts without headings."""
    limit: int | None = None
    """The most characters that such a document should have, without tables and annexes."""

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        named = {"parts": [part.id for part in self.parts], "topics": [topic.id for topic in self.topics]}
        for kind, names in named.items():
            if len(set(names)) != len(names):
                raise ValueError(tr("{kind} 里有重复的 id").format(kind=kind))
        return self

    def patterns(self) -> tuple[str, ...]:
        """Return the patterns that checks search a whole document for."""
        passages = tuple(passage for part in self.parts for passage in part.passages)
        return passages + tuple(trigger for topic in self.topics for trigger in topic.triggers)

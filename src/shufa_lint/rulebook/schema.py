"""How a rule file and a profile file are written. Unknown keys are errors: a misspelt key must not pass in silence."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from shufa_lint.checks.genre import Genre
from shufa_lint.checks.patterns import Pattern
from shufa_lint.text.language import titled, tr

Severity = Literal["error", "warning", "info"]
Safety = Literal["safe", "unsafe"]

_ID = re.compile(r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Fix(_Model):
    """What mends the fault: a replacement for the marked characters (may name captures), or edits that the check
    knows; ``safe`` keeps the meaning, ``unsafe`` needs a look. One that ``reshapes`` changes ordinals of the outline,
    which no other fix may."""

    replace: str | None = None
    safety: Safety = "safe"
    title: str = ""
    reshapes: bool = False


class Case(_Model):
    """What is different in a named variant of the rule."""

    severity: Severity | None = None
    message: str | None = None
    hint: str | None = None
    safety: Safety | None = None
    authority: str | None = None


class Example(_Model):
    """A text that shows the rule: ``bad`` with ⟦marks⟧ around what must be found, or ``good``, where it is silent.

    ``fixed`` is the text after the fix. ``profile`` names the kind of document, ``case`` the case of the findings,
    ``also`` the other rules that have to speak of the same characters, ``options`` what a configuration sets for the
    rule. With ``layout``, as :class:`~shufa_lint.rulebook.example_layout.ExampleLayout` takes it, the text is a Word
    document that is set as the standard says, but for what the table names.
    """

    name: str
    bad: str | None = None
    good: str | None = None
    fixed: str | None = None
    profile: str | None = None
    case: str | None = None
    also: tuple[str, ...] = ()
    options: dict[str, Any] = Field(default_factory=dict)
    layout: Any = None

    @field_validator("layout")
    @classmethod
    def _layout(cls, value: Any) -> Any:
        if value is None:
            return None
        from shufa_lint.rulebook.example_layout import ExampleLayout  # few rules have any

        return ExampleLayout.model_validate(value)

    @model_validator(mode="after")
    def _bad_or_good(self) -> Self:
        if (self.bad is None) == (self.good is None):
            raise ValueError(tr("例子“{name}”要么写 bad，要么写 good").format(name=self.name))
        if self.fixed is not None and self.bad is None:
            raise ValueError(tr("例子“{name}”没有 bad，不能有 fixed").format(name=self.name))
        return self


class Rule(_Model):
    """One rule. ``title_en`` is its title for those who read English: built-in rules must have one. ``options`` are as
    its file writes them, ``family`` is the folder that its file stands in,
    ``table_dates`` the age of the facts that it uses.

    ``private`` says that what it finds may be shown to nobody: reports mask all but its ends.

    ``whole_document`` says that the rule speaks of a document as a whole (a missing title), so that it is not applied
    to a fragment. ``bad_file`` names a file that shows the fault where no text can.
    """

    id: str
    title: str
    title_en: str = ""
    check: str
    severity: Severity
    authority: str
    message: str
    hint: str = ""
    why: str
    options: Any = Field(default_factory=dict)
    fix: Fix | None = None
    case: dict[str, Case] = Field(default_factory=dict)
    yields_to: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    whole_document: bool = False
    private: bool = False
    bad_file: str | None = None
    example: tuple[Example, ...] = ()
    family: str = ""
    table_dates: dict[str, str] = Field(default_factory=dict)

    @property
    def named(self) -> str:
        """The title in the language that is spoken."""
        return titled(self.title, self.title_en)

    @field_validator("id")
    @classmethod
    def _well_formed(cls, value: str) -> str:
        if not _ID.match(value):
            raise ValueError(tr("规则名只用小写字母、数字和连字符"))
        return value


class Entry(NamedTuple):
    """What is known of a rule without reading its file; ``patterns`` are those that its check declares."""

    id: str
    title: str
    title_en: str
    family: str
    check: str
    severity: Severity
    whole_document: bool
    private: bool
    yields_to: tuple[str, ...]
    replaces: tuple[str, ...]
    patterns: tuple[str, ...]

    @property
    def named(self) -> str:
        """The title in the language that is spoken."""
        return titled(self.title, self.title_en)


class Recognition(_Model):
    """How ``--profile auto`` recognises a kind of document: a pattern for its title, or one for its opening text.

    A title that matches ``weak_title`` counts only if the opening matches ``opening`` too; one that matches ``unless``
    never counts.
    """

    title: Pattern | None = None
    weak_title: Pattern | None = None
    unless: Pattern | None = None
    opening: Pattern | None = None


class Profile(_Model):
    """A kind of document: what it extends, how it is recognised, which rules differ, and its facts.

    ``ignore`` switches rules off, ``severity`` changes them; both name rules by id.
    """

    id: str
    title: str
    title_en: str = ""
    extends: str | None = None
    priority: int = 0
    recognise: Recognition = Recognition()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = Field(default_factory=dict)
    genre: Genre = Genre()

    @property
    def named(self) -> str:
        """The title in the language that is spoken."""
        return titled(self.title, self.title_en)

"""How an example of a rule on layout says what its document looks like: the standard's way, but for what is named.

```toml
[example.layout]                       # a Word document that is set as GB/T 9704—2012 says
page = { top = 25.4 }                  # millimetres; pages = { 4 = { width = 420 } }: others from line 4 on
number = { align = "center" }          # the page number; number = false: there is none
[example.layout.lines]                 # by the numbers of the lines of the text
1 = { font = "宋体", size = 16 }
"3-5" = { first_line = 0 }
all = { colour = "FF0000" }
[example.layout.words]                 # by the words themselves
"抓好落实" = { bold = true }
```
"""

from __future__ import annotations

import re
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from shufa_lint.text.language import tr

_LINES = re.compile(r"(?P<first>[1-9]\d{0,3})(?:-(?P<last>[1-9]\d{0,3}))?|all")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Type(_Model):
    """How words look; what is None is as the standard has it. ``size`` is in points, ``colour`` as FF0000."""

    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    colour: str | None = None


class Line(Type):
    """How a paragraph looks. ``first_line``, ``left`` and ``right`` are indents in characters; ``line`` is the distance
    of lines in points, or in lines where ``rule`` is auto; ``new_page`` begins a page; ``table`` stands in a table."""

    align: Literal["left", "center", "right", "both", "distribute"] | None = None
    first_line: float | None = None
    left: float | None = None
    right: float | None = None
    line: float | None = None
    rule: Literal["auto", "exact", "atLeast"] | None = None
    new_page: bool | None = None
    table: bool | None = None


class Page(_Model):
    """Paper and margins in millimetres, a grid of lines ``grid`` points apart (0: there is none)."""

    width: float = 210
    height: float = 297
    top: float = 37
    bottom: float = 35
    left: float = 28
    right: float = 26
    grid: float = 0


class Number(_Model):
    """The page number with what stands around it; ``align`` is the same on all pages, None is the standard's way."""

    text: str = "— 1 —"
    font: str = "宋体"
    size: float = 14
    align: Literal["left", "center", "right"] | None = None


class ExampleLayout(_Model):
    """The layout of an example's document, and the ``hidden`` words, words that a ``revision`` inserted, words beside a
    ``comment``, words that a ``date_field`` shows, and ``automatic`` numbers, each at its first place in the text."""

    page: Page = Page()
    pages: dict[str, Page] = Field(default_factory=dict)
    number: Number | bool = Number()
    lines: dict[str, Line] = Field(default_factory=dict)
    words: dict[str, Type] = Field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    revision: tuple[str, ...] = ()
    comment: tuple[str, ...] = ()
    date_field: tuple[str, ...] = ()
    automatic: tuple[str, ...] = ()

    @field_validator("lines", "pages")
    @classmethod
    def _are_lines(cls, value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        for name in value:
            if not _LINES.fullmatch(name) or (info.field_name == "pages" and not name.isdigit()):
                raise ValueError(tr("“{name}”不是行号：写 3，lines 里还可以写 3-5 或者 all").format(name=name))
        return value

    @model_validator(mode="after")
    def _no_number_or_one(self) -> Self:
        if self.number is True:
            raise ValueError(tr("number 写成一张表，或者写 false（没有页码）"))
        return self

    def of_line(self, number: int) -> list[Line]:
        """Return what is named for line *number*, counted from 1; what comes later counts more."""
        return [line for name, line in self.lines.items() if _holds(name, number)]


def _holds(name: str, number: int) -> bool:
    found = _LINES.fullmatch(name)
    if found is None or found["first"] is None:
        return found is not None
    return int(found["first"]) <= number <= int(found["last"] or found["first"])

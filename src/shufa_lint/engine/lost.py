"""Why a job in a process of its own gave no result."""

from __future__ import annotations

from typing import Literal

from shufa_lint.text.language import tr

Why = Literal["crashed", "slow", "memory", "failed", "unstarted", "cancelled"]


class Lost(Exception):
    """A job that gave no result. ``str()`` is a phrase in the language that is spoken when it is asked for, to stand
    after “处理这份文稿的时候”; ``why`` says the same to programs. ``failed`` is a bug of ours: what the job returned or
    raised could not be handed back."""

    def __init__(self, why: Why, words: str, **fields: object) -> None:
        super().__init__(why, words)
        self.why = why
        self.words = words
        self.fields = fields

    def __str__(self) -> str:
        return tr(self.words).format(**self.fields)

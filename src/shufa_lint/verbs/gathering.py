"""Which documents a run is about, and what is wrong with what the user names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from shufa_lint import api, arguments
from shufa_lint.delivery import UndoneError
from shufa_lint.engine.discover import NoDocuments
from shufa_lint.text.language import tr
from shufa_lint.verbs.contradictions import STDIN
from shufa_lint.verbs.outcome import complain

if TYPE_CHECKING:
    from shufa_lint.api import Choice


class Gathered(NamedTuple):
    """The documents, each once; how many the configuration excludes; and a line on each thing that is wrong."""

    names: list[str]
    excluded: int
    problems: list[str]


def gather(names: Sequence[str], choice: Choice, *, quietly: bool = False) -> Gathered:
    """Return the documents that *names* stand for; say, unless *quietly*, what is passed over."""
    documents: dict[str, None] = {}
    problems: list[str] = []
    excluded = 0
    for name in names:
        if name == STDIN:
            documents[name] = None
            continue
        try:
            found = api.find_documents([name], choice)
        except NoDocuments as error:
            verb = arguments.nearest_verb(name) if name == names[0] else None
            if verb:
                raise UndoneError(tr("{error}，是不是想写命令 {verb}？").format(error=error, verb=verb)) from None
            problems.append(str(error))
            continue
        excluded += found.excluded
        problems += found.closed
        documents.update(dict.fromkeys(map(str, found.paths)))
        if not quietly:
            _tell(name, found.copies, found.ignored)
    return Gathered(list(documents), excluded, problems)


def _tell(name: str, copies: int, ignored: int) -> None:
    if copies:
        words = tr("{name}：有 {number} 份检查或修改的副本没有再查，要查就写出文件名")
        complain(words.format(name=name, number=copies))
    if ignored:
        words = tr("{name}：有 {number} 项按 .gitignore 没有查，要查就写出文件名")
        complain(words.format(name=name, number=ignored))

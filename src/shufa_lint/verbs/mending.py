"""``--fix`` and ``--diff``: what is done with each document, and what is said about it in the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from shufa_lint import api
from shufa_lint.api import Choice
from shufa_lint.delivery import UndoneError, emit, read_stdin, show, write
from shufa_lint.engine.copies import MENDED
from shufa_lint.engine.fix import UNSAFE, Mended, Withheld
from shufa_lint.engine.model import FileReport
from shufa_lint.text.language import tr
from shufa_lint.verbs.copying import Copies

_LISTED = 20
"""So many findings that could not be mended are named one by one."""


class Mending:
    """Mends the *documents* of a run one after the other. With *in_place* the files are written, but of a Word document
    a copy with tracked changes, in *folder* or beside it. ``changed`` are the documents that differ."""

    def __init__(
        self, choice: Choice, documents: Sequence[str], *, unsafe: bool, in_place: bool, folder: str | None
    ) -> None:
        self._choice = choice
        self._unsafe = unsafe
        self._in_place = in_place
        self._copies = Copies(documents if in_place else (), MENDED, folder=folder)
        self._copied: list[Path] = []
        self._applied = 0
        self._withheld: list[tuple[str, Mended, Withheld]] = []
        self.changed: list[tuple[str, Mended]] = []

    def path(self, name: str) -> FileReport:
        """Mend the file *name* and return the report on what it is then. Raises FileNotFoundError."""
        mended = api.fix_path(name, unsafe=self._unsafe, choice=self._choice)
        if mended.changed and self._in_place:
            if Path(name).read_bytes() != mended.original:
                raise UndoneError(tr("{name}：检查的时候有人改了它，没有写回去，请再来一次").format(name=name))
            if mended.copied:
                self._copied.append(self._copies.write(Path(name), mended.data))
            else:
                write(Path(name), mended.data)
        return self._keep(name, mended)

    def stdin(self, name: str) -> FileReport:
        """Mend what standard input holds, as if it were the file *name*."""
        if self._in_place:
            raise UndoneError(tr("标准输入没有地方写回去：用 --diff 看怎么改，或者写文件名"))
        return self._keep(name, api.fix_bytes(read_stdin(), name, unsafe=self._unsafe, choice=self._choice))

    def _keep(self, name: str, mended: Mended) -> FileReport:
        self._applied += len(mended.applied)
        self._withheld += [(name, mended, item) for item in mended.withheld]
        if mended.changed:
            self.changed.append((name, mended))
        return mended.report

    def deliver_difference(self, *, for_people: bool, file: str | None) -> None:
        """Show what would change: for people, or as a patch."""
        if for_people:
            from shufa_lint.report.terminal import difference

            show(lambda screen: difference.report(self.changed, screen), file)
        else:
            from shufa_lint.report import patch

            emit(b"".join(patch.report(name, mended) for name, mended in self.changed), file)

    def remarks(self) -> Iterator[str]:
        """Yield what was mended, and what was not, and why."""
        if not self._applied:
            yield tr("没有可以直接改的地方")
        elif self._in_place:
            rewritten = len(self.changed) - len(self._copied)
            where = [tr("写回了 {rewritten} 份文稿").format(rewritten=rewritten)] if rewritten else []
            where += (
                [tr("{number} 份 Word 文档另存了带修订的副本").format(number=len(self._copied))] if self._copied else []
            )
            yield tr("改好了 {applied} 处，{places}").format(applied=self._applied, places=tr("，").join(where))
            yield from (
                tr("{copy}：用修订标出了改动，在 Word 或 WPS 里接受或者拒绝").format(copy=copy) for copy in self._copied
            )
        else:
            yield tr("有 {applied} 处可以改，在 {number} 份文稿里；文件没有动").format(
                applied=self._applied, number=len(self.changed)
            )
        unsafe = sum(item.reason == UNSAFE for _, _, item in self._withheld)
        if unsafe:
            yield tr("另有 {unsafe} 处的改法要人看过再用：先用 --diff --unsafe-fixes 看怎么改，再决定用不用").format(
                unsafe=unsafe
            )
        others = [place for place in self._withheld if place[2].reason != UNSAFE]
        for name, mended, item in others[:_LISTED]:
            at = mended.report.source.position(item.finding.span.start)
            yield tr("{name}:{line}:{column} {rule}：{reason}").format(
                name=name, line=at.line, column=at.column, rule=item.finding.rule, reason=tr(item.reason)
            )
        if len(others) > _LISTED:
            yield tr("还有 {number} 处没有改成，不一一列出").format(number=len(others) - _LISTED)

"""Copies of Word documents and PDFs: where they go, and that nothing is lost when they are written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shufa_lint.delivery import UndoneError, write
from shufa_lint.engine.copies import PDF, SUFFIX, copy_of
from shufa_lint.text.language import tr


class Copies:
    """Writes copies of the *documents* of a run: beside them, in *folder*, or the only one to *file*.

    Raises UndoneError, before anything is written, where two copies would have one name.
    """

    def __init__(self, documents: Sequence[str], kind: str, *, folder: str | None = None, file: str | None = None):
        self._kind = kind
        self._folder = Path(folder) if folder else None
        self._file = Path(file) if file else None
        self._written: set[Path] = set()
        copied = [name for name in documents if Path(name).suffix.lower() in (SUFFIX, PDF)]
        if self._file and len(documents) != 1:
            raise UndoneError(
                tr("--output-file 只能写一份副本，现在有 {number} 份文稿；改用 --output-dir").format(
                    number=len(documents)
                )
            )
        if self._folder and not self._folder.is_dir():
            raise UndoneError(tr("{folder}：没有这个目录").format(folder=folder))
        taken: dict[Path, str] = {}
        for name in copied:
            other = taken.setdefault(self.path(Path(name)), name)
            if other != name:
                raise UndoneError(
                    tr("{other} 和 {name} 的副本会同名；分开检查，或者不用 --output-dir").format(other=other, name=name)
                )

    def path(self, document: Path) -> Path:
        """Return where the copy of *document* goes."""
        return self._file or copy_of(document, self._kind, self._folder)

    def write(self, document: Path, data: bytes) -> Path:
        """Write the copy of *document*; raises UndoneError where somebody has worked in the one that is there."""
        target = self.path(document)
        if not self._file and target.exists() and not _ours(target):
            raise UndoneError(tr("{target} 有人改过，没有覆盖；请把它改名或者移走，再来一次").format(target=target))
        if target in self._written:
            raise UndoneError(
                tr("{document} 的副本与另一份文稿的副本同名（{target}），没有写；分开检查").format(
                    document=document, target=target
                )
            )
        write(target, data)
        self._written.add(target)
        return target


def _ours(path: Path) -> bool:
    if path.suffix.lower() == PDF:
        from shufa_lint.marking.pdf import untouched
    else:
        from shufa_lint.marking.word.package import untouched
    try:
        return path.is_file() and untouched(path.read_bytes())
    except OSError:
        return False

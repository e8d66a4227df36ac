"""What results are called: like their draft, where that is not too long and no other draft's results are called so."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import PurePosixPath

PAGE, SLIP = ".检查报告.html", ".检查单.json"
"""How the names of results end."""
OVERVIEW = "检查一览.html"
"""The page of the whole folder, and of each unit."""
_LONGEST = 200
"""Bytes of a name, before what says which result it is; file systems take 255."""


def bases(paths: Iterable[str]) -> dict[str, str]:
    """Return for each draft the path of its results, below their folder, without what says which result it is.

    述法报告.docx has 述法报告, but where there is 述法报告.txt as well both keep their endings, and what differs in
    nothing but case, or in ways that some file systems do not see, has a digest.
    """
    chosen = dict.fromkeys(paths, 0)
    found = {path: _base(path, 0) for path in chosen}
    while True:
        taken = Counter(map(_folded, found.values()))
        again = [path for path, level in chosen.items() if level < 2 and taken[_folded(found[path])] > 1]
        if not again:
            return found
        for path in again:
            chosen[path] += 1
            found[path] = _base(path, chosen[path])


def placed(path: str) -> tuple[str, str]:
    """Return the unit that a draft comes from, empty for one that lies in no unit's folder, and its path in there."""
    unit, within, name = path.partition("/")
    return (unit, name) if within else ("", path)


def overview_from(path: str) -> str:
    """Return where the page of its unit lies, from the folder of a draft; of one without a unit, that of all."""
    return "../" * (path.count("/") - 1) + OVERVIEW


def _base(path: str, level: int) -> str:
    whole = PurePosixPath(path)
    name = whole.stem if level == 0 else whole.name
    raw = name.encode("utf-8", "surrogateescape")
    if level == 2 or len(raw) > _LONGEST:
        kept = raw[:_LONGEST].decode("utf-8", "ignore") if len(raw) > _LONGEST else name
        name = f"{kept}~{sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
    return str(whole.with_name(name))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())

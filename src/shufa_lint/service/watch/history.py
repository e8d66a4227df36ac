"""What has become of the faults of a draft from one answer to the next, in a line for the office, in Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from shufa_lint.service.watch.records import Entry, Key

_NAMED = 4
"""So many rules are named; of the others there is the number."""
_LINES = 20


def change(before: Entry | None, key: Key, faults: Sequence[tuple[str, str]]) -> str:
    """Return what was mended and what is new since *before*, the answer before this one; empty for the first."""
    if before is None:
        return ""
    old, new = dict(before.faults), dict(faults)
    mended = [title for mark, title in old.items() if mark not in new]
    fresh = [title for mark, title in new.items() if mark not in old]
    same = "内容没变，" if before.key.sha256 == key.sha256 else ""
    again = f"{same}规则或者豁免变了，重新查的" if before.key.criteria != key.criteria else ""
    told = [
        again,
        f"改好 {len(mended)} 处{_named(mended)}" if mended else "",
        f"新出现 {len(fresh)} 处{_named(fresh)}" if fresh else "",
        f"还有 {len(old) - len(mended)} 处没改" if len(old) > len(mended) else "",
    ]
    return "；".join(filter(None, told)) or "毛病和上次一样"


def lines(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return the history of a draft, a line an answer, the newest first."""
    told = [
        f"{moment(entry.at)}　{'；'.join(filter(None, (entry.verdict, entry.change)))}" for entry in reversed(entries)
    ]
    more = len(told) - _LINES
    return (*told[:_LINES], f"更早的还有 {more} 次") if more > 0 else tuple(told)


def moment(at: str) -> str:
    """Return a time as people write it: 2026-11-21 10:20."""
    return at[:16].replace("T", " ")


def _named(titles: Sequence[str]) -> str:
    counts = Counter(titles)
    told = [f"{title} {number}" for title, number in counts.most_common(_NAMED)]
    return f"（{'、'.join(told)}{'等' if len(counts) > _NAMED else ''}）"

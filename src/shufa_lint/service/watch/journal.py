"""What happened, one event a line, for people or for programs. Nothing of what stands in a draft is ever written."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TextIO

from shufa_lint.report.place import shown
from shufa_lint.report.visible import visible
from shufa_lint.service.watch.clock import Clock
from shufa_lint.text.language import tr, tr_noop

EVENTS = {
    "started": tr_noop("开始"),
    "stopped": tr_noop("结束"),
    "answered": tr_noop("查完"),
    "adopted": tr_noop("另一台机器已经查完"),
    "failed": tr_noop("没有查成，还会再试"),
    "quarantined": tr_noop("查不了，搁置"),
    "busy": tr_noop("读不出来，等一等再读"),
    "moved": tr_noop("移走"),
    "unmoved": tr_noop("移不走，等一等再移"),
    "withdrawn": tr_noop("文稿没有了，收走结果"),
    "expired": tr_noop("过了保存期，收走结果"),
    "lost": tr_noop("结果不见了，重新查"),
    "away": tr_noop("共享目录不在，等它回来"),
    "back": tr_noop("共享目录回来了"),
    "unlisted": tr_noop("目录打不开，里面的先不管"),
    "unwritable": tr_noop("结果写不进去，等一等再写"),
    "writable": tr_noop("结果又能写了"),
    "ledger": tr_noop("账本写不进去，等一等再写"),
    "rules": tr_noop("规则、配置或者豁免变了，重新查"),
    "misconfigured": tr_noop("配置不对，先不查"),
    "rebuilt": tr_noop("账本坏了，换了一本新的"),
}
"""What can happen, and what people are told."""


class Journal:
    """Writes to *stream*, as *form* says: ``text`` or ``json``. That nobody reads any more is no reason to stop."""

    def __init__(self, stream: TextIO | None, form: str, clock: Clock) -> None:
        self._stream = stream
        self._json = form == "json"
        self._clock = clock

    def tell(
        self,
        event: str,
        path: str = "",
        *,
        sha256: str = "",
        verdict: str = "",
        seconds: float | None = None,
        reason: str = "",
    ) -> None:
        """Write down that *event* happened, one of EVENTS."""
        at = self._clock.now().isoformat()
        taken = None if seconds is None else round(seconds, 2)
        if self._json:
            told = {"time": at, "event": event, "path": path, "sha256": sha256[:12], "verdict": verdict}
            told |= {"seconds": taken, "reason": reason}  # type: ignore[dict-item]
            line = json.dumps({name: value for name, value in told.items() if value not in ("", None)})
        else:
            spent = "" if taken is None else tr("{seconds} 秒").format(seconds=f"{taken:g}")
            parts = [at, tr(EVENTS[event]), shown(path), sha256[:12], visible(verdict), spent, visible(reason)]
            line = "  ".join(filter(None, parts))
        if self._stream is not None:
            with suppress(OSError, ValueError):
                print(line, file=self._stream, flush=True)

"""``shufa-lint serve``: a page in the browser to drop drafts on."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
import webbrowser
from argparse import Namespace
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shufa_lint.api import Choice
from shufa_lint.delivery import UndoneError
from shufa_lint.reading.limits import LIMITS
from shufa_lint.rulebook.configuration import nearest_configuration
from shufa_lint.text.language import tr, tr_noop
from shufa_lint.verbs.choosing import choice_of
from shufa_lint.verbs.outcome import PASSED, complain

if TYPE_CHECKING:
    from shufa_lint.service.drop_page.session import Session

_LIBRARIES = frozenset({"starlette", "uvicorn", "h11", "anyio"})
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
_CALLED = {
    "/check": tr_noop("检查"),
    "/annotated": tr_noop("批注副本"),
    "/mended": tr_noop("修改副本"),
    "/blanks": tr_noop("待填的表"),
}


def run(options: Namespace) -> int:
    """Serve the page until the user interrupts it."""
    config, profiles = _chosen(options)
    try:
        from shufa_lint.service.drop_page.server import loopback
        from shufa_lint.service.drop_page.session import Session, Wanted
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        raise UndoneError(tr("在网页里检查，要先装上 pip install 'shufa-lint[serve]'")) from None
    public = _address(options.public_url)
    if not public and not loopback(options.host):
        raise UndoneError(
            tr(
                "--host {host} 让别的电脑也连得进来，要加上 --public-url 网址：大家访问的网址，前面必须有带登录的"
                "反向代理（见 README 的“在浏览器里检查”）；只给自己用，不写 --host"
            ).format(host=options.host)
        )
    session = Session(
        Wanted(
            host=options.host,
            port=options.port,
            public=public,
            megabytes=options.max_mb,
            seconds=LIMITS.seconds if options.timeout is None else options.timeout,
            config=config,
            profiles=profiles,
            log=_log,
        )
    )
    _greet(session, config, public=bool(public))
    if options.open if options.open is not None else _someone_looks():
        threading.Thread(target=_open, args=(session.ticket(),), daemon=True).start()
    signal.signal(signal.SIGTERM, _interrupt)
    hangup = getattr(signal, "SIGHUP", None)  # the window of the terminal is closed
    if hangup and signal.getsignal(hangup) is not signal.SIG_IGN:  # nohup
        signal.signal(hangup, lambda *_: signal.raise_signal(signal.SIGTERM))
    gc.enable()
    with suppress(KeyboardInterrupt):
        session.run()
    complain(tr("已经关闭"))
    return PASSED


def _chosen(options: Namespace) -> tuple[Path | None, dict[str, str]]:
    """Return the configuration for all drafts, the nearest to the current folder where none is named, and the kinds of
    documents that it knows; raise SpecificationError or UndoneError where it is wrong."""
    choice_of(options)
    named = Path(options.config).absolute() if options.config else None
    config = named or (None if options.isolated else nearest_configuration(Path.cwd()).path)
    _, planner = Choice(config=config, isolated=True).for_path(None)
    for name in planner.rulebook.profiles:
        planner.plan(name)
    return config, {name: profile.title for name, profile in planner.rulebook.profiles.items()}


def _address(url: str | None) -> str:
    """Return the address that other machines use, as it was given; raises UndoneError where it is none."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        right = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        right = False
    if not right or parts.query or parts.fragment or parts.username is not None:
        raise UndoneError(tr("--public-url 的值 {url} 不对：写成 https://jiancha.example.gov.cn").format(url=url))
    return url


def _greet(session: Session, config: Path | None, *, public: bool) -> None:
    """Say where the page is."""
    lines = [tr("用浏览器打开这个网址，把文稿放进去："), f"  {session.address}"]
    lines.append(tr("网址里有这一次启动的口令，关闭以后作废。文稿只在内存里检查，不保存。"))
    if config:
        lines.append(tr("配置：{path}").format(path=config))
    if public:
        lines.append(tr("别的电脑也连得进来：前面要有带登录的反向代理，走 HTTPS。"))
        lines.append(tr("知道这个网址的人都能用，程序自己不认人。"))
    lines.append(tr("按 Ctrl-C 关闭。"))
    print("\n".join(lines), flush=True)


def _someone_looks() -> bool:
    """Say whether a browser can be shown to whoever started the program."""
    if sys.stdout is None or not sys.stdout.isatty():
        return False
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, _DISPLAYS))


def _open(address: str) -> None:
    with suppress(webbrowser.Error):
        webbrowser.open(address)


def _log(path: str, status: int, received: int, seconds: float) -> None:
    """Say that work was done: which, how it ended, how large the draft was and how long it took, and nothing of it."""
    if sys.stderr is not None:
        clock = time.strftime("%H:%M:%S")
        work = tr(_CALLED[path])
        line = tr("{clock} {work} {status} {kilobytes} KB {seconds:.2f} 秒")
        print(
            line.format(clock=clock, work=work, status=status, kilobytes=-(-received // 1024), seconds=seconds),
            file=sys.stderr,
            flush=True,
        )


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt

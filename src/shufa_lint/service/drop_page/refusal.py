"""What is not done, and what the page says of it."""

from __future__ import annotations

from shufa_lint.engine.lost import Lost, Why

AGAIN = 3
"""Seconds after which it is worth asking again while all places are taken."""


class Refused(Exception):
    """A request that is turned away. ``status`` is that of HTTP; ``str()`` is a sentence for the page; after ``again``
    seconds the same request may succeed."""

    def __init__(self, status: int, reason: str, again: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.again = again


_LOST: dict[Why, tuple[int, str]] = {
    "crashed": (500, "检查这份文稿的时候程序意外退出了，文件多半已经损坏：用 Word 或 WPS 打开，另存一份再试。"),
    "slow": (422, "用的时间太长，已经放弃：把文稿分成几份，或者另存一份再试。"),
    "memory": (422, "要用的内存太多，已经放弃：把文稿分成几份，或者另存一份再试。"),
    "failed": (500, "程序出错，没有查完：请告诉管理这个程序的人。"),
    "unstarted": (503, "检查程序启动不了：请告诉管理这个程序的人。"),
    "cancelled": (503, "程序正在关闭，没有查完。"),
}


def closing() -> Refused:
    """Return what is said while the program ends."""
    return Refused(*_LOST["cancelled"])


def busy() -> Refused:
    """Return what is said while all places are taken."""
    return Refused(429, "正忙：有好几份文稿在等着检查，过一会儿再试。", AGAIN)


def too_large(most: int) -> Refused:
    """Return what is said of more than *most* bytes."""
    return Refused(413, f"文件超过 {most >> 20} MB，太大，不像一份公文：把里面的图片压缩以后再试。")


def told(lost: Lost) -> Refused:
    """Return what is said of a job that was lost."""
    return Refused(*_LOST[lost.why])

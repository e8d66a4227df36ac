"""Whether the share is there: an empty mount point, or another share in its place, must not be taken for it."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress

from shufa_lint.delivery import UndoneError
from shufa_lint.service.watch.disk import Disk
from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because

SENTINEL = ".shufa-lint-share"
_WORDS = "shufa-lint {identity}\n# 共享目录的标志，不要删：检查程序靠它分清目录空了和没有连上。\n"
_IDENTITY = re.compile(rb"shufa-lint ([0-9a-f]{32})\b")


class Share:
    """The folder *root*, known by the file that was laid into it when it was first watched."""

    def __init__(self, root: str, disk: Disk, identity: str) -> None:
        self.root = root
        self.identity = identity
        self._disk = disk

    def present(self) -> bool:
        """Say whether the share is there now."""
        return read_identity(self.root, self._disk) == self.identity


def read_identity(root: str, disk: Disk) -> str | None:
    """Return by what the share at *root* is known, None where there is none."""
    with suppress(OSError):
        data, _, _ = disk.read(os.path.join(root, SENTINEL), 200)
        if found := _IDENTITY.match(data):
            return found[1].decode("ascii")
    return None


def settle(root: str, disk: Disk) -> str:
    """Mark *root* as a share, and return by what it is known from now on. Raises UndoneError."""
    identity = secrets.token_hex(16)
    path = os.path.join(root, SENTINEL)
    try:
        disk.create(path, sentinel(identity))
        with suppress(OSError):
            os.chmod(path, 0o644)
    except FileExistsError:
        found = read_identity(root, disk)  # of a watcher that was faster
        if found is None:
            words = tr("{path} 不是这个程序写的标志文件；请把它移走，再启动")
            raise UndoneError(words.format(path=path)) from None
        return found
    except OSError as error:
        raise UndoneError(tr("写不了 {path}：{reason}").format(path=path, reason=because(error))) from None
    return identity


def sentinel(identity: str) -> bytes:
    """Return what the file holds that marks a share."""
    return _WORDS.format(identity=identity).encode()

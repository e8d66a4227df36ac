"""Why the system did not do what it was asked, in the user's language."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "没有这个文件或目录",
    errno.ENOTDIR: "没有这个目录",
    errno.EISDIR: "这是一个目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只能读，不能写",
    errno.ENOSPC: "磁盘满了",
    errno.EIO: "磁盘或网络出错",
    errno.ELOOP: "链接绕成了圈",
    errno.ENAMETOOLONG: "名字太长",
    errno.EBUSY: "正被别的程序占用",
    errno.ESTALE: "共享目录断开了",
    errno.ETIMEDOUT: "等待超时",
    errno.EINVAL: "名字里有不能用的字符",
}


def because(error: OSError) -> str:
    """Return why *error* happened, in Chinese where it is one of the usual reasons."""
    return _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)

"""Why the system did not do what it was asked, in the user's language."""

from __future__ import annotations

import errno

from shufa_lint.text.language import tr, tr_noop

_REASONS = {
    errno.ENOENT: tr_noop("没有这个文件或目录"),
    errno.ENOTDIR: tr_noop("没有这个目录"),
    errno.EISDIR: tr_noop("这是一个目录"),
    errno.EACCES: tr_noop("没有权限"),
    errno.EPERM: tr_noop("没有权限"),
    errno.EROFS: tr_noop("只能读，不能写"),
    errno.ENOSPC: tr_noop("磁盘满了"),
    errno.EIO: tr_noop("磁盘或网络出错"),
    errno.ELOOP: tr_noop("链接绕成了圈"),
    errno.ENAMETOOLONG: tr_noop("名字太长"),
    errno.EBUSY: tr_noop("正被别的程序占用"),
    errno.ESTALE: tr_noop("共享目录断开了"),
    errno.ETIMEDOUT: tr_noop("等待超时"),
    errno.EINVAL: tr_noop("名字里有不能用的字符"),
}


def because(error: OSError) -> str:
    """Return why *error* happened, in the user's language where it is one of the usual reasons."""
    reason = _REASONS.get(error.errno or 0)
    return tr(reason) if reason else error.strerror or type(error).__name__

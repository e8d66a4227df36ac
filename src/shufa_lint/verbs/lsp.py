"""``shufa-lint lsp``: check in an editor while its user writes."""

from __future__ import annotations

import gc
import signal
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from shufa_lint.api import Choice
from shufa_lint.delivery import UndoneError
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.text.language import tr
from shufa_lint.verbs.choosing import choice_of
from shufa_lint.verbs.outcome import FAILED, PASSED, complain

_LIBRARIES = frozenset({"pygls", "lsprotocol"})


def run(options: Namespace) -> int:
    """Serve the editor that started the program; 0 where it took its leave, as the protocol wants."""
    config = Path(options.config) if options.config else None
    with suppress(SpecificationError):  # what is wrong in a file is shown in the editor
        choice_of(options)
    try:
        from shufa_lint.service.language_server.session import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        raise UndoneError(tr("在编辑器里检查，要先装上 pip install 'shufa-lint[lsp]'")) from None
    if sys.stdin is None or sys.stdout is None:
        raise UndoneError(tr("没有标准输入"))
    if sys.stdin.isatty():
        complain(tr("等着编辑器来连接；这个命令由编辑器启动，按 Ctrl-C 结束"))
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a thread that waits for input would not notice anything milder
    gc.enable()
    left = serve(lambda: Choice(config=config, isolated=options.isolated), config)
    return PASSED if left else FAILED

"""``shufa-lint init``: a configuration to begin with."""

from __future__ import annotations

import os
from argparse import Namespace
from importlib.resources import files
from pathlib import Path

from shufa_lint.delivery import UndoneError, write
from shufa_lint.rulebook.configuration import FILE_NAME
from shufa_lint.rulebook.json_schema import BESIDE, written
from shufa_lint.text.language import tr
from shufa_lint.text.os_error import because
from shufa_lint.verbs.outcome import PASSED


def run(options: Namespace) -> int:
    """Write the configuration, and the schema that its first line names, where editors find it without a network."""
    schema, beside = written("config"), Path(BESIDE)
    if beside.is_symlink() or beside.parent.is_symlink():
        raise UndoneError(tr("{file_name} 是链接，没有写").format(file_name=beside))
    try:
        if not os.path.lexists(FILE_NAME):
            beside.parent.mkdir(exist_ok=True)
        with Path(FILE_NAME).open("xb") as file:
            file.write(files("shufa_lint.rulebook").joinpath("starter.toml").read_bytes())
    except FileExistsError as error:
        name = Path(error.filename).name
        raise UndoneError(tr("{file_name} 已经有了，没有动它").format(file_name=name)) from None
    except OSError as error:
        raise UndoneError(
            tr("写不了 {file_name}：{reason}").format(file_name=FILE_NAME, reason=because(error))
        ) from None
    write(beside, schema)
    print(tr("写好了 {file_name}：每一项都有说明，去掉 # 就起作用").format(file_name=FILE_NAME))
    return PASSED

"""``shufa-lint init``: a configuration to begin with."""

from __future__ import annotations

from argparse import Namespace
from importlib.resources import files
from pathlib import Path

from shufa_lint.delivery import UndoneError
from shufa_lint.rulebook.configuration import FILE_NAME
from shufa_lint.text.os_error import because
from shufa_lint.verbs.outcome import PASSED


def run(options: Namespace) -> int:
    """Write the configuration."""
    try:
        with Path(FILE_NAME).open("xb") as file:
            file.write(files("shufa_lint.rulebook").joinpath("starter.toml").read_bytes())
    except FileExistsError:
        raise UndoneError(f"{FILE_NAME} 已经有了，没有动它") from None
    except OSError as error:
        raise UndoneError(f"写不了 {FILE_NAME}：{because(error)}") from None
    print(f"写好了 {FILE_NAME}：每一项都有说明，去掉 # 就起作用")
    return PASSED

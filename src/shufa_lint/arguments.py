"""The command line as the user writes it: verbs, options, help, and argparse's own words, all in Chinese."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from shufa_lint import __version__
from shufa_lint.text.width import wrap

_WIDTH = 80
_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "要写的",
    "options": "选项",
    "show this help message and exit": "显示这段帮助",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s %(message)s",
    "the following arguments are required: %s": "还缺 %s",
    "expected one argument": "后面要写一个值",
    "expected at least one argument": "后面至少要写一个值",
    "ignored explicit argument %r": "不带值，却写了 %r",
    "not allowed with argument %s": "不能与 %s 同时用",
    "unexpected option string: %s": "不认识的选项 %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r 这个值，可以写 %(choices)s",
    "invalid %(type)s value: %(value)r": "的值 %(value)r 不对",
}
"""What argparse says by itself; what is not here cannot happen with the options below."""

_DESCRIPTION = """\
检查述法报告等公文：没填的空、断掉的序号、缺的部分、残留的标记，
一处一处指出来，说明为什么、怎么改。"""

_VERBS = """\
别的命令：
  shufa-lint outline FILE    画出文稿的层次
  shufa-lint explain RULE    说明一条规则：为什么、怎么改、怎么关
  shufa-lint rules           列出起作用的规则
  shufa-lint init            在当前目录写一份配置 shufa-lint.toml
  （每个命令后面加 --help，看它自己的选项）

例子：
  shufa-lint 述法报告.txt
  shufa-lint 各单位报送/ --output-format json --output-file results.json

退出码：0 通过；1 有要改的（见 --fail-on）；2 没能完成检查"""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in 80 cells, in which a Chinese character takes two; argparse counts it as one."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=_WIDTH)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return [text[start:end] for start, end in wrap(text, width)]


class _Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog, description=description, epilog=epilog, formatter_class=_Formatter, allow_abbrev=False
        )

    def format_help(self) -> str:
        """Return the help, with the colons of Chinese after the names of groups."""
        return re.sub(r"^(\w+):$", r"\1：", super().format_help(), flags=re.M)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"shufa-lint：{message}（帮助：{self.prog} --help）\n")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options, with the verb as ``verb``; what names no verb is to be checked. Ends the process with 2 where
    the arguments are wrong, with 0 after help and version."""
    verb = arguments[0] if arguments and arguments[0] in VERBS else "check"
    rest = arguments[1:] if arguments and arguments[0] == verb else arguments
    with _argparse_in_chinese():
        parser = VERBS[verb]()
        options, unknown = parser.parse_known_args(rest)
    if unknown:
        parser.error(f"不认识的选项 {unknown[0]}{_nearest(unknown[0], parser)}")
    options.verb = verb
    return options


def nearest_verb(name: str) -> str | None:
    """Return the verb that *name* looks like, for a user who mistyped it."""
    close = difflib.get_close_matches(name, VERBS, n=1, cutoff=0.7) if name.isalpha() else []
    return close[0] if close else None


def _nearest(option: str, parser: argparse.ArgumentParser) -> str:
    known = [name for action in parser._actions for name in action.option_strings if name.startswith("--")]
    close = difflib.get_close_matches(option.split("=")[0], known, n=1, cutoff=0.5)
    return f"，是不是想写 {close[0]}？" if close else ""


@contextmanager
def _argparse_in_chinese() -> Iterator[None]:
    """argparse looks its words up in a function of its own module, whichever language that speaks."""
    english = argparse._  # type: ignore[attr-defined]
    argparse._ = lambda text: _WORDS.get(text, text)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        argparse._ = english  # type: ignore[attr-defined]


def _check() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint", _DESCRIPTION, _VERBS)
    parser.usage = "shufa-lint [选项] FILE …"
    parser.add_argument("files", nargs="*", metavar="FILE", help="文稿、目录或通配符；- 是标准输入")
    choosing = parser.add_argument_group("查什么")
    _add_profile(choosing)
    choosing.add_argument(
        "--select", action="extend", type=_names, metavar="RULES", help="只查这些规则或规则族，用逗号隔开，可以写几次"
    )
    choosing.add_argument(
        "--ignore", action="extend", type=_names, metavar="RULES", help="不查这些规则或规则族，写法同上"
    )
    _add_configuration(choosing)
    choosing.add_argument(
        "--stdin-filename", metavar="NAME", help="标准输入当作这个文件：决定用哪份配置、是不是 Markdown"
    )
    saying = parser.add_argument_group("怎么说")
    _add_format(saying, "auto", "full", "concise", "json")
    saying.add_argument("--output-file", metavar="FILE", help="结果写进这个文件，不写到屏幕上")
    ending = parser.add_argument_group("退出码")
    ending.add_argument(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        metavar="LEVEL",
        help="到哪一级算不通过：error 必须改（默认）、warning 建议改、info 提示、never 都算通过",
    )
    ending.add_argument("--exit-zero", action="store_true", help="有要改的也退出 0；没能完成检查仍是 2")
    parser.add_argument("--version", action="version", version=f"shufa-lint {__version__}", help="显示版本")
    return parser


def _outline() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint outline", "画出文稿的层次：标题、各级序号、一是二是、附件，各在第几行。")
    parser.add_argument("file", metavar="FILE", help="文稿；- 是标准输入")
    _add_format(parser, "full", "json")
    return parser


def _explain() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint explain", "说明一条规则：查什么、为什么、例子、怎么改、怎么关。")
    parser.add_argument("rule", metavar="RULE", help="规则名，如 ordinal-gap；shufa-lint rules 列出全部")
    _add_profile(parser)
    _add_configuration(parser)
    return parser


def _rules() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint rules", "列出对一种文种起作用的规则，和它们的轻重。")
    _add_profile(parser)
    _add_configuration(parser)
    _add_format(parser, "full", "json")
    return parser


def _init() -> argparse.ArgumentParser:
    return _Parser("shufa-lint init", "在当前目录写一份带说明的配置 shufa-lint.toml；已经有了就不动它。")


VERBS: dict[str, Callable[[], argparse.ArgumentParser]] = {
    "check": _check,
    "outline": _outline,
    "explain": _explain,
    "rules": _rules,
    "init": _init,
}
"""Each verb with what makes its parser: only the one that is asked for is made."""

_Container = argparse.ArgumentParser | argparse._ArgumentGroup


def _add_profile(parser: _Container) -> None:
    parser.add_argument("--profile", metavar="NAME", help="文种，如 shufa-report；不写就看标题和开头")


def _add_configuration(parser: _Container) -> None:
    parser.add_argument("--config", metavar="FILE", help="用这份配置；不写就用离文稿最近的 shufa-lint.toml")
    parser.add_argument("--isolated", action="store_true", help="不用任何配置文件")


def _add_format(parser: _Container, default: str, *others: str) -> None:
    formats = {
        "auto": "auto 给人看时 full、否则 concise",
        "full": "full 写清楚给人看",
        "concise": "concise 一处一行",
        "json": "json 给程序用",
    }
    said = "；".join(formats[name] for name in (default, *others))
    parser.add_argument(
        "--output-format",
        choices=(default, *others),
        default=default,
        metavar="FORMAT",
        help=f"{said}（默认 {default}）",
    )


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]

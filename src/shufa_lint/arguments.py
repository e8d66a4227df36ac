"""The command line as the user writes it: verbs, options, help, and argparse's own words, all in Chinese."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from shufa_lint import __version__
from shufa_lint.report.formats import AUTO, ENVIRONMENT, FORMATS
from shufa_lint.text.when import DAY, last_day, year_or_day
from shufa_lint.text.width import wrap

_WIDTH = 80
_COPIES = "docx"
"""No report: what else checking can write."""
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
  shufa-lint blanks FILE …   没填的空列成一张表；blanks fill 把填好的写回文稿
  shufa-lint explain RULE    说明一条规则：为什么、怎么改、怎么关
  shufa-lint rules           列出起作用的规则
  shufa-lint waive FILE RULE 豁免一处看过、决定保留的问题
  shufa-lint init            在当前目录写一份配置 shufa-lint.toml
  （每个命令后面加 --help，看它自己的选项）

例子：
  shufa-lint 述法报告.txt
  shufa-lint 各单位报送/ --output-format json --output-file results.json

退出码：0 通过；1 有要改的（见 --fail-on）；2 没能完成检查"""


_WAIVE = """\
豁免看过、决定保留的问题：连同理由写进 shufa-lint.waivers.toml，
以后检查时不再计入。文稿本身不动。"""


_BLANKS = """\
把没填的空（**、××、【待补充】、空括号……）列成一张表：缺的是什么，在哪一句。
写成 .xlsx 或 .csv，就是一张等人填的表，可以放几份文稿的空。
固定表述里被屏蔽的名字（masked-name）有固定的改法，不在表里。"""

_BLANKS_CODES = """\
例子：
  shufa-lint blanks 述法报告.txt
  shufa-lint blanks 各单位报送/ -o 待填.xlsx

退出码：0 列出来了，有没有空都是 0；1 有的文稿读不了；2 没能完成"""

_FILL = """\
把填好的表写进文稿。答案照原样填进去，空以外的字一个也不动；对不上、拿不准、
填得不对的都不填，一行一行说明原因。没有答案的空照旧。"""

_FILL_CODES = """\
例子：
  shufa-lint blanks fill 述法报告.txt 待填.xlsx -o 填好.txt

退出码：0 全填好了；1 还有没填的，或者有答案没被采用；2 没能完成，什么也没写"""


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
    named = (" ".join(arguments[:words]) for words in (2, 1))  # blanks fill before blanks
    verb = next((name for name in named if name in VERBS), None)
    rest = arguments[verb.count(" ") + 1 :] if verb else arguments
    verb = verb or "check"
    with _argparse_in_chinese():
        parser = VERBS[verb]()
        options, unknown = parser.parse_known_args(rest)
    if unknown:
        parser.error(f"不认识的选项 {unknown[0]}{_nearest(unknown[0], parser)}")
    options.verb = verb.replace(" ", "_")
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
        "--select",
        action="extend",
        type=_names,
        metavar="RULES",
        help="只查这些，用逗号隔开：规则、规则族、级别，* 代表任意几个字，如 placeholders/*",
    )
    choosing.add_argument("--ignore", action="extend", type=_names, metavar="RULES", help="不查这些，写法同上")
    _add_configuration(choosing)
    _add_as_of(choosing)
    choosing.add_argument(
        "--stdin-filename", metavar="NAME", help="标准输入当作这个文件：决定用哪份配置、是不是 Markdown"
    )
    choosing.add_argument(
        "--timeout",
        type=_seconds,
        metavar="SECONDS",
        help="Word、PDF 等文件一份最多读几秒（默认 60），读不完的算“文件读不了”，其余照查",
    )
    mending = parser.add_argument_group("改")
    mending.add_argument(
        "--fix",
        action="store_true",
        help="不影响原意的毛病直接改好，写回原文件；Word 文档不动原件，另存成带修订的“原名.修改.docx”；其余照样列出来",
    )
    mending.add_argument("--diff", action="store_true", help="只给出改前改后的对照，不动文件")
    mending.add_argument(
        "--unsafe-fixes", action="store_true", help="与 --fix 或 --diff 一起用：连要人看过的改法也用上，改后请通读"
    )
    saying = parser.add_argument_group("怎么说")
    _add_report_formats(saying)
    saying.add_argument("--output-file", metavar="FILE", help="结果写进这个文件，不写到屏幕上")
    saying.add_argument(
        "--annotate",
        action="store_true",
        help="每份 Word 文档（.docx）旁边另存一份“原名.检查.docx”，毛病都写成批注；结果照样列出来",
    )
    saying.add_argument("--output-dir", metavar="DIR", help="带批注或修订的 Word 副本写到这个目录，不写在原件旁边")
    saying.add_argument("--statistics", action="store_true", help="不一处一处列，只说每条规则有几处")
    saying.add_argument("--show-files", action="store_true", help="不检查，只列出要检查哪些文件")
    saying.add_argument(
        "--show-settings", action="store_true", help="不检查，只说对这份文稿起作用的配置、规则、表和豁免"
    )
    _add_waiving(parser.add_argument_group("豁免"))
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


def _blanks() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint blanks", _BLANKS, _BLANKS_CODES)
    parser.add_argument("files", nargs="*", metavar="FILE", help="文稿、目录或通配符，可以写几个；- 是标准输入")
    _add_profile(parser)
    _add_configuration(parser)
    _add_format(parser, "auto", "full", "xlsx", "csv", "json", auto="auto 看文件的扩展名，没有就是 full")
    parser.add_argument("-o", "--output-file", metavar="FILE", help="写进这个文件，不写到屏幕上")
    parser.add_argument("--overwrite", action="store_true", help="这个文件已经有了也覆盖它")
    return parser


def _blanks_fill() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint blanks fill", _FILL, _FILL_CODES)
    parser.add_argument("file", metavar="FILE", help="文稿")
    parser.add_argument("form", metavar="FORM", help="填好的表，.xlsx 或 .csv")
    parser.add_argument("-o", "--output-file", metavar="OUT", help="填好的文稿写到这里；原稿不动")
    parser.add_argument("--in-place", action="store_true", help="写回原稿")
    parser.add_argument("--overwrite", action="store_true", help="OUT 已经有了也覆盖它")
    parser.add_argument("--document", metavar="NAME", help="文稿在表里叫什么；改过名，或者表里有几份同名的，才要写")
    _add_profile(parser)
    _add_configuration(parser)
    return parser


def _explain() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint explain", "说明一条规则：查什么、为什么、例子、怎么改、怎么关。")
    parser.add_argument("rule", metavar="RULE", help="规则名，如 ordinal-gap 或者 序号缺号；shufa-lint rules 列出全部")
    _add_profile(parser)
    _add_configuration(parser)
    return parser


def _rules() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint rules", "列出对一种文种起作用的规则，和它们的轻重。")
    _add_profile(parser)
    _add_configuration(parser)
    _add_format(parser, "full", "json")
    return parser


def _waive() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint waive", _WAIVE)
    parser.add_argument("file", metavar="FILE", help="文稿")
    parser.add_argument("rule", metavar="RULE", help="规则名，写在每一处“依据”的后面；写中文名也行")
    parser.add_argument("--at", type=int, metavar="LINE", help="只豁免这一行里的；不写就是文稿里这条规则的每一处")
    _add_reason(parser, required=True)
    _add_profile(parser)
    parser.add_argument("--config", metavar="FILE", help="用这份配置；不写就用离文稿最近的 shufa-lint.toml")
    _add_as_of(parser)
    parser.set_defaults(isolated=False)
    return parser


def _init() -> argparse.ArgumentParser:
    return _Parser("shufa-lint init", "在当前目录写一份带说明的配置 shufa-lint.toml；已经有了就不动它。")


VERBS: dict[str, Callable[[], argparse.ArgumentParser]] = {
    "check": _check,
    "outline": _outline,
    "blanks": _blanks,
    "blanks fill": _blanks_fill,
    "explain": _explain,
    "rules": _rules,
    "waive": _waive,
    "init": _init,
}
"""Each verb with what makes its parser: only the one that is asked for is made."""

_Container = argparse.ArgumentParser | argparse._ArgumentGroup


def _add_profile(parser: _Container) -> None:
    parser.add_argument("--profile", metavar="NAME", help="文种，如 shufa-report；不写就看标题和开头")


def _add_configuration(parser: _Container) -> None:
    parser.add_argument("--config", metavar="FILE", help="用这份配置；不写就用离文稿最近的 shufa-lint.toml")
    parser.add_argument("--isolated", action="store_true", help="不用任何配置文件，也不认豁免")


def _add_as_of(parser: _Container) -> None:
    parser.add_argument(
        "--as-of",
        type=_year_or_day,
        metavar="YEAR",
        help="按哪一年（或哪一天，如 2022-06-30）判断引用；不写就看文稿报告的年度",
    )


def _add_waiving(parser: _Container) -> None:
    parser.add_argument("--show-waived", action="store_true", help="已经豁免的也列出来，连同理由")
    parser.add_argument(
        "--write-baseline", action="store_true", help="把现有的问题都写进豁免文件，以后只报新的；要写 --reason"
    )
    _add_reason(parser, required=False)
    parser.add_argument("--today", type=_day, metavar="DATE", help="有期限的豁免算到哪一天；不写就是今天")


def _add_reason(parser: _Container, *, required: bool) -> None:
    parser.add_argument("--reason", required=required, metavar="TEXT", help="豁免的理由，写给复核的人看，不能空")
    parser.add_argument("--who", metavar="NAME", help="谁决定的；不写就用登录的用户名")
    parser.add_argument("--until", type=_last_day, metavar="DATE", help="豁免到哪一天（或哪一年）为止，过后重新计入")


def _add_format(parser: _Container, default: str, *others: str, auto: str = "auto 给人看时 full、否则 concise") -> None:
    formats = {
        "auto": auto,
        "full": "full 写清楚给人看",
        "concise": "concise 一处一行",
        "json": "json 给程序用",
        "xlsx": "xlsx、csv 是等人填的表",
        "csv": "",
    }
    said = "；".join(formats[name] for name in (default, *others) if formats[name])
    parser.add_argument(
        "--output-format",
        choices=(default, *others),
        default=default,
        metavar="FORMAT",
        help=f"{said}（默认 {default}）",
    )


def _add_report_formats(parser: _Container) -> None:
    said = "；".join(f"{name} {kind.says}" for name, kind in FORMATS.items())
    parser.add_argument(
        "--output-format",
        action=_Formats,
        type=_report_format,
        metavar="FORMAT",
        help=f"{said}；docx 只写带批注的 Word 副本。不写是 auto：在终端里 full，在 GitHub Actions 里 github，"
        f"别处 concise；环境变量 {ENVIRONMENT} 可以另定。写成 sarif=FILE，就另写一份到文件里，可以写几次",
    )
    parser.set_defaults(extra_reports=())


class _Formats(argparse.Action):
    """Keeps the one format for the screen apart from those with files of their own (``extra_reports``)."""

    def __call__(
        self, parser: argparse.ArgumentParser, options: argparse.Namespace, value: Any, option: str | None = None
    ) -> None:
        name, file = value
        if file:
            options.extra_reports = (*options.extra_reports, (name, file))
        elif options.output_format in (None, name):
            options.output_format = name
        else:
            raise argparse.ArgumentError(
                self, f"写了 {options.output_format} 又写 {name}：屏幕上只能有一种，别的写成 {name}=FILE"
            )


def _report_format(value: str) -> tuple[str, str | None]:
    name, named, file = value.partition("=")
    if name not in (known := (AUTO, *FORMATS, _COPIES)):
        choices = ", ".join(map(repr, known))
        raise argparse.ArgumentTypeError(f"没有 {name!r} 这个值，可以写 {choices}")
    if named and name not in FORMATS:
        raise argparse.ArgumentTypeError(f"{name} 后面不能写文件名")
    if named and not file:
        raise argparse.ArgumentTypeError(f"{name}= 后面要写文件名")
    return name, file or None


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f"的值 {value} 不对：写秒数，从 0.1 到 3600")
    return seconds


def _year_or_day(value: str) -> str:
    try:
        return year_or_day(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _last_day(value: str) -> str:
    return last_day(_year_or_day(value))


def _day(value: str) -> str:
    if len(_year_or_day(value)) != DAY:
        raise argparse.ArgumentTypeError(f"{value} 不是哪一天：写成 2026-06-30")
    return value.strip()

"""The command line as the user writes it: verbs, options, help, and argparse's own words, all in Chinese."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise, takewhile
from typing import Any, NoReturn

from shufa_lint import __version__
from shufa_lint.report.formats import AUTO, ENVIRONMENT, FORMATS
from shufa_lint.text.language import CHINESE, LANGUAGES, current, tr
from shufa_lint.text.when import DAY, last_day, year_or_day
from shufa_lint.text.width import cells, wrap

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
"""What argparse says by itself; what is not here cannot happen with the options below. English needs none."""

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
  shufa-lint watch FOLDER    看着共享目录：文稿放进去，结果出现在旁边
  shufa-lint verify SLIP FILE  核对检查单：这一份文稿是不是真的通过
  shufa-lint serve           在浏览器里检查：把文稿拖进网页
  shufa-lint lsp             在编辑器里边写边查；由编辑器启动
  shufa-lint schema KIND     配置、规则等文件的 JSON schema，给编辑器用
  shufa-lint completion SHELL  让终端按 Tab 键补全命令、选项和规则名
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


SCHEMAS = "config", "rule", "profile", "waivers"
SHELLS = "bash", "zsh", "fish", "powershell"

_SCHEMA = """\
打印一种文件的 JSON schema：编辑器（VS Code 的 Even Better TOML、Taplo 等）
靠它提示有哪些键、标出写错的地方，不用联网。"""

_SCHEMA_EXAMPLES = """\
例子：升级以后，更新配置旁边的那一份
  shufa-lint schema config -o .shufa-lint/config.schema.json"""

_COMPLETION = """\
打印补全脚本：在终端里按 Tab 键，补全命令、选项、规则名、文种和文件名。"""

_COMPLETION_EXAMPLES = """\
怎样装上（README 里还有更快的装法）：
  bash        在 ~/.bashrc 里写  eval "$(shufa-lint completion bash)"
  zsh         在 ~/.zshrc 的 compinit 后写  eval "$(shufa-lint completion zsh)"
  fish        在 config.fish 里写  shufa-lint completion fish | source
  powershell  $PROFILE 里写 shufa-lint completion powershell | Out-String | iex"""


_LSP = """\
在编辑器里边写边查：毛病随写随标，悬停看说明，快速修复，豁免，大纲，折叠。
这个命令由编辑器启动（语言服务器协议 LSP，走标准输入输出）；怎样设置 VS Code、
Neovim、Helix，见 README 的“在编辑器里边写边查”。"""

_LSP_CODES = "退出码：0 编辑器正常结束；1 编辑器没有道别就断开；2 没能开始"


_SERVE = """\
在浏览器里检查：打开一个只有本机能用的网页，把文稿拖进去，看报告，下载带批注的
副本、改好的文稿和待填的表。文稿只在内存里检查，不保存，也不联网。
按 Ctrl-C 关闭。"""

_SERVE_CODES = """\
例子：
  shufa-lint serve
  shufa-lint serve --port 8321 --no-open

退出码：0 正常关闭；2 没能开始"""


_WATCH = """\
看着一个共享目录：文稿放进去，几秒以后结果出现在“检查结果”里——一份文稿一页，
Word 文稿另有带批注的副本，通过的有检查单；还有一张“检查一览”。文稿本身不动。"""

_WATCH_CODES = """\
例子：
  shufa-lint watch /srv/报送
  shufa-lint watch /srv/报送 --once          查一遍就结束，给 cron 用
  shufa-lint watch --status                  这台机器看着哪些目录，查得怎样

配置、豁免只认共享目录最上一层的 shufa-lint.toml 和 shufa-lint.waivers.toml，
下面各目录里的不算。

退出码：0 按要求结束；2 没能开始，--once 没能全部查完；130 被 Ctrl-C 中断"""


_VERIFY = """\
核对检查单：这一份文稿是不是检查过的那一份，规则是不是这里的规则，并且重新
检查一遍，看是不是真的通过。"""

_VERIFY_CODES = """\
例子：
  shufa-lint verify 述法报告.检查单.json 述法报告.docx

退出码：0 属实；1 核对不上；2 没能核对（没有文件、不是检查单、配置不对）"""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in 80 cells, in which a Chinese character takes two; argparse counts it as one. What options and groups say
    of themselves is put into the language that is spoken here, and nowhere else."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=_WIDTH)

    def start_section(self, heading: str | None) -> None:
        super().start_section(heading and tr(heading))

    def add_usage(self, usage: str | None, *others: Any, **named: Any) -> None:
        super().add_usage(usage and tr(usage), *others, **named)

    def _format_usage(self, usage: str | None, *others: Any) -> str:
        words = argparse._("usage: ")  # type: ignore[attr-defined]
        wider = cells(words) - len(words)
        self._width -= wider  # argparse takes characters for cells
        try:
            return super()._format_usage(usage, *others).replace("\n ", "\n" + " " * (wider + 1))
        finally:
            self._width += wider

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and tr(action.help)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return [text[start:end] for start, end in wrap(text, width)]


class _Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=tr(description),
            epilog=epilog and "\n".join(map(tr, epilog.split("\n"))),  # looked up line by line: verbs come and go
            formatter_class=_Formatter,
            allow_abbrev=False,
        )
        self.color = False  # Python 3.14 would colour help
        _add_language(self)

    def format_help(self) -> str:
        """Return the help, with the colons of Chinese after the names of groups."""
        help_ = super().format_help()
        return re.sub(r"^(\w+):$", r"\1：", help_, flags=re.M) if current() == CHINESE else help_

    def error(self, message: str) -> NoReturn:
        self.exit(2, tr("shufa-lint：{message}（帮助：{prog} --help）").format(message=message, prog=self.prog) + "\n")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options, with the verb as ``verb``; what names no verb is to be checked. Ends the process with 2 where
    the arguments are wrong, with 0 after help and version."""
    named = (" ".join(arguments[:words]) for words in (2, 1))  # blanks fill before blanks
    verb = next((name for name in named if name in VERBS), None)
    rest = arguments[verb.count(" ") + 1 :] if verb else arguments
    verb = verb or "check"
    with _argparse_translated():
        parser = VERBS[verb]()
        options, unknown = parser.parse_known_args(rest)
    if unknown:
        words = tr("不认识的选项 {option}{hint}")
        parser.error(words.format(option=unknown[0], hint=_nearest(unknown[0], parser)))
    options.verb = verb.replace(" ", "_")
    return options


def language(arguments: Sequence[str]) -> str | None:
    """Return the language that the arguments name, which must be known before anything is said of them."""
    named = list(takewhile(lambda argument: argument != "--", arguments))
    values = [argument.removeprefix("--lang=") for argument in named if argument.startswith("--lang=")]
    values += [value for option, value in pairwise(named) if option == "--lang"]
    return next((value for value in reversed(values) if value in LANGUAGES), None)


def parser_of(verb: str) -> argparse.ArgumentParser:
    """Return the parser of *verb*, one of ``VERBS``, for those who look at what it takes."""
    with _argparse_translated():
        return VERBS[verb]()


def nearest_verb(name: str) -> str | None:
    """Return the verb that *name* looks like, for a user who mistyped it."""
    close = difflib.get_close_matches(name, VERBS, n=1, cutoff=0.7) if name.isalpha() else []
    return close[0] if close else None


def _nearest(option: str, parser: argparse.ArgumentParser) -> str:
    known = [name for action in parser._actions for name in action.option_strings if name.startswith("--")]
    close = difflib.get_close_matches(option.split("=")[0], known, n=1, cutoff=0.5)
    return tr("，是不是想写 {name}？").format(name=close[0]) if close else ""


@contextmanager
def _argparse_translated() -> Iterator[None]:
    """argparse looks its words up in a function of its own module, whichever language that speaks."""
    english = argparse._  # type: ignore[attr-defined]
    words = _WORDS if current() == CHINESE else {}
    argparse._ = lambda text: words.get(text, text)  # type: ignore[attr-defined]
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
    running = parser.add_argument_group("怎么跑")
    running.add_argument(
        "--watch",
        action="store_true",
        help="查完等着，文稿、配置或者规则一改就重查；按 Ctrl-C 结束。只用在本机的目录上",
    )
    running.add_argument("--jobs", type=_jobs, metavar="N", help="用几个进程同时查；不写看文稿多少自己定，结果都一样")
    running.add_argument("--no-cache", action="store_true", help="不用缓存，每一份都重新查；有缓存时没改过的文稿不再查")
    running.add_argument(
        "--cache-dir",
        metavar="DIR",
        help="缓存放在这个目录；不写就放在用户自己的缓存目录，环境变量 SHUFA_LINT_CACHE_DIR 可以另定",
    )
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


def _schema() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint schema", _SCHEMA, _SCHEMA_EXAMPLES)
    parser.add_argument(
        "kind",
        nargs="?",
        choices=SCHEMAS,
        default=SCHEMAS[0],
        metavar="KIND",
        help="哪种文件：config 配置（默认）、rule 规则、profile 文种、waivers 豁免",
    )
    parser.add_argument("-o", "--output-file", metavar="FILE", help="写进这个文件，不写到屏幕上")
    return parser


def _completion() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint completion", _COMPLETION, _COMPLETION_EXAMPLES)
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help="哪种终端：bash、zsh、fish 或者 powershell")
    return parser


def _lsp() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint lsp", _LSP, _LSP_CODES)
    parser.add_argument("--stdio", action="store_true", help="走标准输入输出；本来就是这样，有的编辑器一定要写")
    _add_configuration(parser)
    return parser


def _serve() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint serve", _SERVE, _SERVE_CODES)
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="HOST", help="在哪个地址上等着；不写是 127.0.0.1，只有本机连得进来"
    )
    parser.add_argument(
        "--port", type=_port, default=0, metavar="PORT", help="在哪个端口上等着；不写就找一个空着的，印在网址里"
    )
    parser.add_argument(
        "--public-url",
        metavar="URL",
        help="让别的电脑也能用：大家访问的网址，前面必须有带登录的反向代理；--host 不是本机地址时一定要写",
    )
    parser.add_argument(
        "--open", action=argparse.BooleanOptionalAction, help="打开浏览器，或者不打开；不写就看终端前有没有人"
    )
    parser.add_argument(
        "--max-mb", type=_megabytes, default=20, metavar="MB", help="一份文稿最大多少 MB（默认 20，最多 64）"
    )
    parser.add_argument(
        "--timeout", type=_seconds, metavar="SECONDS", help="一份文稿最多读几秒（默认 60），连读带查最多用它的两倍"
    )
    parser.add_argument("--config", metavar="FILE", help="用这份配置；不写就用离当前目录最近的 shufa-lint.toml")
    parser.add_argument("--isolated", action="store_true", help="不用任何配置文件")
    return parser


def _watch() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint watch", _WATCH, _WATCH_CODES)
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="共享目录；--status 可以不写")
    parser.add_argument("--once", action="store_true", help="把该查的都查一遍就结束")
    parser.add_argument("--status", action="store_true", help="不检查，只说查得怎样、搁置了哪些")
    parser.add_argument("--config", metavar="FILE", help="用这份配置；不写就用共享目录最上一层的 shufa-lint.toml")
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=120.0,
        metavar="SECONDS",
        help="一份文稿最多查几秒（默认 120）；三次都查不完、都崩溃的搁置起来",
    )
    parser.add_argument(
        "--settle",
        type=_seconds,
        default=2.0,
        metavar="SECONDS",
        help="文稿几秒没有动静才查（默认 2）；网络慢、拷贝断断续续，就写大一些",
    )
    results = parser.add_argument_group("结果")
    results.add_argument(
        "--results", default="检查结果", metavar="DIR", help="写到这个目录，相对于 FOLDER（默认“检查结果”）"
    )
    results.add_argument(
        "--results-mode",
        choices=("owner", "group"),
        default="owner",
        metavar="WHO",
        help="结果谁能读：owner 只有运行它的用户（默认），group 连同用户组；由 Samba、Windows 管权限的目录不受影响",
    )
    results.add_argument("--keep-results", action="store_true", help="文稿删掉了，结果还留着；不写就收走")
    results.add_argument("--keep-days", type=_days, metavar="DAYS", help="结果和历次记录保存几天；不写就一直留着")
    results.add_argument(
        "--move",
        action="store_true",
        help="只看 FOLDER 里的“收件”，查完把文稿移到“通过”或者“退回”，不覆盖已有的文件",
    )
    running = parser.add_argument_group("运行")
    running.add_argument(
        "--log-format",
        choices=("text", "json"),
        default="text",
        metavar="FORMAT",
        help="日志（标准错误，一行一件事）和 --status 写成 text 给人看（默认），还是 json 给程序用",
    )
    running.add_argument("--state-dir", metavar="DIR", help="账本放在这里，要在本机的磁盘上；不写就放在用户的数据目录")
    return parser


def _verify() -> argparse.ArgumentParser:
    parser = _Parser("shufa-lint verify", _VERIFY, _VERIFY_CODES)
    parser.add_argument("slip", metavar="SLIP", help="检查单，“原名.检查单.json”")
    parser.add_argument("file", metavar="FILE", help="文稿")
    parser.add_argument("--no-rerun", action="store_true", help="只核对，不重新检查；伪造的检查单这样查不出来")
    _add_configuration(parser)
    return parser


VERBS: dict[str, Callable[[], argparse.ArgumentParser]] = {
    "check": _check,
    "outline": _outline,
    "blanks": _blanks,
    "blanks fill": _blanks_fill,
    "explain": _explain,
    "rules": _rules,
    "waive": _waive,
    "init": _init,
    "lsp": _lsp,
    "schema": _schema,
    "completion": _completion,
    "serve": _serve,
    "watch": _watch,
    "verify": _verify,
}
"""Each verb with what makes its parser: only the one that is asked for is made."""

_Container = argparse.ArgumentParser | argparse._ArgumentGroup


def _add_language(parser: _Container) -> None:
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        metavar="LANG",
        help="程序用哪种语言说话：zh 中文（默认）、en 英文，规则说的总是中文；环境变量 SHUFA_LINT_LANG 可以另定",
    )


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
    said = tr("；").join(tr(formats[name]) for name in (default, *others) if formats[name])
    parser.add_argument(
        "--output-format",
        choices=(default, *others),
        default=default,
        metavar="FORMAT",
        help=tr("{said}（默认 {default}）").format(said=said, default=default),
    )


def _add_report_formats(parser: _Container) -> None:
    said = tr("；").join(f"{name} {tr(kind.says)}" for name, kind in FORMATS.items())
    parser.add_argument(
        "--output-format",
        action=_Formats,
        type=_report_format,
        metavar="FORMAT",
        help=tr(
            "{said}；docx 只写带批注的 Word 副本。不写是 auto：在终端里 full，在 GitHub Actions 里 github，"
            "别处 concise；环境变量 {variable} 可以另定。写成 sarif=FILE，就另写一份到文件里，可以写几次"
        ).format(said=said, variable=ENVIRONMENT),
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
            words = tr("写了 {format} 又写 {name}：屏幕上只能有一种，别的写成 {name}=FILE")
            raise argparse.ArgumentError(self, words.format(format=options.output_format, name=name))


def _report_format(value: str) -> tuple[str, str | None]:
    name, named, file = value.partition("=")
    if name not in (known := (AUTO, *FORMATS, _COPIES)):
        choices = ", ".join(map(repr, known))
        words = tr("没有 {name!r} 这个值，可以写 {choices}")
        raise argparse.ArgumentTypeError(words.format(name=name, choices=choices))
    if named and name not in FORMATS:
        raise argparse.ArgumentTypeError(tr("{name} 后面不能写文件名").format(name=name))
    if named and not file:
        raise argparse.ArgumentTypeError(tr("{name}= 后面要写文件名").format(name=name))
    return name, file or None


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(tr("的值 {value} 不对：写秒数，从 0.1 到 3600").format(value=value))
    return seconds


def _port(value: str) -> int:
    if not (value.isdecimal() and int(value) < 1 << 16):
        raise argparse.ArgumentTypeError(tr("的值 {value} 不对：写端口号，从 0 到 65535").format(value=value))
    return int(value)


def _megabytes(value: str) -> int:
    if not (value.isdecimal() and 1 <= int(value) <= 64):
        raise argparse.ArgumentTypeError(tr("的值 {value} 不对：写多少 MB，从 1 到 64").format(value=value))
    return int(value)


def _jobs(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0
    if not number:
        raise argparse.ArgumentTypeError(tr("的值 {value} 不对：写 1 到 999 的整数").format(value=value))
    return number


def _days(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 36500:
        raise argparse.ArgumentTypeError(tr("的值 {value} 不对：写天数，如 90").format(value=value))
    return int(value)


def _year_or_day(value: str) -> str:
    try:
        return year_or_day(value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _last_day(value: str) -> str:
    return last_day(_year_or_day(value))


def _day(value: str) -> str:
    if len(_year_or_day(value)) != DAY:
        raise argparse.ArgumentTypeError(tr("{value} 不是哪一天：写成 2026-06-30").format(value=value))
    return value.strip()

"""The formats that a run is reported in, as data: what each is for, and the module that writes it.

A module has ``report(run) -> bytes``, one that draws ``report(run, screen)``; nothing is imported before it is asked
for. To add a format, write the module and name it here.
"""

from __future__ import annotations

from shufa_lint.text.language import tr_noop

ENVIRONMENT = "SHUFA_LINT_OUTPUT_FORMAT"
"""The environment variable that names the format where the command line names none."""

AUTO = "auto"


class Format:
    """A format: what ``--help`` says of it, and its module below this package.

    ``whole`` ones are written even where no document was checked, since the program that reads them expects a file.
    ``spoken`` ones follow the language that is spoken; the others are for programs, and the same in all languages.
    ``statistics`` names the module that says how often each rule spoke, where the format can. Of those that draw, both
    modules do.
    """

    # a NamedTuple would take a millisecond of every start
    __slots__ = "draws", "module", "says", "spoken", "statistics", "whole"

    def __init__(
        self,
        says: str,
        module: str,
        *,
        whole: bool = True,
        draws: bool = False,
        statistics: str | None = None,
        spoken: bool = False,
    ) -> None:
        self.says = says
        self.module = module
        self.spoken = spoken
        self.whole = whole
        self.draws = draws
        self.statistics = statistics


FORMATS: dict[str, Format] = {
    "full": Format(
        tr_noop("写清楚给人看"),
        "terminal.findings",
        whole=False,
        draws=True,
        statistics="terminal.statistics",
        spoken=True,
    ),
    "concise": Format(tr_noop("一处一行"), "concise", whole=False, statistics="concise", spoken=True),
    "grouped": Format(tr_noop("按文稿分组，一处一行"), "grouped", whole=False, spoken=True),
    "markdown": Format(tr_noop("贴进网页、工单的表"), "markdown", whole=False, spoken=True),
    "html": Format(tr_noop("一页，用浏览器看、打印"), "html"),
    "csv": Format(tr_noop("用 Excel、WPS 打开的表"), "csv", spoken=True),
    "json": Format(tr_noop("给程序用"), "json", statistics="json"),
    "json-lines": Format(tr_noop("一处一行 JSON"), "json_lines"),
    "sarif": Format(tr_noop("代码扫描平台"), "sarif"),
    "github": Format(tr_noop("GitHub Actions 的标注"), "github", whole=False),
    "gitlab": Format(tr_noop("GitLab 的 Code Quality"), "gitlab"),
    "junit": Format(tr_noop("Jenkins 等的测试报告"), "junit"),
    "rdjson": Format("reviewdog", "rdjson"),
    "checkstyle": Format(tr_noop("认 Checkstyle 的工具"), "checkstyle"),
}
"""All formats by name, those for people first."""

"""The formats that a run is reported in, as data: what each is for, and the module that writes it.

A module has ``report(run) -> bytes``, one that draws ``report(run, screen)``; nothing is imported before it is asked
for. To add a format, write the module and name it here.
"""

from __future__ import annotations

ENVIRONMENT = "SHUFA_LINT_OUTPUT_FORMAT"
"""The environment variable that names the format where the command line names none."""

AUTO = "auto"


class Format:
    """A format: what ``--help`` says of it, and its module below this package.

    ``whole`` ones are written even where no document was checked, since the program that reads them expects a file.
    ``statistics`` names the module that says how often each rule spoke, where the format can. Of those that draw, both
    modules do.
    """

    __slots__ = "draws", "module", "says", "statistics", "whole"  # a NamedTuple would take a millisecond of every start

    def __init__(
        self, says: str, module: str, *, whole: bool = True, draws: bool = False, statistics: str | None = None
    ) -> None:
        self.says = says
        self.module = module
        self.whole = whole
        self.draws = draws
        self.statistics = statistics


FORMATS: dict[str, Format] = {
    "full": Format("写清楚给人看", "terminal.findings", whole=False, draws=True, statistics="terminal.statistics"),
    "concise": Format("一处一行", "concise", whole=False, statistics="concise"),
    "grouped": Format("按文稿分组，一处一行", "grouped", whole=False),
    "markdown": Format("贴进网页、工单的表", "markdown", whole=False),
    "csv": Format("用 Excel、WPS 打开的表", "csv"),
    "json": Format("给程序用", "json", statistics="json"),
    "json-lines": Format("一处一行 JSON", "json_lines"),
    "sarif": Format("代码扫描平台", "sarif"),
    "github": Format("GitHub Actions 的标注", "github", whole=False),
    "gitlab": Format("GitLab 的 Code Quality", "gitlab"),
    "junit": Format("Jenkins 等的测试报告", "junit"),
    "rdjson": Format("reviewdog", "rdjson"),
    "checkstyle": Format("认 Checkstyle 的工具", "checkstyle"),
}
"""All formats by name, those for people first."""

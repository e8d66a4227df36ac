"""What README.md and CONTRIBUTING.md say is true: their commands, options, examples and output are tried.

``SHUFA_LINT_UPDATE=1 pytest tests/test_readme.py`` writes the program's output into README.md anew.
"""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from shufa_lint import arguments
from shufa_lint.api import Choice, lint_bytes, lint_path, run_report
from shufa_lint.checks.genre import Genre, Part, Topic
from shufa_lint.checks.matching import Alternative, PatternOptions
from shufa_lint.engine.plan import Planner
from shufa_lint.report import json as json_report
from shufa_lint.rulebook import schema
from shufa_lint.rulebook.configuration import Chosen, Configuration
from shufa_lint.rulebook.example_layout import ExampleLayout, Line, Number, Page
from shufa_lint.rulebook.load import load_rulebook

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
UPDATE = os.environ.get("SHUFA_LINT_UPDATE") == "1"
ELISION = "……"
_OTHERS = r"\b(?:pip|pytest|ruff)\b +\S*-|\buv pip\b|bundle/build\.py|python -m build"
"""Lines with options of other programs."""
FAULTY = ROOT / "fixtures" / "every-fault-blanks" / "draft.txt"


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)


def profiles(page: str) -> list[tuple[str, str]]:
    """The profiles that *page* shows, each with the file that it says it stands in."""
    return re.findall(r"^<!-- 文件：(\S*profiles/\S+) -->\n```toml\n(.*?)^```$", page, re.M | re.S)


def set_up(name: str) -> str:
    (command,) = re.findall(rf"<!-- 命令：{name} -->\n```sh\n(.+)\n```", README)
    return command


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False)


# Commands and options


def test_two_commands_set_everything_up_and_ci_runs_them():
    assert len(re.findall("<!-- 命令：", README)) == 2
    ci = ROOT / ".ci" / "run"
    if not ci.exists():
        pytest.skip("no .ci/run: this is not a checkout")
    lines = [line.split(" || ")[0] for line in ci.read_text("utf-8").splitlines()]
    assert set_up("安装") in lines and set_up("测试") in lines


def test_the_command_that_installs_ends_as_readme_says():
    draft = set_up("安装").split()[-1]
    assert run(sys.executable, "-m", "shufa_lint", draft).returncode == 1


@pytest.mark.parametrize("page", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_option_named_exists(page: str):
    helps = "".join(parser().format_help() for parser in arguments.VERBS.values())
    own = "\n".join(line for line in page.splitlines() if not re.search(_OTHERS, line))
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", own))
    assert named <= set(re.findall(r"--[a-z][a-z-]+", helps))


def test_every_option_and_verb_is_named():
    helps = "".join(parser().format_help() for parser in arguments.VERBS.values())
    assert set(re.findall(r"--[a-z][a-z-]+", helps)) <= set(re.findall(r"--[a-z][a-z-]+", README))
    assert all(f"shufa-lint {verb}" in README for verb in arguments.VERBS if verb != "check")


# Output, configuration, families, links


def test_the_output_shown_is_the_output():
    shown = re.search(r"<!-- 输出：shufa-lint (.+) -->\n```text\n(.*?)\n```", README, re.S)
    assert shown
    block = shown.group(2).splitlines()
    done = run(sys.executable, "-m", "shufa_lint", "--isolated", *shown.group(1).split())
    real = done.stdout.splitlines()
    cut = block.index(ELISION)
    expected = [*real[:cut], ELISION, *real[len(real) - (len(block) - cut - 1) :]]
    if UPDATE and block != expected:
        page = README[: shown.start(2)] + "\n".join(expected) + README[shown.end(2) :]
        (ROOT / "README.md").write_text(page, "utf-8", newline="\n")
        block = expected
    assert block == expected, "renew README.md with SHUFA_LINT_UPDATE=1"


def test_the_configuration_shown_is_one_and_shows_every_key():
    (text,) = [text for text in blocks(README, "toml") if not text.startswith(("id = ", "[language-server"))]
    configuration = Configuration.model_validate(tomllib.loads(text))
    planner = Planner(Chosen(configuration=configuration))
    assert all(planner.plan(profile).applied for profile in planner.rulebook.profiles)
    for name, field in Configuration.model_fields.items():
        assert re.search(rf"^(?:# |\[)?{field.alias or name}\b", text, re.M), name


def test_every_family_is_described():
    families = Counter(entry.family for entry in load_rulebook().entries.values())
    told = {family: int(number) for family, number in re.findall(r"`(\w+)` \| (\d+) \|", README)}
    assert told == families
    assert f"一共 {families.total()} 条" in README and f"{families.total()} rules for" in README


def test_every_kind_of_document_is_named():
    kinds = load_rulebook().profiles
    start, end = README.index("### 文种"), README.index("### 按哪一年判断")
    assert set(re.findall(r"\| `([\w-]+)`", README[start:end])) == set(kinds)
    assert f"for {len(kinds)} kinds of documents" in README


# Years and tables


def test_without_a_year_nothing_is_judged_and_it_says_so_in_these_words(tmp_path: Path):
    (tmp_path / "稿.txt").write_text("关于学法情况的报告\n宣传《合同法》，与县环保局联合执法。\n", "utf-8")
    command = (sys.executable, "-m", "shufa_lint", "稿.txt", "--isolated", "--output-format", "full")
    silent = run(*command, cwd=tmp_path).stdout
    words = next(text for text in blocks(README, "text") if "没有判断" in text)
    assert "".join(words.split()) in "".join(silent.split())
    assert "superseded-law" not in silent
    judged = run(*command, "--as-of", "2022", cwd=tmp_path).stdout
    assert "superseded-law" in judged and "superseded-organ" in judged and "没有判断" not in judged


def test_the_tables_of_facts_and_their_day_are_told():
    dates = load_rulebook().dates
    start, end = README.index("### 事实的表"), README.index("## 配置")
    named = set(re.findall(r"`([a-z-]+)`", README[start:end]))
    assert set(dates) <= named
    days = {
        f"{int(year)} 年 {int(month)} 月 {int(day)} 日" for year, month, day in (d.split("-") for d in dates.values())
    }
    assert days == set(re.findall(r"截至 ([^，。]+)", README[start:end]))


def test_an_office_lays_a_newer_table_beside_its_configuration(tmp_path: Path):
    """The three steps of README.md, and that the table that ships is no longer asked."""
    draft = tmp_path / "稿.txt"
    draft.write_text("关于2026年学法情况的报告\n2026年，学习《宪法》《法律清理法》。\n", "utf-8")

    def named() -> list[str]:
        found = lint_path(draft, choice=Choice(config=configuration)).findings
        return [finding.text for finding in found if finding.rule == "unknown-law"]

    configuration = tmp_path / "shufa-lint.toml"
    configuration.write_text("", "utf-8")
    assert named() == ["《法律清理法》"]
    (folder,) = set(re.findall(r'^3\. .*`rule-folders = \["(\w+)"\]`', README, re.M))
    table = tmp_path / folder / "tables" / "laws.tsv"
    table.parent.mkdir(parents=True)
    built_in = (ROOT / "rules" / "tables" / "laws.tsv").read_text("utf-8")
    newer = re.sub("^# date: .*$", "# date: 2027-01-31", built_in, flags=re.M) + "中华人民共和国法律清理法\n"
    table.write_text(newer, "utf-8")
    configuration.write_text(f'rule-folders = ["{folder}"]\n', "utf-8")
    assert named() == []
    choice = Choice(config=configuration)
    assert run_report([lint_path(draft, choice=choice)], choice).law_table == "2027-01-31"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"])
def test_links_lead_somewhere(name: str):
    page = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", page):
        path, _, anchor = target.partition("#")
        if not path.startswith("http"):
            assert not path or (ROOT / path).exists(), target
            assert not anchor or re.search(rf"^#+ {anchor}$", page, re.M | re.I), target


# Examples


@pytest.mark.parametrize(
    "code", [*blocks(README, "python"), *blocks(CONTRIBUTING, "python")], ids=lambda code: code.splitlines()[0]
)
def test_the_python_examples_run(code: str, tmp_path: Path):
    if "import daft" in code:
        pytest.importorskip("daft", reason="daft is not installed (the extra lake)")
    data = FAULTY.read_bytes()
    (tmp_path / "述法报告.txt").write_bytes(data)
    choice = Choice(isolated=True)
    results = json_report.report(run_report([lint_bytes(data, "述法报告.txt", choice=choice)], choice))
    (tmp_path / "results.json").write_bytes(results)
    (tmp_path / "true_findings.tsv").write_text("stray-marker\t述法\t3\t确实残留\n", "utf-8")
    done = run(sys.executable, "-c", code, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("code", blocks(README, "py"), ids=lambda code: code.splitlines()[0])
def test_the_examples_that_are_not_run_are_python(code: str):
    ast.parse(code)


def placed(page: str, folder: Path) -> Choice:
    """Lay the profile that *page* shows where the page says, and a configuration beside it."""
    ((name, text),) = profiles(page)
    data = tomllib.loads(text)
    assert Path(name).stem == data["id"]
    assert data["extends"] in load_rulebook().profiles
    own = folder / "本镇规则" / "profiles" / Path(name).name
    own.parent.mkdir(parents=True)
    own.write_text(text, "utf-8")
    configuration = folder / "shufa-lint.toml"
    configuration.write_text('rule-folders = ["本镇规则"]\n', "utf-8")
    return Choice(config=configuration)


def judged(choice: Choice, text: str) -> tuple[str, dict[str, str]]:
    """The kind that *text* is taken for, and what is found, with its severity."""
    report = lint_bytes(text.encode(), "稿.txt", choice=choice)
    return report.profile, {finding.rule: finding.severity for finding in report.findings}


def test_the_profile_in_readme_does_what_its_remarks_say(tmp_path: Path):
    choice = placed(README, tmp_path)
    title, sections = (
        "青石镇党委书记2024年述法报告\n",
        (
            "2024年，深入贯彻习近平法治思想。现将有关情况报告如下：\n一、履职情况\n带头学法，专题研究法治工作四次。\n"
            "但还存在学用结合不够紧密的问题。\n二、下一步打算\n完善制度。\n"
        ),
    )
    kind, found = judged(choice, title + sections)
    assert kind == "qingshi-report"
    assert found["missing-signature"] == "error"  # info in the profile that it extends
    assert "few-topics" in found and "over-length" not in found
    assert "over-length" in judged(choice, title + sections + "按月研究法治工作。\n" * 400)[1]
    assert "over-length" not in judged(Choice(isolated=True), title + sections + "按月研究法治工作。\n" * 400)[1]
    report = lint_bytes((title + sections).encode(), "稿.txt", choice=choice)
    (few,) = [finding.message for finding in report.findings if finding.rule == "few-topics"]
    assert "党内法规" not in few  # a matter of party committees
    assert judged(choice, "关于做好述法工作的通知\n请各单位按时报送。\n")[0] == "notice"


def test_the_profile_in_contributing_finds_what_it_demands(tmp_path: Path):
    choice = placed(CONTRIBUTING, tmp_path)
    title, signed = "柳河县司法局2024年普法责任制落实情况报告\n", "柳河县司法局\n2024年12月20日\n"
    parts = [
        "2024年，我局认真落实普法责任制。现将有关情况报告如下：\n",
        "一、落实情况\n开展宪法宣传6场，民法典宣传8场。\n",
        "二、存在的问题\n普法针对性不强，新媒体运用不够，个别单位重部署轻落实，普法台账不完整，经费没有单列。\n"
        "基层普法力量薄弱，讲师队伍更新慢，山区村组宣讲次数偏少，群众参与的渠道不多。\n",
        "三、下一步打算\n完善清单，加强督导。\n",
    ]
    assert judged(choice, title + "".join(parts) + signed) == ("publicity-report", {})
    for number, name in ((2, "存在问题"), (3, "下一步打算")):
        text = title + "".join(parts[:number] + parts[number + 1 :]) + signed
        report = lint_bytes(text.encode(), "稿.txt", choice=choice)
        found = [
            (finding.severity, finding.captures["part"])
            for finding in report.findings
            if finding.rule == "missing-section"
        ]
        assert found == [("warning", name)]
    without = title + "".join(parts).replace("宪法宣传", "宣讲").replace("民法典", "") + signed
    assert {"missing-topic", "few-topics"} <= set(judged(choice, without)[1])


def test_the_example_rule_passes_its_own_tests(tmp_path: Path):
    shown = {text for _, text in profiles(CONTRIBUTING)}
    written = [text for text in blocks(CONTRIBUTING, "toml") if text.startswith("id = ") and text not in shown]
    assert written
    for text in written:
        data = tomllib.loads(text)
        folder = tmp_path / "rules" / "house"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{data['id']}.toml").write_text(text, "utf-8")
    command = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "shufa_lint.pytest_plugin", "rules")
    done = run(sys.executable, *command, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


MODELS = [
    *(schema.Rule, schema.Fix, schema.Case, schema.Example, schema.Profile, schema.Recognition),
    *(PatternOptions, Alternative, Genre, Part, Topic),
    *(ExampleLayout, Line, Number, Page),
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_that_an_author_may_write_is_explained(model: type):
    given_by_the_loader = {"family", "table_dates"} if model is schema.Rule else set()
    for name in set(model.model_fields) - given_by_the_loader:  # type: ignore[attr-defined]
        assert f"`{name}`" in CONTRIBUTING, name

"""What README.md and CONTRIBUTING.md say is true: their commands, options, examples and output are tried.

``SHUFA_LINT_UPDATE=1 pytest tests/test_readme.py`` writes the program's output into README.md anew.
"""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from shufa_lint import arguments
from shufa_lint.api import Choice, lint_bytes, run_report
from shufa_lint.checks.genre import Genre, Part
from shufa_lint.checks.matching import PatternOptions
from shufa_lint.engine.plan import Planner
from shufa_lint.report import json as json_report
from shufa_lint.rulebook import schema
from shufa_lint.rulebook.configuration import Chosen, Configuration
from shufa_lint.rulebook.load import load_rulebook

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
UPDATE = os.environ.get("SHUFA_LINT_UPDATE") == "1"
ELISION = "……"
FAULTY = ROOT / "fixtures" / "every-fault-blanks" / "draft.txt"


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)


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
    own = "\n".join(line for line in page.splitlines() if not re.search(r"\b(?:pip|pytest|ruff)\b +\S*-", line))
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
    (text,) = blocks(README, "toml")
    configuration = Configuration.model_validate(tomllib.loads(text))
    planner = Planner(Chosen(configuration=configuration))
    assert all(planner.plan(profile).applied for profile in planner.rulebook.profiles)
    for name, field in Configuration.model_fields.items():
        assert re.search(rf"^(?:# |\[)?{field.alias or name}\b", text, re.M), name


def test_every_family_is_described():
    assert {rule.family for rule in load_rulebook().rules.values()} <= set(re.findall(r"`(\w+)` \|", README))


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
    data = FAULTY.read_bytes()
    (tmp_path / "述法报告.txt").write_bytes(data)
    choice = Choice(isolated=True)
    results = json_report.report(run_report([lint_bytes(data, "述法报告.txt", choice=choice)], choice))
    (tmp_path / "results.json").write_bytes(results)
    (tmp_path / "true_findings.tsv").write_text("stray-marker\t述法\t3\t确实残留\n", "utf-8")
    done = run(sys.executable, "-c", code, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_the_example_rule_passes_its_own_tests(tmp_path: Path):
    written = [text for text in blocks(CONTRIBUTING, "toml") if text.startswith("id = ")]
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
    *(PatternOptions, Genre, Part),
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_that_an_author_may_write_is_explained(model: type):
    given_by_the_loader = {"family"} if model is schema.Rule else set()
    for name in set(model.model_fields) - given_by_the_loader:  # type: ignore[attr-defined]
        assert f"`{name}`" in CONTRIBUTING, name

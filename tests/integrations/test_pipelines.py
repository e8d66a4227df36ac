"""What other people's pipelines run is run: the action's and the template's own scripts, with what their hosts give."""

import json
import os
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from shufa_lint.engine.discover import PLAIN

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
TEMPLATE = yaml.safe_load((ROOT / "integrations" / "gitlab-ci.yml").read_text("utf-8"))
FAULTY = (
    "关于学法情况的报告\n\n　　现将学法情况报告如下。\n　　全年组织专题学习**次。\n"
    "　　　　　　　　云岭县司法局\n　　　　　　　　2024年12月20日\n"
)
CLEAN = FAULTY.replace("**", "12")
BASH = shutil.which("bash")

pytestmark = pytest.mark.skipif(BASH is None, reason="the runners of both hosts have bash")


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    (folder / "报送 一").mkdir(parents=True)
    (folder / "报送 一" / "述法.txt").write_text(FAULTY, "utf-8")
    (folder / "clean.txt").write_text(CLEAN, "utf-8")
    return folder


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A Python that makes an environment at once: this one's, with a pip that only writes down what it is told. Both
    have to be asked for with ``-I``, or a ``pip.py`` or ``venv.py`` among the drafts would run in their place."""
    environment = tmp_path / "made"
    (environment / "bin").mkdir(parents=True)
    note = f'printf "%s\\n" "$@" >>{shlex.quote(str(tmp_path / "pip"))}'
    run = f'if [ "$1 $2 $3" = "-I -m pip" ]; then {note}; else exec {shlex.quote(sys.executable)} "$@"; fi'
    executable(environment / "bin" / "python", run)
    executable(environment / "bin" / "shufa-lint", f'exec {shlex.quote(sys.executable)} -m shufa_lint "$@"')
    return executable(
        tmp_path / "python", f'[ "$1 $2 $3" = "-I -m venv" ] && cp -r {shlex.quote(str(environment))} "$4"'
    )


def executable(path: Path, code: str) -> Path:
    path.write_text(f"#!/bin/sh\n{code}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


class Done:
    """How a step of the action ended."""

    def __init__(self, done: subprocess.CompletedProcess[str], outputs: str, summary: str) -> None:
        self.code, self.text = done.returncode, done.stdout + done.stderr
        self.outputs = dict(line.split("=", 1) for line in outputs.splitlines())
        self.summary = summary


def act(drafts: Path, python: Path | str, **inputs: str) -> Done:
    """Run the action's step as a runner does: inputs through the environment that it names, nothing else."""
    (step,) = ACTION["runs"]["steps"]
    temp = drafts.parent / "temp"
    temp.mkdir(exist_ok=True)
    files = {name: temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("", "utf-8")
    values = {name: str(given.get("default", "")) for name, given in ACTION["inputs"].items()}
    values |= {"python": str(python)} | {name.replace("_", "-"): value for name, value in inputs.items()}
    environment = {**os.environ, "GITHUB_ACTIONS": "true", "RUNNER_TEMP": str(temp), "PYTHONPATH": str(ROOT / "src")}
    environment |= {name: str(file) for name, file in files.items()}
    for name, expression in step["env"].items():
        what = expression.removeprefix("${{ ").removesuffix(" }}")
        environment[name] = str(ROOT) if what == "github.action_path" else values[what.removeprefix("inputs.")]
    script = temp / "script.sh"
    script.write_text(step["run"], "utf-8")
    command = [str(BASH), "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
    done = subprocess.run(
        command, cwd=drafts, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    return Done(done, *(file.read_text("utf-8") for file in files.values()))


# GitHub


def test_the_action_reports_and_counts(drafts: Path, python: Path):
    done = act(drafts, python, sarif="out.sarif")
    assert done.code == 1
    assert "::error " in done.text and "报送 一/述法.txt" in done.text
    assert done.outputs == {"exit-code": "1", "error": "1", "warning": "0", "info": "0", "sarif": "out.sarif"}
    assert "述法.txt" in done.summary
    assert json.loads((drafts / "out.sarif").read_bytes())["version"] == "2.1.0"
    pip = (drafts.parent / "pip").read_text("utf-8").splitlines()
    assert pip[-2:] == ["--", str(ROOT)]
    assert set(done.outputs) <= set(ACTION["outputs"])


def test_the_action_takes_paths_and_options_by_line(drafts: Path, python: Path):
    done = act(drafts, python, paths="clean.txt\n\n")
    assert (done.code, done.outputs["exit-code"]) == (0, "0")
    assert act(drafts, python, paths="报送 一\nclean.txt", fail_on="never").code == 0
    assert act(drafts, python, args="--ignore=asterisk-placeholder\n--profile=report\n").code == 0
    undone = act(drafts, python, paths="没有.txt", sarif="out.sarif")
    assert undone.code == 2 and undone.outputs == {"exit-code": "2"}


@pytest.mark.parametrize("version", ["0.1.0", "shufa-lint[pdf] @ file:///x", "--index-url=http://evil.example"])
def test_the_action_installs_what_version_says(drafts: Path, python: Path, version: str):
    act(drafts, python, version=version)
    wanted = f"shufa-lint=={version}" if version[0].isdigit() else version
    assert (drafts.parent / "pip").read_text("utf-8").splitlines()[-2:] == ["--", wanted]


HOSTILE = [
    '"; touch OWNED; "',
    "$(touch OWNED)",
    "`touch OWNED`",
    "' ; touch OWNED #",
    "x\nerror=0\ntouch OWNED",
    "--output-file=OWNED",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_a_caller_writes_is_never_run(drafts: Path, python: Path, value: str):
    done = act(drafts, python, **dict.fromkeys(("paths", "sarif", "version", "fail_on", "args"), value))
    assert not (drafts / "OWNED").exists() and not (drafts.parent / "OWNED").exists()
    assert done.outputs.get("error", "1") == "1"
    assert set(done.outputs) <= set(ACTION["outputs"])


def test_a_hostile_name_of_a_draft_is_a_name(drafts: Path, python: Path):
    for name in (
        "--output-file=OWNED.txt",
        "a;touch OWNED;.txt",
        "$(touch OWNED).txt",
        "x\n::set-output name=a::b\n.txt",
    ):
        (drafts / name).write_text(FAULTY, "utf-8")
    done = act(drafts, python)
    assert (done.code, done.outputs["error"]) == (1, "5")
    assert not (drafts / "OWNED").exists() and "\n::set-output" not in done.text
    assert (drafts / "--output-file=OWNED.txt").read_text("utf-8") == FAULTY


def test_inputs_reach_the_script_through_the_environment_alone():
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
    used = json.dumps(ACTION["runs"])
    assert all(f"inputs.{name} " in used for name in ACTION["inputs"])


# GitLab


def job(drafts: Path, python: Path | None, shell: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the template's script as a runner does; its ``python3`` is *python*, or the machine's."""
    environment = {**os.environ, **{name: str(value) for name, value in TEMPLATE["variables"].items()}, **variables}
    builds = drafts.parent / "builds"
    builds.mkdir(exist_ok=True)
    environment |= {"CI_BUILDS_DIR": str(builds), "CI_JOB_ID": "1", "PYTHONPATH": str(ROOT / "src")}
    if python:
        (drafts.parent / "path").mkdir(exist_ok=True)
        shutil.copy(python, drafts.parent / "path" / "python3")
        environment["PATH"] = f"{drafts.parent / 'path'}:{environment['PATH']}"
    (script,) = TEMPLATE["shufa-lint"]["script"]
    command = [shell, "-c", f"set -eo pipefail\n{script}" if "bash" in shell else f"set -e\n{script}"]
    return subprocess.run(
        command, cwd=drafts, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize("shell", ["bash", "dash"])
def test_the_template_reports_what_gitlab_reads(drafts: Path, python: Path, shell: str):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    assert job(drafts, python, program).returncode == 1
    reports = TEMPLATE["shufa-lint"]["artifacts"]["reports"]
    quality: list[dict[str, Any]] = json.loads((drafts / reports["codequality"]).read_bytes())
    assert [entry["location"]["path"] for entry in quality] == ["报送 一/述法.txt"]
    assert "<testsuite" in (drafts / reports["junit"]).read_text("utf-8")
    assert (drafts.parent / "pip").read_text("utf-8").splitlines()[-2:] == ["--", "shufa-lint"]
    assert job(drafts, python, program, SHUFA_LINT_PATHS="clean.txt\n").returncode == 0
    several = job(drafts, python, program, SHUFA_LINT_PATHS="clean.txt\n报送 一", SHUFA_LINT_FAIL_ON="never")
    assert several.returncode == 0, several.stderr
    assert job(drafts, python, program, SHUFA_LINT_ARGS="--ignore=asterisk-placeholder").returncode == 0
    assert job(drafts, python, program, SHUFA_LINT_PATHS="没有.txt").returncode == 2


@pytest.mark.parametrize("value", HOSTILE)
def test_variables_are_never_run(drafts: Path, python: Path, value: str):
    names = "SHUFA_LINT_PATHS", "SHUFA_LINT_FAIL_ON", "SHUFA_LINT_REQUIREMENT"
    job(drafts, python, str(BASH), **dict.fromkeys(names, value))
    assert not (drafts / "OWNED").exists()


# What the hosts say of the files


@pytest.mark.parametrize(
    ("schema", "file"), [("vendor.github-actions", "action.yml"), ("vendor.gitlab-ci", "integrations/gitlab-ci.yml")]
)
def test_the_host_takes_the_file(schema: str, file: str):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


# pre-commit


HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}


def test_pre_commit_takes_the_manifest():
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hooks_look_at_drafts_and_at_nothing_else():
    import re

    for hook in HOOKS.values():
        taken = re.compile(hook["files"])
        assert all(taken.search(f"报送/述法{ending}") for ending in PLAIN)
        assert not any(taken.search(name) for name in ("a.py", "txt", "a.txt.orig", "shufa-lint.toml"))
        assert hook["args"][-1] == "--"
    assert re.search(HOOKS["shufa-lint"]["files"], "述法.DOCX")
    assert not re.search(HOOKS["shufa-lint-fix"]["files"], "述法.docx")


def as_hook(identity: str, *files: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    hook = HOOKS[identity]
    words = [sys.executable, "-m", "shufa_lint", *shlex.split(hook["entry"])[1:], *hook["args"], *files]
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def test_the_entry_takes_names_as_pre_commit_gives_them(drafts: Path):
    (drafts / "shufa-lint.toml").write_text('exclude = ["报送 一/*"]\n', "utf-8")
    excluded = as_hook("shufa-lint", "报送 一/述法.txt", cwd=drafts)
    assert excluded.returncode == 0, excluded.stdout + excluded.stderr
    assert as_hook("shufa-lint", "报送 一/述法.txt", "clean.txt", cwd=drafts).returncode == 0
    (drafts / "--output-file=clean.txt").write_text(FAULTY, "utf-8")
    assert as_hook("shufa-lint", "--output-file=clean.txt", cwd=drafts).returncode == 1
    assert (drafts / "clean.txt").read_text("utf-8") == CLEAN


@pytest.mark.slow
def test_pre_commit_runs_the_hooks_in_a_repository(tmp_path: Path, drafts: Path):
    """From a clone, installed by pre-commit itself; nothing of this environment."""
    project = tmp_path / "project"
    ignored = shutil.ignore_patterns(".git", ".venv", "venv", "__pycache__", ".*_cache", ".hypothesis", "dist", "build")
    shutil.copytree(ROOT, project, ignore=ignored)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_"))}
    identity = {
        "GIT_AUTHOR_NAME": "t",
        "GIT_AUTHOR_EMAIL": "t@t",
        "GIT_COMMITTER_NAME": "t",
        "GIT_COMMITTER_EMAIL": "t@t",
    }
    environment |= {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "LC_ALL": "C.UTF-8", **identity}

    def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, timeout=600, check=False)

    for folder in (project, drafts):
        assert run("git", "init", "-q", cwd=folder).returncode == 0
    assert run("git", "add", "-A", "-f", cwd=project).returncode == 0
    assert run("git", "commit", "-qm", "x", "--no-verify", cwd=project).returncode == 0
    revision = run("git", "rev-parse", "HEAD", cwd=project).stdout.strip()
    marked = "clean ##paidbegin##.txt"
    (drafts / marked).write_text(CLEAN.replace("全年", "##paidbegin##全年"), "utf-8")
    hooks = [{"id": name} for name in HOOKS]
    settings = {"repos": [{"repo": f"file://{project}", "rev": revision, "hooks": hooks}]}
    (drafts / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    assert run("git", "add", "-A", cwd=drafts).returncode == 0

    pre_commit = (sys.executable, "-m", "pre_commit", "run")
    first = run(*pre_commit, "--all-files", cwd=drafts)
    assert first.returncode == 1, first.stdout + first.stderr
    assert "述法.txt" in first.stdout and "asterisk-placeholder" in first.stdout
    assert "files were modified by this hook" in first.stdout
    assert (drafts / marked).read_text("utf-8") == CLEAN

    (drafts / "shufa-lint.toml").write_text('exclude = ["报送 一/*"]\n', "utf-8")
    assert run("git", "add", "-A", cwd=drafts).returncode == 0
    again = run(*pre_commit, "--files", "报送 一/述法.txt", cwd=drafts)
    assert again.returncode == 0, again.stdout + again.stderr
    everything = run(*pre_commit, "--all-files", cwd=drafts)
    assert everything.returncode == 0, everything.stdout + everything.stderr


@pytest.mark.slow
def test_the_action_and_the_template_install_by_themselves(tmp_path: Path, drafts: Path):
    copy = tmp_path / "source"
    ignored = shutil.ignore_patterns(".git", ".venv", "venv", "__pycache__", ".*_cache", ".hypothesis", "dist", "build")
    shutil.copytree(ROOT, copy, ignore=ignored)
    base = f"{sys.base_prefix}/bin/python3"
    done = act(drafts, base, version=str(copy))
    assert (done.code, done.outputs.get("error")) == (1, "1"), done.text
    checked = job(drafts, None, str(BASH), SHUFA_LINT_REQUIREMENT=str(copy))
    assert checked.returncode == 1, checked.stdout + checked.stderr


# What README.md says of them


def test_the_examples_name_what_exists():
    import re

    page = (ROOT / "README.md").read_text("utf-8")
    seen = set()
    for text in re.findall(r"^```yaml\n(.*?)^```$", page, re.M | re.S):
        shown = yaml.safe_load(text)
        if isinstance(shown, list):
            action, upload = shown
            assert set(action["with"]) <= set(ACTION["inputs"])
            assert set(re.findall(r"steps\.lint\.outputs\.([\w-]+)", json.dumps(upload))) <= set(ACTION["outputs"])
            seen.add("action")
        elif "include" in shown:
            assert set(shown["variables"]) <= set(TEMPLATE["variables"])
            assert (ROOT / shown["include"][0]["file"].lstrip("/")).is_file()
            seen.add("template")
        elif "repos" in shown:
            assert {hook["id"] for hook in shown["repos"][0]["hooks"]} <= set(HOOKS)
            assert all(hook.get("args", ["--"])[-1] == "--" for hook in shown["repos"][0]["hooks"])
            seen.add("pre-commit")
    assert seen == {"action", "template", "pre-commit"}
    assert set(re.findall(r"`(SHUFA_LINT_(?:PATHS|ARGS|FAIL_ON|REQUIREMENT))`", page)) <= set(TEMPLATE["variables"])

"""What users install is whole: wheel and sdist are built, and each is installed into an environment of its own."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.rulebook.load import rules_root

ROOT = Path(__file__).parents[1]
RULES = {path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*") if path.suffix in (".toml", ".tsv")}
COUNTED = len([name for name in RULES if name.endswith(".toml") and "/profiles/" not in name])


def test_without_its_rules_the_program_refuses_to_start(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Path, "is_file", lambda path: False)
    with pytest.raises(SpecificationError, match="安装不完整"):
        rules_root()


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build both from a copy, so that nothing is left in the checkout."""
    pytest.importorskip("build")
    pytest.importorskip("hatchling")
    source = tmp_path_factory.mktemp("source") / "shufa-lint"
    ignored = shutil.ignore_patterns(".git", ".venv", "venv", "__pycache__", ".*_cache", ".hypothesis", "dist", "build")
    shutil.copytree(ROOT, source, ignore=ignored)
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return target


@pytest.mark.slow
def test_the_wheel_holds_the_rules_and_nothing_strange(distributions: Path):
    (wheel,) = distributions.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"shufa_lint/{name}" for name in RULES} <= names
    assert {f"shufa_lint/report/html/pages/{name}" for name in ("run.html", "style.css", "script.js")} <= names
    assert {"shufa_lint/py.typed", "shufa_lint/outline/outline.lark", "shufa_lint/rulebook/starter.toml"} <= names
    assert {"shufa_lint/rulebook/keys.toml", "shufa_lint/completion/completion.ps1"} <= names
    tops = {name.split("/")[0] for name in names}
    assert all(top == "shufa_lint" or top.endswith(".dist-info") for top in tops)
    assert not [name for name in names if "__pycache__" in name or name.startswith("shufa_lint/tests")]


@pytest.mark.slow
def test_the_sdist_holds_what_its_tests_need(distributions: Path):
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert not RULES - names
    assert {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "fixtures/clean-report/draft.txt",
        "tests/test_packaging.py",
        "tools/bundle/build.py",
        "integrations/gitlab-ci.yml",
        "action.yml",
        ".pre-commit-hooks.yaml",
        "constraints.txt",
    } <= names
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["*.whl", "*.tar.gz"])
def test_it_installs_and_works_in_an_environment_of_its_own(distributions: Path, tmp_path: Path, kind: str):
    (distribution,) = distributions.glob(kind)
    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(name: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [str(scripts / name), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=600, check=False)

    installed = run("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(distribution))
    assert installed.returncode == 0, installed.stderr.decode()[-2000:]

    code = "from shufa_lint.rulebook.load import *; print(len(load_rulebook().rules), rules_root())"
    counted, where = run("python", "-c", code).stdout.decode().split(" ", 1)
    assert int(counted) == COUNTED
    assert str(ROOT) not in where

    clean, faulty = (str(ROOT / "fixtures" / case / "draft.txt") for case in ("clean-report", "every-fault-headings"))
    done = run("shufa-lint", clean)
    assert (done.returncode, done.stderr) == (0, b""), done.stdout.decode()
    done = run("shufa-lint", "--output-format", "json", faulty)
    assert done.returncode == 1
    command = [sys.executable, "-m", "shufa_lint", "--output-format", "json", faulty]
    here = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert json.loads(done.stdout) == json.loads(here.stdout)

    shutil.rmtree(where.strip())
    broken = run("shufa-lint", clean)
    assert broken.returncode == 2
    assert "安装不完整" in broken.stderr.decode()

"""What a release stands on: one version, a lock that covers what is asked for, a procedure that names what exists."""

import hashlib
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import shufa_lint

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
RENEW = "uv pip compile --universal --all-extras --python-version 3.11 --no-annotate -o constraints.txt pyproject.toml"
TARGETS = [
    {"python_version": f"3.{minor}", "python_full_version": f"3.{minor}.0", "sys_platform": system, "os_name": name,
     "platform_system": word, "platform_machine": machine, "platform_python_implementation": "CPython",
     "implementation_name": "cpython"}
    for minor in (11, 12, 13, 14)
    for system, name, word, machine in (("linux", "posix", "Linux", "x86_64"), ("win32", "nt", "Windows", "AMD64"))
]  # fmt: skip


def locked() -> list[Requirement]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def asked() -> list[Requirement]:
    project = PROJECT["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values(), PROJECT["build-system"]["requires"]]
    return [
        requirement for group in groups for requirement in map(Requirement, group) if requirement.name != "shufa-lint"
    ]


@pytest.mark.parametrize("requirement", asked(), ids=str)
def test_the_lock_covers_what_is_asked_for(requirement: Requirement):
    """On every Python and system; renew it with the command in its own head."""
    name = canonicalize_name(requirement.name)
    pins = [pin for pin in locked() if canonicalize_name(pin.name) == name]
    for target in TARGETS:
        if requirement.marker and not requirement.marker.evaluate(target):
            continue
        applying = [pin for pin in pins if not pin.marker or pin.marker.evaluate(target)]
        assert len(applying) == 1, f"{requirement.name}: renew constraints.txt"
        ((pinned),) = applying[0].specifier
        assert pinned.operator == "==" and requirement.specifier.contains(pinned.version, prereleases=True)


def test_the_lock_says_how_it_is_renewed_and_the_procedure_says_the_same():
    head = (ROOT / "constraints.txt").read_text("utf-8").splitlines()[1]
    assert head.removeprefix("#").split() == shlex.split(RENEW)
    assert f".venv/bin/{RENEW}" in CONTRIBUTING
    assert "-c constraints.txt" in (ROOT / "README.md").read_text("utf-8")


def test_the_version_stands_in_one_place_and_has_its_section():
    assert "version" in PROJECT["project"]["dynamic"] and "version" not in PROJECT["project"]
    place = ROOT / PROJECT["tool"]["hatch"]["version"]["path"]
    assert f'__version__ = "{shufa_lint.__version__}"' in place.read_text("utf-8")
    others = [
        path
        for path in (ROOT / "src").rglob("*.py")
        if path != place and f'"{shufa_lint.__version__}"' in path.read_text("utf-8")
    ]
    assert not others
    sections = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert sections[0] == shufa_lint.__version__ and len(set(sections)) == len(sections)


def test_the_procedure_names_what_exists():
    start = CONTRIBUTING.index("## 发布")
    section = CONTRIBUTING[start : CONTRIBUTING.find("\n## ", start + 1)]
    named = set(
        re.findall(r"`((?:src|tools|tests|integrations|\.ci)/[^` ]+|[a-z]+\.(?:txt|yml|toml)|[A-Z]+\.md)`", section)
    )
    assert {"tools/bundle/build.py", "constraints.txt", "CHANGELOG.md", ".ci/run", "tests/test_packaging.py"} <= named
    for name in named:
        assert (ROOT / name).exists(), name


@pytest.mark.slow
def test_building_again_gives_the_same_bytes_and_the_sdist_loses_nothing(tmp_path: Path):
    """``python -m build`` makes the wheel of the sdist; one made of the tree itself, elsewhere, is the same."""
    ignored = shutil.ignore_patterns(".git", ".venv", "venv", "__pycache__", ".*_cache", ".hypothesis", "dist", "build")
    made = []
    for name, kinds in (("one", ()), ("another", ("--wheel", "--sdist"))):
        source = tmp_path / name / "shufa-lint"
        shutil.copytree(ROOT, source, ignore=ignored)
        command = [
            sys.executable,
            "-m",
            "build",
            "--no-isolation",
            "--outdir",
            tmp_path / name / "dist",
            *kinds,
            source,
        ]
        subprocess.run(command, capture_output=True, timeout=300, check=True)
        built = (tmp_path / name / "dist").iterdir()
        made.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in built})
    assert made[0] == made[1] and len(made[0]) == 2

"""The house keeps its order: rooms import only what stands below them, and rules are data."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "shufa_lint"
DATA = {".toml", ".tsv", ".md"}


def test_the_import_contracts_hold():
    pytest.importorskip("importlinter", reason="import-linter is not installed (the extra lint)")
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " kept, 0 broken" in done.stdout


def test_rules_hold_no_code():
    files = [path for path in (ROOT / "rules").rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if path.suffix not in DATA] == []


def test_a_rule_stands_in_the_folder_of_its_family():
    for path in (ROOT / "rules").rglob("*.toml"):
        assert path.parent.parent == ROOT / "rules", f"{path} is too deep to be loaded"


@pytest.mark.parametrize("name", ["eval", "exec", "compile", "__import__", "pickle", "marshal", "shelve"])
def test_no_module_runs_what_it_reads(name: str):
    """Pickles go between our own processes only, through pipes that nobody else has an end of."""
    for path in PACKAGE.rglob("*.py"):
        if name == "pickle" and path.name in ("pool.py", "pool_worker.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
            imported = isinstance(node, ast.Import) and any(alias.name == name for alias in node.names)
            assert not called and not imported, f"{path.name} uses {name}"


def test_a_check_opens_no_file():
    for path in (PACKAGE / "checks").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            else:
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not {name.split(".")[0] for name in names} & {
                "pathlib",
                "os",
                "io",
                "subprocess",
                "socket",
                "shutil",
            }
            assert not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open")


def test_the_command_is_installed_under_its_name():
    beside = Path(sys.executable).with_name("shufa-lint")
    assert beside.exists() or shutil.which("shufa-lint")

"""The list of check types: in order, complete, and of nothing that no rule uses."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from shufa_lint.checks import registry
from shufa_lint.checks.base import Options
from shufa_lint.rulebook.load import load_rulebook

FOLDER = Path(registry.__file__).parent


def test_the_check_types_stand_in_alphabetical_order():
    assert list(registry.MODULES) == sorted(registry.MODULES)


def test_every_module_that_finds_faults_is_a_check_type_under_its_own_name():
    modules = [f"shufa_lint.checks.{path.stem}" for path in FOLDER.glob("*.py")]
    checks = {module for module in modules if hasattr(import_module(module), "find")}
    assert checks == set(registry.MODULES.values())
    assert all(module == f"shufa_lint.checks.{name.replace('-', '_')}" for name, module in registry.MODULES.items())


@pytest.mark.parametrize("name", registry.MODULES)
def test_a_check_type_has_options_patterns_and_find(name: str):
    check = registry.check(name)
    assert issubclass(check.Options, Options)
    assert callable(check.patterns) and callable(check.find)
    assert (import_module(registry.MODULES[name]).__doc__ or "").startswith(f"Check type ``{name}``: ")


def test_no_check_type_imports_another():
    for name, module in registry.MODULES.items():
        tree = ast.parse((FOLDER / f"{module.rsplit('.', 1)[1]}.py").read_text("utf-8"))
        imported = {
            f"{node.module}.{alias.name}" if node.module == "shufa_lint.checks" else node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        assert not imported & set(registry.MODULES.values()), name


def test_every_check_type_serves_a_rule():
    assert {rule.check for rule in load_rulebook().rules.values()} == set(registry.MODULES)

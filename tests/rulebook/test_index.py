"""The index of the built-in rules says what their files say, and is not used where it does not."""

import os
import shutil
from pathlib import Path

import pytest

from shufa_lint.api import lint_text
from shufa_lint.engine.plan import Planner
from shufa_lint.rulebook import index, load
from shufa_lint.rulebook.book import Rulebook
from shufa_lint.rulebook.configuration import Chosen

CLEAN = "关于学法情况的报告\n\n　　全年学法12次。\n"


def books() -> tuple[Rulebook, Rulebook]:
    root = load.rules_root()
    known = index.read()
    return load.load_rulebook(), load.read_rulebook((root,), known["digest"], known["words"])


def test_the_index_is_made_from_the_rule_files_as_they_are():
    made = index.make()
    file = Path(index.__file__).with_name("index.json")
    if os.environ.get("SHUFA_LINT_UPDATE"):
        file.write_bytes(made)
    assert file.read_bytes() == made, "renew it: SHUFA_LINT_UPDATE=1 pytest tests/rulebook/test_index.py"


@pytest.mark.parametrize("part", ["entries", "rules", "given", "options", "profiles", "dates", "words"])
def test_the_rulebook_from_the_index_is_the_one_from_the_files(part: str):
    indexed, read = (getattr(book, part) for book in books())
    assert list(indexed) == list(read)
    assert dict(indexed) == dict(read)


def test_what_is_not_there_is_not_there():
    indexed, _ = books()
    assert "no-such-rule" not in indexed.rules
    with pytest.raises(KeyError):
        indexed.rules["no-such-rule"]


def test_a_document_without_faults_opens_no_rule_file(monkeypatch: pytest.MonkeyPatch):
    load._load.cache_clear()
    planner = Planner(Chosen())
    opened: list[Path] = []
    own = load.load_toml
    monkeypatch.setattr(load, "load_toml", lambda path: (opened.append(path), own(path))[1])
    planner.plan("base")
    assert lint_text(CLEAN) is not None
    assert [path.stem for path in opened if path.stem not in {f.rule for f in lint_text(CLEAN).findings}] == []


def test_a_rule_that_was_changed_by_hand_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = tmp_path / "rules"
    shutil.copytree(load.rules_root(), root)
    rule = root / "placeholders" / "asterisk-placeholder.toml"
    text = rule.read_text("utf-8")
    rule.write_text(text.replace('severity = "error"', 'severity = "info"', 1), "utf-8")
    monkeypatch.setattr(load, "rules_root", lambda: root)
    load._load.cache_clear()
    try:
        assert load.load_rulebook().entries["asterisk-placeholder"].severity == "info"
    finally:
        load._load.cache_clear()

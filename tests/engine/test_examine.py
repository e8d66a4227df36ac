"""With a cache or without, cold or warm: the same report."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint import api
from shufa_lint.engine import examine
from shufa_lint.engine.cache import Cache
from shufa_lint.engine.packed import pack
from shufa_lint.report import json as json_report

_WORDS = st.sampled_from(
    [
        "关于学法情况的报告\n",
        "一、",
        "（一）",
        "三、履职\n",
        "　　",
        "学法**次，",
        "××局",
        "《民法典",
        "》",
        "13812345678",
        "\r\n",
    ]
)
_TEXTS = st.lists(_WORDS | st.text(max_size=5), max_size=30).map("".join)


@given(_TEXTS, st.sampled_from([".txt", ".md"]), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_cached_reports_are_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, text: str, suffix: str, encoding: str
):
    folder = tmp_path_factory.getbasetemp()
    draft = folder / f"稿{suffix}"
    draft.write_bytes(text.encode(encoding, "replace"))
    plain = api.Choice(isolated=True)
    cached = api.Choice(isolated=True, cache=Cache(folder / "cache"))
    reports = [api.lint_path(draft, choice=choice) for choice in (plain, cached, cached)]
    assert len({pack(report) for report in reports}) == 1
    assert len({json_report.report(api.run_report([report], plain)) for report in reports}) == 1


def test_only_what_is_in_the_cache_is_remembered(tmp_path: Path):
    draft = tmp_path / "稿.txt"
    draft.write_text("关于学法情况的报告\n　　学法**次。\n", "utf-8")
    choice = api.Choice(isolated=True, cache=Cache(tmp_path / "cache"))
    assert api.remembered_path(draft, choice) is None
    report = api.lint_path(draft, choice=choice)
    again = api.remembered_path(draft, choice)
    assert again and pack(again) == pack(report) and again.path == str(draft)
    assert api.remembered_path(tmp_path / "没有.txt", choice) is None
    assert api.remembered_path(tmp_path, choice) is None
    draft.write_text("关于学法情况的报告\n　　学法***次。\n", "utf-8")
    assert api.remembered_path(draft, choice) is None


def test_the_report_on_a_very_large_document_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    draft = tmp_path / "稿.txt"
    draft.write_text("关于学法情况的报告\n　　学法**次。\n", "utf-8")
    choice = api.Choice(isolated=True, cache=Cache(tmp_path / "cache"))
    monkeypatch.setattr(examine, "LARGEST_KEPT", 10)
    assert api.lint_path(draft, choice=choice).findings
    assert api.remembered_path(draft, choice) is None
    monkeypatch.setattr(examine, "LARGEST_KEPT", 100)
    api.lint_path(draft, choice=choice)
    assert api.remembered_path(draft, choice) is not None


def test_another_version_of_the_program_looks_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    draft = tmp_path / "稿.txt"
    draft.write_text("关于学法情况的报告\n", "utf-8")
    choice = api.Choice(isolated=True, cache=Cache(tmp_path / "cache"))
    api.lint_path(draft, choice=choice)
    monkeypatch.setattr("shufa_lint.engine.examine._engine", lambda: "another")
    assert api.remembered_path(draft, choice) is None

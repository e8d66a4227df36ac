"""A report that went through bytes is the same report."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.api import Choice, lint_path, lint_text
from shufa_lint.engine.model import FileReport
from shufa_lint.engine.packed import pack, unpack

FIXTURES = Path(__file__).parents[2] / "fixtures"
DRAFTS = sorted(FIXTURES.glob("*/draft.*"))


def same(one: FileReport, other: FileReport) -> bool:
    names = [name for name in FileReport.__slots__ if name != "source"]
    return one.source.text == other.source.text and all(getattr(one, name) == getattr(other, name) for name in names)


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.parent.name)
def test_reports_on_whole_documents(draft: Path):
    report = lint_path(draft, choice=Choice(isolated=True))
    arrived = unpack(pack(report), str(draft))
    assert same(arrived, report)
    assert [repr(finding) for finding in arrived.findings] == [repr(finding) for finding in report.findings]


@given(st.text(max_size=60))
def test_reports_on_any_text(text: str):
    report = lint_text(text)
    assert same(unpack(pack(report), report.path), report)


@given(st.binary(max_size=60) | st.sampled_from([b"null", b"[]", b"[[],[],[],[]]", b"[" * 5000, b"1e999", b'{"a":1}']))
def test_bytes_that_are_no_report_are_refused(data: bytes):
    with pytest.raises(ValueError):
        unpack(data, "文稿.txt")

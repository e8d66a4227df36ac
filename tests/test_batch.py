"""Documents in columns: the same findings as one by one, whatever the documents, processes and engines."""

import json
import multiprocessing
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="pyarrow is not installed (the extra lake)")

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint import Choice, SpecificationError, lint_text
from shufa_lint.api import lint_bytes
from shufa_lint.batch import SCHEMA, lint_record_batch
from shufa_lint.checks import registry

ROOT = Path(__file__).parents[1]
DRAFTS = sorted((ROOT / "fixtures").glob("*/draft.*"))
FAULTY = "关于学法情况的报告\n全年学法**次。\n"


def found(paths: Any, contents: Any, config: str | None = None) -> list[dict[str, Any]]:
    batch = lint_record_batch(pa.record_batch({"path": paths, "content": contents}), config)
    batch.validate(full=True)
    assert batch.schema == SCHEMA
    return batch.to_pylist()


def expected(name: str, data: bytes) -> list[dict[str, Any]]:
    report = lint_bytes(data, name, choice=Choice(isolated=True))
    return [
        {
            "path": name,
            "rule": finding.rule,
            "severity": finding.severity,
            "line": report.source.position(finding.span.start).line,
            "start": finding.span.start,
            "end": finding.span.end,
            "message": finding.message,
            "fingerprint": finding.fingerprint,
        }
        for finding in report.findings
    ]


def test_the_findings_are_those_of_each_document_alone():
    documents = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in DRAFTS[:12]}
    assert found([*documents], [*documents.values()]) == [
        row for name, data in documents.items() for row in expected(name, data)
    ]


@given(st.lists(st.tuples(st.none() | st.text(max_size=12), st.none() | st.binary(max_size=60)), max_size=4))
def test_any_bytes_have_rows_and_no_exception(documents: list[tuple[str | None, bytes | None]]):
    paths = pa.array([path and path.encode("utf-8", "replace").decode() for path, _ in documents], pa.string())
    contents = pa.array([content for _, content in documents], pa.binary())
    rows = found(paths, contents)
    assert all(row["rule"] and row["fingerprint"] for row in rows)
    unreadable = sum(row["rule"] == "unreadable-document" for row in rows)
    assert unreadable >= sum(not content for _, content in documents)
    assert found(paths, contents) == rows


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (pa.string(), False),
        (pa.large_string(), False),
        (pa.string_view(), False),
        (pa.dictionary(pa.int32(), pa.string()), False),
        (pa.binary(), True),
        (pa.large_binary(), True),
        (pa.binary_view(), True),
    ],
    ids=str,
)
def test_columns_of_any_kind_of_text(kind: Any, raw: bool):
    content = pa.array([FAULTY.encode() if raw else FAULTY] * 2, kind)
    names = pa.array(["甲.txt", "乙.txt"], pa.large_string())
    rows = found(names, content)
    rules = [finding.rule for finding in lint_text(FAULTY).findings]
    assert [(row["path"], row["rule"]) for row in rows] == [(n, r) for n in ("甲.txt", "乙.txt") for r in rules]


def test_bytes_are_decoded_and_offsets_are_of_the_decoded_text():
    (row,) = [r for r in found(["甲.txt"], [FAULTY.encode("gb18030")]) if r["rule"] == "asterisk-placeholder"]
    assert (row["line"], FAULTY[row["start"] : row["end"]]) == (2, "**")


def test_what_is_no_document_is_a_row():
    rows = found(["甲.txt", None, "丙.docx", "丁.txt"], [None, b"", b"PK\x03\x04", b"\x00\xff" * 40])
    assert [(row["path"], row["rule"]) for row in rows] == [
        (name, "unreadable-document") for name in ("甲.txt", None, "丙.docx", "丁.txt")
    ]
    assert rows[0]["message"] == "没有内容" and all(row["line"] == 1 for row in rows)


def test_no_documents_give_no_rows():
    assert found(pa.array([], pa.string()), pa.array([], pa.string())) == []
    assert found([], []) == []
    with_others = pa.record_batch({"unit": ["某局"], "content": [FAULTY], "path": ["甲.txt"]})
    assert lint_record_batch(with_others).num_rows > 0


def test_a_rule_that_fails_is_a_row_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch):
    def fail(*arguments: object) -> None:
        raise RecursionError("full of 机密")

    monkeypatch.setattr(registry.check("signature"), "find", fail)
    rows = found(["甲.txt", "乙.txt"], [FAULTY, FAULTY])
    failures = [row for row in rows if row["rule"] == "rule-failure"]
    assert {row["path"] for row in failures} == {"甲.txt", "乙.txt"}
    assert not any("机密" in row["message"] for row in rows)
    assert [row["rule"] for row in rows].count("asterisk-placeholder") == 2


def test_a_program_that_fails_is_a_row(monkeypatch: pytest.MonkeyPatch):
    def fail(*arguments: object, **named: object) -> None:
        raise MemoryError("机密")

    monkeypatch.setattr("shufa_lint.batch.lint_text", fail)
    (row, *others) = found(["甲.txt", "乙.txt"], [FAULTY, None])
    assert (row["path"], row["rule"]) == ("甲.txt", "rule-failure") and "MemoryError" in row["message"]
    assert "机密" not in row["message"] and [other["rule"] for other in others] == ["unreadable-document"]


def test_the_configuration_is_the_one_given_and_no_file_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "shufa-lint.toml").write_text('ignore = ["placeholders"]\n', "utf-8")
    (tmp_path / "甲.txt").write_text("x", "utf-8")
    monkeypatch.chdir(tmp_path)
    config = json.dumps({"ignore": ["missing-signature"], "severity": {"asterisk-placeholder": "info"}})
    for path in ("甲.txt", str(tmp_path / "甲.txt"), "s3://province/甲.txt"):
        assert [(r["rule"], r["severity"]) for r in found([path], [FAULTY], config)] == [
            ("asterisk-placeholder", "info")
        ]


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ("{", "配置不是 JSON"),
        ("[]", "JSON 对象"),
        ('{"selct": []}', "是不是想写 select"),
        ('{"ignore": ["lone-chid"]}', "是不是想写 lone-child"),
        ('{"fail-on": "much"}', "fail-on"),
        ('{"rule-folders": ["x"]}', "rule-folders 在这里不能用"),
        ('{"exclude": ["*"]}', "exclude 在这里不能用"),
    ],
)
def test_a_wrong_configuration_is_told_at_once(config: str, reason: str):
    with pytest.raises(SpecificationError, match=reason):
        found([], [], config)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"path": ["x"]}, "没有 content 这一列"),
        ({"content": ["x"]}, "没有 path 这一列"),
        ({"path": [1], "content": ["x"]}, "path 这一列是 int64"),
        ({"path": [b"x"], "content": ["x"]}, "path 这一列是 binary"),
        ({"path": ["x"], "content": [["x"]]}, "content 这一列是 list"),
    ],
)
def test_wrong_columns_are_told(columns: dict[str, list[Any]], reason: str):
    with pytest.raises(ValueError, match=reason):
        lint_record_batch(pa.record_batch(columns))


def test_it_goes_to_other_processes_and_gives_the_same_there():
    assert pickle.loads(pickle.dumps(lint_record_batch)) is lint_record_batch
    batch = pa.record_batch({"path": ["甲.txt"] * 3, "content": [FAULTY] * 3})
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        (other,) = pool.starmap(lint_record_batch, [(batch, '{"profile": "report"}')])
    assert other.equals(lint_record_batch(batch, '{"profile": "report"}'))


def test_daft_over_parquet_gives_the_same(tmp_path: Path):
    """As README.md shows it, over several files."""
    pytest.importorskip("daft", reason="daft is not installed (the extra lake)")
    parquet = pytest.importorskip("pyarrow.parquet")
    documents = {f"{path.parent.name}.txt": path.read_bytes() for path in DRAFTS if path.suffix == ".txt"}
    documents["空.txt"] = None
    (tmp_path / "drafts").mkdir()
    for number in range(3):
        names = [*documents][number::3]
        table = pa.table({"path": names, "content": pa.array([documents[name] for name in names], pa.binary())})
        parquet.write_table(table, tmp_path / "drafts" / f"{number}.parquet")
    page = (ROOT / "README.md").read_text("utf-8")
    (recipe,) = [text for text in page.split("```python\n") if text.startswith("import daft")]
    lines = recipe.partition("\n```")[0].splitlines()
    code = "\n".join(line for line in lines if not line.startswith(("drafts =", "daft.from_pydict")))
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    rows = parquet.read_table(tmp_path / "findings").to_pylist()
    alone = found([*documents], pa.array([*documents.values()], pa.binary()))
    assert len(rows) > 100 and sorted(rows, key=str) == sorted(alone, key=str)

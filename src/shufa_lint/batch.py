"""Documents in columns: one pure function over a batch of them, for engines that run it on many machines at once.

>>> import pyarrow as pa
>>> drafts = pa.record_batch({"path": ["甲.txt"], "content": ["关于学法情况的报告\\n全年学法**次。\\n"]})
>>> lint_record_batch(drafts).column("rule").to_pylist()
['asterisk-placeholder', 'missing-signature']
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePath
from typing import Any

import pyarrow as pa

from shufa_lint.api import Choice, lint_bytes, lint_text, unexamined_path
from shufa_lint.engine.lint import lint
from shufa_lint.engine.model import FileReport
from shufa_lint.reading.refusal import refused
from shufa_lint.rulebook.configuration import Configuration
from shufa_lint.rulebook.errors import SpecificationError, validate
from shufa_lint.text.language import tr

SCHEMA = pa.schema(
    [
        pa.field("path", pa.string()),
        pa.field("rule", pa.string(), nullable=False),
        pa.field("severity", pa.string(), nullable=False),
        pa.field("line", pa.int64(), nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("end", pa.int64(), nullable=False),
        pa.field("message", pa.string(), nullable=False),
        pa.field("fingerprint", pa.string(), nullable=False),
    ]
)
"""What :func:`lint_record_batch` gives. A line counts from 1; ``start`` and ``end`` are half-open offsets in characters
into the decoded text. ``path`` is as it was given, null where none was."""

_NAMELESS = "文稿.txt"
_LOCAL = ("rule_folders", "exclude", "per_file_ignores", "respect_gitignore")
"""Keys of a configuration that speak of the files beside it, which there are none of here."""
_Row = tuple[str | None, str, str, int, int, int, str, str]


def lint_record_batch(batch: pa.RecordBatch, config: str | None = None) -> pa.RecordBatch:
    """Return what is found in the documents of *batch*, a row a finding, documents in their order, as ``SCHEMA`` says.

    ``path`` is a column of names, the extensions of which count; ``content`` one of texts, or of the bytes of files of
    any kind that can be read. Other columns are left alone. *config* holds the keys of a ``shufa-lint.toml`` as a JSON
    object, but for those that speak of files; files on disk, waivers too, count for nothing. The same batch gives the
    same rows on every machine.

    Raises ValueError where a column is missing or of another type, SpecificationError where *config* is wrong; never
    for what stands in a document: one that cannot be read, a null too, has a row of the rule ``unreadable-document``,
    and one at which the program itself fails a row of ``rule-failure``.
    """
    choice = _choice(config)
    rows = [
        row
        for path, content in zip(_column(batch, "path"), _column(batch, "content"), strict=True)
        for row in _rows(path, _report(path or _NAMELESS, content, choice))
    ]
    columns = zip(*rows, strict=True) if rows else ((),) * len(SCHEMA)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


@lru_cache(maxsize=16)
def _choice(config: str | None) -> Choice:
    """Return the choice that the JSON object *config* makes."""
    try:
        data = json.loads(config or "{}")
    except json.JSONDecodeError as error:
        raise SpecificationError(None, tr("配置不是 JSON：第 {line} 行").format(line=error.lineno)) from None
    if not isinstance(data, dict):
        raise SpecificationError(
            None, tr("配置要写成一个 JSON 对象，如 {example}").format(example='{"profile": "auto"}')
        )
    configuration = validate(Configuration, data, None, "")
    if local := [key for key in _LOCAL if key in configuration.model_fields_set]:
        key = local[0].replace("_", "-")
        raise SpecificationError(None, tr("{key} 在这里不能用：它说的是配置旁边的文件").format(key=key))
    choice = Choice(isolated=True, overrides=configuration.model_dump(by_alias=True, exclude_unset=True))
    choice.for_path(None)  # names of rules that do not exist
    return choice


def _column(batch: pa.RecordBatch, name: str) -> Iterator[Any]:
    """Return the values of the column *name*."""
    if batch.schema.get_field_index(name) < 0:
        raise ValueError(tr("没有 {name} 这一列，或者不止一列").format(name=name))
    column = batch.column(name)
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if not _holds(kind, binary=name == "content"):
        raise ValueError(tr("{name} 这一列是 {kind}，要写成文字").format(name=name, kind=kind))
    return (value.as_py() for value in column)


def _holds(kind: pa.DataType, *, binary: bool) -> bool:
    """Say whether *kind* is one of texts, or of bytes if these will do."""
    known = pa.types
    texts = known.is_string(kind) or known.is_large_string(kind) or known.is_string_view(kind) or known.is_null(kind)
    raw = known.is_binary(kind) or known.is_large_binary(kind) or known.is_binary_view(kind)
    return bool(texts or (binary and (raw or known.is_fixed_size_binary(kind))))


def _report(path: str, content: str | bytes | None, choice: Choice) -> FileReport:
    """Return the report on a document, whatever happens."""
    try:
        if content is None:
            reading = refused(PurePath(path).name, tr("没有内容"))
            return lint(reading, choice.for_path(None)[1], path)
        if isinstance(content, str):
            return lint_text(content, path, choice=choice)
        return lint_bytes(content, path, choice=choice)
    except Exception as error:
        reason = tr("程序出错（{name}）").format(name=type(error).__name__)
        return unexamined_path(_NAMELESS, choice, reason)


def _rows(path: str | None, report: FileReport) -> Iterator[_Row]:
    for finding in report.findings:
        line = report.source.position(finding.span.start).line
        at, message = finding.span, _encodable(finding.message)
        yield path, finding.rule, finding.severity, line, at.start, at.end, message, finding.fingerprint


def _encodable(words: str) -> str:
    """Return *words* without halves of surrogate pairs, which Arrow cannot hold."""
    return words.encode("utf-8", "replace").decode()

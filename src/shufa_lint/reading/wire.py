"""A Reading as bytes and back, between processes: as JSON, so that what comes back is data whoever sent it."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from shufa_lint.reading.model import Reading
from shufa_lint.text.source import SourceText

_Decode = Callable[[Any], Any]


def pack(reading: Reading) -> bytes:
    """Return *reading* as ASCII."""
    return json.dumps(reading, default=_plain, separators=(",", ":")).encode("ascii")


def unpack(data: bytes) -> Reading:
    """Return the Reading that :func:`pack` made *data* of; raises ValueError where it is none."""
    try:
        reading = _decoder(Reading)(json.loads(data))
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from None
    assert isinstance(reading, Reading)
    return reading


def _plain(value: object) -> object:
    """Return what stands for *value* in JSON; named tuples are lists there without our help."""
    if isinstance(value, SourceText):
        return value.text
    if dataclasses.is_dataclass(value):
        return [getattr(value, field.name) for field in dataclasses.fields(value)]
    raise TypeError(type(value).__name__)


@cache
def _decoder(hint: Any) -> _Decode:
    """Return what makes a value of the type *hint* of its JSON, and raises ValueError where that is of another type."""
    origin, choices = get_origin(hint), get_args(hint)
    if origin is Literal:
        return lambda value: _checked(value, isinstance(value, str) and value in choices)
    if origin in (Union, types.UnionType):
        (some,) = (_decoder(choice) for choice in choices if choice is not type(None))
        return lambda value: None if value is None else some(value)
    if origin is tuple:
        item = _decoder(choices[0])
        return lambda value: tuple(map(item, _checked(value, isinstance(value, list))))
    if hint is SourceText:
        return lambda value: SourceText(_checked(value, isinstance(value, str)))
    if hint is float:
        return lambda value: float(_checked(value, type(value) in (int, float)))
    if hint in (str, int, bool):
        return lambda value: _checked(value, type(value) is hint)
    return _record(hint)


def _record(hint: Any) -> _Decode:
    """Return what makes a dataclass or a named tuple of the list of its fields."""
    hints = get_type_hints(hint)
    names = [field.name for field in dataclasses.fields(hint)] if dataclasses.is_dataclass(hint) else hint._fields
    fields = [_decoder(hints[name]) for name in names]

    def decode(value: Any) -> Any:
        values = _checked(value, isinstance(value, list) and len(value) == len(fields))
        return hint(*[field(item) for field, item in zip(fields, values, strict=True)])

    return decode


def _checked(value: Any, holds: bool) -> Any:
    if not holds:
        raise ValueError(f"unexpected {type(value).__name__}")
    return value

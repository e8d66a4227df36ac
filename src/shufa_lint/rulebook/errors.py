"""What can be wrong with a rule, a profile, a table or a configuration, said in one line with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from shufa_lint.text.os_error import because

_Model = TypeVar("_Model", bound=BaseModel)


class SpecificationError(Exception):
    """A file that tells shufa-lint what to do cannot be used. ``str()`` is one line in Chinese for the user."""

    def __init__(self, path: Path | None, reason: str, line: int | None = None) -> None:
        place = "" if path is None else f"{path}：" if line is None else f"{path} 第 {line} 行："
        super().__init__(place + reason)
        self.path = path
        self.line = line
        self.reason = reason


def nearest(name: str, known: Iterable[str]) -> str:
    """Return “，是不是想写 …？” with the name in *known* nearest to *name*, or nothing when none is near."""
    import difflib

    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"，是不是想写 {close[0]}？" if close else ""


def load_toml(path: Path) -> tuple[dict[str, Any], str]:
    """Return the data and the text of a TOML file; raise SpecificationError naming the line of a syntax error."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise SpecificationError(path, "文件不是 UTF-8 编码") from None
    except OSError as error:
        raise SpecificationError(path, f"读不了（{because(error)}）") from None
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise SpecificationError(path, "TOML 语法错误", line) from None


def validate(model: type[_Model], data: dict[str, Any], path: Path, text: str, *, trusted: bool = False) -> _Model:
    """Return *data* as *model*; raise SpecificationError for its first fault, at the line that names the key."""
    try:
        return model.model_validate(data, context={"trusted": trusted})
    except ValidationError as error:
        # A misspelt key also leaves the right one missing: the misspelling is what the author must see.
        first = min(error.errors(include_url=False), key=lambda fault: fault["type"] != "extra_forbidden")
        raise SpecificationError(path, _say(first, model), line_of_key(text, first["loc"])) from None


def line_of_key(text: str, location: Iterable[str | int]) -> int | None:
    """Return the line of the innermost key of *location* that stands in *text*, a TOML file (tomllib tells none)."""
    at = line = None
    key = ""
    for part in location:
        if isinstance(part, str):
            key = part
            found = _key_after(text, key, at or 0, top=at is None)
        else:  # the n-th table or row of the key before
            found = at
            for _ in range(part):
                found = _key_after(text, key, (found or 0) + 1, top=False) if found is not None else None
        if found is not None:
            at, line = found, text.count("\n", 0, found) + 1
    return line


def _key_after(text: str, key: str, start: int, *, top: bool) -> int | None:
    """Return where *key* stands as a key at or after *start*; *top* wants it at the start of a line."""
    before = r"^[ \t]*\[*(?:[\w\-\".]+\.)?" if top else r"(?:^[ \t]*\[*(?:[\w\-\".]+\.)?|[{,.\[\s])"
    found = re.compile(rf"{before}[\"']?(?P<key>{re.escape(key)})[\"']?\s*(?:=|\]|\.)", re.M).search(text, start)
    return found.start("key") if found else None


def _say(fault: Any, model: type[BaseModel]) -> str:
    location = [str(part) for part in fault["loc"]]
    key = location[-1] if location else ""
    where = ".".join(location)
    match fault["type"]:
        case "extra_forbidden":
            return f"不认识的键 {where}{nearest(key, _keys_beside(location, model))}"
        case "missing":
            return f"缺少键 {where}"
        case "literal_error" | "enum":
            return f"{where} 的值 {fault['input']!r} 不对，可以写：{fault['ctx']['expected'].replace(' or ', '、')}"
        case "value_error":
            return f"{where}：{fault['ctx']['error']}" if where else str(fault["ctx"]["error"])
        case _:
            return f"{where} 的值 {str(fault['input'])[:40]!r} 类型不对"


def _keys_beside(location: list[str], model: type[BaseModel]) -> list[str]:
    """Return the keys that *model* knows where *location* points."""
    at: Any = model
    for part in location[:-1]:
        fields = getattr(at, "model_fields", {})
        field = next((f for name, f in fields.items() if part in (name, f.alias)), None)
        if field is None:
            continue
        inner = [a for a in getattr(field.annotation, "__args__", (field.annotation,)) if hasattr(a, "model_fields")]
        at = inner[0] if inner else field.annotation
    return [field.alias or name for name, field in getattr(at, "model_fields", {}).items()]

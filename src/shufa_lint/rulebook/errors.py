"""What can be wrong with a rule, a profile, a table or a configuration, said in one line with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError

from shufa_lint.text.language import tr, tr_noop
from shufa_lint.text.os_error import because

_Model = TypeVar("_Model", bound=BaseModel)

UNKNOWN_KEY = tr_noop("不认识的键 {where}{hint}")
MISSING_KEY = tr_noop("缺少键 {where}")

_FULLWIDTH = re.compile(r"""^[^"'#]*?([“”‘’＂＝，［］【】])""")
_WANTED = {
    "string": tr_noop("要写成文字，两边加引号"),
    "int": tr_noop("要写成整数，不加引号"),
    "bool": tr_noop("要写成 true 或者 false，不加引号"),
    "tuple": tr_noop('要写成清单，如 ["甲", "乙"]'),
    "dict": tr_noop("要写成单独的一段，上面一行是 [{key}]"),
    "model": tr_noop("要写成单独的一段，上面一行是 [{key}]"),
}
_WRONG = tr_noop("类型不对")
"""What a value must be, by the beginning of the name that pydantic gives to the fault."""


class SpecificationError(Exception):
    """A file that tells shufa-lint what to do cannot be used. ``str()`` is one line in Chinese for the user.

    ``location`` is the path of keys and indices to what is wrong in its data.
    """

    def __init__(
        self, path: Path | None, reason: str, line: int | None = None, location: tuple[str | int, ...] = ()
    ) -> None:
        super().__init__(_place(path, line) + reason)
        self.path = path
        self.line = line
        self.reason = reason
        self.location = location

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.path, self.reason, self.line, self.location)


def _place(path: Path | None, line: int | None) -> str:
    if path is None:
        return ""
    words = tr("{path}：") if line is None else tr("{path} 第 {line} 行：")
    return words.format(path=path, line=line)


def nearest(name: str, known: Iterable[str], titles: Mapping[str, str] | None = None) -> str:
    """Return “，是不是想写 …？” with the name in *known* nearest to *name*, or nothing when none is near.

    *titles* are what people call these names, who may have written that instead.
    """
    import difflib

    names = dict(titles or {}) | {each: each for each in known}
    close = difflib.get_close_matches(name, sorted(names), n=1, cutoff=0.5)
    return tr("，是不是想写 {name}？").format(name=names[close[0]]) if close else ""


def load_toml(path: Path) -> tuple[dict[str, Any], str]:
    """Return the data and the text of a TOML file; raise SpecificationError naming the line of a syntax error."""
    try:
        text = path.read_bytes().decode("utf-8-sig")  # Notepad writes a byte order mark
    except UnicodeDecodeError:
        raise SpecificationError(path, tr("文件不是 UTF-8 编码")) from None
    except OSError as error:
        raise SpecificationError(path, tr("读不了（{reason}）").format(reason=because(error))) from None
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        fullwidth = _FULLWIDTH.match(text.split("\n")[min(line, text.count("\n") + 1) - 1])
        remark = (
            tr("（ {mark} 是全角的，TOML 里的引号、等号、逗号、方括号都用半角）").format(mark=fullwidth.group(1))
            if fullwidth
            else ""
        )
        raise SpecificationError(path, tr("TOML 语法错误{remark}").format(remark=remark), line) from None


def validate(
    model: type[_Model], data: dict[str, Any], path: Path | None, text: str, *, trusted: bool = False
) -> _Model:
    """Return *data* as *model*; raise SpecificationError for its first fault, at the line that names the key."""
    try:
        return model.model_validate(data, context={"trusted": trusted})
    except ValidationError as error:
        # A misspelt key also leaves the right one missing: the misspelling is what the author must see.
        first = min(error.errors(include_url=False), key=lambda fault: fault["type"] != "extra_forbidden")
        line = line_of_key(text, first["loc"])
        raise SpecificationError(path, _say(first, model), line, first["loc"]) from None


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
    if _strayed(fault, model):
        return tr("{key} 写进了 [{location}] 这一段，要挪到所有方括号的段前面").format(key=key, location=location[0])
    match fault["type"]:
        case "extra_forbidden":
            return tr(UNKNOWN_KEY).format(where=where, hint=nearest(key, _keys_beside(location, model)))
        case "missing":
            return tr(MISSING_KEY).format(where=where)
        case "literal_error" | "enum":
            return tr("{where} 的值 {value!r} 不对，可以写：{listed}").format(
                where=where, value=fault["input"], listed=_listed(fault["ctx"]["expected"])
            )
        case "value_error":
            return (
                tr("{where}：{reason}").format(where=where, reason=fault["ctx"]["error"])
                if where
                else str(fault["ctx"]["error"])
            )
        case kind:
            wanted = tr(_WANTED.get(kind.partition("_")[0], _WRONG)).format(key=where)
            if kind == "tuple_type" and isinstance(fault["input"], dict):
                wanted = tr("每一项单独成段，上面一行是两层方括号的 [[{where}]]").format(where=where)
            return tr("{where} 的值 {value!r} 不对：{wanted}").format(
                where=where, value=str(fault["input"])[:40], wanted=wanted
            )


def _strayed(fault: Any, model: type[BaseModel]) -> bool:
    """Say whether a key of the first level stands below the head of a table, where TOML takes it for one of those."""
    if len(fault["loc"]) != 2 or fault["loc"][1] not in _keys_beside([""], model):
        return False
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    free = get_origin(fields[fault["loc"][0]].annotation) is dict
    return free or fault["type"] == "extra_forbidden"


def _listed(expected: str) -> str:
    """Spell pydantic's list of values: 'error', 'warning' or 'info' → error、warning、info."""
    return tr("、").join(re.findall(r"'([^']*)'", expected)) or expected


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

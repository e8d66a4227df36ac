"""The layout of a rule's example in words: what of it is not as GB/T 9704—2012 has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from shufa_lint.rulebook.example_layout import ExampleLayout, Line, Number, Page, Type

_ALIGNED = {"left": "左对齐", "center": "居中", "right": "右对齐", "both": "两端对齐", "distribute": "分散对齐"}
_TOLD = {
    "width": "纸宽{}毫米", "height": "纸高{}毫米", "top": "上边距{}毫米", "bottom": "下边距{}毫米",
    "left": "左边距{}毫米", "right": "右边距{}毫米", "grid": "网格{}磅一行",
}  # fmt: skip
_LINE_TOLD = {"first_line": "首行缩进{}字", "left": "左缩进{}字", "right": "右缩进{}字"}
_RULES = {"exact": "固定行距{}磅", "atLeast": "行距最小{}磅", "auto": "{}倍行距"}
_SAID = {
    "bold": ("不加粗", "加粗"), "new_page": ("不另起一页", "另起一页"), "table": ("不在表格里", "在表格里"),
}  # fmt: skip
_MARKED = {
    "hidden": "隐藏文字", "revision": "修订", "comment": "批注",
    "date_field": "自动更新的日期", "automatic": "自动编号",
}  # fmt: skip


def spell(layout: ExampleLayout) -> str:
    """Return one line of Chinese, 全照标准 where the example names nothing."""
    return "；".join(_pieces(layout)) or "全照标准"


def _pieces(layout: ExampleLayout) -> Iterator[str]:
    if words := "，".join(_page(layout.page)):
        yield words
    for number, page in layout.pages.items():
        yield f"第{number}行起{'，'.join(_page(page))}"
    if layout.number is False:
        yield "没有页码"
    elif isinstance(layout.number, Number) and (words := "，".join(_number(layout.number))):
        yield f"页码{words}"
    for name, line in layout.lines.items():
        place = "各行" if name == "all" else f"第{name.replace('-', '—')}行"
        yield f"{place}{'，'.join((*_type(line), *_line(line)))}"
    for name, said in layout.words.items():
        yield f"“{name}”{'，'.join(_type(said))}"
    for kind, told in _MARKED.items():
        if marked := getattr(layout, kind):
            yield told + "、".join(f"“{name}”" for name in marked)


def _named(values: Any, told: dict[str, str]) -> Iterator[str]:
    """Yield what is set in *values*, in the order of *told*."""
    for name, words in told.items():
        if name in values.model_fields_set and getattr(values, name) is not None:
            value = getattr(values, name)
            yield words.format(value if isinstance(value, str) else f"{value:g}")


def _page(page: Page) -> Iterable[str]:
    return _named(page, _TOLD)


def _number(number: Number) -> Iterator[str]:
    yield from _named(number, {"text": "“{}”", "font": "{}", "size": "{}磅"})
    if number.align:
        yield _ALIGNED[number.align]


def _type(said: Type) -> Iterator[str]:
    yield from _named(said, {"font": "{}", "size": "{}磅", "colour": "颜色{}"})
    if said.bold is not None:
        yield _SAID["bold"][said.bold]


def _line(line: Line) -> Iterator[str]:
    if line.align:
        yield _ALIGNED[line.align]
    yield from _named(line, _LINE_TOLD)
    if line.line is not None:
        single = line.rule == "auto" and line.line == 1
        yield "单倍行距" if single else _RULES[line.rule or "exact"].format(f"{line.line:g}")
    for name in ("new_page", "table"):
        if (value := getattr(line, name)) is not None:
            yield _SAID[name][value]

"""The layout of a rule's example in words: what of it is not as GB/T 9704—2012 has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from shufa_lint.rulebook.example_layout import ExampleLayout, Line, Number, Page, Type
from shufa_lint.text.language import tr, tr_noop

_ALIGNED = {
    "left": tr_noop("左对齐"),
    "center": tr_noop("居中"),
    "right": tr_noop("右对齐"),
    "both": tr_noop("两端对齐"),
    "distribute": tr_noop("分散对齐"),
}
_TOLD = {
    "width": tr_noop("纸宽{}毫米"), "height": tr_noop("纸高{}毫米"), "top": tr_noop("上边距{}毫米"),
    "bottom": tr_noop("下边距{}毫米"),
    "left": tr_noop("左边距{}毫米"),
    "right": tr_noop("右边距{}毫米"), "grid": tr_noop("网格{}磅一行"),
}  # fmt: skip
_POINTS = tr_noop("{}磅")
_LINE_TOLD = {"first_line": tr_noop("首行缩进{}字"), "left": tr_noop("左缩进{}字"), "right": tr_noop("右缩进{}字")}
_RULES = {"exact": tr_noop("固定行距{}磅"), "atLeast": tr_noop("行距最小{}磅"), "auto": tr_noop("{}倍行距")}
_SAID = {
    "bold": (tr_noop("不加粗"), tr_noop("加粗")), "new_page": (tr_noop("不另起一页"), tr_noop("另起一页")),
    "table": (tr_noop("不在表格里"), tr_noop("在表格里")),
}  # fmt: skip
_MARKED = {
    "hidden": tr_noop("隐藏文字"), "revision": tr_noop("修订"), "comment": tr_noop("批注"),
    "date_field": tr_noop("自动更新的日期"), "automatic": tr_noop("自动编号"),
}  # fmt: skip


def spell(layout: ExampleLayout) -> str:
    """Return one line, 全照标准 where the example names nothing."""
    return tr("；").join(_pieces(layout)) or tr("全照标准")


def _pieces(layout: ExampleLayout) -> Iterator[str]:
    if words := tr("，").join(_page(layout.page)):
        yield words
    for number, page in layout.pages.items():
        yield tr("第{number}行起{words}").format(number=number, words=tr("，").join(_page(page)))
    if layout.number is False:
        yield tr("没有页码")
    elif isinstance(layout.number, Number) and (words := tr("，").join(_number(layout.number))):
        yield tr("页码{words}").format(words=words)
    for name, line in layout.lines.items():
        place = tr("各行") if name == "all" else tr("第{number}行").format(number=name.replace("-", "—"))
        yield place + tr("，").join((*_type(line), *_line(line)))
    for name, said in layout.words.items():
        yield tr("“{name}”{words}").format(name=name, words=tr("，").join(_type(said)))
    for kind, told in _MARKED.items():
        if marked := getattr(layout, kind):
            yield tr(told) + tr("、").join(f"“{name}”" for name in marked)


def _named(values: Any, told: dict[str, str]) -> Iterator[str]:
    """Yield what is set in *values*, in the order of *told*."""
    for name, words in told.items():
        if name in values.model_fields_set and getattr(values, name) is not None:
            value = getattr(values, name)
            yield tr(words).format(value if isinstance(value, str) else f"{value:g}")


def _page(page: Page) -> Iterable[str]:
    return _named(page, _TOLD)


def _number(number: Number) -> Iterator[str]:
    yield from _named(number, {"text": "“{}”", "font": "{}", "size": _POINTS})
    if number.align:
        yield tr(_ALIGNED[number.align])


def _type(said: Type) -> Iterator[str]:
    yield from _named(said, {"font": "{}", "size": _POINTS, "colour": tr_noop("颜色{}")})
    if said.bold is not None:
        yield tr(_SAID["bold"][said.bold])


def _line(line: Line) -> Iterator[str]:
    if line.align:
        yield tr(_ALIGNED[line.align])
    yield from _named(line, _LINE_TOLD)
    if line.line is not None:
        single = line.rule == "auto" and line.line == 1
        yield tr("单倍行距") if single else tr(_RULES[line.rule or "exact"]).format(f"{line.line:g}")
    for name in ("new_page", "table"):
        if (value := getattr(line, name)) is not None:
            yield tr(_SAID[name][value])

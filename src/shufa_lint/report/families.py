"""What the families of rules are called for people, in the order in which they are shown."""

from __future__ import annotations

from shufa_lint.text.language import tr, tr_noop

FAMILIES = {
    "structure": tr_noop("结构与必备内容"),
    "numbering": tr_noop("序号与层次"),
    "placeholders": tr_noop("未填内容"),
    "residue": tr_noop("网络与工具残留"),
    "punctuation": tr_noop("标点"),
    "numerals": tr_noop("数字与日期"),
    "references": tr_noop("引用与固定表述"),
    "privacy": tr_noop("不应出现的信息"),
    "layout": tr_noop("版式"),
    "document": tr_noop("文件本身"),
}


def family_name(family: str) -> str:
    """Return what *family* is called in the language that is spoken; one that is not built in, by its own name."""
    return tr(FAMILIES[family]) if family in FAMILIES else family

"""What the families of rules are called for people, in the order in which they are shown."""

from __future__ import annotations

FAMILIES = {
    "structure": "结构与必备内容",
    "numbering": "序号与层次",
    "placeholders": "未填内容",
    "residue": "网络与工具残留",
    "punctuation": "标点",
    "numerals": "数字与日期",
    "references": "引用与固定表述",
    "privacy": "不应出现的信息",
    "layout": "版式",
    "document": "文件本身",
}

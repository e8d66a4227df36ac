"""The short names of authorities in rule files, spelled for people: 9704 7.3.3 → GB/T 9704—2012 第7.3.3条.

What is not understood is given back as it stands, so that a rule folder of one's own may name any authority in words.
"""

from __future__ import annotations

import re

from shufa_lint.outline.ordinal import han

_IN_WORDS = {
    "残留": "不属于公文内容的残留",
    "自洽": "文稿自身前后矛盾",
    "实务": "通常做法",
    "通常": "通常做法",
    "法律": "法律的现行有效文本",
    "文件": "文件本身的问题",
    "普法法": "《中华人民共和国法治宣传教育法》",
    "个人信息保护法": "《中华人民共和国个人信息保护法》",
    "职责规定": "《党政主要负责人履行推进法治建设第一责任人职责规定》",
    "条例": "《党政机关公文处理工作条例》",
    "减负若干规定": "《整治形式主义为基层减负若干规定》",
}
_STANDARDS = {"9704": "GB/T 9704—2012", "15834": "GB/T 15834—2011", "15835": "GB/T 15835—2011"}
_TITLES = {"9704": "《党政机关公文格式》", "15834": "《标点符号用法》", "15835": "《出版物上数字用法》"}

_STANDARD = re.compile(r"(9704|15834|15835)(?:[ ,、]+(.+))?")
_CLAUSE = re.compile(r"[A-Z]?(?:\.?\d+)+")
_ARTICLES = re.compile(r"([^\d()（）\s]+)(\d+(?:\(\d+\))*(?:、\d+(?:\(\d+\))*)*)")
_WITH_REMARK = re.compile(r"([^()（）\s]+)\s*[(（](.+)[)）]")


def spell(authority: str) -> str:
    """Return *authority* as a clerk would cite it; several, separated by ； or ;, stay in their order."""
    spelled: list[str] = []
    for part in filter(None, map(str.strip, re.split("[；;]", authority))):
        words = _one(part)
        source = next((f"{name} " for name in _STANDARDS.values() if words.startswith(f"{name} ")), None)
        if source and spelled and spelled[-1].startswith(source):
            spelled[-1] += "、" + words.removeprefix(source)
        else:
            spelled.append(words)
    return "；".join(spelled)


def spell_out(authority: str) -> str:
    """Return *authority* as :func:`spell` does, with the titles of standards: 《标点符号用法》（GB/T 15834—2011）."""
    words = spell(authority)
    for number, name in _STANDARDS.items():
        words = re.sub(rf"{name} ?", f"{_TITLES[number]}（{name}）", words)
    return words


def _one(name: str) -> str:
    if name in _IN_WORDS:
        return _IN_WORDS[name]
    if found := _STANDARD.fullmatch(name):
        return _standard(found.group(1), found.group(2) or "")
    if (found := _ARTICLES.fullmatch(name)) and found.group(1) in _IN_WORDS:
        return _IN_WORDS[found.group(1)] + "、".join(_article(each) for each in found.group(2).split("、"))
    if (found := _WITH_REMARK.fullmatch(name)) and found.group(1) in _IN_WORDS:
        return f"{_IN_WORDS[found.group(1)]}（{found.group(2)}）"
    return name


def _standard(number: str, places: str) -> str:
    """Spell the clauses of a national standard: “7.3.3”, “B.3.1–B.3.4”, “B.3.1, B.3.7”, “4.5.3.5 通常”."""
    clauses: list[str] = []
    remark = ""
    for place in re.split(r"[、,\s]+", places):
        ends = re.split("[–—～-]", place)
        if place in _IN_WORDS:
            remark = f"（{_IN_WORDS[place]}）"
        elif all(_CLAUSE.fullmatch(end) for end in ends):
            clauses.append(_clause(ends))
        elif place:
            return f"{_STANDARDS[number]} {places}"
    return (f"{_STANDARDS[number]} " if clauses else _STANDARDS[number]) + "、".join(clauses) + remark


def _clause(ends: list[str]) -> str:
    written = "至".join(ends)
    if written[0].isalpha():
        return f"附录{written}"
    return f"第{written}条" if "." in written else f"第{written}章"


def _article(written: str) -> str:
    article, *items = re.findall(r"\d+", written)
    return f"第{_han(article)}条" + (f"第{'、'.join(f'（{_han(item)}）' for item in items)}项" if items else "")


def _han(digits: str) -> str:
    return han(int(digits)) if 1 <= int(digits) <= 99 else digits

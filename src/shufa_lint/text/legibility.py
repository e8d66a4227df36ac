"""How much a decoded text looks like Chinese prose, by evidence that can be computed: no data file, no model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import product

from shufa_lint.text.regex import regex

MARK = "\udfff"
"""Stands for bytes that could not be decoded: a lone surrogate, which no codec of ours produces from valid bytes."""

_EVERYDAY = (
    "，。、；：？！“”‘’（）《》〈〉【】—…·一二三四五六七八九十百千万亿两个第年月日时号项件条次份名人户元"
    "的是在和有为了不以对上中下大小这来地到出就要会可也后说能而都于与及并等其他之自我们从由向将把被让使给按照根据"
    "国家政府党委组织领导干部机关单位部门主任书记会议工作报告通知意见决定方案制度规定法律法规治理建设依行政执法司法"
    "宪民生服务公安监督检查考核评价责任职能履职述推进加强提高完善深入落实贯彻学习思想习近平总新时代特色社会主义"
    "开展活动宣传教育培训发展经济文化改革创新农村乡镇街道区县市省局厅所站办公室科员群众企业项目安全管理保障全面"
    "坚持认真严格规范重点问题存不足力度实施行效果成绩情况总结计划目标要求关系统一体系机构力量水平明确分析研究"
    "解决化矛盾纠纷调解信访访复议诉讼案件普及律师顾问合同审核重大决策程序事务财务资金投入作用环境优营商"
    "基层网络平台数据信息技术质量标准专业队伍配合协调积极主动现本同各多更进步强过还没有已经但因此如何去年今明"
)
"""Punctuation and some hundreds of the most frequent characters of official writing; order and repeats mean nothing."""

_TIERS = {"private": -1.0, "other": 0.0, "han": 0.3, "traditional": 0.7, "common": 0.9, "everyday": 1.0}
_IMPLAUSIBLE = -2.0

_SHORTEST_SPARED = 6

_MARKS = regex(MARK + "+")
_CONTROL = regex(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def legibility(text: str, spare_worst: bool = False) -> float:
    """Return the mean plausibility of the characters: above 0.9 for prose, near 0.4 for random Han, less for junk.

    A run of :data:`MARK` counts once: it is one damaged place, however many bytes it took. With *spare_worst* the least
    plausible character, one before and two after it do not count: so much of a short text one damaged byte may spoil.
    """
    values = [*map(plausibilities().__getitem__, _MARKS.sub(MARK, text))]
    if spare_worst and len(values) >= _SHORTEST_SPARED:
        worst = values.index(min(values))
        del values[max(0, worst - 1) : worst + 3]
    return sum(values) / max(1, len(values))


def control_share(text: str) -> float:
    """Return which share of the characters, from 0.0 to 1.0, are controls that no text file holds."""
    return len(_CONTROL.findall(text)) / max(1, len(text))


@cache
def plausibilities() -> dict[str, float]:
    """Return a mapping that knows every character's plausibility, from -2.0 to 1.0, and keeps what it was asked."""
    tiers = {"traditional": _big5_level_1(), "common": _gb2312_common(), "everyday": _EVERYDAY}
    return _Plausibilities({character: _TIERS[tier] for tier, members in tiers.items() for character in members})


class _Plausibilities(dict[str, float]):
    def __missing__(self, character: str) -> float:
        value = self[character] = _plausibility(ord(character))
        return value


def _plausibility(code: int) -> float:
    if code in (0x09, 0x0A, 0x0D) or 0x20 <= code < 0x7F:
        return _TIERS["common"]
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code >= 0xFFF0:
        return _IMPLAUSIBLE
    if 0xE000 <= code < 0xF900:
        return _TIERS["private"]
    return _TIERS["han"] if 0x4E00 <= code <= 0x9FFF else _TIERS["other"]


def _gb2312_common() -> str:
    """Return rows 1 to 3, punctuation, numbers and full-width letters, and level 1, the 3,755 common Han."""
    return _characters("gb2312", (*range(0xA1, 0xA4), *range(0xB0, 0xD8)), range(0xA1, 0xFF))


def _big5_level_1() -> str:
    """Return the 5,401 common Han of writing in traditional characters."""
    return _characters("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))


def _characters(encoding: str, leads: Iterable[int], trails: Iterable[int]) -> str:
    codes = (bytes((lead, trail)) for lead, trail in product(leads, trails))
    return b"\n".join(codes).decode(encoding, "ignore").replace("\n", "")

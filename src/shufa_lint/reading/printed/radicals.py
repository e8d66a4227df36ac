"""Characters that look like Han and are others: radicals and compatibility forms that printing programs leave."""

from __future__ import annotations

import unicodedata

_RADICALS = dict(
    zip(
        "⺁⺈⺌⺎⺕⺟⺠⺣⺩⺪⺫⺬⺭⺮⺯⺰⺲⺳⺶⺷⺸⺻⺼⺽⺾⻁⻂⻃⻄⻅⻆⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂刀小兀彐母民灬王疋目示礻竹糸纟罒网羊羊羊聿肉臼艹虎衤覀西见角贝车辶辶辶邑钅長镸长门阝青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
"""Of the supplement, which Unicode's own folding leaves alone, those that stand in simplified text."""

_FOLDED = (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))


def plain_han(char: str) -> str:
    """Return the everyday character for a radical or a compatibility form, any other character as it is."""
    if char < "\u2e80":
        return char
    if char in _RADICALS:
        return _RADICALS[char]
    if any(ord(char) in codes for codes in _FOLDED):
        return unicodedata.normalize("NFKC", char)
    return char

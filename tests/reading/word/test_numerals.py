"""Numbers as Word writes them; those of LibreOffice are compared in test_libreoffice."""

import pytest

from shufa_lint.reading.word.numerals import numeral, padded

GOLDEN = {
    "decimal": "0 1 10 11 20 99 100 101 110",
    "decimalZero": "00 01 10 11 20 99 100 101 110",
    "decimalFullWidth": "０ １ １０ １１ ２０ ９９ １００ １０１ １１０",
    "chineseCounting": "○ 一 十 十一 二十 九十九 一○○ 一○一 一一○",
    "chineseCountingThousand": "零 一 十 十一 二十 九十九 一百 一百零一 一百一十",
    "taiwaneseCountingThousand": "零 一 十 十一 二十 九十九 一百 一百零一 一百一十",
    "japaneseCounting": "〇 一 十 十一 二十 九十九 百 百一 百十",
    "ideographDigital": "○ 一 一○ 一一 二○ 九九 一○○ 一○一 一一○",
    "japaneseDigitalTenThousand": "〇 一 一〇 一一 二〇 九九 一〇〇 一〇一 一一〇",
    "chineseLegalSimplified": "零 壹 壹拾 壹拾壹 贰拾 玖拾玖 壹佰 壹佰零壹 壹佰壹拾",
    "ideographLegalTraditional": "零 壹 壹拾 壹拾壹 貳拾 玖拾玖 壹佰 壹佰零壹 壹佰壹拾",
    "decimalEnclosedCircle": "0 ① ⑩ ⑪ ⑳ 99 100 101 110",
    "decimalEnclosedCircleChinese": "0 ① ⑩ 11 20 99 100 101 110",
    "decimalEnclosedParen": "(0) ⑴ ⑽ ⑾ ⒇ (99) (100) (101) (110)",
    "decimalEnclosedFullstop": "0. ⒈ ⒑ ⒒ ⒛ 99. 100. 101. 110.",
    "ideographEnclosedCircle": "0 ㈠ ㈩ 11 20 99 100 101 110",
    "hex": "0 1 A B 14 63 64 65 6E",
    "ordinal": "0th 1st 10th 11th 20th 99th 100th 101st 110th",
}


@pytest.mark.parametrize("style", GOLDEN)
def test_numbers_are_written_as_word_writes_them(style: str) -> None:
    assert " ".join(numeral(number, style) or "-" for number in (0, 1, 10, 11, 20, 99, 100, 101, 110)) == GOLDEN[style]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1000, "一千"),
        (1005, "一千零五"),
        (1050, "一千零五十"),
        (1100, "一千一百"),
        (10_000, "一万"),
        (10_010, "一万零一十"),
    ],
)
def test_large_chinese_numbers_have_their_zeros(number: int, written: str) -> None:
    assert numeral(number, "chineseCountingThousand") == written


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("lowerRoman", "i ii iii iv ix xiv xl xc"),
        ("upperRoman", "I II III IV IX XIV XL XC"),
        ("lowerLetter", "a b c d i n nn llll"),
        ("ideographTraditional", "甲 乙 丙 丁 壬 丁 癸 癸"),
        ("ideographZodiac", "子 丑 寅 卯 申 丑 卯 巳"),
        ("ideographZodiacTraditional", "甲子 乙丑 丙寅 丁卯 壬申 丁丑 癸卯 癸巳"),
    ],
)
def test_series_go_on(style: str, expected: str) -> None:
    assert " ".join(numeral(number, style) or "-" for number in (1, 2, 3, 4, 9, 14, 40, 90)) == expected


@pytest.mark.parametrize("style", ["koreanCounting", "hindiNumbers", "cardinalText", "", "Decimal"])
def test_formats_that_are_not_known_are_not_guessed(style: str) -> None:
    assert numeral(3, style) is None


def test_numbers_that_no_list_reaches_are_not_written_out() -> None:
    assert numeral(10**9, "upperRoman") is None
    assert numeral(-1, "decimal") is None


@pytest.mark.parametrize(("pattern", "expected"), [("001, 002, 003, ...", "007"), ("01, 02, 03, ...", "07")])
def test_custom_formats_fill_up_with_zeros(pattern: str, expected: str) -> None:
    write = padded(pattern)
    assert write is not None
    assert write(7) == expected


@pytest.mark.parametrize("pattern", ["", "a, b, c", "甲, 乙", "2, 4, 6"])
def test_other_custom_formats_are_not_known(pattern: str) -> None:
    assert padded(pattern) is None

from pathlib import Path

import pytest

from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.rulebook.load import load_rulebook
from shufa_lint.rulebook.waivers import WaiverFile, load_waivers

GOOD = """\
# 豁免

[[waiver]]
path = "报送/述法报告.txt"
rule = "asterisk-placeholder"
fingerprint = "0123456789abcdef"
reason = "待核定"

[[waiver]]
path = "报送/述法报告.txt"
rule = "ordinal-gap"
fingerprint = "0123456789abcdef-2"
quote = "⟦三、⟧存在问题"
reason = "原文如此"
who = "王平"
until = 2026-12-31
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shufa-lint.waivers.toml"


def test_a_file_is_read(file: Path) -> None:
    file.write_text(GOOD, "utf-8")
    first, second = load_waivers(file).waivers
    assert (first.who, first.until, first.quote) == ("", None, "")
    assert (second.until, second.reason) == ("2026-12-31", "原文如此")
    assert [waiver.rule for waiver in load_waivers(file).of("报送/述法报告.txt", load_rulebook())] == [
        "asterisk-placeholder",
        "ordinal-gap",
    ]
    assert load_waivers(file).of("述法报告.txt", load_rulebook()) == []


@pytest.mark.parametrize(
    "change",
    [str, lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text],
    ids=["as it is", "CRLF", "byte order mark"],
)
def test_notepad_may_save_it(file: Path, change) -> None:
    file.write_bytes(change(GOOD).encode())
    assert len(load_waivers(file).waivers) == 2


def test_a_year_ends_with_its_last_day(file: Path) -> None:
    file.write_text(GOOD.replace("until = 2026-12-31", "until = 2026"), "utf-8")
    assert load_waivers(file).waivers[1].until == "2026-12-31"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('reason = "待核定"\n', "", "第 3 行：缺少键 reason"),
        ('reason = "待核定"', 'reason = " \u3000"', "第 7 行：reason：理由不能空着"),
        ('reason = "原文如此"', 'reason = ""', "第 14 行：reason：理由不能空着"),
        ('reason = "原文如此"', "reason = 3", "第 14 行：reason 的值 '3' 不对：要写成文字"),
        ('who = "王平"', 'wo = "王平"', "第 15 行：不认识的键 wo，是不是想写 who？"),
        ("until = 2026-12-31", 'until = "明年"', "第 16 行：until：明年 不是年份，也不是日期"),
        ("until = 2026-12-31", "until = 2026-13-01", "第 16 行：TOML 语法错误"),
        ('"0123456789abcdef-2"', '"0123456789abcdefg"', "第 12 行：fingerprint：不是指纹"),
        ('path = "报送/述法报告.txt"\nrule = "ord', 'path = "../a.txt"\nrule = "ord', "第 10 行：path：要写成相对"),
        ('path = "报送/述法报告.txt"\nrule = "ord', 'path = "/tmp/a.txt"\nrule = "ord', "第 10 行：path：要写成相对"),
        ('path = "报送/述法报告.txt"\nrule = "ord', "path = 'a\\b.txt'\nrule = \"ord", "第 10 行：path：要写成相对"),
        ('rule = "ordinal-gap"\nfingerprint = "0123456789abcdef-2"', 'rule = "asterisk-placeholder"\nfingerprint = "0123456789abcdef"', "第 9 行：与第 3 行的豁免重复"),  # noqa: E501
        ("[[waiver]]\npath = \"报送/述法报告.txt\"\nrule = \"ord", "[[wavier]]\npath = \"报送/述法报告.txt\"\nrule = \"ord", "第 9 行：不认识的键 wavier，是不是想写 waiver？"),  # noqa: E501
        ("# 豁免\n", "waiver = 3\n", "TOML 语法错误"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_and_line(file: Path, old: str, new: str, words: str) -> None:
    assert GOOD.count(old) == 1
    file.write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(SpecificationError) as caught:
        load_waivers(file)
    assert str(file) in str(caught.value) and words in str(caught.value), str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("ordinal-gab", "第 11 行：没有名为 ordinal-gab 的规则，是不是想写 ordinal-gap？"),
        ("序号缺号", "第 11 行：没有名为 序号缺号 的规则，是不是想写 ordinal-gap？"),
        ("unreadable-document", "第 11 行：unreadable-document 不能豁免"),
        ("no-text-layer", "第 11 行：no-text-layer 不能豁免"),
        ("rule-failure", "第 11 行：rule-failure 不能豁免"),
    ],
)
def test_rules_are_verified_where_they_count(file: Path, rule: str, words: str) -> None:
    file.write_text(GOOD.replace("ordinal-gap", rule), "utf-8")
    waivers = load_waivers(file)
    assert waivers.of("别的.txt", load_rulebook()) == []
    with pytest.raises(SpecificationError, match=words):
        waivers.of("报送/述法报告.txt", load_rulebook())


def test_what_is_no_text_is_no_waiver_file(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SpecificationError, match="不是 UTF-8 编码"):
        load_waivers(file)
    assert WaiverFile(file).documents == []

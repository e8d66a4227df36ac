import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shufa_lint.text.decode import LEGIBLE, decode, encode
from shufa_lint.text.span import Span

ENCODINGS = ["utf-8", "gb18030", "utf-16-le", "utf-16-be"]

REPORT = (
    "某镇政府关于年度法治建设工作情况的报告\n"
    "　　今年以来，我镇认真落实上级部署，扎实推进各项任务。\n"
    "一、主要做法\n"
    "　　（一）抓好学习。镇党委全年集中学法12次，干部参学率达98%。\n"
    "　　（二）抓好普法。走村入户发放手册3000余份，群众反响良好。\n"
    "二、存在问题\n"
    "　　执法力量不足，部分干部运用法治方式解决矛盾的能力有待提高。\n"
)
TRADITIONAL = "關於本年度法治建設工作情況的報告：一、認真學習；二、嚴格執法；三、改進服務，讓群眾滿意。\n"

PHRASES = [
    "认真学习贯彻",
    "有关规定",
    "，",
    "。\n",
    "一、",
    "（二）",
    "2023年",
    "县人民政府",
    "**次",
    "　　",
    "《条例》",
]
PHRASES += ["普法宣传", "行政执法", "“第一责任人”", "乡镇", "存在的问题是", "提高群众满意度", "翟姓村民", "\r\n"]
prose = st.lists(st.sampled_from(PHRASES), min_size=4).map("".join).filter(lambda text: len(text.strip()) >= 8)


def common_prefix(one: str, other: str) -> int:
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


@given(prose, st.sampled_from(ENCODINGS), st.booleans())
def test_prose_comes_back_and_so_do_its_bytes(text: str, encoding: str, bom: bool):
    data = encode(text, encoding, bom)
    decoded = decode(data)
    assert decoded == (text, encoding, bom, (), decoded.confidence)
    assert decoded.confidence >= LEGIBLE
    assert encode(decoded.text, decoded.encoding, decoded.bom) == data


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("length", [8, 20, 60, 150])
def test_every_piece_of_a_report_is_read(encoding: str, length: int):
    for start in range(len(REPORT) - length + 1):
        piece = REPORT[start : start + length]
        assert decode(piece.encode(encoding))[:4] == (piece, encoding, False, ())


def test_traditional_characters_are_read_in_every_encoding():
    for encoding in [*ENCODINGS, "big5"]:
        decoded = decode(TRADITIONAL.encode(encoding))
        assert decoded[:4] == (TRADITIONAL, encoding, False, ())
        assert decoded.confidence >= LEGIBLE


@pytest.mark.parametrize("encoding", ["utf-32-le", "utf-32-be"])
def test_utf_32_is_known_by_its_byte_order_mark(encoding: str):
    decoded = decode(encode(REPORT, encoding, bom=True))
    assert decoded == (REPORT, encoding, True, (), 1.0)


@given(st.binary(max_size=200))
def test_any_bytes_are_survived_and_undamaged_ones_come_back(data: bytes):
    decoded = decode(data)
    assert 0.0 <= decoded.confidence <= 1.0
    assert all(set(span.of(decoded.text)) == {"\ufffd"} for span in decoded.damage)
    assert not any("\ud800" <= character <= "\udfff" for character in decoded.text)
    if not decoded.damage and decoded.encoding != "big5":
        assert encode(decoded.text, decoded.encoding, decoded.bom) == data


@given(st.text(max_size=60).filter(lambda text: any(character > "\u07ff" for character in text)))
def test_valid_utf_8_is_utf_8_in_any_language(text: str):
    assume("\0" not in text and not text.startswith("\ufeff"))
    assert decode(text.encode()).encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        (b"a", "a", "utf-8"),
        (b"plain ASCII", "plain ASCII", "utf-8"),
        ("报".encode(), "报", "utf-8"),
        ("报".encode("gb18030"), "报", "gb18030"),
        ("一一一一".encode("gb18030"), "一一一一", "gb18030"),
        ("公文".encode("utf-16-le"), "公文", "utf-16-le"),
        ("No. 5".encode("utf-16-le"), "No. 5", "utf-16-le"),
        ("No. 5".encode("utf-16-be"), "No. 5", "utf-16-be"),
        ("Отчёт".encode(), "Отчёт", "utf-8"),
        ("café".encode(), "café", "utf-8"),
        (b"\xff\xfe", "", "utf-16-le"),
        (b"\xef\xbb\xbf", "", "utf-8"),
    ],
)
def test_small_files(data: bytes, text: str, encoding: str):
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.damage) == (text, encoding, ())
    assert decoded.confidence >= LEGIBLE


@pytest.mark.parametrize(
    "data",
    [
        b"\xff",
        b"\0" * 100,
        bytes(range(256)),
        bytes(range(256)) * 100,
        "café crème brûlée déjà vu".encode("latin-1"),
        "こんにちは、ひらがなとカタカナのぶんしょうです。".encode("shift-jis"),
        b"\xef\xbb\xbf" + REPORT.encode("gb18030"),
        b"control\x01\x02\x03\x04 characters",
    ],
)
def test_what_is_hardly_a_text_is_told_by_its_confidence(data: bytes):
    assert decode(data).confidence < LEGIBLE


def test_a_byte_order_mark_vouches_for_any_language():
    text = "Годовой отчёт. " * 2000
    for encoding in ENCODINGS:
        assert decode(encode(text, encoding, bom=True)) == (text, encoding, True, (), 1.0)


@given(st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]), st.data())
def test_one_damaged_byte_spoils_only_its_neighbourhood(encoding: str, data: st.DataObject):
    sound = REPORT.encode(encoding)
    at = data.draw(st.integers(0, len(sound) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != sound[at]))
    decoded = decode(sound[:at] + bytes((byte,)) + sound[at + 1 :])
    assert decoded.encoding == encoding
    assert decoded.confidence >= LEGIBLE
    before = common_prefix(REPORT, decoded.text)
    behind = common_prefix(REPORT[:before:-1], decoded.text[:before:-1])
    assert len(REPORT) - before - behind <= 2
    assert all(before <= span.start and span.end <= len(decoded.text) - behind for span in decoded.damage)


@given(st.data())
def test_one_damaged_byte_of_gb18030_spoils_at_most_its_line(data: st.DataObject):
    sound = REPORT.encode("gb18030")
    at = data.draw(st.integers(0, len(sound) - 1).filter(lambda at: sound[at] != ord("\n")))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != sound[at]))
    decoded = decode(sound[:at] + bytes((byte,)) + sound[at + 1 :])
    assert decoded.encoding == "gb18030"
    assert decoded.confidence >= LEGIBLE
    before = sound[: sound.rfind(b"\n", 0, at) + 1].decode("gb18030")
    behind = sound[sound.find(b"\n", at) :].decode("gb18030")
    assert decoded.text.startswith(before)
    assert decoded.text.endswith(behind)
    inside = Span(len(before), len(decoded.text) - len(behind))
    assert all(inside.start <= span.start and span.end <= inside.end for span in decoded.damage)


@pytest.mark.parametrize("byte", [b"A", b"7", b" ", b"\x80", b"\xff"])
def test_gb18030_falls_in_step_right_behind_a_lost_first_byte(byte: bytes):
    line = "　　今年以来我镇认真落实上级部署扎实推进各项任务\n"
    sound = (line * 3).encode("gb18030")
    at = (line + line[:9]).encode("gb18030").__len__()
    decoded = decode(sound[:at] + byte + sound[at + 1 :])
    assert decoded.text.startswith(line + line[:9])
    assert decoded.text.endswith(line[10:] + line)
    assert decoded.damage
    assert all(len(line) + 9 <= span.start and span.end <= len(line) + 11 for span in decoded.damage)


def test_a_shift_that_makes_no_error_is_noticed_all_the_same():
    sound = "利用各类公众号、短视频、宣传栏等开展普法教育，ED屏滚动播放标语。\n" * 2
    at = len("利用各类".encode("gb18030"))
    data = bytearray(sound.encode("gb18030"))
    data[at] = ord("M")
    decoded = decode(bytes(data))
    assert decoded.text[:6] == "利用各类M\ufffd"
    assert decoded.text[6:] == sound[5:]


def test_private_characters_are_no_damage():
    text = "户主\ue863\ue4c6（用字不在字库）等\ue000三人反映的问题已经办结。\n" * 3
    decoded = decode(text.encode("gb18030"))
    assert decoded[:4] == (text, "gb18030", False, ())


@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf-32-le"])
def test_a_replacement_character_of_the_file_is_no_damage(encoding: str):
    text = "这里原有一个字\ufffd，" + REPORT
    decoded = decode(encode(text, encoding, bom=encoding == "utf-32-le"))
    assert (decoded.text, decoded.damage) == (text, ())


def test_damage_beside_replacement_characters_of_the_file():
    data = "原有\ufffd".encode() + b"\xe5\xe5" + ("\ufffd也原有。" + REPORT).encode()
    decoded = decode(data)
    assert decoded.text.startswith("原有\ufffd\ufffd\ufffd\ufffd也原有。")
    assert decoded.damage == (Span(3, 5),)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("bom", [False, True])
def test_a_file_cut_short_loses_its_last_character_only(encoding: str, bom: bool):
    decoded = decode(encode(REPORT + "完", encoding, bom)[:-1])
    assert decoded.text == REPORT + "\ufffd"
    assert (decoded.encoding, decoded.bom) == (encoding, bom)
    assert decoded.damage == (Span(len(REPORT), len(REPORT) + 1),)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_large_files_are_decoded_whole_after_a_look_at_samples(encoding: str):
    text = "Appendix in English only.\n" * 200 + REPORT * 400
    assert decode(text.encode(encoding))[:4] == (text, encoding, False, ())


def test_large_junk_is_not_decoded():
    assert decode(bytes(range(256)) * 400).text == ""


def test_a_line_without_any_ascii_may_be_long_and_damaged():
    text = "依法行政工作报告" * 20_000
    data = bytearray(text.encode("gb18030"))
    data[100_001] = 0xFF
    decoded = decode(bytes(data))
    assert len(decoded.damage) == 1
    assert decoded.text[:50_000] == text[:50_000]
    assert len(decoded.text) - len(text) in (0, 1)

import pytest

from shufa_lint.report.authority import spell, spell_out


@pytest.mark.parametrize(
    ("short", "spelled"),
    [
        ("残留", "不属于公文内容的残留"),
        ("自洽", "文稿自身前后矛盾"),
        ("实务", "通常做法"),
        ("15835", "GB/T 15835—2011"),
        ("9704 7.3.3", "GB/T 9704—2012 第7.3.3条"),
        ("9704 9", "GB/T 9704—2012 第9章"),
        ("15834 B.3.1", "GB/T 15834—2011 附录B.3.1"),
        ("15834 B.3.1–B.3.4", "GB/T 15834—2011 附录B.3.1至B.3.4"),
        ("15834 B.3.1, B.3.7", "GB/T 15834—2011 附录B.3.1、附录B.3.7"),
        ("15834 4.8–4.15", "GB/T 15834—2011 第4.8至4.15条"),
        ("15834 4.5.3.5 通常", "GB/T 15834—2011 第4.5.3.5条（通常做法）"),
        ("条例9(7)", "《党政机关公文处理工作条例》第九条第（七）项"),
        ("条例9(11)(12)", "《党政机关公文处理工作条例》第九条第（十一）、（十二）项"),
        ("职责规定", "《党政主要负责人履行推进法治建设第一责任人职责规定》"),
        ("职责规定5、6", "《党政主要负责人履行推进法治建设第一责任人职责规定》第五条、第六条"),
        ("普法法38", "《中华人民共和国法治宣传教育法》第三十八条"),
        ("减负若干规定(2024)", "《整治形式主义为基层减负若干规定》（2024）"),
        ("实务（山东 2020 述法试点）", "通常做法（山东 2020 述法试点）"),
    ],
)
def test_spelled_for_people(short: str, spelled: str) -> None:
    assert spell(short) == spelled


@pytest.mark.parametrize("separator", ["；", "; ", ";"])
def test_several_keep_their_order(separator: str) -> None:
    assert spell(f"9704 7.3.3{separator}实务") == "GB/T 9704—2012 第7.3.3条；通常做法"


def test_on_a_page_a_standard_has_its_title() -> None:
    assert spell_out("9704 7.3.3；15834 5.1") == (
        "《党政机关公文格式》（GB/T 9704—2012）第7.3.3条；《标点符号用法》（GB/T 15834—2011）第5.1条"
    )
    assert spell_out("15835") == "《出版物上数字用法》（GB/T 15835—2011）"
    assert spell_out("条例9(7)") == spell("条例9(7)")


def test_clauses_of_one_standard_share_its_name() -> None:
    spelled = spell("15834 4.8；15834 B.3.8；9704 7.3.3")
    assert spelled == "GB/T 15834—2011 第4.8条、附录B.3.8；GB/T 9704—2012 第7.3.3条"


@pytest.mark.parametrize("words", ["本单位办文规定第三条", "9704 封面", "会议纪要(2024)12", ""])
def test_what_is_not_understood_stays(words: str) -> None:
    assert spell(words) == words.replace("9704", "GB/T 9704—2012")

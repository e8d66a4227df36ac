"""Drafts are saved into the share; answers appear beside them."""

import json
import os
import re
import stat
from datetime import timedelta, timezone
from pathlib import Path
from urllib.parse import unquote

import pytest

from shufa_lint.delivery import UndoneError
from shufa_lint.service.watch import moving
from shufa_lint.service.watch.disk import Modes
from shufa_lint.service.watch.history import change
from shufa_lint.service.watch.records import Entry, Key
from shufa_lint.service.watch.retention import GONE
from shufa_lint.service.watch.survey import SURVEY

from .conftest import CLEAN, FAULTY, Office

PAGE, SLIP = ".检查报告.html", ".检查单.json"


def overview(office: Office, unit: str = "") -> str:
    return (office.results / unit / "检查一览.html").read_text("utf-8")


def test_each_draft_has_its_results_beside_it(office: Office, word):
    faulty = word("关于学法情况的报告", "　　全年组织学法**次。")
    office.save("甲镇/述法报告.docx", faulty)
    office.save("乙镇/2024/述法报告.txt", CLEAN.format(3))
    with office.watching():
        office.pass_time(1.5)
        assert office.answered() == []
        office.pass_time(3)
    assert office.files() == {
        f"甲镇/述法报告{PAGE}",
        "甲镇/述法报告.检查.docx",
        f"乙镇/2024/述法报告{PAGE}",
        f"乙镇/2024/述法报告{SLIP}",
    }
    assert (office.share / "甲镇/述法报告.docx").read_bytes() == faulty, "the draft is not touched"
    assert "全年组织学法" in (office.results / f"甲镇/述法报告{PAGE}").read_text("utf-8")


def test_what_is_not_a_draft_is_left_alone(office: Office, word):
    for name in ("~$法报告.docx", "~WRL0003.tmp", ".~lock.a.docx#", "._a.txt", ".hidden.txt", "a.tmp", "a.docx.part"):
        office.save(name, CLEAN.format(1))
    office.save(".git/a.txt", CLEAN.format(1))
    office.save("检查结果/甲镇/a.txt", CLEAN.format(1))
    office.save("原稿.docx", word("关于学法情况的报告"))
    office.save("原稿.检查.docx", word("关于学法情况的报告"))
    with office.watching():
        office.pass_time(5)
    assert [path for path, _ in office.answered()] == ["原稿.docx"]


def test_mending_a_draft_replaces_its_results_and_the_page_tells_the_story(office: Office):
    office.save("甲镇/述法报告.txt", FAULTY.format(1))
    with office.watching():
        office.pass_time(5)
        assert "未通过" in overview(office)
        office.save("甲镇/述法报告.txt", CLEAN.format(1))
        office.pass_time(5)
        assert office.files() == {f"甲镇/述法报告{PAGE}", f"甲镇/述法报告{SLIP}"}
        office.save("甲镇/述法报告.txt", FAULTY.format(1))
        office.pass_time(5)
        assert office.files() == {f"甲镇/述法报告{PAGE}"}, "no 检查单 beside a draft that has not passed"
    page = overview(office)
    assert len(re.findall("<li>2026-11-21", page)) == 3
    assert "改好 1 处（星号占位 1）" in page and "新出现 1 处（星号占位 1）" in page
    assert [verdict for _, verdict in office.answered()] == ["未通过", "通过", "未通过"]


def test_a_units_page_holds_nothing_of_another_unit(office: Office):
    office.save("甲镇/甲镇述法报告.txt", "甲镇的述法报告\n　　全年组织学法**次。\n")
    office.save("乙镇/乙镇述法报告.txt", "乙镇的述法报告\n　　全年组织学法3次。\n")
    with office.watching():
        office.pass_time(5)
        assert "甲镇" in overview(office) and "乙镇" in overview(office)
        assert "乙镇" not in overview(office, "甲镇") and "甲镇" not in overview(office, "乙镇")
        assert f'href="./{"%E7%94%B2%E9%95%87%E8%BF%B0"}' in overview(office, "甲镇")
        (office.share / "乙镇/乙镇述法报告.txt").unlink()
        office.pass_time(GONE + 5)
    assert "乙镇" not in overview(office)
    assert not (office.results / "乙镇").exists()


@pytest.mark.parametrize("keep", [False, True])
def test_results_of_a_draft_that_is_deleted(office: Office, keep: bool):
    path = office.save("甲镇/报告.txt", CLEAN.format(1))
    with office.watching(keep_results=keep):
        office.pass_time(5)
        path.unlink()
        office.pass_time(GONE - 10)
        assert len(office.files()) == 2
        office.pass_time(20)
        assert len(office.files()) == (2 if keep else 0)
        office.save("甲镇/报告.txt", CLEAN.format(1))
        office.pass_time(5)
        assert len(office.files()) == 2


def test_results_that_somebody_deleted_come_back(office: Office):
    office.save("报告.txt", CLEAN.format(1))
    with office.watching():
        office.pass_time(5)
        for path in office.results.iterdir():
            path.unlink() if path.is_file() else [each.unlink() for each in path.iterdir()]
        office.pass_time(SURVEY + 10)
        assert office.files() == {f"报告{PAGE}", f"报告{SLIP}"} and overview(office)
    assert "lost" in office.told()


def test_a_copy_in_which_somebody_has_worked_is_not_overwritten(office: Office, word):
    office.save("报告.docx", word("关于学法情况的报告", "　　全年组织学法**次。"))
    with office.watching():
        office.pass_time(5)
        copy = office.results / "报告.检查.docx"
        copy.write_bytes(word("关于学法情况的报告", "　　我在批注的副本里改的。"))
        office.save("报告.docx", word("关于学法情况的报告", "　　全年组织培训**次。"))
        office.pass_time(5)
    assert {"报告.检查.docx", "报告.检查（有人改过）.docx"} <= office.files()


def test_one_configuration_counts_and_a_change_of_it_checks_all_again(office: Office):
    office.save("甲镇/报告.txt", FAULTY.format(1))
    office.save("甲镇/shufa-lint.toml", 'ignore = ["all"]\n')
    office.save("甲镇/shufa-lint.waivers.toml", "这不是 TOML")
    with office.watching():
        office.pass_time(5)
        assert office.answered() == [("甲镇/报告.txt", "未通过")], "what lies in the folder of a unit has no say"
        office.save("shufa-lint.toml", 'ignore = ["asterisk-placeholder"]\n')
        office.pass_time(5)
        assert office.answered()[1:] == [("甲镇/报告.txt", "通过")]
        office.save("shufa-lint.toml", 'ignore = ["asterisk-placeholdr"]\n')
        office.save("乙镇/报告.txt", CLEAN.format(1))
        office.pass_time(5)
        assert len(office.answered()) == 2 and office.told().count("misconfigured") == 1
        assert "asterisk-placeholder" in overview(office)
        office.save("shufa-lint.toml", 'ignore = ["asterisk-placeholder"]\nexclude = ["甲镇"]\n')
        office.pass_time(5)
        assert office.answered()[2:] == [("乙镇/报告.txt", "通过")]
        office.pass_time(GONE)
        assert "甲镇" not in overview(office)


def test_waivers_count_until_their_day(office: Office):
    office.save("甲镇/报告.txt", FAULTY.format(1))
    office.save("乙镇/报告.txt", FAULTY.format(2))
    with office.watching():
        office.pass_time(5)
        marks = {title: mark for mark, title in office.ledger().history("甲镇/报告.txt")[0].faults}
        waiver = (
            f'[[waiver]]\npath = "甲镇/报告.txt"\nrule = "asterisk-placeholder"\nfingerprint = "{marks["星号占位"]}"\n'
            'reason = "数字待核定"\nwho = "王平"\nuntil = 2026-11-22\n'
        )
        office.save("shufa-lint.waivers.toml", waiver)
        office.pass_time(5)
        assert office.answered()[2:] == [("甲镇/报告.txt", "通过")], "only the draft that it is about"
        slip = json.loads((office.results / f"甲镇/报告{SLIP}").read_text("utf-8"))
        assert slip["豁免"][0]["理由"] == "数字待核定" and slip["豁免"][0]["决定人"] == "王平"
        office.clock.day += timedelta(days=2)
        office.pass_time(5)
    assert office.answered()[3:] == [("甲镇/报告.txt", "未通过")]


def test_rules_of_the_offices_own_are_looked_at_for_changes(office: Office):
    office.save("报告.txt", CLEAN.format(1))
    office.save("shufa-lint.toml", 'rule-folders = ["规则"]\n')
    rule = (
        'id = "own-word"\ntitle = "自己的词"\ncheck = "pattern"\nseverity = "error"\nauthority = "实务"\n'
        'message = "有“{match}”"\nhint = "改掉。"\nwhy = """因为。"""\n[options]\npattern = \'PATTERN\'\n'
        '[[example]]\nname = "坏"\nbad = """⟦PATTERN⟧"""\n[[example]]\nname = "好"\ngood = """别的"""\n'
    )
    office.save("规则/own/own-word.toml", rule.replace("PATTERN", "没有的词"))
    with office.watching():
        office.pass_time(5)
        office.save("规则/own/own-word.toml", rule.replace("PATTERN", "组织学法"))
        office.pass_time(5)
    assert [verdict for _, verdict in office.answered()] == ["通过", "未通过"]


NAMES = [
    "表情😀🏛️.txt",
    "有 空格　和全角.txt",
    "长" * 83 + ".txt",
    "长" * 82 + "乙.txt",
    "引'\"&<b>.txt",
    "a.b.c.txt",
    "%41#?.txt",
]


def test_names_of_all_kinds(office: Office):
    for number, name in enumerate(NAMES):
        office.save(f"单 位/{name}", CLEAN.format(number))
    with office.watching():
        office.pass_time(6)
        assert len(office.answered()) == len(NAMES)
        assert len([name for name in office.files() if name.endswith(PAGE)]) == len(NAMES)
        links = re.findall(r'<a href="\./([^"]+)"', overview(office))
        from urllib.parse import unquote

        assert all((office.results / unquote(link)).is_file() for link in links) and len(links) == len(NAMES)
        assert "<b>" not in overview(office)


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text(office: Office):
    (Path(os.fsdecode(os.fsencode(office.share) + b"/\xb1\xa8\xb8\xe6.txt"))).write_text(FAULTY.format(1), "utf-8")
    with office.watching():
        office.pass_time(5)
    with office.watching():
        office.pass_time(5)
    assert len(office.answered()) == 1
    assert len(office.files()) == 1


def test_names_that_would_be_one(office: Office):
    for name in ("述法报告.txt", "述法报告.md", "Report.txt", "REPORT.txt", "述法报告.txt.md"):
        office.save(name, FAULTY.format(1))
    with office.watching():
        office.pass_time(5)
        found = {name.lower() for name in office.files()}
        assert len(found) == 5
        (office.share / "述法报告.md").unlink()
        (office.share / "述法报告.txt.md").unlink()
        office.pass_time(GONE + 5)
        assert f"述法报告{PAGE}" in office.files() and len(office.files()) == 3
    assert len(office.answered()) == 5, "they are called otherwise, not checked again"


def test_drafts_are_moved_where_they_belong_and_nothing_is_overwritten(office: Office):
    office.save("收件/甲镇/报告.txt", FAULTY.format(1))
    office.save("收件/乙镇/报告.txt", CLEAN.format(1))
    office.save("退回/甲镇/报告.txt", "别的")
    office.save("不在收件里.txt", CLEAN.format(1))
    with office.watching(move=True):
        office.pass_time(5)
        assert not [path for path in (office.share / "收件").rglob("*") if path.is_file()]
        assert (office.share / "退回/甲镇/报告.txt").read_text("utf-8") == "别的"
        assert (office.share / "退回/甲镇/报告（2）.txt").read_text("utf-8") == FAULTY.format(1)
        assert (office.share / "通过/乙镇/报告.txt").read_text("utf-8") == CLEAN.format(1)
        office.pass_time(GONE * 2)
        assert office.files() == {f"甲镇/报告{PAGE}", f"乙镇/报告{PAGE}", f"乙镇/报告{SLIP}"}
        assert "已经移到 退回/甲镇/报告（2）.txt" in overview(office)
        office.save("收件/甲镇/报告.txt", CLEAN.format(2))
        office.pass_time(5)
    assert (office.share / "通过/甲镇/报告.txt").exists()
    assert len(office.answered()) == 3 and "withdrawn" not in office.told()


def test_a_draft_that_cannot_be_moved_is_moved_later(office: Office):
    draft = office.save("收件/甲镇/报告.txt", CLEAN.format(1))
    (office.share / "通过").write_text("这是一个文件")
    with office.watching(move=True):
        office.pass_time(30)
        assert draft.exists() and office.told().count("unmoved") == 1
        (office.share / "通过").unlink()
        office.pass_time(10)
        assert (office.share / "通过/甲镇/报告.txt").exists() and not draft.exists()
    assert office.told().count("answered") == office.told().count("moved") == 1


def test_a_draft_that_was_not_moved_before_the_program_ended_is_moved_by_the_next(office: Office):
    draft = office.save("收件/报告.txt", CLEAN.format(1))
    (office.share / "通过").write_text("这是一个文件")
    with office.watching(move=True):
        office.pass_time(5)
    (office.share / "通过").unlink()
    with office.watching(move=True):
        office.pass_time(5)
    assert (office.share / "通过/报告.txt").exists() and not draft.exists()


def test_a_draft_handed_in_again_as_it_was_is_moved_again_and_not_judged(office: Office):
    with office.watching(move=True):
        for time in (None, 1):
            path = office.save("收件/报告.txt", CLEAN.format(1))
            if time:
                os.utime(path, (time, time))
            office.pass_time(10)
            assert not path.exists()
    assert {path.name for path in (office.share / "通过").iterdir()} == {"报告.txt", "报告（2）.txt"}
    assert len(office.pool.done) == 1


def test_results_of_a_draft_that_was_moved_are_not_those_of_another_of_its_name(office: Office):
    office.save("收件/报告.txt", CLEAN.format(1))
    with office.watching(move=True):
        office.pass_time(5)
        office.save("收件/报告.md", FAULTY.format(1))
        office.pass_time(5)
        assert office.files() == {f"报告.txt{PAGE}", f"报告.txt{SLIP}", f"报告.md{PAGE}"}


def test_saved_under_another_ending_and_the_first_one_deleted(office: Office):
    """What is taken away with the first one is not the answer to the second."""
    first = office.save("报告.txt", CLEAN.format(1))
    with office.watching():
        office.pass_time(5)
        office.save("报告.md", FAULTY.format(1))
        first.unlink()
        office.pass_time(5)
        assert office.files() == {f"报告.txt{PAGE}", f"报告.txt{SLIP}", f"报告.md{PAGE}"}
        office.pass_time(GONE + 5)
        assert office.files() == {f"报告{PAGE}"}
        assert "未通过" in (office.results / f"报告{PAGE}").read_text("utf-8")
        office.pass_time(SURVEY + 20, step=10)
    assert len(office.answered()) == 2 and "lost" not in office.told()


@pytest.mark.parametrize(
    ("path", "back"),
    [("报告.txt", "检查一览.html"), ("甲镇/报告.txt", "检查一览.html"), ("甲镇/所/报告.txt", "../检查一览.html")],
)
def test_a_page_leads_back_to_that_of_its_unit(office: Office, path: str, back: str):
    office.save(path, FAULTY.format(1))
    with office.watching():
        office.pass_time(5)
        page = office.results / path.replace(".txt", PAGE)
        (link,) = re.findall('<a href="([^"]*)">全部文稿', page.read_text("utf-8"))
        assert unquote(link) == f"./{back}"
        assert (page.parent / unquote(link)).resolve() == (
            office.results / path.rpartition("/")[0].partition("/")[0] / "检查一览.html"
        )
        assert (page.parent / back).exists()


def test_an_in_tray_that_somebody_has_deleted_is_waited_for(office: Office):
    office.save("收件/报告.txt", CLEAN.format(1))
    with office.watching(move=True):
        office.pass_time(5)
        (office.share / "收件").rmdir()
        office.pass_time(GONE * 2)
        office.save("收件/又一份.txt", CLEAN.format(2))
        office.pass_time(5)
    assert len(office.answered()) == 2
    assert office.told().count("unlisted") == 1 and "away" not in office.told()


def test_results_older_than_they_may_be_are_taken_away(office: Office):
    office.save("报告.txt", CLEAN.format(1))
    with office.watching(keep_days=30):
        office.pass_time(5)
        office.clock.day += timedelta(days=31)
        office.pass_time(3700, step=100)
        assert office.files() == set() and "过了保存期" in overview(office)
        assert office.ledger().history("报告.txt") == []
        office.save("报告.txt", CLEAN.format(2))
        office.pass_time(5)
        assert len(office.files()) == 2
    assert len(office.answered()) == 2, "it is not checked again for that"


def test_the_age_of_results_does_not_depend_on_the_time_zone(office: Office):
    office.save("报告.txt", CLEAN.format(1))
    with office.watching(keep_days=30):
        office.pass_time(5)
        elsewhere = office.clock.day + timedelta(days=30, hours=-3)
        office.clock.day = elsewhere.astimezone(timezone(timedelta(hours=12)))  # by its hands, later than 30 days
        office.pass_time(3700, step=100)
        assert len(office.files()) == 2
        office.clock.day += timedelta(hours=4)
        office.pass_time(3700, step=100)
        assert office.files() == set()


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions")
def test_who_may_read_what_is_written(office: Office):
    office.save("甲镇/报告.txt", CLEAN.format(1))
    with office.watching():
        office.pass_time(5)
    for path in (*office.results.rglob("*"), *office.state.rglob("*"), office.results, office.state):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions")
def test_results_for_the_group(office: Office):
    office.disk.modes = Modes(0o640, 0o2750)
    office.save("甲镇/报告.txt", CLEAN.format(1))
    before = os.umask(0o077)
    try:
        with office.watching():
            office.pass_time(5)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in office.results.rglob("*") if path.is_file()}
    assert modes == {0o640}
    assert stat.S_IMODE((office.results / "甲镇").stat().st_mode) & 0o777 == 0o750


def test_no_words_of_a_draft_in_the_log(office: Office):
    office.save("报告.txt", FAULTY.format(1).replace("组织", "绝不外传的字"))
    with office.watching():
        office.pass_time(5)
    assert "绝不外传的字" not in json.dumps([*office.events()], ensure_ascii=False)
    assert b"\xe7\xbb\x9d\xe4\xb8\x8d" not in b"".join(p.read_bytes() for p in office.state.rglob("*") if p.is_file())


def test_results_must_not_lie_where_drafts_do(office: Office):
    office.results = office.share
    with pytest.raises(UndoneError, match="另有一个目录"), office.watching():
        pass


def test_the_change_between_two_answers():
    key, other = Key("a", "1", "r"), Key("a", "2", "r")
    before = Entry(key, "", "", faults=(("f1", "缺号"), ("f2", "缺号"), ("f3", "星号")))
    assert change(None, other, ()) == ""
    assert (
        change(before, other, [("f3", "星号"), ("f4", "错字")])
        == "改好 2 处（缺号 2）；新出现 1 处（错字 1）；还有 1 处没改"
    )
    assert change(before, other, before.faults) == "还有 3 处没改"
    assert "规则" in change(before, Key("a", "1", "r2"), before.faults)


def test_moving_what_has_changed_meanwhile(office: Office):
    path = office.save("收件/报告.txt", "一")
    stamp = office.disk.stamp(str(path))
    office.save("收件/报告.txt", "二二")
    assert moving.move(str(office.share), "报告.txt", stamp, office.disk, passed=True) is None
    assert path.exists()

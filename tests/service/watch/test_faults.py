"""What goes wrong with a share, a disk, a clock or a draft loses no answer, doubles none, and ends no watcher."""

import errno
import os
from datetime import datetime, timedelta

import pytest

from shufa_lint.engine.pool import Lost
from shufa_lint.service.watch.retention import GONE
from shufa_lint.service.watch.settling import OPEN, PATIENCE
from shufa_lint.service.watch.share import SENTINEL
from shufa_lint.service.watch.survey import SURVEY

from .conftest import CLEAN, FAULTY, Office

PAGE = ".检查报告.html"


def fail_with(number: int):
    def fail(act: str, path: str) -> None:
        raise OSError(number, os.strerror(number), path)

    return fail


# The share


def test_a_share_that_goes_away_is_told_of_once_and_nothing_is_inferred(office: Office):
    office.save("报告.txt", CLEAN.format(1))
    office.save("甲镇/报告.txt", FAULTY.format(1))
    with office.watching():
        office.pass_time(5)
        before = office.files()
        hidden = office.root / "away"
        office.share.rename(hidden)
        office.share.mkdir()  # what a mount point looks like when nothing is mounted
        office.pass_time(GONE * 3)
        assert list(office.share.iterdir()) == []
        office.share.rmdir()
        office.pass_time(GONE * 3)
        hidden.rename(office.share)
        office.pass_time(GONE * 3)
        assert office.files() == before
        office.save("又一份.txt", CLEAN.format(2))
        office.pass_time(5)
    assert office.told().count("away") == office.told().count("back") == 1
    assert "withdrawn" not in office.told()
    assert [path for path, _ in office.answered()] == ["报告.txt", "甲镇/报告.txt", "又一份.txt"]


def test_a_share_that_fails_while_it_is_looked_at_is_no_evidence(office: Office):
    office.save("甲镇/报告.txt", CLEAN.format(1))
    office.save("乙镇/报告.txt", CLEAN.format(2))
    with office.watching():
        office.pass_time(5)
        for number in (errno.EHOSTDOWN, errno.ESTALE, errno.EIO):
            office.disk.fault = lambda act, path, number=number: (  # type: ignore[misc]
                fail_with(number)(act, path) if act == "entries" and path.endswith("镇/") else None
            )
            office.pass_time(GONE * 2)
        office.disk.fault = lambda act, path: None
        office.pass_time(GONE * 2)
    assert len(office.answered()) == 2
    assert {event["path"] for event in office.events("unlisted")} == {"甲镇/", "乙镇/"}
    assert "withdrawn" not in office.told()


def test_results_that_cannot_be_seen_are_not_gone(office: Office, monkeypatch: pytest.MonkeyPatch):
    office.save("甲镇/报告.txt", CLEAN.format(1))
    with office.watching():
        office.pass_time(5)
        real = os.scandir

        def refuse(path: str):  # type: ignore[no-untyped-def]
            if str(path).endswith("检查结果/甲镇"):
                raise OSError(errno.EIO, "Input/output error")
            return real(path)

        monkeypatch.setattr(os, "scandir", refuse)
        office.pass_time(SURVEY * 2, step=20)
        monkeypatch.undo()
        office.pass_time(SURVEY * 2, step=20)
    assert "lost" not in office.told() and len(office.answered()) == 1


def test_another_share_in_its_place_is_not_taken_for_it(office: Office):
    office.save("报告.txt", CLEAN.format(1))
    with office.watching():
        office.pass_time(5)
        (office.share / SENTINEL).write_text("shufa-lint " + "0" * 32)
        office.save("别人的.txt", CLEAN.format(1))
        office.pass_time(GONE * 2)
    assert len(office.answered()) == 1 and "away" in office.told()


def test_started_before_the_share_is_there_it_waits(office: Office):
    office.save("报告.txt", CLEAN.format(1))
    with office.watching():
        office.pass_time(5)
    hidden = office.root / "away"
    office.share.rename(hidden)
    office.share.mkdir()
    with office.watching():
        office.pass_time(GONE * 2)
        assert list(office.share.iterdir()) == []
        office.share.rmdir()
        hidden.rename(office.share)
        office.save("又一份.txt", CLEAN.format(2))
        office.pass_time(5)
    assert [path for path, _ in office.answered()] == ["报告.txt", "又一份.txt"]


# The disk


def test_answers_that_cannot_be_written_wait_and_are_not_lost(office: Office):
    """A full disk, or a folder that may only be read."""
    for n in range(3):
        office.save(f"{n}.txt", CLEAN.format(n))
    with office.watching():
        office.disk.fault = lambda act, path: fail_with(errno.ENOSPC)(act, path) if act == "write" else None
        office.pass_time(200)
        assert office.answered() == []
        assert len(office.pool.done) == 3, "what is judged is not judged again"
        office.disk.fault = lambda act, path: None
        office.pass_time(70)
        assert [path for path, _ in office.answered()] == ["0.txt", "1.txt", "2.txt"]
    assert office.told().count("unwritable") == office.told().count("writable") == 1
    assert "磁盘满了" in office.events("unwritable")[0]["reason"]


def test_results_that_somebody_has_open_on_windows_are_tried_again(office: Office, word):
    office.save("开着.docx", word("关于学法情况的报告", "　　全年组织学法**次。"))
    office.save("别的.txt", CLEAN.format(1))
    with office.watching():
        copy = "开着.检查.docx"
        office.disk.fault = lambda act, path: (
            fail_with(errno.EACCES)(act, path) if act == "write" and path.endswith(copy) else None
        )
        office.pass_time(30)
        assert [path for path, _ in office.answered()] == ["别的.txt"]
        office.disk.fault = lambda act, path: None
        office.pass_time(70)
    assert [path for path, _ in office.answered()] == ["别的.txt", "开着.docx"]
    assert copy in office.files()
    assert office.pool.done.count("开着.docx") == 1


def test_answers_that_wait_when_the_program_ends_are_given_by_the_next(office: Office):
    office.save("报告.txt", CLEAN.format(1))
    with office.watching():
        office.disk.fault = lambda act, path: fail_with(errno.EROFS)(act, path) if act == "write" else None
        office.pass_time(10)
    office.disk.fault = lambda act, path: None
    assert office.answered() == []
    with office.watching():
        office.pass_time(5)
    assert [path for path, _ in office.answered()] == ["报告.txt"]


def test_results_that_cannot_be_taken_away_keep_nothing_else_from_being_done(office: Office):
    for name in ("一.txt", "二.txt"):
        office.save(name, CLEAN.format(1))
    with office.watching():
        office.pass_time(5)
        office.disk.fault = lambda act, path: (
            fail_with(errno.EACCES)(act, path) if act == "remove" and path.endswith(f"一{PAGE}") else None
        )
        for name in ("一.txt", "二.txt"):
            (office.share / name).unlink()
        office.pass_time(GONE * 3)
        assert [event["path"] for event in office.events("withdrawn")] == ["二.txt"]
        seen = datetime.fromisoformat(office.ledger().get("seen"))
        assert office.clock.now() - seen < timedelta(seconds=GONE + 5), "it says that it is at work"
        office.disk.fault = lambda act, path: None
        office.pass_time(5)
    assert office.files() == set()
    assert office.told().count("unwritable") == 1


def test_results_folder_that_cannot_be_made(office: Office):
    office.save("报告.txt", CLEAN.format(1))
    office.results.write_text("这是一个文件")
    with office.watching():
        office.pass_time(20)
        assert office.answered() == []
        office.results.unlink()
        office.pass_time(20)
    assert [path for path, _ in office.answered()] == ["报告.txt"]


@pytest.mark.skipif(os.name == "nt", reason="links want a privilege")
def test_results_do_not_go_where_a_link_points(office: Office):
    office.save("甲镇/报告.txt", CLEAN.format(1))
    elsewhere = office.root / "别处"
    elsewhere.mkdir()
    with office.watching():
        office.results.mkdir(exist_ok=True)
        (office.results / "甲镇").symlink_to(elsewhere)
        office.pass_time(20)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="links want a privilege")
def test_links_are_no_drafts(office: Office):
    secret = office.root / "别处"
    secret.mkdir()
    (secret / "报告.txt").write_text(CLEAN.format(1), "utf-8")
    (office.share / "链接.txt").symlink_to(secret / "报告.txt")
    (office.share / "目录").symlink_to(secret)
    os.mkfifo(office.share / "管道.txt")
    with office.watching():
        office.pass_time(10)
    assert office.answered() == []


# The clock


@pytest.mark.parametrize("step", [timedelta(days=400), timedelta(days=-400), timedelta(hours=-1)], ids=str)
def test_steps_of_the_clock_do_no_harm(office: Office, step: timedelta):
    office.save("报告.txt", CLEAN.format(1))
    with office.watching():
        office.pass_time(1.5)
        office.save("又一份.txt", CLEAN.format(2))
        office.clock.day += step
        office.pass_time(1.0)
        assert [path for path, _ in office.answered()] in ([], ["报告.txt"])
        office.pass_time(4)
        office.clock.day -= step
        office.pass_time(GONE * 2)
    assert sorted(path for path, _ in office.answered()) == ["又一份.txt", "报告.txt"]
    assert "withdrawn" not in office.told()


# Drafts


def test_a_poisonous_draft_is_put_aside_after_three_tries_and_says_why(office: Office):
    office.save("坏的.txt", CLEAN.format(1))
    office.save("好的.txt", CLEAN.format(2))

    def fate(path: str) -> None:
        if path == "坏的.txt":
            raise Lost("crashed", "程序崩溃")

    office.pool.fate = fate
    with office.watching():
        office.pass_time(60)
        assert office.pool.done.count("坏的.txt") == 3
        assert office.told().count("failed") == 2 and office.told().count("quarantined") == 1
        assert ("好的.txt", "通过") in office.answered()
        assert "程序崩溃" in (office.results / f"坏的{PAGE}").read_text("utf-8")
        assert "查不了：程序崩溃" in (office.results / "检查一览.html").read_text("utf-8")
    with office.watching():
        office.pass_time(20)
        assert office.pool.done.count("坏的.txt") == 3, "it stays put aside"
        assert office.ledger().put_aside() == [("坏的.txt", "程序崩溃")]
        office.pool.fate = lambda path: None
        office.save("坏的.txt", CLEAN.format(3))
        office.pass_time(20)
    assert office.answered()[-1] == ("坏的.txt", "通过")
    assert office.files() == {f"坏的{PAGE}", f"好的{PAGE}", "坏的.检查单.json", "好的.检查单.json"}


def test_a_draft_that_was_put_aside_gets_its_answer_again_when_that_is_lost(office: Office):
    office.save("坏的.txt", CLEAN.format(1))

    def fate(path: str) -> None:
        raise Lost("crashed", "程序崩溃")

    office.pool.fate = fate
    with office.watching():
        office.pass_time(30)
        (office.results / f"坏的{PAGE}").unlink()
        office.pass_time(SURVEY + 60)
        assert office.files() == {f"坏的{PAGE}"}
    assert office.told().count("quarantined") == 2 and len(office.pool.done) == 6


def test_a_process_that_cannot_be_started_is_not_the_drafts_fault(office: Office):
    office.save("报告.txt", CLEAN.format(1))

    def fate(path: str) -> None:
        raise Lost("unstarted", "启动不了检查程序")

    office.pool.fate = fate
    with office.watching():
        office.pass_time(60)
        assert "quarantined" not in office.told()
        office.pool.fate = lambda path: None
        office.pass_time(10)
    assert [path for path, _ in office.answered()] == ["报告.txt"]


def test_renamed_while_it_is_read(office: Office):
    path = office.save("报告.txt", CLEAN.format(1))

    def rename(act: str, at: str) -> None:
        if act == "after read" and at.endswith("报告.txt") and path.exists():
            path.rename(path.with_name("定稿.txt"))

    office.disk.fault = rename
    with office.watching():
        office.pass_time(10)
    assert [path for path, _ in office.answered()] == ["定稿.txt"]


def test_changed_while_it_is_read(office: Office):
    path = office.save("报告.txt", CLEAN.format(1))
    changed = []

    def change(act: str, at: str) -> None:
        if act == "after read" and at.endswith("报告.txt") and not changed:
            changed.append(path.write_text(FAULTY.format(12345), "utf-8"))

    office.disk.fault = change
    with office.watching():
        office.pass_time(10)
    assert office.answered() == [("报告.txt", "未通过")]


def test_replaced_while_it_is_judged_the_last_one_counts(office: Office):
    office.save("报告.txt", CLEAN.format(1))
    saved = []

    def fate(path: str) -> None:
        if not saved:
            saved.append(office.save("报告.txt", FAULTY.format(12345)))

    office.pool.fate = fate
    with office.watching():
        office.pass_time(10)
    assert office.answered() == [("报告.txt", "通过"), ("报告.txt", "未通过")]
    assert office.files() == {f"报告{PAGE}"}


def test_a_slow_copy_is_answered_when_it_is_whole(office: Office):
    text = FAULTY.format(1).encode()
    with office.watching():
        for part in range(5):
            with (office.share / "慢.txt").open("ab") as file:
                file.write(text[len(text) * part // 5 : len(text) * (part + 1) // 5])
            office.pass_time(1.5, step=0.5)
            assert office.answered() == []
        office.pass_time(5)
    assert office.answered() == [("慢.txt", "未通过")]


def test_half_a_word_file_is_waited_for_but_not_for_ever(office: Office, word):
    whole = word("关于学法情况的报告", "　　现将有关情况报告如下。")
    office.save("半份.docx", whole[:-30])
    office.save("空的.txt", "")
    with office.watching():
        office.pass_time(PATIENCE - 10)
        assert office.answered() == []
        office.save("半份.docx", whole)
        office.pass_time(6)
        assert [path for path, _ in office.answered()] == ["半份.docx"]
        office.pass_time(PATIENCE)
        assert office.answered()[1:] == [("空的.txt", "未通过")]
        office.save("半份.docx", whole[:-30])
        office.pass_time(PATIENCE + 6)
    assert office.answered()[2:] == [("半份.docx", "未通过")]


def test_an_open_document_is_waited_for_but_a_forgotten_owner_file_is_not(office: Office):
    office.save("打开着的报告.txt", CLEAN.format(1))
    owner = office.save("~$开着的报告.txt", b"\x04owner")
    lock = office.save(".~lock.另一份.txt#", b",,,")
    office.save("另一份.txt", CLEAN.format(2))
    with office.watching():
        office.clock.day = office.clock.day.fromtimestamp(owner.stat().st_mtime, office.clock.day.tzinfo)
        office.pass_time(60)
        assert office.answered() == []
        assert "打开着" in (office.results / "检查一览.html").read_text("utf-8")
        lock.unlink()
        office.pass_time(3)
        assert [path for path, _ in office.answered()] == ["另一份.txt"]
        office.pass_time(OPEN)
        assert [path for path, _ in office.answered()] == ["另一份.txt", "打开着的报告.txt"]


def test_a_draft_that_another_program_keeps_to_itself_is_read_later(office: Office):
    """On Windows, opening it is refused as long as somebody writes it."""
    office.save("报告.txt", CLEAN.format(1))
    office.disk.fault = lambda act, path: (
        fail_with(errno.EACCES)(act, path) if act == "read" and path.endswith(".txt") else None
    )
    with office.watching():
        office.pass_time(30)
        assert office.told().count("busy") == 1
        office.disk.fault = lambda act, path: None
        office.pass_time(10)
    assert [path for path, _ in office.answered()] == ["报告.txt"]


# How Word and WPS save


def test_words_dance(office: Office, word):
    """A temporary file, the draft renamed to another one, the temporary file renamed to the draft."""
    first, second = (
        word("关于学法情况的报告", "　　全年组织学法**次。"),
        word("关于学法情况的报告", "　　全年组织学法3次。"),
    )
    path = office.save("报告.docx", first)
    with office.watching():
        office.pass_time(5)
        office.save("~WRD0001.tmp", second[:50])
        office.pass_time(1)
        office.save("~WRD0001.tmp", second)
        office.pass_time(1)
        path.rename(office.share / "~WRL0002.tmp")
        office.pass_time(GONE - 5)  # however slow
        (office.share / "~WRD0001.tmp").rename(path)
        office.pass_time(1)
        (office.share / "~WRL0002.tmp").unlink()
        office.pass_time(10)
    assert [path for path, _ in office.answered()] == ["报告.docx", "报告.docx"]
    assert "withdrawn" not in office.told()


def test_wps_writes_in_place_and_keeps_a_copy(office: Office):
    office.save("报告.txt", FAULTY.format(1))
    with office.watching():
        office.pass_time(5)
        office.save(".~报告.txt", FAULTY.format(1))
        office.save("报告.txt", "")
        office.pass_time(1)
        office.save("报告.txt", CLEAN.format(1))
        office.pass_time(1)
        (office.share / ".~报告.txt").unlink()
        office.pass_time(10)
    assert office.answered() == [("报告.txt", "未通过"), ("报告.txt", "通过")]


def test_saved_again_without_a_change_there_is_no_second_answer(office: Office):
    path = office.save("报告.txt", CLEAN.format(1))
    with office.watching():
        office.pass_time(5)
        os.utime(path, (1, 1))
        office.pass_time(5)
        office.save("报告.txt", CLEAN.format(1))
        office.pass_time(5)
    assert len(office.answered()) == 1 == len(office.pool.done)

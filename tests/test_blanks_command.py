"""``shufa-lint blanks`` and ``blanks fill`` as people use them."""

import csv
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from shufa_lint.engine.form import ANSWER, COLUMNS, DOCUMENT, GROUP, KEY, SENTENCE
from shufa_lint.text.width import cells

DRAFT = """\
关于推进法治建设情况的报告

　　2024年，在××县委的领导下，现将有关情况报告如下。
一、履职情况
（一）带头学法。全年学法**次，参加**人次，办结率达到**%。
（二）依法行政。××县政府印发《》，受理案件**件。
二、存在问题
　　=2+3，学习不够；@各股室整改**个问题。
"""
ANSWERS = {
    "××县委": "云岭",
    "学法【　】": "十二",
    "参加【　】": "300余人次",
    "达到【　】": "85.6%",
    "《【　】》": "法治建设要点",
    "受理案件【　】": "1,024",
    "各股室整改【　】": "3",
}
FILLED = """\
关于推进法治建设情况的报告

　　2024年，在云岭县委的领导下，现将有关情况报告如下。
一、履职情况
（一）带头学法。全年学法十二次，参加300余人次，办结率达到85.6%。
（二）依法行政。云岭县政府印发《法治建设要点》，受理案件1,024件。
二、存在问题
　　=2+3，学习不够；@各股室整改3个问题。
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, command: Run) -> Run:
    """Run the command in this process, in a folder with a draft; the exit code, stdout and stderr."""
    monkeypatch.setenv("COLUMNS", "80")
    Path("甲.txt").write_text(DRAFT, "utf-8")
    return command


def form(name: str) -> list[dict[str, str]]:
    """Return the rows of a form by the heads of their columns."""
    if name.endswith(".csv"):
        return list(csv.DictReader(io.StringIO(Path(name).read_text("utf-8-sig"), newline="")))
    heads, *rows = load_workbook(name).worksheets[0].iter_rows(values_only=True)
    return [{head: cell or "" for head, cell in zip(heads, row, strict=True)} for row in rows]


def answer(name: str, answers: dict[str, str], **changed: str) -> None:
    """Write *answers* into a form, each where its key is part of the sentence, and *changed* cells into each row."""
    rows = form(name)
    for row in rows:
        sentence = row[SENTENCE].replace("【　】县委", "××县委")
        row[ANSWER] = next((text for key, text in answers.items() if key in sentence), "")
        row.update(changed)
    save(name, rows)


def save(name: str, rows: list[dict[str, str]]) -> None:
    if name.endswith(".csv"):
        with Path(name).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return
    book = load_workbook(name)
    sheet = book.worksheets[0]
    sheet.delete_rows(2, sheet.max_row)
    for row in rows:
        sheet.append([row[head] for head in COLUMNS])
    for cell in sheet[KEY_COLUMN]:
        cell.data_type = "s"
    book.save(name)


KEY_COLUMN = "J"


# The list


def test_the_blanks_as_a_table_for_people(run: Run):
    code, out, err = run("blanks", "甲.txt")
    assert (code, err) == (0, "")
    assert "共 8 处要填：数量 4" in out
    assert "第5行" in out and "全年学法【　】次" in out
    assert "“××县”有 2 处" in out
    assert all(cells(line) <= 80 for line in out.splitlines())


def test_a_document_without_blanks(run: Run):
    Path("乙.txt").write_text(FILLED, "utf-8")
    assert run("blanks", "乙.txt")[:2][0] == 0
    assert "没有要填的空" in run("blanks", "乙.txt")[1]


def test_json(run: Run):
    Path("乙.txt").write_text(DRAFT, "utf-8")
    code, out, _ = run("blanks", "甲.txt", "乙.txt", "--output-format", "json")
    data = json.loads(out)
    assert code == 0 and data["schema_version"] == 1
    assert data["totals"]["files"] == 2 and data["totals"]["blanks"] == 16
    first, second = data["files"][0]["blanks"][:2]
    assert first["group"] == "××县" and first["kind"] == "place" and first["section"] == []
    assert (second["line"], second["unit"], second["needs"], second["text"]) == (5, "次", "count", "**")
    assert DRAFT[second["start"] : second["end"]] == "**"
    assert {"sentence", "fingerprint", "locator"} <= second.keys()


@pytest.mark.parametrize("name", ["form.xlsx", "form.csv"])
def test_a_form_is_chosen_by_the_name_of_its_file(run: Run, name: str):
    assert run("blanks", "甲.txt", "-o", name) == (0, "", "")
    rows = form(name)
    assert len(rows) == 8
    assert list(rows[0]) == list(COLUMNS)
    assert {row[DOCUMENT] for row in rows} == {"甲.txt"}
    assert [row[GROUP] for row in rows if row[GROUP]] == ["××县（2 处）"] * 2
    assert not any(row[ANSWER] for row in rows)


def test_the_same_blanks_give_the_same_bytes(run: Run):
    forms = []
    for name in ("a.xlsx", "b.xlsx"):
        run("blanks", "甲.txt", "-o", name)
        forms.append(Path(name).read_bytes())
    assert forms[0] == forms[1]


def test_no_cell_is_a_formula(run: Run):
    Path("=1+1.txt").write_text("一、履职\n　　=1+1，@全年学法**次。\n　　-全年用法**次。\n　　＝普法**次。\n", "utf-8")
    run("blanks", "=1+1.txt", "-o", "a.csv")
    run("blanks", "=1+1.txt", "-o", "a.xlsx")
    text = Path("a.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    for row in csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "＝", "\t")) for cell in row)
    for row in load_workbook("a.xlsx").worksheets[0].iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n") and (cell.value is None or cell.data_type == "s")
            assert cell.quotePrefix == str(cell.value or "").startswith(("=", "+", "-", "@", "＝"))


def test_the_workbook_is_made_to_be_filled_in_and_printed(run: Run):
    run("blanks", "甲.txt", "-o", "a.xlsx")
    book = load_workbook("a.xlsx")
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2" and sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.column_dimensions[KEY_COLUMN].hidden
    assert all(cell.alignment.wrap_text for cell in sheet["D"])
    assert all(cell.number_format == "@" for cell in sheet["I"])
    rules = sheet.data_validations.dataValidation
    assert {rule.prompt[:2] for rule in rules} >= {"数，", "0 ", "规范"}
    assert sum(len(list(area.cells)) for rule in rules for area in rule.sqref.ranges) == 8
    assert book.worksheets[1]["A1"].value == "怎样填这张表"


# Filling in


@pytest.mark.parametrize("name", ["form.xlsx", "form.csv"])
def test_the_answers_go_in_and_nothing_else_changes(run: Run, name: str):
    run("blanks", "甲.txt", "-o", name)
    answer(name, ANSWERS)
    code, out, err = run("blanks", "fill", "甲.txt", name, "-o", "填好.txt")
    assert (code, err) == (0, "")
    assert "填了 8 处，写到 填好.txt" in out and "没有要填的空了" in out
    assert Path("填好.txt").read_text("utf-8") == FILLED
    assert Path("甲.txt").read_text("utf-8") == DRAFT
    assert "占位" not in run("填好.txt", "--select", "placeholders")[1]


@pytest.mark.parametrize(
    ("encoding", "newline", "mode"),
    [("utf-8", "\n", 0o640), ("utf-8-sig", "\r\n", 0o600), ("gb18030", "\r\n", 0o644), ("utf-16", "\r", 0o644)],
)
def test_in_place_keeps_encoding_newlines_and_mode(run: Run, encoding: str, newline: str, mode: int):
    Path("甲.txt").write_bytes(DRAFT.replace("\n", newline).encode(encoding))
    Path("甲.txt").chmod(mode)
    run("blanks", "甲.txt", "-o", "form.csv")
    answer("form.csv", ANSWERS)
    assert run("blanks", "fill", "甲.txt", "form.csv", "--in-place")[0] == 0
    assert Path("甲.txt").read_bytes() == FILLED.replace("\n", newline).encode(encoding)
    if os.name != "nt":
        assert stat.S_IMODE(Path("甲.txt").stat().st_mode) == mode


def test_what_does_not_fit_is_refused_row_by_row_and_what_is_open_stays(run: Run):
    run("blanks", "甲.txt", "-o", "form.xlsx")
    answer("form.xlsx", {"学法【　】": "很多", "参加【　】": "30", "达到【　】": "130%", "受理案件【　】": "12\n13"})
    code, out, _ = run("blanks", "fill", "甲.txt", "form.xlsx", "-o", "填好.txt")
    assert code == 1
    assert "填了 1 处" in out and "3 行的答案没有填" in out
    assert "表第 3 行：“很多”不是数量" in out
    assert "表第 5 行：130% 超过了 100%" in out
    assert "表第 8 行：里面有换行" in out
    assert "还有 7 处没填，其中 4 行没有答案" in out
    assert Path("填好.txt").read_text("utf-8") == DRAFT.replace("参加**人次", "参加30人次")


def test_one_answer_fills_a_group_unless_the_group_is_undone(run: Run):
    run("blanks", "甲.txt", "-o", "form.xlsx")
    answer("form.xlsx", {"××县委": "云岭"})
    run("blanks", "fill", "甲.txt", "form.xlsx", "-o", "a.txt")
    assert Path("a.txt").read_text("utf-8") == DRAFT.replace("××", "云岭")
    answer("form.xlsx", {"××县委": "云岭"}, **{GROUP: ""})
    run("blanks", "fill", "甲.txt", "form.xlsx", "-o", "b.txt")
    assert Path("b.txt").read_text("utf-8") == DRAFT.replace("××", "云岭", 1)


def test_answers_of_a_group_that_differ_fill_only_their_own(run: Run):
    Path("甲.txt").write_text("一、履职\n　　在××县学法，在××县用法，在××县普法。\n", "utf-8")
    run("blanks", "甲.txt", "-o", "form.csv")
    rows = form("form.csv")
    rows[0][ANSWER], rows[1][ANSWER] = "云岭", "青溪"
    save("form.csv", rows)
    assert run("blanks", "fill", "甲.txt", "form.csv", "-o", "a.txt")[0] == 1
    assert "在云岭县学法，在青溪县用法，在××县普法。" in Path("a.txt").read_text("utf-8")


def test_one_form_for_several_documents_in_any_order(run: Run):
    for folder in ("一局", "二局"):
        Path(folder).mkdir()
        Path(folder, "报告.txt").write_text(DRAFT, "utf-8")
    run("blanks", "一局", "二局", "-o", "form.csv")
    rows = form("form.csv")
    for row in rows:
        row[ANSWER] = ("11" if row[DOCUMENT].startswith("一局") else "22") if "学法【　】" in row[SENTENCE] else ""
    save("form.csv", rows[::-1])
    for folder, number in (("一局", "11"), ("二局", "22")):
        run("blanks", "fill", f"{folder}/报告.txt", "form.csv", "-o", f"{folder}.txt")
        assert Path(f"{folder}.txt").read_text("utf-8") == DRAFT.replace("学法**", f"学法{number}")
    Path("报告.txt").write_text(DRAFT, "utf-8")
    code, _, err = run("blanks", "fill", "报告.txt", "form.csv", "-o", "x.txt")
    assert code == 2 and "几份文稿都可能是" in err and "--document" in err
    run("blanks", "fill", "报告.txt", "form.csv", "-o", "x.txt", "--document", "二局/报告.txt")
    assert "学法22次" in Path("x.txt").read_text("utf-8")


def test_a_form_is_for_its_own_document(run: Run):
    Path("乙.txt").write_text(DRAFT + "补充一句。\n", "utf-8")
    run("blanks", "甲.txt", "-o", "form.csv")
    answer("form.csv", ANSWERS)
    code, _, err = run("blanks", "fill", "乙.txt", "form.csv", "-o", "x.txt")
    assert code == 2 and "表里没有 乙.txt，只有 甲.txt" in err and not Path("x.txt").exists()
    assert run("blanks", "fill", "乙.txt", "form.csv", "-o", "x.txt", "--document", "甲.txt")[0] == 0


def test_equal_sentences_are_told_apart_only_where_nothing_changed(run: Run):
    text = "一、履职\n　　全年学法**次。\n　　全年学法**次。\n"
    Path("甲.txt").write_text(text, "utf-8")
    run("blanks", "甲.txt", "-o", "form.csv")
    rows = form("form.csv")
    rows[0][ANSWER], rows[1][ANSWER] = "1", "2"
    save("form.csv", rows)
    assert run("blanks", "fill", "甲.txt", "form.csv", "-o", "a.txt")[0] == 0
    assert Path("a.txt").read_text("utf-8") == "一、履职\n　　全年学法1次。\n　　全年学法2次。\n"
    Path("甲.txt").write_text(text.replace("一、履职", "一、履职情况"), "utf-8")
    code, out, _ = run("blanks", "fill", "甲.txt", "form.csv", "-o", "b.txt")
    assert code == 1 and out.count("有几处一样的句子") == 2
    assert "**" in Path("b.txt").read_text("utf-8")


def test_rows_that_contradict_each_other_or_were_tampered_with(run: Run):
    run("blanks", "甲.txt", "-o", "form.csv")
    rows = form("form.csv")
    rows[1][ANSWER] = "5"
    rows[3][ANSWER], rows[3][KEY] = "80", rows[3][KEY][:-3]
    rows.append({**rows[1], ANSWER: "6"})
    save("form.csv", rows)
    code, out, _ = run("blanks", "fill", "甲.txt", "form.csv", "-o", "a.txt")
    assert code == 1 and "一处也没有填上" in out
    assert "表第 3 行：与第 10 行是同一个空" in out and "表第 5 行：“标识”一格改动过" in out
    assert Path("a.txt").read_bytes() == Path("甲.txt").read_bytes()


@pytest.mark.parametrize(("month", "day", "good"), [("2", "30", False), ("2", "29", True), ("十二", "三十一", True)])
def test_two_answers_must_make_a_date(run: Run, month: str, day: str, good: bool):
    Path("甲.txt").write_text("一、履职\n　　2024年**月**日召开会议。\n", "utf-8")
    run("blanks", "甲.txt", "-o", "form.csv")
    rows = form("form.csv")
    rows[0][ANSWER], rows[1][ANSWER] = month, day
    save("form.csv", rows)
    code, out, _ = run("blanks", "fill", "甲.txt", "form.csv", "-o", "a.txt")
    assert (code == 0) is good
    assert ("没有这一天" in out) is not good


def test_an_answer_that_is_a_placeholder_is_refused(run: Run):
    Path("甲.txt").write_text("一、履职\n　　工作由【待补充】负责，按【待定】办理。\n", "utf-8")
    run("blanks", "甲.txt", "-o", "form.csv")
    rows = form("form.csv")
    rows[0][ANSWER], rows[1][ANSWER] = "××局", "程序"
    save("form.csv", rows)
    code, out, _ = run("blanks", "fill", "甲.txt", "form.csv", "-o", "a.txt")
    assert code == 1 and "表第 2 行：答案里还有没填的记号" in out
    assert Path("a.txt").read_text("utf-8") == "一、履职\n　　工作由【待补充】负责，按程序办理。\n"


def test_a_character_that_the_encoding_lacks_is_refused(run: Run):
    Path("甲.txt").write_bytes("一、履職情況\n　　由××同志負責，全年學法**次，依法辦理有關案件。\n".encode("big5"))
    run("blanks", "甲.txt", "-o", "form.csv")
    rows = form("form.csv")
    rows[0][ANSWER], rows[1][ANSWER] = "李𠮷", "3"
    save("form.csv", rows)
    code, out, _ = run("blanks", "fill", "甲.txt", "form.csv", "-o", "a.txt")
    assert code == 1 and "里没有要写的字" in out
    assert "學法3次" in Path("a.txt").read_bytes().decode("big5")


def test_struck_names_are_left_to_their_fix(run: Run):
    Path("甲.txt").write_text("一、履职\n　　贯彻A法治思想，学法**次。\n", "utf-8")
    run("blanks", "甲.txt", "-o", "form.csv")
    answer("form.csv", {"学法【　】": "3"})
    code, out, _ = run("blanks", "fill", "甲.txt", "form.csv", "-o", "a.txt")
    assert code == 0 and "另有 1 处固定表述被屏蔽了字" in out


def test_what_to_check_is_not_what_is_blank(run: Run):
    Path("shufa-lint.toml").write_text('select = ["numbering"]\n', "utf-8")
    assert "共 8 处要填" in run("blanks", "甲.txt")[1]


# What cannot be done


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["blanks"], "没有说要看哪份文稿"),
        (["blanks", "没有.txt"], "没有.txt：没有这个文件"),
        (["blanks", "甲.txt", "-o", "甲.txt"], "是要看的文稿，不能覆盖它"),
        (["blanks", "甲.txt", "-o", "form.csv"], "里面也许有填好的答案"),
        (["blanks", "fill", "甲.txt"], "还缺 FORM"),
        (["blanks", "fill", "甲.txt", "form.csv"], "没有说填好写到哪里"),
        (["blanks", "fill", "甲.txt", "form.csv", "-o", "a.txt", "--in-place"], "不能与 --in-place 同时用"),
        (["blanks", "fill", "甲.txt", "form.csv", "-o", "./甲.txt"], "就是原稿"),
        (["blanks", "fill", "甲.txt", "form.csv", "-o", "form.csv", "--overwrite"], "是填好的表，不能覆盖它"),
        (["blanks", "fill", "甲.txt", "form.csv", "-o", "别的.txt"], "别的.txt 已经有了"),
        (["blanks", "fill", "没有.txt", "form.csv", "-o", "a.txt"], "没有.txt：没有这个文件"),
        (["blanks", "fill", "甲.txt", "没有.csv", "-o", "a.txt"], "没有.csv：没有这个文件"),
        (["blanks", "fill", "甲.txt", "别的.txt", "-o", "a.txt"], "不是 shufa-lint blanks 写的表"),
        (["blanks", "fill", "坏.txt", "form.csv", "-o", "a.txt"], "坏.txt："),
        (["blanks", "fill", "损.txt", "form.csv", "-o", "a.txt", "--document", "甲.txt"], "读不出来的字节"),
        (["blanks", "fill", "甲.txt", "form.csv", "-o", "no/a.txt"], "写不了"),
    ],
)
def test_what_cannot_be_done(run: Run, arguments: list[str], words: str):
    run("blanks", "甲.txt", "-o", "form.csv")
    Path("别的.txt").write_text("这不是表，是别的文稿，不能被覆盖。\n", "utf-8")
    Path("坏.txt").write_bytes(b"\x00\x01\x02" * 300)
    Path("损.txt").write_bytes(DRAFT.encode() + b"\xff\xfe\xff" + "落实到位。\n".encode())
    before = {path: path.read_bytes() for path in Path().iterdir()}
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1 and words in err
    assert before == {path: path.read_bytes() for path in Path().iterdir()}


def test_overwrite(run: Run):
    run("blanks", "甲.txt", "-o", "form.csv")
    assert run("blanks", "甲.txt", "-o", "form.csv", "--overwrite")[0] == 0
    Path("a.txt").write_text("旧\n", "utf-8")
    assert run("blanks", "fill", "甲.txt", "form.csv", "-o", "a.txt", "--overwrite")[0] == 1
    assert Path("a.txt").read_text("utf-8") == DRAFT


def test_a_document_that_cannot_be_read_is_named_and_the_others_go_on(run: Run):
    Path("坏.txt").write_bytes(b"\x00\x01\x02" * 300)
    code, out, err = run("blanks", "甲.txt", "坏.txt")
    assert code == 1 and "共 8 处要填" in out and "坏.txt：" in err
    assert run("blanks", "坏.txt")[0] == 2


def test_only_what_needs_it_loads_the_library_for_tables(tmp_path: Path):
    (tmp_path / "甲.txt").write_text(DRAFT, "utf-8")
    code = (
        "import sys\nfrom shufa_lint.cli import main\nmain(['blanks', '甲.txt', '--output-format', 'csv'])\n"
        "print('openpyxl' in sys.modules, 'rich' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr.split() == ["False", "False"]

"""Word documents as a user meets them: copies with comments and with tracked changes, and filled blanks."""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from shufa_lint import cli
from shufa_lint.reading.word.read import open_word

LINES = (
    "云岭县司法局局长2024年述法报告",
    "现将2024年履行推进法治建设第一责任人职责情况报告如下：",
    "全年修定制度**项，走访群众（试行)若干。##paidbegin##",
    "学习A总书记讲话。",
    "云岭县司法局",
    "2024年12月20日",
)
Run = Callable[..., tuple[int, str, str]]


def draft(path: Path, lines: tuple[str, ...] = LINES) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path.read_bytes()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command in an empty folder; the exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["check", "--isolated", *arguments] if arguments[0] != "blanks" else arguments)
        return (code, *capfd.readouterr())

    return _run


def comments(path: Path) -> list[str]:
    return [comment.text for comment in docx.Document(str(path)).comments]


def test_the_findings_stand_as_comments_in_a_copy_and_the_report_is_as_ever(run: Run):
    data = draft(Path("稿.docx"))
    plain = run("稿.docx")
    code, out, err = run("--annotate", "稿.docx")
    assert (code, out) == plain[:2] and code == 1
    assert "带批注的副本：稿.检查.docx" in err
    assert Path("稿.docx").read_bytes() == data
    said = comments(Path("稿.检查.docx"))
    assert len(said) == out.count("稿.docx:")
    (stray,) = [words for words in said if "stray-marker" in words]
    head, *rest = stray.split("\n")
    assert head.startswith("【必须改】") and rest[0].startswith("改法：") and rest[-1].startswith("依据：")
    assert open_word(Path("稿.检查.docx").read_bytes()).text == open_word(data).text


def test_the_copy_alone_is_the_report(run: Run):
    draft(Path("稿.docx"))
    code, out, err = run("--output-format", "docx", "稿.docx")
    assert code == 1 and err == ""
    assert out.startswith("稿.docx → 稿.检查.docx：未通过：") and out.count("\n") == 1
    code, out, _ = run("--output-format", "docx", "--output-file", "给局长.docx", "--exit-zero", "稿.docx")
    assert code == 0 and "→ 给局长.docx" in out
    assert comments(Path("给局长.docx")) == comments(Path("稿.检查.docx"))


def test_a_folder_has_its_copies_in_another_one_and_checks_no_copy(run: Run):
    for name in ("甲", "乙"):
        Path(name).mkdir()
        draft(Path(name) / f"{name}.docx")
    Path("结果").mkdir()
    run("--annotate", "--output-dir", "结果", "甲", "乙")
    assert sorted(path.name for path in Path("结果").iterdir()) == ["乙.检查.docx", "甲.检查.docx"]
    run("--annotate", "甲")
    code, out, err = run("甲")
    assert code == 1 and "检查.docx:" not in out
    assert "有 1 份检查或修改的副本没有再查" in err
    assert run("甲/甲.检查.docx")[0] == 1


def test_what_somebody_has_worked_in_is_not_overwritten(run: Run):
    draft(Path("稿.docx"))
    run("--annotate", "稿.docx")
    run("--annotate", "稿.docx")
    copy = docx.Document("稿.检查.docx")
    copy.paragraphs[2].add_run("改过了")
    copy.save("稿.检查.docx")
    kept = Path("稿.检查.docx").read_bytes()
    code, out, err = run("--annotate", "稿.docx")
    assert code == 2 and "有人改过，没有覆盖" in err and "stray-marker" in out
    assert Path("稿.检查.docx").read_bytes() == kept


def test_fixes_are_tracked_changes_in_a_copy(run: Run):
    data = draft(Path("稿.docx"))
    code, out, err = run("--fix", "稿.docx")
    assert code == 1 and Path("稿.docx").read_bytes() == data
    assert "改好了 3 处，1 份 Word 文档另存了带修订的副本" in err and "稿.修改.docx" in err
    assert "misused-word" not in out and "asterisk-placeholder" in out
    mended = open_word(Path("稿.修改.docx").read_bytes()).text
    assert mended.splitlines()[2] == "全年修订制度**项，走访群众（试行）若干。"
    assert run("--fix", "稿.修改.docx")[2].startswith("shufa-lint：没有可以直接改的地方")


def test_the_difference_is_that_of_the_text(run: Run):
    data = draft(Path("稿.docx"))
    code, out, err = run("--diff", "稿.docx")
    assert code == 1 and "文件没有动" in err
    assert "-全年修定制度**项" in out and "+全年修订制度**项" in out
    assert Path("稿.docx").read_bytes() == data
    assert list(Path().iterdir()) == [Path("稿.docx")]


def test_blanks_are_filled_in_with_their_formatting(run: Run):
    document = docx.Document()
    document.add_paragraph("云岭县司法局局长2024年述法报告")
    paragraph = document.add_paragraph("全年修订制度")
    paragraph.add_run("**").bold = True
    paragraph.add_run("项。")
    document.save("稿.docx")
    before = Path("稿.docx").read_bytes()
    run("blanks", "稿.docx", "-o", "表.csv")
    form = Path("表.csv").read_text("utf-8-sig").splitlines()
    heads, cells = (line.split(",") for line in form[:2])
    cells[heads.index("答案")] = "十二"
    Path("表.csv").write_text("\n".join([form[0], ",".join(cells)]) + "\n", "utf-8-sig")
    code, _, err = run("blanks", "fill", "稿.docx", "表.csv", "-o", "填好.txt")
    assert code == 2 and ".docx 结尾" in err
    code, out, err = run("blanks", "fill", "稿.docx", "表.csv", "-o", "填好.docx")
    assert (code, err) == (0, ""), out
    filled = docx.Document("填好.docx").paragraphs[1]
    assert [(piece.text, piece.bold) for piece in filled.runs if piece.text] == [
        ("全年修订制度", None),
        ("十二", True),
        ("项。", None),
    ]
    assert Path("稿.docx").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--annotate", "--fix", "稿.docx"), "--fix 不能与 --annotate 同时用"),
        (("--output-format", "docx", "--fix", "稿.docx"), "--output-format docx 不能与 --fix 同时用"),
        (("--output-dir", "结果", "稿.docx"), "--output-dir 要与"),
        (("--annotate", "--output-dir", "没有", "稿.docx"), "没有这个目录"),
        (("--output-format", "docx", "--output-file", "a.docx", "稿.docx", "又.docx"), "只能写一份副本"),
        (("--output-format", "docx", "--output-file", "稿.docx", "稿.docx"), "不能用结果覆盖它"),
        (("--annotate", "--output-dir", ".", "稿.docx", "别处/稿.docx"), "副本会同名"),
        (("--output-format", "docx", "稿.txt"), "写不了批注"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(run: Run, arguments: tuple[str, ...], words: str):
    data = draft(Path("稿.docx"))
    shutil.copy("稿.docx", "又.docx")
    Path("别处").mkdir()
    shutil.copy("稿.docx", "别处/稿.docx")
    Path("稿.txt").write_text("\n".join(LINES), "utf-8")
    code, _, err = run(*arguments)
    assert code == 2
    assert words in err and err.count("\n") == 1
    assert Path("稿.docx").read_bytes() == data


def test_a_text_among_word_documents_is_reported_without_a_copy(run: Run):
    Path("稿.txt").write_text("\n".join(LINES), "utf-8")
    code, out, err = run("--annotate", "稿.txt")
    assert code == 1 and "stray-marker" in out
    assert "稿.txt：不是能读的 Word 文档" in err and "写不了批注" in err


def test_standard_input_has_nothing_beside_it(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x")))
    code, _, err = run("--annotate", "-")
    assert code == 2 and "标准输入" in err

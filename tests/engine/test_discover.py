"""Which files in a folder are documents, and what is passed over: never in silence where it matters."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shufa_lint.engine.discover import Discovered, NoDocuments, discover
from shufa_lint.engine.gitignore import GitIgnore

Command = Callable[..., tuple[int, str, str]]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links and names of POSIX")


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("述法报告\n", "utf-8")


def found(folder: Path, *names: str, git: bool = True) -> list[str]:
    return relative(folder, discover(names or [str(folder)], lambda path: False, lambda path: git))


def relative(folder: Path, discovered: Discovered) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in discovered.paths]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A git work tree."""
    (tmp_path / ".git" / "info").mkdir(parents=True)
    return tmp_path


def test_what_programs_leave_beside_documents_is_no_document(tmp_path: Path):
    make(tmp_path, "报告.docx", "~$报告.docx", "~WRL0001.tmp", "~WRD0000.docx", ".~报告.docx", ".~lock.报告.docx#")
    make(tmp_path, "下载.docx.part", "下载.txt.crdownload", "._报告.txt", "a.txt.tmp", ".隐藏/b.txt", "图.png")
    assert found(tmp_path) == ["报告.docx"]


def test_copies_of_ours_are_no_documents_beside_the_original_or_in_a_folder_below(tmp_path: Path):
    make(tmp_path, "报告.docx", "报告.检查.docx", "批注/报告.检查.docx", "批注/别的.检查.docx")
    everything = discover([str(tmp_path)], lambda path: False)
    assert relative(tmp_path, everything) == ["批注/别的.检查.docx", "报告.docx"]
    assert everything.copies == 2


def test_git_has_its_way_in_a_work_tree(tree: Path):
    make(
        tree,
        "a.txt",
        "b.md",
        "草稿/c.txt",
        "草稿/留.txt",
        "县/旧/d.txt",
        "县/新/旧稿.txt",
        "县/新/e.txt",
        "县/新/要.md",
    )
    (tree / ".gitignore").write_text("# 说明\n*.md\n/草稿/*\n!/草稿/留.txt\n旧/\n", "utf-8")
    (tree / "县" / "新" / ".gitignore").write_text("旧稿.txt\n!要.md\n", "utf-8")
    assert found(tree) == ["a.txt", "县/新/e.txt", "县/新/要.md", "草稿/留.txt"]
    assert len(found(tree, git=False)) == 8
    assert found(tree, str(tree / "县")) == ["县/新/e.txt", "县/新/要.md"]


def test_files_and_globs_that_are_named_are_checked_whatever_git_says(tree: Path):
    make(tree, "a.md", "b.md")
    (tree / ".gitignore").write_text("*.md\n", "utf-8")
    assert found(tree, str(tree / "a.md")) == ["a.md"]
    assert found(tree, str(tree / "*.md")) == ["a.md", "b.md"]


def test_outside_a_work_tree_gitignore_is_a_file_like_any_other(tmp_path: Path):
    make(tmp_path, "a.md")
    (tmp_path / ".gitignore").write_text("*.md\n", "utf-8")
    assert found(tmp_path) == ["a.md"]


def test_a_folder_of_which_git_leaves_nothing_says_so(tree: Path):
    make(tree, "a.md")
    (tree / ".git" / "info" / "exclude").write_text("*.md\n", "utf-8")
    with pytest.raises(NoDocuments, match="gitignore"):
        found(tree)


_PATTERNS = (
    "a.txt", "/a.txt", "*.txt", "!*.txt", "*", "!*", "*/", "!*/", "/*", "x", "/x", "x/", "!x", "!x/", "x/*", "!x/a.txt",
    "**/深", "深/**", "!x/深", "x/**/b.txt", "空\\ 格.txt", "[ab].txt", "\\[b\\].txt", "临时?.txt", "[", "!", "#", "",
    "/x/深/*.txt", "!深/", "!a.txt", "x/**/a.txt", "?.txt",
)  # fmt: skip
_LINES = st.lists(st.sampled_from(_PATTERNS), max_size=6)


@pytest.mark.skipif(not shutil.which("git"), reason="compares with git")
@settings(max_examples=60)
@given(_LINES, _LINES)
def test_git_itself_says_the_same(tmp_path_factory: pytest.TempPathFactory, above: list[str], below: list[str]):
    folder = tmp_path_factory.getbasetemp() / "tree"
    if not folder.exists():
        make(
            folder,
            "a.txt",
            "b.txt",
            "x/a.txt",
            "x/c.txt",
            "x/深/a.txt",
            "x/深/b.txt",
            "空 格.txt",
            "[b].txt",
            "深/临时1.txt",
        )
        subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / ".gitignore").write_text("\n".join(above), "utf-8")
    (folder / "x" / ".gitignore").write_text("\n".join(below), "utf-8")
    git = ["git", "-C", str(folder), "ls-files", "-z", "--others", "--exclude-standard"]
    listed = subprocess.run(git, capture_output=True, check=True).stdout.decode().split("\0")
    try:
        ours = found(folder)
    except NoDocuments:
        ours = []
    assert ours == sorted(name for name in listed if name.endswith(".txt"))


def test_patterns_that_make_others_hang_do_not(tree: Path):
    (tree / ".gitignore").write_text("*a" * 30 + "b\n" + "**/" * 50 + "x\n[z-a]\n", "utf-8")
    assert not GitIgnore(str(tree)).ignores("a" * 250 + ".md")


@POSIX
def test_links_in_a_circle_end(tmp_path: Path):
    make(tmp_path, "a.txt", "县/b.txt")
    (tmp_path / "县" / "回").symlink_to(tmp_path)
    assert found(tmp_path) == ["a.txt", "县/b.txt"]
    assert found(tmp_path, str(tmp_path / "**" / "*.txt")) == ["a.txt", "县/b.txt"]


@POSIX
def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    make(tmp_path, "a.txt", "密/b.txt")
    opened = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("密"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", scandir)
    everything = discover([str(tmp_path)], lambda path: False)
    assert relative(tmp_path, everything) == ["a.txt"]
    assert everything.closed == (f"{tmp_path / '密'}：目录打不开（没有权限），里面的文稿没有检查",)


@POSIX
def test_a_folder_that_cannot_be_opened_is_exit_code_2(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    make(tmp_path, "卷/a.txt", "卷/密/b.txt")
    opened = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("密"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", scandir)
    code, output, complaints = command("卷", "--isolated", "--exit-zero")
    assert code == 2 and "a.txt" in output and "卷/密：目录打不开" in complaints


@POSIX
def test_names_that_are_no_text_can_be_shown(command: Command, tmp_path: Path):
    folder = tmp_path / "卷"
    make(folder, "好.txt")
    try:
        (Path(os.fsdecode(os.fsencode(folder) + b"/\xb1\xa8\xb8\xe6.txt"))).write_text(
            "述法报告\n　　学法**次。\n", "utf-8"
        )
    except OSError:
        pytest.skip("the file system takes Unicode only")
    for style in ("json", "concise", "full", "sarif", "markdown"):
        code, output, _ = command("卷", "--isolated", "--output-format", style)
        assert code == 1 and "asterisk-placeholder" in output
    assert command("卷", "--isolated", "--output-format", style, "--jobs", "2")[:2] == (code, output)
    code, output, _ = command("卷", "--isolated", "--show-files")
    assert code == 0 and len(output.splitlines()) == 2


def test_what_is_passed_over_is_told_and_can_be_switched_off(command: Command, tmp_path: Path):
    (tmp_path / ".git").mkdir()
    make(tmp_path, "卷/a.txt", "卷/b.md")
    (tmp_path / ".gitignore").write_text("*.md\n", "utf-8")
    code, output, complaints = command("卷", "--show-files")
    assert (code, output.split()) == (0, [str(Path("卷", "a.txt"))])
    assert "卷：有 1 项按 .gitignore 没有查" in complaints
    (tmp_path / "shufa-lint.toml").write_text("respect-gitignore = false\n", "utf-8")
    from shufa_lint import api

    api.forget_settings()
    _, output, complaints = command("卷", "--show-files")
    assert len(output.split()) == 2 and not complaints


def test_a_folder_without_documents_says_what_it_looks_for(tmp_path: Path):
    with pytest.raises(NoDocuments, match=r"\.docx、\.txt"):
        found(tmp_path)

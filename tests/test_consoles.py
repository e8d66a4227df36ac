"""Consoles of every kind: with colours or not, in GBK, in ASCII, without a crash and with signs that they have."""

import os
import pty
import re
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from shufa_lint.report.formats import FORMATS

DRAFT = """\
2023年度述法报告

一、履职情况
全年听取法治工作汇报**次，到××县调研𠮷**次。
（一）学法用法
三、下一步打算…›‸
"""
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")

_EVERYTHING = textwrap.dedent(
    """
    import sys
    from shufa_lint import arguments, cli
    lines = [[*verb.split(), "--help"] for verb in arguments.VERBS]
    lines += [["草稿.txt", "--output-format", name] for name in {formats!r}]
    lines += [
        ["草稿.txt", "--statistics", "--output-format", "full"], ["草稿.txt", "好.txt", "--output-format", "full"],
        ["草稿.txt", "--show-settings"], ["草稿.txt", "--show-files"], ["草稿.txt", "--diff", "--unsafe-fixes"],
        ["outline", "草稿.txt"], ["blanks", "草稿.txt"], ["blanks", "草稿.txt", "--output-format", "csv"],
        ["explain", "ordinal-gap"], ["explain", "invisible-character"], ["rules"], ["没有.txt"], ["--nonsense"],
        ["rules", "--profile", "没有"], ["waive", "草稿.txt", "ordinal-gap", "--reason", "看过𠮷"],
    ]
    codes = []
    for line in lines:
        for language in ("zh", "en"):
            try:
                codes.append(cli.main([*line, "--lang", language]))
            except SystemExit as leaving:
                codes.append(leaving.code)
    print("codes", sorted(set(codes)))
    """
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "草稿.txt").write_text(DRAFT, "utf-8")
    (tmp_path / "好.txt").write_text("关于学法情况的报告\n\n　　全年学法12次。\n", "utf-8")
    return tmp_path


def clean_environment(**more: str) -> dict[str, str]:
    """Return the environment without what decides about colours, encodings and formats."""
    decide = re.compile(
        "NO_COLOR|FORCE_COLOR|CLICOLOR|TTY_|PYTHON|LC_|LANG|COLUMNS|GITHUB_|SHUFA_LINT_|TERM$|COLORTERM"
    )
    return {name: value for name, value in os.environ.items() if not decide.match(name)} | {"TERM": "xterm"} | more


CONSOLES = {
    "gbk": {"PYTHONIOENCODING": "gbk"},
    "cp936, strict": {"PYTHONIOENCODING": "cp936:strict"},
    "ascii": {"PYTHONIOENCODING": "ascii:strict"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "the C locale": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}


@pytest.mark.parametrize("console", CONSOLES)
def test_no_console_breaks_the_program(console: str, folder: Path):
    """All verbs, formats and errors in one process, in both languages."""
    code = _EVERYTHING.format(formats=list(FORMATS))
    if console == "the C locale":  # where no file has a Chinese name
        code = code.replace("草稿", "draft").replace("没有", "no").replace("好", "clean")
        (folder / "草稿.txt").rename(folder / "draft.txt")
        (folder / "好.txt").rename(folder / "clean.txt")
    script = folder / "everything.py"
    script.write_text(code, "utf-8")
    environment = clean_environment(**CONSOLES[console])
    done = subprocess.run([sys.executable, str(script)], cwd=folder, env=environment, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode("gbk", "replace")[-2000:]
    assert b"Traceback" not in done.stderr
    assert "程序出错".encode("gbk") not in done.stderr and b"program error" not in done.stderr
    assert done.stdout.splitlines()[-1] == b"codes [0, 1, 2]"


def shown(console: str, folder: Path, *arguments: str) -> str:
    environment = clean_environment(**CONSOLES[console])
    command = [sys.executable, "-m", "shufa_lint", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=60)
    return done.stdout.decode(console.partition(",")[0])


def test_signs_of_the_program_are_signs_of_gbk(folder: Path):
    (folder / "plain.txt").write_text(DRAFT.replace("𠮷", "").replace("›‸", ""), "utf-8")
    for arguments in (["plain.txt", "--output-format", "full"], ["outline", "plain.txt"], ["rules"], ["--help"]):
        out = shown("gbk", folder, *arguments)
        assert "?" not in out.replace("--help", "")
    assert re.search(r"^  × 必须改 ordinal-gap", shown("gbk", folder, "rules"), re.M), "× takes two cells there"


def test_what_the_watcher_tells_people_is_in_the_encoding_of_their_console(folder: Path):
    (folder / "state").mkdir()
    shown("gbk", folder, "watch", ".", "--once", "--state-dir", "state")
    status = shown("gbk", folder, "watch", ".", "--status", "--state-dir", "state")
    assert "  文稿    2 份：通过 1，未通过 1" in status
    slip = next((folder / "检查结果").glob("好*.json"))
    assert shown("gbk", folder, "verify", str(slip), "好.txt").startswith("√ 属实：好.txt 检查通过")
    assert shown("gbk", folder, "verify", str(slip), "草稿.txt").startswith("× 核对不上：草稿.txt")


def test_ascii_has_english(folder: Path):
    out = shown("ascii", folder, "rules", "--lang", "en")
    assert "?" not in out
    assert re.search(r"^  x error   ordinal-gap +Gap in ordinals$", out, re.M)


def on_a_terminal(folder: Path, *arguments: str, environment: Mapping[str, str]) -> str:
    """Return what the command writes to a pseudo-terminal."""
    leader, follower = pty.openpty()
    try:
        command = [sys.executable, "-m", "shufa_lint", *arguments]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=follower, stderr=follower)
        os.close(follower)
        pieces = []
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # Linux says so when nobody holds the other end any more
                break
            if not piece:
                break
            pieces.append(piece)
        process.wait(30)
    finally:
        os.close(leader)
    return b"".join(pieces).decode("utf-8")


def colours(text: str) -> list[str]:
    """Return the escape sequences that set a colour."""
    return [found for found in _ESCAPE.findall(text) if re.search(r"[\[;](?:3[0-7]|9[0-7])(?:;|m)", found)]


def test_a_terminal_has_colours_unless_told_otherwise(folder: Path):
    plain = on_a_terminal(folder, "草稿.txt", environment=clean_environment())
    assert colours(plain)
    for more in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        told = on_a_terminal(folder, "草稿.txt", environment=clean_environment(**more))
        assert not colours(told), more
        assert ">>" in told and "<<" in told, "without colours the words at fault stand between signs"
    assert colours(on_a_terminal(folder, "草稿.txt", environment=clean_environment(NO_COLOR="")))


def test_colours_can_be_forced_into_a_pipe(folder: Path):
    command = [sys.executable, "-m", "shufa_lint", "草稿.txt", "--output-format", "full"]

    def piped(**more: str) -> str:
        done = subprocess.run(command, cwd=folder, env=clean_environment(**more), capture_output=True, timeout=60)
        return done.stdout.decode("utf-8")

    assert not _ESCAPE.search(piped())
    assert colours(piped(FORCE_COLOR="1"))
    assert not colours(piped(FORCE_COLOR="1", NO_COLOR="1"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_has_no_colours_and_fits(folder: Path, language: str):
    out = on_a_terminal(folder, "--help", "--lang", language, environment=clean_environment(FORCE_COLOR="1"))
    assert not _ESCAPE.search(out)

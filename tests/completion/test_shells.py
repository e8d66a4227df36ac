"""Completion, asked of the shells themselves: verbs, options, values, file names, and what each means."""

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from shufa_lint import arguments
from shufa_lint.completion.grammar import FILES, FOLDERS, WORDS, Grammar, Option, Value, Verb
from shufa_lint.completion.zsh import script as zsh_script
from shufa_lint.rulebook.load import load_rulebook
from shufa_lint.verbs.completion import TAKES, grammar

Run = Callable[..., tuple[int, str, str]]
Ask = Callable[[str], list[str]]

FOLDER = "各单位 报送"
DRAFT = "述法 报告.txt"


def shell(name: str) -> str:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    return program


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scripts")
    told = grammar()
    for name in arguments.SHELLS:
        (folder / name).write_text(import_module(f"shufa_lint.completion.{name}").script(told), "utf-8")
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / DRAFT).touch()
    (tmp_path / FOLDER).mkdir()
    (tmp_path / "rules.txt").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


@pytest.fixture
def bash(scripts: Path, here: Path) -> Ask:
    program = shell("bash")

    def ask(line: str) -> list[str]:
        """Split the line as readline does, at ``=`` too, and call the function as readline does."""
        *before, last = line.split(" ")
        words = [part for word in [*before, last] for part in re.findall(r"=|[^=]+", word) or [""]]
        code = f"source {scripts / 'bash'}; COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; _shufa_lint"
        done = subprocess.run(
            [program, "--norc", "-c", f'{code}; printf "%s\\n" "${{COMPREPLY[@]}}"'],
            capture_output=True, text=True, timeout=20, check=True,
        )  # fmt: skip
        assert done.stderr == ""
        return [word.strip() for word in done.stdout.splitlines() if word]

    return ask


@pytest.fixture
def fish(scripts: Path, here: Path) -> Ask:
    program = shell("fish")

    def ask(line: str) -> list[str]:
        code = f"source {scripts / 'fish'}; complete -C {shlex.quote(line)}"
        environment = {**os.environ, "HOME": str(here), "XDG_CONFIG_HOME": str(here / ".config")}
        done = subprocess.run(
            [program, "--no-config", "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    return ask


@pytest.fixture
def zsh(scripts: Path, here: Path) -> Iterator[Ask]:
    """A shell at a terminal: what it writes after the line and a Tab."""
    pexpect = pytest.importorskip("pexpect")
    program = shell("zsh")
    environment = {**os.environ, "HOME": str(here), "ZDOTDIR": str(here), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    terminal = pexpect.spawn(
        program, ["-f"], env=environment, encoding="utf-8", timeout=20, dimensions=(400, 200), cwd=str(here)
    )
    setup = "PS1='READY ' PS2='' LISTMAX=0; unsetopt list_ambiguous prompt_cr prompt_sp list_beep"
    terminal.sendline(
        f"{setup}; autoload -U compinit && compinit -u -D; source {shlex.quote(str(scripts / 'zsh'))}; print DO''NE"
    )
    terminal.expect_exact("DONE")

    def ask(line: str) -> list[str]:
        terminal.sendline("print MA''RK")
        terminal.expect_exact("MARK")
        terminal.expect_exact("READY ")
        terminal.send(f"{line}\t")
        terminal.send("\x15print EN''D\r")  # ^U: the list has been written when this line is carried out
        terminal.expect_exact("END")
        return [text.strip() for text in terminal.before.splitlines() if text.strip()]

    yield ask
    terminal.close(force=True)


def words(lines: list[str]) -> set[str]:
    return {re.split(r"\t| +-- |  +", line.strip())[0] for line in lines}


# What is asked, and what every shell must and must not say


CASES = {
    "shufa-lint ou": ({"outline"}, {"rules"}),
    "shufa-lint --out": ({"--output-format", "--output-file", "--output-dir"}, {"--profile"}),
    "shufa-lint check --fai": ({"--fail-on"}, set()),
    "shufa-lint --fail-on ": ({"error", "warning", "info", "never"}, {"full", "--fix", DRAFT}),
    "shufa-lint --output-format s": ({"sarif"}, {"json"}),
    "shufa-lint --profile shu": ({"shufa-report"}, {"notice"}),
    "shufa-lint explain ordinal-g": ({"ordinal-gap"}, {"ordinal-repeat"}),
    "shufa-lint waive a.txt ordinal-g": ({"ordinal-gap"}, set()),
    "shufa-lint --select numb": ({"numbering"}, {"placeholders"}),
    "shufa-lint --select numbering,lone-ch": ({"numbering,lone-child"}, set()),
    "shufa-lint blanks fi": ({"fill"}, set()),
    "shufa-lint blanks fill --doc": ({"--document"}, {"--fix"}),
    "shufa-lint completion ": ({"bash", "zsh", "fish", "powershell"}, {DRAFT}),
    "shufa-lint schema wai": ({"waivers"}, set()),
    "shufa-lint outline --output-format ": ({"full", "json"}, {"sarif"}),
    "shufa-lint --fail-on=warn": ({"warning"}, {"error"}),
}  # fmt: skip


def told(answer: set[str]) -> set[str]:
    """The words without what was there already: fish gives the whole of ``--fail-on=warning`` back."""
    return {word.removeprefix("--fail-on=") for word in answer}


@pytest.mark.parametrize("line", CASES)
def test_bash(bash: Ask, line: str):
    must, must_not = CASES[line]
    answer = told(set(bash(line)))
    assert must <= answer and not must_not & answer


@pytest.mark.parametrize("line", CASES)
def test_fish(fish: Ask, line: str):
    must, must_not = CASES[line]
    answer = told(words(fish(line)))
    assert must <= answer and not must_not & answer


def test_zsh(zsh: Ask):
    """In one shell, since it takes a while to start; one candidate alone is put into the line."""
    for line, (must, must_not) in CASES.items():
        written = " ".join(zsh(line)).split()
        answer = told({*written, *(word.rstrip(",=") for word in written)})
        assert must <= answer, (line, written)
        assert not must_not & (answer - set(line.split())), (line, written)


def test_bash_at_a_terminal_quotes_file_names(scripts: Path, here: Path):
    pexpect = pytest.importorskip("pexpect")
    environment = {**os.environ, "PS1": "READY ", "INPUTRC": "/dev/null", "TERM": "dumb", "HOME": str(here)}
    terminal = pexpect.spawn(shell("bash"), ["--norc"], env=environment, encoding="utf-8", timeout=20, cwd=str(here))
    try:
        terminal.sendline(
            f"bind 'set enable-bracketed-paste off'; source {scripts / 'bash'}; "
            "shufa-lint() { printf '<%s>' \"$@\"; }"
        )
        for typed, arguments_ in {
            "shufa-lint 述\t": f"<{DRAFT}>",
            "shufa-lint --prof\tshufa-r\t述\t": f"<--profile><shufa-report><{DRAFT}>",
            "shufa-lint --output-dir 各\t": f"<--output-dir><{FOLDER}",
            "shufa-lint --fail-on=warn\t述\t": f"<--fail-on=warning><{DRAFT}>",
            "shufa-lint blanks fill 述\trule\t": f"<blanks><fill><{DRAFT}><rules.txt>",
        }.items():
            terminal.send(typed + "\r")
            terminal.expect_exact(arguments_)
    finally:
        terminal.close(force=True)


def test_bash_and_fish_name_files_where_documents_stand(bash: Ask, fish: Ask):
    for line in ("shufa-lint 述", "shufa-lint check --fix 述"):
        assert DRAFT.split()[0] in "".join(fish(line))
    assert set(bash("shufa-lint ru")) == {"rules", "rules.txt"}
    assert any(FOLDER in line for line in bash("shufa-lint --output-dir 各"))


def test_fish_and_zsh_say_what_words_mean(fish: Ask, zsh: Ask):
    assert "explain\t说明一条规则" in "\n".join(fish("shufa-lint ex"))
    assert "ordinal-gap\t序号缺号" in fish("shufa-lint explain ordinal-g")
    assert any(line.startswith("--exit-zero\t有要改的也退出 0") for line in fish("shufa-lint --ex"))
    listed = "\n".join(zsh("shufa-lint --f"))
    assert "--fix" in listed and "不影响原意" in listed
    assert "序号缺号" in "\n".join(zsh("shufa-lint explain ordinal-"))


# What the scripts are made of


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_shell_takes_the_script(name: str, scripts: Path):
    assert (
        subprocess.run([shell(name), "-n", scripts / name], capture_output=True, timeout=20, check=True).stderr == b""
    )


def test_powershell_reads_ascii_whatever_the_code_page(scripts: Path):
    text = (scripts / "powershell").read_text("ascii")
    (data,) = re.findall(r"ConvertFrom-Json '(.*)'$", text, re.M)
    told = json.loads(data)
    assert set(told["verbs"]) == set(arguments.VERBS)
    assert ["ordinal-gap", load_rulebook().entries["ordinal-gap"].title] in told["lists"]["rules"]
    assert text.count("{") == text.count("}") and text.count("(") == text.count(")")


def test_powershell_completes(scripts: Path, here: Path):
    program = shell("pwsh")
    ask = "(TabExpansion2 'shufa-lint explain ordinal-g' 28).CompletionMatches.CompletionText"
    command = [program, "-NoProfile", "-Command", f". {scripts / 'powershell'}; {ask}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["ordinal-gap"]


def test_everything_on_the_command_line_is_in_the_grammar():
    told = grammar()
    for name in arguments.VERBS:
        (verb,) = [verb for verb in told.verbs if verb.name == name]
        named = {spelling for action in arguments.parser_of(name)._actions for spelling in action.option_strings}
        assert {spelling for option in verb.options for spelling in option.names} == named
    taken = {option.takes for verb in told.verbs for option in verb.options} | {p for v in told.verbs for p in v.places}
    assert taken - {None} <= {*told.lists, FILES, FOLDERS, WORDS}


def test_what_every_value_is_is_known():
    """A new word for a value belongs into ``TAKES``, so that it completes as files, rules or nothing at all."""
    actions = [action for verb in arguments.VERBS for action in arguments.parser_of(verb)._actions]
    named = {str(a.metavar) for a in actions if a.nargs != 0 and not a.choices and a.dest != "output_format"}
    assert named <= set(TAKES)


def test_words_that_a_shell_would_read_otherwise_are_quoted(tmp_path: Path):
    """Rules and helps are text: nothing in them is run."""
    evil = 'a\'b $(touch x) `touch x` [c] \\ "d": !e'
    made = Grammar(
        (Verb("check", evil, (Option(("--one",), evil, "evil"),), ("evil",), True), Verb("check all", evil)),
        {"evil": (Value("word", evil),)},
        "check",
        frozenset({"evil"}),
    )
    from shufa_lint.completion import bash, fish, powershell

    for name, script in {"zsh": zsh_script, "bash": bash.script, "fish": fish.script}.items():
        (tmp_path / name).write_text(script(made), "utf-8")
        lead = "compdef() { : }; " if name == "zsh" else ""
        call = "; __shufa_lint_evil" if name == "fish" else ""
        code = f"{lead}source ./{name}{call}"
        done = subprocess.run([shell(name), "-c", code], cwd=tmp_path, capture_output=True, timeout=20, check=True)
        assert done.stderr == b""
    assert "touch" in powershell.script(made) and not (tmp_path / "x").exists()


def test_the_command_prints_the_script_and_refuses_other_shells(command: Run, scripts: Path):
    assert command("completion", "fish") == (0, (scripts / "fish").read_text("utf-8"), "")
    code, out, err = command("completion", "tcsh")
    assert (code, out) == (2, "") and "bash" in err
    assert command("completion")[0] == 2

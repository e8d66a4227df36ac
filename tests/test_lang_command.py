"""``--lang en``: all that the program says of itself is English, what rules and documents say stays Chinese."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from shufa_lint import arguments
from shufa_lint.api import lint_path
from shufa_lint.report.authority import spell
from shufa_lint.report.formats import FORMATS
from shufa_lint.rulebook import load
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.rulebook.load import load_rulebook
from shufa_lint.text.language import CHINESE, ENGLISH, LANGUAGES, current, speak
from shufa_lint.text.width import cells

Command = Callable[..., tuple[int, str, str]]

HAN = re.compile(r"[\u3400-\u9fff]+")
CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")

DRAFT = """\
2023年度述法报告

现将2023年度履行推进法治建设第一责任人职责情况报告如下：

一、履职情况
全年听取法治工作汇报**次，到××县调研**次，出台制度**份，约谈×××同志。
##paidbegin##（一）学法用法
全年学法12次
三、下一步打算
"""
CLEAN = "关于学法情况的报告\n\n　　全年学法12次。\n"


@pytest.fixture
def draft(tmp_path: Path) -> str:
    (tmp_path / "draft.txt").write_text(DRAFT, "utf-8")
    (tmp_path / "clean.txt").write_text(CLEAN, "utf-8")
    return "draft.txt"


def unsaid(output: str, *sources: str) -> list[str]:
    """Return the Chinese of *output* that none of *sources* says. Lines may break anywhere."""
    said = re.sub(r"\s", "", "".join(sources))
    return [words for words in HAN.findall(output) if words not in said]


def of_findings(path: str) -> str:
    """Return all that rules say of the document."""
    found = lint_path(path).findings
    words = [(each.message, each.hint, spell(each.authority), *(label.text for label in each.labels)) for each in found]
    return "".join(word for each in words for word in each)


@pytest.mark.parametrize("verb", arguments.VERBS)
@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_help_fits_a_terminal(verb: str, language: str, command: Command):
    code, out, _ = command(*verb.split(), "--help", "--lang", language)
    assert code == 0
    assert max(map(cells, out.splitlines())) <= 80
    unquoted = re.sub(r"(?<!\w)'[^']*'", "", re.sub(r"\n +", "", out))  # names of files and folders are Chinese, too
    assert bool(HAN.search(unquoted)) == (language == CHINESE)
    if language == ENGLISH:
        assert not CJK.search(unquoted)


ERRORS = [
    "--nonsense draft.txt",
    "draft.txt --output-fromat json",
    "draft.txt --output-format nonsense",
    "draft.txt --output-format json --output-format csv",
    "draft.txt --output-format docx=x.docx",
    "draft.txt --output-format json=",
    "draft.txt --fail-on nothing",
    "draft.txt --as-of yesterday",
    "draft.txt --today 2022",
    "draft.txt --timeout soon",
    "draft.txt --config",
    "draft.txt --fix=yes",
    "draft.txt --select no-such-rule",
    "draft.txt --select no-such-*",
    "draft.txt --ignore ordinal-gpa",
    "draft.txt --profile shufa-reprot",
    "draft.txt --config missing.toml",
    "draft.txt --config x.toml --isolated",
    "draft.txt --config broken.toml",
    "draft.txt --config misspelt.toml",
    "draft.txt --config wrong.toml",
    "draft.txt --config elsewhere.toml",
    "draft.txt --show-settings --output-format sarif=x.sarif",
    "draft.txt --statistics --output-format junit",
    "draft.txt --output-format json=x --output-format csv=x",
    "draft.txt clean.txt --output-format docx --output-file x.docx",
    "draft.txt --annotate --output-dir nowhere",
    "draft.txt --annotate",
    "draft.txt --diff --output-file /nowhere/x",
    "outline missing.txt",
    "outline",
    "blanks",
    "blanks missing.txt",
    "blanks draft.txt --output-file draft.txt",
    "blanks draft.txt --output-file form.csv",
    "blanks fill draft.txt form.csv",
    "blanks fill draft.txt form.csv -o draft.txt",
    "blanks fill draft.txt form.csv -o form.csv",
    "blanks fill draft.txt form.csv -o clean.txt",
    "blanks fill draft.txt form.csv -o x.txt --in-place",
    "blanks fill missing.txt form.csv -o x.txt",
    "blanks fill draft.txt missing.csv -o x.txt",
    "blanks fill draft.txt draft.txt -o x.txt",
    "explain",
    "explain no-such-rule",
    "explain ordinal-gpa",
    "explain numbering",
    "rules --profile nonsense",
    "waive draft.txt ordinal-gap",
    "waive draft.txt no-such-rule --reason why",
    "waive draft.txt level-skip --reason why",
    "waive draft.txt ordinal-gap --reason why --at 1",
    "waive draft.txt ordinal-gap --reason why --until never",
    "waive missing.txt ordinal-gap --reason why",
    "waive - ordinal-gap --reason why",
]


@pytest.fixture
def configurations(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("select = [“all”]\n", "utf-8")
    (tmp_path / "misspelt.toml").write_text('selct = ["all"]\n', "utf-8")
    (tmp_path / "wrong.toml").write_text("exclude = 3\n", "utf-8")
    (tmp_path / "elsewhere.toml").write_text('rule-folders = ["../rules"]\n', "utf-8")
    (tmp_path / "form.csv").write_text("a,b\n1,2\n", "utf-8")


@pytest.mark.parametrize("line", ERRORS)
def test_errors_are_english(line: str, command: Command, draft: str, configurations: None):
    _, out, err = command(*line.split(), "--lang", "en")
    assert err.startswith("shufa-lint: ") or "--annotate" in line
    quoted = re.sub(r"'[^']*'|\( “ is", "", err)  # words of the user, of the form
    assert not CJK.search(quoted), err
    assert out == "" or "--annotate" in line


PAGES = {
    "full": "draft.txt --output-format full",
    "concise": "draft.txt --output-format concise",
    "grouped": "draft.txt clean.txt --output-format grouped",
    "markdown": "draft.txt clean.txt --output-format markdown",
    "csv": "draft.txt clean.txt --output-format csv",
    "several": "draft.txt clean.txt --output-format full",
    "statistics": "draft.txt --statistics --output-format full",
    "counts": "draft.txt --statistics --output-format concise",
    "settings": "draft.txt --show-settings",
    "files": "draft.txt --show-files",
    "difference": "draft.txt --diff --unsafe-fixes",
    "baseline": "draft.txt --write-baseline --reason why --show-waived --output-format full",
    "outline": "outline draft.txt",
    "blanks": "blanks draft.txt",
    "rules": "rules",
    "waive": "waive draft.txt ordinal-gap --reason why",
    "init": "init",
}


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_english_but_for_what_rules_and_documents_say(page: str, command: Command, draft: str):
    said = of_findings("draft.txt") + of_findings("clean.txt")
    code, out, err = command(*PAGES[page].split(), "--lang", "en")
    assert code in (0, 1)
    assert unsaid(out + err, DRAFT, CLEAN, said) == []
    assert not re.search("[，；：。]$", re.sub(r"\n(?=.)", "\n", err))


def test_the_page_of_a_rule_is_english_but_for_what_the_rule_says(command: Command):
    book = load_rulebook()
    for name in ("ordinal-gap", "annex-heading", "superseded-law", "unreadable-document", "rule-failure"):
        _, out, _ = command("explain", name, "--lang", "en")
        rule = book.rules[name]
        labels = set(re.findall(r"^(?! )([A-Z][A-Za-z ,]+?)(?:  [a-z-]+)?$", out, re.M))
        assert rule.title_en in labels
        assert labels & {"Why"}
        chapters = re.findall(r"^(?! )\S.*$", out, re.M)
        assert not [line for line in chapters if HAN.search(line)]


def test_answers_are_refused_in_english(command: Command, draft: str, tmp_path: Path):
    command("blanks", "draft.txt", "-o", "form.csv")
    form = (tmp_path / "form.csv").read_text("utf-8-sig").splitlines(keepends=True)
    assert form[0].startswith("序号,"), "the form stays Chinese"
    rows = [form[0], *(row[::-1].replace(",", ",?? ", 1)[::-1] for row in form[1:])]
    (tmp_path / "form.csv").write_text("".join(rows), "utf-8-sig")
    code, out, _ = command("blanks", "fill", "draft.txt", "form.csv", "-o", "filled.txt", "--lang", "en")
    assert code == 1
    assert out.startswith("Nothing was filled in, filled.txt is the same as the original\n")
    assert "'??' is not an answer; if there is nothing to say, reword the sentence" in out
    assert unsaid(out, DRAFT) == []


@pytest.mark.parametrize("name", [name for name, kind in FORMATS.items() if not kind.spoken])
def test_formats_for_programs_do_not_change(name: str, command: Command, draft: str):
    _, chinese, _ = command(draft, "clean.txt", "--output-format", name)
    _, english, _ = command(draft, "clean.txt", "--output-format", name, "--lang", "en")
    assert chinese == english


@pytest.mark.parametrize(
    "line",
    [
        "rules --output-format json",
        "outline draft.txt --output-format json",
        "blanks draft.txt --output-format json",
        "blanks draft.txt --output-format csv",
        "draft.txt --show-settings --output-format json",
        "draft.txt --show-files --output-format json",
        "draft.txt --statistics --output-format json",
        "schema rule",
    ],
)
def test_other_formats_for_programs_do_not_change_nor_do_forms(line: str, command: Command, draft: str):
    assert command(*line.split()) == command(*line.split(), "--lang", "en")


def test_the_copy_for_the_clerk_does_not_change(command: Command, tmp_path: Path):
    draft = Path(__file__).parents[1] / "fixtures" / "word-leftovers" / "draft.docx"
    copies = []
    for language in LANGUAGES:
        code, _, err = command(str(draft), "--annotate", "--output-dir", ".", "--lang", language, "--isolated")
        assert code in (0, 1)
        copies.append((tmp_path / "draft.检查.docx").read_bytes())
        assert err.startswith("shufa-lint: annotated copy: ") == (language == ENGLISH)
    assert copies[0] == copies[1]


def test_a_rule_is_named_by_its_english_title(command: Command, draft: str):
    _, out, _ = command(draft, "--output-format", "full", "--lang", "en")
    assert re.search(r"Authority: .*  ordinal-gap \(Gap in ordinals\)$", out, re.M)
    _, out, _ = command(draft, "--output-format", "csv", "--lang", "en")
    assert out.splitlines()[0].endswith(
        "Document,Line or paragraph,Column,Severity,Rule,Title,Message,Text,What to do,Authority,Section,Fingerprint"
    )
    assert ",ordinal-gap,Gap in ordinals," in out


def test_the_variable_names_a_language_and_the_option_another(
    command: Command, monkeypatch: pytest.MonkeyPatch, draft: str
):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "没有这个文件或目录" in command("missing.txt")[2], "the locale says nothing"
    monkeypatch.setenv("SHUFA_LINT_LANG", "en")
    assert command("outline", "missing.txt")[2] == "shufa-lint: missing.txt: no such file\n"
    assert command("outline", "missing.txt", "--lang=zh")[2] == "shufa-lint：missing.txt：没有这个文件\n"
    monkeypatch.setenv("SHUFA_LINT_LANG", "")
    assert command("outline", "missing.txt")[2] == "shufa-lint：missing.txt：没有这个文件\n"


def test_a_language_that_is_not_spoken_is_refused(command: Command, monkeypatch: pytest.MonkeyPatch, draft: str):
    code, out, err = command(draft, "--lang", "fr")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--lang" in err and "fr" in err and "zh" in err
    monkeypatch.setenv("SHUFA_LINT_LANG", "fr")
    for line in ([draft], ["--help"], ["rules"]):
        assert command(*line) == (2, "", "shufa-lint：环境变量 SHUFA_LINT_LANG 的值 'fr' 不对，可以写 zh、en\n")
    assert command("clean.txt", "--lang", "en")[0] == 0, "what the command line says counts"


def test_no_language_outlives_its_command(command: Command, draft: str):
    for line in (["outline", "missing.txt"], ["--help"], ["--nonsense"], ["clean.txt"]):
        command(*line, "--lang", "en")
        assert current() == CHINESE
    assert command("outline", "missing.txt")[2] == "shufa-lint：missing.txt：没有这个文件\n"


def test_processes_speak_the_language_of_the_command(command: Command, draft: str):
    one, two = (command(draft, "clean.txt", "--diff", "--lang", "en", "--jobs", jobs) for jobs in ("1", "2"))
    assert one == two
    assert command(draft, "clean.txt", "--jobs", "2")[1].endswith("提示\n")


def test_english_is_asked_for_before_anything_is_said():
    assert arguments.language(["--lang", "en", "--nonsense"]) == "en"
    assert arguments.language(["--lang=en", "--lang", "zh"]) == "zh"
    assert arguments.language(["--", "--lang", "en"]) is None
    assert arguments.language(["--lang"]) is None


def test_every_built_in_rule_and_profile_has_an_english_title():
    book = load_rulebook()
    titles = [entry.title_en for entry in book.entries.values()]
    assert len(set(titles)) == len(titles)
    for title in [*titles, *(profile.title_en for profile in book.profiles.values())]:
        assert 1 <= len(title.split()) <= 6
        assert title[0].isupper() and not title.endswith(".") and not CJK.search(title)
        capitals = {word for word in title.split()[1:] if word[0].isupper()}
        assert capitals <= {"Markdown", "Party", "A4"}, "sentence case"


OUTSIDE = """\
id = "house-word"
title = "本单位的词"
check = "pattern"
severity = "info"
authority = "实务"
message = "“{match}”不用"
why = "不用。"
[options]
pattern = '学法'
[[example]]
name = "坏"
bad = "⟦学法⟧。"
[[example]]
name = "好"
good = "普法。"
"""


def test_a_rule_of_ones_own_needs_no_english_title(command: Command, draft: str, tmp_path: Path):
    (tmp_path / "own" / "house").mkdir(parents=True)
    (tmp_path / "own" / "house" / "house-word.toml").write_text(OUTSIDE, "utf-8")
    (tmp_path / "shufa-lint.toml").write_text('rule-folders = ["own"]\n', "utf-8")
    _, out, _ = command("rules", "--lang", "en")
    assert re.search(r"· info    house-word +本单位的词$", out, re.M)
    assert "Gap in ordinals" in out


def test_a_built_in_rule_without_one_is_refused(tmp_path: Path):
    path = tmp_path / "house" / "house-word.toml"
    path.parent.mkdir()
    path.write_text(OUTSIDE, "utf-8")
    with pytest.raises(SpecificationError, match="缺少键 title_en"):
        load._rule(path, {}, outside=False)


def test_what_is_wrong_with_a_document_stays_chinese(command: Command, tmp_path: Path):
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    before = speak(ENGLISH)
    try:
        (finding,) = lint_path(tmp_path / "broken.docx").findings
    finally:
        speak(before)
    assert finding == lint_path(tmp_path / "broken.docx").findings[0]
    _, out, _ = command("broken.docx", "--output-format", "json", "--lang", "en")
    assert json.loads(out)["files"][0]["findings"][0]["message"] == finding.message

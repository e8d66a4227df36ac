"""The program's own words are Chinese, and English where that is asked for; a catalogue holds one for the other.

After words were added or changed: ``SHUFA_LINT_UPDATE=1 pytest tests/text/test_language.py`` puts the new ones into the
catalogue, with nothing in English, and takes out those that are gone; then write the English.
"""

import ast
import json
import os
import re
import string
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import shufa_lint
from shufa_lint.text import language
from shufa_lint.text.language import CHINESE, ENGLISH, in_chinese, speak, titled, tr

SOURCE = Path(shufa_lint.__file__).parent
CATALOGUE = SOURCE / "text" / "english.json"
HAN = re.compile(r"[\u3400-\u9fff，。、；：（）]")

OF_DOCUMENTS = {
    "checks/": "what checks find is worded by rules; reasons and word lists are Chinese like the documents",
    "outline/": "the words by which parts of a document are recognised",
    "reading/": "what is wrong with a document is told as a finding, which stays Chinese",
    "marking/": "comments stay Chinese: the copies go to the clerk who wrote the document",
    "engine/blanks.py": "patterns, and kinds of blanks as the rules' tables call them",
    "engine/examine.py": "what findings say",
    "engine/copies.py": "parts of the names of files",
    "engine/example_layout.py": "a model document",
    "engine/example.py": "a model document",
    "engine/lint.py": "what findings say",
    "engine/locators.py": "marks by which words are compared",
    "engine/model.py": "what the lines of a document are called, which is data",
    "engine/written_dates.py": "patterns, and false dates as findings have them",
    "report/authority.py": "authorities are cited as a clerk would cite them",
    "report/form/": "the form goes to the clerk, and is read back by the heads of its columns",
    "report/github.py": "a format for programs",
    "report/html/": "the page goes to the office that the document comes from",
    "report/junit.py": "a format for programs",
    "report/rdjson.py": "a format for programs",
    "report/remark.py": "comments stay Chinese: the copies go to the clerk who wrote the document",
    "report/rule_help.py": "help in SARIF, a format for programs",
    "report/rule_index.py": "the page rules/README.md, which is Chinese",
    "report/sarif.py": "a format for programs",
    "report/terminal/console.py": "signs for consoles that lack others",
    "report/visible.py": "signs",
    "rulebook/example_layout.py": "a model document",
    "rulebook/json_schema.py": "what editors show beside keys",
    "service/slip.py": "the slip goes with the document, and is read back by its words",
    "service/watch/answers.py": "names of files on the share",
    "service/watch/names.py": "names of files on the share",
    "service/watch/history.py": "pages on the share are Chinese, for those who put documents there",
    "service/watch/moving.py": "names of folders on the share",
    "service/watch/overview.py": "pages on the share are Chinese, for those who put documents there",
    "service/watch/share.py": "what stands in a file on the share",
    "service/drop_page/": "the page in the browser is Chinese, for clerks who have no terminal",
    "text/legibility.py": "the commonest characters",
    "text/width.py": "marks of punctuation",
}
"""Modules, or packages, whose Chinese is not the program's own speech, and why. What they put into ``tr`` is."""

DATA = {
    "engine/answers.py": {"_HAN", "_PAIRS", "_need", "_date_need", "_without_neighbours", "_spelled", "_proper"},
    "verbs/check.py": {"shufa-lint 述法报告.txt"},
    "verbs/checking.py": {"_survived"},
    "service/watch/board.py": {"renew", "_state"},
    "service/watch/intake.py": {"begin", "_take"},
    "service/watch/outcomes.py": {"put_aside"},
    "service/watch/waiting.py": {"line_up"},
    "engine/form.py": {"NUMBER, DOCUMENT, SECTION, SENTENCE", "KIND, UNIT, WANTED, GROUP, ANSWER, KEY", "rows"},
    "report/waiver_file.py": {"_PREFACE"},
    "rulebook/errors.py": {"_FULLWIDTH"},
}
"""In modules that speak otherwise, definitions that hold words of documents, of forms and of findings, or these words
themselves."""

UNNAMED = "文稿.txt"
"""What a text without a file is called, everywhere."""

_LOOKED_FOR = {
    "regex",
    "compile",
    "set",
    "frozenset",
    "startswith",
    "endswith",
    "removeprefix",
    "removesuffix",
    "strip",
}
_LOOKED_FOR |= {"lstrip", "rstrip", "replace", "search", "match", "fullmatch", "sub", "split", "partition", "Path"}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def name_of(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()


def exempt(module: Path) -> bool:
    return any(name_of(module).startswith(prefix) for prefix in OF_DOCUMENTS)


class Literals:
    """The Chinese literals of a module: those that are looked up, and those that are not."""

    def __init__(self, module: Path) -> None:
        self.tree = ast.parse(module.read_text("utf-8"))
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        self.help = name_of(module) == "arguments.py"
        self.data = DATA.get(name_of(module), set()) | {UNNAMED}
        self.epilogs = {
            ast.unparse(node.args[2])
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Call) and self._called(node) == "_Parser" and len(node.args) > 2
        }
        self.keys: list[str] = []
        self.others: list[str] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and self._called(node) in ("tr", "tr_noop"):
                self.keys += [a.value for a in node.args if isinstance(a, ast.Constant)]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value):
                self._sort(node)

    def _called(self, node: ast.Call) -> str:
        return getattr(node.func, "id", "") or getattr(node.func, "attr", "")

    def _sort(self, node: ast.Constant) -> None:
        above = list(self._above(node))
        if isinstance(above[0], ast.Expr) or any(isinstance(each, ast.Compare | ast.match_case) for each in above):
            return
        calls = {self._called(each) for each in above if isinstance(each, ast.Call)}
        if calls & {"tr", "tr_noop"} and not isinstance(above[0], ast.JoinedStr):
            return
        named = {name for each in above for name in self._named(each)}
        if calls & _LOOKED_FOR or self.data & {*named, node.value}:
            return
        if self.help and not isinstance(above[0], ast.JoinedStr):
            lines = node.value.split("\n") if named & self.epilogs else [node.value]
            self.keys += [line for line in lines if HAN.search(line)] if "_WORDS" not in named else []
            return
        self.others.append(f"{node.lineno}: {node.value}")

    def _named(self, node: ast.AST) -> list[str]:
        """Return the names that *node* gives to what it holds."""
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        names = [ast.unparse(target).strip("()") for target in targets if target]
        return [node.name, *names] if isinstance(node, ast.FunctionDef | ast.ClassDef) else names

    def _above(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self.parents:
            node = self.parents[node]
            yield node


@cache
def literals() -> dict[str, Literals]:
    return {name_of(module): Literals(module) for module in modules()}


def keys() -> list[str]:
    """Return all words that are looked up, in the order of the source."""
    return list(dict.fromkeys(key for found in literals().values() for key in found.keys if HAN.search(key)))


def catalogue() -> dict[str, str]:
    return json.loads(CATALOGUE.read_text("utf-8"))


def test_the_program_speaks_through_the_function():
    found = {name: lits.others for name, lits in literals().items() if lits.others and not exempt(SOURCE / name)}
    assert not found, "put tr(…) around what the program says, tr_noop(…) around what stands in data"


def test_what_is_exempt_exists_and_says_why():
    assert all((SOURCE / name).exists() and reason for name, reason in OF_DOCUMENTS.items())
    assert all((SOURCE / name).exists() for name in DATA)


def test_the_catalogue_holds_what_is_said_and_nothing_else():
    if os.environ.get("SHUFA_LINT_UPDATE"):
        known = catalogue()
        renewed = {key: known.get(key, "") for key in keys()}
        CATALOGUE.write_text(json.dumps(renewed, ensure_ascii=False, indent=0) + "\n", "utf-8")
    assert list(catalogue()) == keys(), "renew it: SHUFA_LINT_UPDATE=1 pytest tests/text/test_language.py"
    assert not [key for key, english in catalogue().items() if not english.strip()], "write the English"


def placeholders(words: str) -> list[str]:
    """Return the names in *words* with their conversions; how a number is written may differ."""
    parsed = string.Formatter().parse(words)
    return sorted({f"{name}!{conversion}" for _, name, _, conversion in parsed if name is not None})


def test_both_languages_have_the_same_placeholders():
    pairs = [(key, english) for key, english in catalogue().items() if english]
    differing = [key for key, english in pairs if placeholders(key) != placeholders(english)]
    assert not differing


def test_the_english_is_english():
    """Names of files and folders, between quotes, may be Chinese."""
    unquoted = [re.sub(r"(?<!\w)'[^']*'", "", english) for english in catalogue().values()]
    assert not [english for english in unquoted if re.search(r"[\u2e80-\u9fff\uff00-\uffef]", english)]


def test_chinese_is_spoken_unless_english_is_asked_for():
    assert tr("没有标准输入") == "没有标准输入"
    before = speak(ENGLISH)
    try:
        assert tr("没有标准输入") == "there is no standard input"
        assert tr("目录里没有的话") == "目录里没有的话"
        with in_chinese():
            assert tr("没有标准输入") == "没有标准输入"
        assert tr("没有标准输入") == "there is no standard input"
    finally:
        assert (before, speak(before)) == (CHINESE, ENGLISH)
    with pytest.raises(ValueError):
        speak("fr")


def test_all_threads_speak_the_language_and_keep_chinese_to_themselves():
    said: list[str] = []
    before = speak(ENGLISH)
    try:
        with in_chinese():
            thread = threading.Thread(target=lambda: said.append(tr("已中断")))
            thread.start()
            thread.join()
            said.append(tr("已中断"))
    finally:
        speak(before)
    assert said == ["interrupted", "已中断"]


def test_a_title_without_english_stays_chinese():
    assert titled("序号缺号", "Gap in ordinals") == "序号缺号"
    before = speak(ENGLISH)
    try:
        assert titled("序号缺号", "Gap in ordinals") == "Gap in ordinals"
        assert titled("本单位的规则", "") == "本单位的规则"
    finally:
        speak(before)


def test_the_catalogue_is_read_only_for_english():
    code = "import sys; from shufa_lint.text import language as l; l.tr('已中断'); print('json' in sys.modules)"
    code += "; l.speak('en'); print(l.tr('已中断'))"
    run = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, env=_without_site())
    assert run.stdout.split() == ["False", "interrupted"], run.stderr


def _without_site() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(SOURCE.parent)}


def test_the_module_itself_says_nothing():
    assert not literals()[name_of(Path(language.__file__))].others

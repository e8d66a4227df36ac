"""Each format is read back by what reads it, with documents and names that try to break out of it.

The schemas, and where they come from, are named in schemas/README.md.
"""

import csv
import io
import json
import os
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from shufa_lint.checks.base import Label
from shufa_lint.engine.model import SEVERITIES, FileReport, Finding, Fix, RunReport, Waived
from shufa_lint.report import checkstyle, github, gitlab, grouped, json_lines, junit, markdown, rdjson, sarif
from shufa_lint.report import csv as csv_report
from shufa_lint.report import json as json_report
from shufa_lint.report.formats import FORMATS
from shufa_lint.report.place import relative, shown
from shufa_lint.report.told import Told, told
from shufa_lint.rulebook.load import load_rulebook
from shufa_lint.rulebook.waivers import Waiver
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Edit, Span

SCHEMAS = Path(__file__).with_name("schemas")
RULES = ("asterisk-placeholder", "identity-number", "ordinal-gap", "own-rule", "rule-failure")
SARIF = jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8")))
RDFORMAT = jsonschema.Draft7Validator(json.loads((SCHEMAS / "rdformat.json").read_text("utf-8")))
CODE_QUALITY = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "code-quality.json").read_text("utf-8")))
JUNIT = etree.XMLSchema(file=str(SCHEMAS / "junit-10.xsd"))
CHECKSTYLE = etree.XMLSchema(file=str(SCHEMAS / "checkstyle.xsd"))

ATTACKS = (
    *("\n::error::x", "::stop-commands::t", "##[error]x", "%0A::warning::y", ",line=9::", "\r\n", "\r"),
    *("]]>", "</failure></testcase>", '" onload="', "&amp;", "<!--", "<?x?>", "<script>alert(1)</script>", "<b>"),
    *(
        "[x](javascript:1)",
        "![x](http://e.cn/p.png)",
        "](1)",
        "|",
        "`a`",
        "``",
        "*a*",
        "<http://e.cn>",
        "\\",
        "\\|",
        "~~~",
        "$x$",
    ),
    *(
        "@user",
        "#12",
        "http://e.cn",
        "www.e.cn",
        "a@e.cn",
        "- 项",
        "1. 项",
        "# 题",
        "=1+1",
        "+cmd",
        "@SUM(A1)",
        "\t=1",
        "'x",
    ),
    *("\x00", "\x1b[31m", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffe", "\ud800", "\ue000", "\u3000", "𠮷"),
)
words = st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=6)), max_size=5).map("".join)
names = words.map(lambda name: name.replace("\x00", "")).filter(lambda name: name.strip("./\\"))


@st.composite
def findings(draw: st.DrawFn, text: str, number: int) -> Finding:
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 8)))
    edits = tuple(Edit(start, end, draw(words)) for _ in range(draw(st.integers(1, 2))))
    return Finding(
        span=Span(start, end),
        rule=draw(st.sampled_from(RULES)),
        severity=draw(st.sampled_from(SEVERITIES)),
        message="毛病" + draw(words),
        hint=draw(words),
        authority=draw(words),
        section=tuple(draw(st.lists(words, max_size=2))),
        text=text[start:end],
        captures={},
        case=None,
        labels=tuple(Label(Span(start, end), draw(words)) for _ in range(draw(st.integers(0, 1)))),
        fix=draw(st.sampled_from([None, Fix("改", "safe", edits), Fix(edits[0].text, "unsafe", edits[:1])])),
        fingerprint=f"{number:016x}",
    )


@st.composite
def documents(draw: st.DrawFn, name: str) -> FileReport:
    text = draw(words) + draw(words)
    found = [draw(findings(text, number)) for number in range(draw(st.integers(0, 3)))]
    cut = draw(st.integers(0, len(found)))
    waiver = Waiver.model_construct(path="x", rule="r", fingerprint="0", reason=draw(words), who="王平", until=None)
    return FileReport(
        name,
        "0" * 64,
        "base",
        "utf-8",
        SourceText(text),
        tuple(sorted(found[:cut], key=lambda finding: (finding.span, finding.rule))),
        title=draw(st.none() | words),
        unjudged=draw(st.integers(0, 1)),
        crashed=("ordinal-gap",) if draw(st.booleans()) else (),
        waived=tuple(Waived(finding, waiver) for finding in found[cut:]),
        fail_on=draw(st.sampled_from(["error", "info", "never"])),
        notices=tuple(draw(st.lists(words.filter(str.strip), max_size=1))),
        numbered_by=draw(st.sampled_from(["行", "段"])),
    )


@st.composite
def runs(draw: st.DrawFn) -> RunReport:
    files = [draw(documents(name)) for name in draw(st.lists(names, max_size=2, unique_by=relative))]
    rules = load_rulebook().rules
    titles = {"own-rule": draw(words), "ordinal-gap": "序号缺号"}
    return RunReport(tuple(files), "0" * 64, titles=titles, rules=rules, show_waived=draw(st.booleans()))


def all_told(run: RunReport) -> list[Told]:
    return list(told(run))


# SARIF


@given(runs())
def test_sarif_is_valid_and_names_files_and_findings(run: RunReport):
    log = json.loads(sarif.report(run))
    assert not list(SARIF.iter_errors(log))
    (only,) = log["runs"]
    every = [item for file in run.files for item in file.listed(with_waived=True)]
    assert len(only["results"]) == len(every)
    for result, (finding, waiver) in zip(only["results"], every, strict=True):
        assert only["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule
        assert result["partialFingerprints"] == {"shufaLint/v1": finding.fingerprint}
        assert [one["kind"] for one in result["suppressions"]] == ["external"] * bool(waiver)
        assert "](" not in result["message"]["text"]
    assert only["columnKind"] == "unicodeCodePoints"
    assert only["invocations"][0]["executionSuccessful"] == (not any(file.crashed for file in run.files))


@given(runs())
def test_sarif_locations_can_be_followed(run: RunReport):
    (only,) = json.loads(sarif.report(run))["runs"]
    by_index = dict(enumerate(run.files))
    for result in only["results"]:
        (place,) = result["locations"]
        where, region = place["physicalLocation"]["artifactLocation"], place["physicalLocation"]["region"]
        file = by_index[where["index"]]
        assert re.fullmatch(r"[\w\-.~%/]+|file:///[\w\-.~%/]+", where["uri"], re.A)
        name = unquote_to_bytes(where["uri"].removeprefix("file://"))
        assert name == relative(file.path).encode("utf-8", "surrogatepass") or b"\xed" in name
        lines = file.source.lines
        start = lines[region["startLine"] - 1].start + region["startColumn"] - 1
        end = lines[region["endLine"] - 1].start + region["endColumn"] - 1
        assert (start, end - start) == (region["charOffset"], region["charLength"])
        assert region["snippet"]["text"] == file.source.text[start:end].encode("utf-8", "replace").decode()


def simple(number: int, **changes: object) -> Finding:
    values: dict[str, object] = {
        "span": Span(number, number + 1),
        "rule": "asterisk-placeholder",
        "severity": "error",
        "message": f"第{number}处",
        "hint": "",
        "authority": "残留",
        "section": ("一、学法", "（一）用法"),
        "text": "*",
        "captures": {},
        "case": None,
        "labels": (),
        "fix": None,
        "fingerprint": f"{number:016x}",
    }
    return Finding(**(values | changes))  # type: ignore[arg-type]


def run_of(*found: Finding, text: str = "*" * 100, path: str = "稿 1.txt", **changes: object) -> RunReport:
    file = FileReport(path, "0" * 64, "base", "utf-8", SourceText(text), found)
    return RunReport((replace(file, **changes),), "0" * 64, rules=load_rulebook().rules)  # type: ignore[arg-type]


def test_sarif_tells_the_section_and_helps_from_the_rule_file():
    (only,) = json.loads(sarif.report(run_of(simple(0))))["runs"]
    (place,) = only["results"][0]["locations"]
    assert place["logicalLocations"] == [
        {"name": "（一）用法", "fullyQualifiedName": "一、学法/（一）用法", "kind": "section"}
    ]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "%E7%A8%BF%201.txt"
    (rule,) = only["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "星号占位" and rule["defaultConfiguration"]["level"] == "error"
    assert "星号" in rule["help"]["text"] and "```text\n" in rule["help"]["markdown"]
    assert len(rule["properties"]["tags"]) <= 10


def test_sarif_keeps_what_github_takes_the_most_severe_first():
    infos = [simple(number, severity="info") for number in range(25_000)]
    worst = [simple(number) for number in range(25_000, 25_010)]
    (only,) = json.loads(sarif.report(run_of(*infos, *worst, text="*" * 25_010)))["runs"]
    levels = [result["level"] for result in only["results"]]
    assert len(levels) == 25_000 and levels[:10] == ["error"] * 10 and levels[10:] == ["note"] * 24_990
    (note,) = only["invocations"][0]["toolExecutionNotifications"]
    assert "10 处没有写进来" in note["message"]["text"]


def test_a_mend_is_told_where_there_is_a_text_to_mend():
    fixed = simple(3, fix=Fix("删掉", "safe", (Edit(3, 4, ""), Edit(6, 6, "是"))))
    for kind, number in (("行", 1), ("段", 0)):
        (only,) = json.loads(sarif.report(run_of(fixed, numbered_by=kind)))["runs"]
        assert len(only["results"][0].get("fixes", [])) == number
    (change,) = json.loads(sarif.report(run_of(fixed)))["runs"][0]["results"][0]["fixes"][0]["artifactChanges"]
    assert [one["insertedContent"]["text"] for one in change["replacements"]] == ["", "是"]


# GitHub Actions


def commands(output: str) -> list[tuple[str, dict[str, str], str]]:
    """What the runner would do: the commands in *output*, as it reads them."""
    found = []
    for line in re.split(r"\r\n|\r|\n", output):
        if match := re.fullmatch(r"::(\w[\w-]*)(?: (.*?))?::(.*)", line.strip(), re.S):
            pairs = [pair.split("=", 1) for pair in (match.group(2) or "").split(",")]
            properties = {name: decoded(value, "%3A:", "%2C,") for name, value in pairs}
            found.append((match.group(1), properties, decoded(match.group(3))))
        elif "##[" in line:
            found.append(("##[", {}, line))
    return found


def decoded(value: str, *also: str) -> str:
    for pair in (*also, "%0D\r", "%0A\n", "%25%"):
        value = value.replace(pair[:3], pair[3:])
    return value


@given(runs())
def test_github_obeys_no_command_but_ours(run: RunReport):
    found = all_told(run)
    given = commands(github.report(run).decode("utf-8"))
    kinds = {"error": "error", "warning": "warning", "info": "notice"}
    expected = sorted(found, key=lambda item: SEVERITIES.index(item.severity))
    assert [kind for kind, _, _ in given] == [kinds[item.severity] for item in expected]
    for (_, properties, message), item in zip(given, expected, strict=True):
        assert properties["file"] == shown(item.path).encode("utf-8", "replace").decode()
        assert int(properties["line"]) == item.start.line
        assert message.startswith(item.said)


def test_github_marks_ten_of_a_kind_and_lists_the_others():
    found = [simple(n, severity=SEVERITIES[n % 3]) for n in range(36)]
    output = github.report(run_of(*found)).decode()
    kinds = [kind for kind, _, _ in commands(output)]
    assert kinds == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert "另外 6 处列在下面" in output
    listed = [line for line in output.splitlines() if not line.startswith("::")]
    assert sum("稿 1.txt 第1行" in line for line in listed) == 6
    assert listed[-1].startswith("未通过：12 处必须改")


def test_github_takes_no_plain_line_for_a_command():
    found = [simple(n, message="##[add-mask]x ::error::y") for n in range(12)]
    assert len(commands(github.report(run_of(*found, path="::error::.txt")).decode())) == 10


# GitLab, reviewdog


@given(runs())
def test_gitlab_is_valid_and_tells_all_findings_apart(run: RunReport):
    output = gitlab.report(run)
    issues = json.loads(output)
    CODE_QUALITY.validate(issues)
    assert not output.startswith(b"\xef\xbb\xbf")
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == len(all_told(run))


def test_gitlab_fingerprints_outlive_edits_elsewhere():
    before, after = run_of(simple(3)), run_of(simple(9, fingerprint=f"{3:016x}"), text="\n" * 5 + "*" * 9)
    one, other = (json.loads(gitlab.report(run))[0] for run in (before, after))
    assert one["fingerprint"] == other["fingerprint"] and one["location"] != other["location"]


@given(runs())
def test_rdjson_is_valid_and_counts_bytes(run: RunReport):
    result = json.loads(rdjson.report(run))
    RDFORMAT.validate(result)
    for diagnostic, item in zip(result["diagnostics"], all_told(run), strict=True):
        source, place = item.file.source, diagnostic["location"]["range"]
        for side, offset in (("start", item.finding.span.start), ("end", item.finding.span.end)):
            line = source.lines[place[side]["line"] - 1]
            before = source.text[line.start : offset].encode("utf-8", "replace")
            assert place[side]["column"] == len(before) + 1


def test_rdjson_suggests_only_what_one_edit_mends():
    edit = Edit(1, 2, "十")
    found = [simple(1, fix=Fix("改", "safe", (edit,))), simple(2, fix=Fix("改", "safe", (edit, Edit(5, 6, ""))))]
    one, two = json.loads(rdjson.report(run_of(*found, text="𠮷*" * 9)))["diagnostics"]
    place = {"start": {"line": 1, "column": 5}, "end": {"line": 1, "column": 6}}
    assert one["suggestions"] == [{"range": place, "text": "十"}]
    assert "suggestions" not in two
    (paragraph,) = json.loads(rdjson.report(run_of(found[0], numbered_by="段")))["diagnostics"]
    assert "suggestions" not in paragraph and paragraph["message"].startswith("第1段：")


def test_rdjson_takes_linear_time_on_one_long_line():
    found = [simple(number, labels=(Label(Span(0, 1), "见"),)) for number in range(0, 400_000, 200)]
    (last,) = json.loads(rdjson.report(run_of(*found, text="文" * 400_000)))["diagnostics"][-1:]
    assert last["location"]["range"]["start"]["column"] == 3 * 399_800 + 1


# XML


@given(runs())
def test_junit_is_valid_and_counts_what_fails(run: RunReport):
    root = etree.fromstring(junit.report(run))
    JUNIT.assertValid(root)
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites] == [clean(shown(relative(file.path))) for file in run.files]
    for suite, file in zip(suites, run.files, strict=True):
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert (int(suite.get("failures")) + int(suite.get("errors")) > 0) >= file.failed
        assert len(suite.findall("testcase/skipped")) == len(file.waived) * run.show_waived
    messages = [element.get("message") for element in root.iter("failure", "error", "skipped")]
    assert set(messages) <= {clean(item.message) for item in all_told(run)}


def clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def test_junit_passes_what_does_not_count():
    found = [simple(0), simple(1, severity="warning"), simple(2, rule="rule-failure")]
    root = etree.fromstring(junit.report(run_of(*found)))
    assert {name: root.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "3",
        "failures": "1",
        "errors": "1",
    }
    assert etree.fromstring(junit.report(run_of(simple(0), fail_on="never"))).get("failures") == "0"
    assert etree.fromstring(junit.report(run_of())).find("testsuite/testcase").get("name").startswith("通过")


@given(runs())
def test_checkstyle_is_valid_and_holds_every_finding(run: RunReport):
    root = etree.fromstring(checkstyle.report(run))
    CHECKSTYLE.assertValid(root)
    assert [file.get("name") for file in root] == [clean(shown(relative(file.path))) for file in run.files]
    assert [error.get("message") for error in root.iter("error")] == [clean(item.advised) for item in all_told(run)]


# Tables


@given(runs())
def test_csv_reads_back_and_calculates_nothing(run: RunReport):
    output = csv_report.report(run)
    assert output.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(output.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == csv_report.COLUMNS
    for row, item in zip(rows[1:], all_told(run), strict=True):
        assert len(row) == len(csv_report.COLUMNS)
        assert not any(cell.startswith(tuple("=+-@＝＋－＠\t\r\n")) for cell in row)
        assert row[6] == clean(item.message)


@given(runs())
def test_markdown_shows_the_words_as_they_stand(run: RunReport):
    page = markdown.report(run).decode("utf-8")
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    inline = [child.type for token in tokens for child in token.children or ()]
    assert set(inline) <= {"text", "text_special"}
    blocks = Counter(token.type for token in tokens)
    told_of = [file for file in run.files if file.listed(with_waived=run.show_waived)]
    assert not set(blocks) & {"html_block", "fence", "code_block", "bullet_list_open", "ordered_list_open", "hr"}
    assert blocks["tbody_open"] == len(told_of)
    cells = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "td_open"]
    rows = [["".join(child.content for child in cell.children or ()) for cell in cells[at : at + 5]] for at in
            range(0, len(cells), 5)]  # fmt: skip
    expected = [[item.place, item.weight, item.message, item.hint, item.finding.rule] for item in all_told(run)]
    assert [[plain(cell) for cell in row] for row in rows] == [[plain(cell) for cell in row] for row in expected]


def plain(cell: str) -> str:
    return clean(cell).replace("\u2060", "").strip()


@pytest.mark.parametrize(
    ("written", "called"), [("@user", "@user"), ("#12", "#12"), ("www.e.cn", "www.e"), ("https://e.cn", "https://")]
)
def test_markdown_calls_nobody_and_links_nowhere(written: str, called: str):
    page = markdown.report(run_of(simple(0, message=f"见{written}"))).decode()
    assert called not in page


def test_a_page_too_long_is_cut_between_rows():
    run = run_of(*(simple(number) for number in range(90)))
    whole = markdown.report(run)
    assert markdown.shortened(run, len(whole)) == whole
    page = markdown.shortened(run, 3000)
    assert len(page) <= 3000 and page.decode().splitlines()[-1] == "这里放不下全部结果，其余的看日志。"
    assert all(line.endswith("|") for line in page.decode().splitlines() if line.startswith("|"))
    assert markdown.shortened(run, 10) == b""


# Lines


@given(runs())
def test_json_lines_are_the_findings_of_json(run: RunReport):
    lines = json_lines.report(run).splitlines()
    found = [finding for file in json.loads(json_report.report(run))["files"] for finding in file["findings"]]
    own = ("schema_version", "path", "profile")
    assert [{key: value for key, value in json.loads(line).items() if key not in own} for line in lines] == found


@given(runs())
def test_grouped_says_one_thing_a_line(run: RunReport):
    lines = grouped.report(run).decode("utf-8").split("\n")
    assert not {unicodedata.category(c) for line in lines for c in line} & {"Cc", "Cn", "Co", "Cs", "Zl", "Zp"}
    assert sum(line.startswith("  ") and "毛病" in line for line in lines) >= len(all_told(run))


# All of them


@given(st.sampled_from([name for name, kind in FORMATS.items() if not kind.draws]), runs())
def test_no_format_writes_anything_but_utf_8(name: str, run: RunReport):
    output = import_module(f"shufa_lint.report.{FORMATS[name].module}").report(run)
    output.decode("utf-8")
    assert b"\x1b" not in output and b"\x00" not in output


def test_a_path_is_told_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    here = tmp_path / "报送"
    here.mkdir()
    monkeypatch.chdir(here)
    assert relative(str(here / "局" / "稿.txt")) == relative("./局/../局/稿.txt") == "局/稿.txt"
    assert relative("../稿.txt") == "../稿.txt"
    assert relative(os.fspath(tmp_path / "稿.txt")) == (tmp_path / "稿.txt").as_posix()
    assert relative("-") == "-"


def test_every_format_has_its_module_and_words():
    for kind in FORMATS.values():
        assert kind.says
        assert callable(import_module(f"shufa_lint.report.{kind.module}").report)
        if kind.statistics:
            module = import_module(f"shufa_lint.report.{kind.statistics}")
            assert callable(module.report if kind.draws else module.statistics)

"""The page as a parser of HTML sees it: what comes from a document is text and nothing else."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.api import Choice, lint_bytes, lint_text, load_rulebook, run_report
from shufa_lint.checks.base import Label
from shufa_lint.engine.model import SEVERITIES, FileReport, Finding, Heading, RunReport, Stale, Waived
from shufa_lint.report import html
from shufa_lint.report.html import paper
from shufa_lint.report.visible import visible
from shufa_lint.rulebook.schema import Rule
from shufa_lint.rulebook.waivers import Waiver
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

ATTACKS = (
    *("<script>alert(1)</script>", "</script>", "</style>", "<!--", "-->", "<img src=x onerror=alert(1)>", "]]>"),
    *("&lt;", "&amp;", "&#60;", '"', "'", '" onclick="alert(1)', "javascript:alert(1)", "{{ 7*7 }}", "{% raw %}"),
    *("<base href=//e.cn>", "<meta http-equiv=refresh content=0>", "<svg/onload=alert(1)>", "<a href=//e.cn>", "`"),
    *(
        "\x00",
        "\x1b[31m",
        "\u202e",
        "\u2028",
        "\u200b",
        "\ufeff",
        "\ufdd0",
        "\ud800",
        "\r\n",
        "\r",
        "\n",
        "\u3000",
        "𠮷",
    ),
)
words = st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=6)), max_size=5).map("".join)
names = words.map(lambda name: name.replace("\x00", "")).filter(lambda name: name.strip("./\\"))
RULES = ("asterisk-placeholder", "ordinal-gap", "missing-section", "own-rule", "rule-failure")


@st.composite
def findings(draw: st.DrawFn, text: str, number: int) -> Finding:
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 12)))
    return Finding(
        span=Span(start, end),
        rule=draw(st.sampled_from(RULES)),
        severity=draw(st.sampled_from(SEVERITIES)),
        message=draw(words),
        hint=draw(words),
        authority=draw(words),
        section=(),
        text=text[start:end],
        captures={"part": draw(words)},
        case=None,
        labels=tuple(Label(Span(start, end), draw(words)) for _ in range(draw(st.integers(0, 1)))),
        fix=None,
        fingerprint=f"{number:016x}",
    )


@st.composite
def documents(draw: st.DrawFn, name: str) -> FileReport:
    text = draw(words) + draw(words)
    found = [draw(findings(text, number)) for number in range(draw(st.integers(0, 4)))]
    cut = draw(st.integers(0, len(found)))
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=2)))
    kinds = st.sampled_from(["title", "section", "annex"])
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
        waived=tuple(Waived(finding, waiver) for finding in found[cut:]),
        notices=tuple(draw(st.lists(words, max_size=1))),
        numbered_by=draw(st.sampled_from(["行", "段"])),
        headings=tuple(Heading(Span(at, at), draw(st.integers(0, 6)), draw(words), draw(kinds)) for at in places),
    )


@st.composite
def runs(draw: st.DrawFn, most: int = 3) -> RunReport:
    files = [draw(documents(name)) for name in draw(st.lists(names, min_size=1, max_size=most, unique=True))]
    titles = {"own-rule": draw(words)}
    genres = {"base": draw(words)}
    return RunReport(
        tuple(files), "0" * 64, titles=titles, genres=genres, rules=known_rules(), show_waived=draw(st.booleans())
    )


@cache
def known_rules() -> dict[str, Rule]:
    rules = load_rulebook().rules
    return {name: rules[name] for name in RULES if name in rules}


class Page(HTMLParser):
    """What a page holds, gathered: elements with their attributes, the words of the text, scripts and styles."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self.lines: list[str] = []
        self.title = ""
        self.strange: list[str] = []
        self._inside: list[str] = []
        self._in_line = False
        self.feed(data.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        self._inside.append(tag)
        if tag == "p":
            self._in_line = "data-n" in attributes
            self.lines += [""] * self._in_line

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_comment(self, data: str) -> None:
        self.strange.append(data)

    def handle_pi(self, data: str) -> None:
        self.strange.append(data)

    def handle_data(self, data: str) -> None:
        inside = self._inside[-1] if self._inside else ""
        if inside in self.inline:
            self.inline[inside].append(data)
        elif inside == "title":
            self.title += data
        elif "article" in self._inside and "p" in self._inside and self._in_line:
            self.lines[-1] += data

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        return [own for name, own in self.elements if name == tag and attributes.items() <= own.items()]


TAGS = re.compile(
    "html|head|meta|link|title|style|script|noscript|body|section|header|div|nav|a|h[123]|p|span|button|select|option|"
    "input|output|details|summary|ol|li|article|mark|aside|b|code|footer|table|thead|tbody|tfoot|tr|th|td"
)
ATTRIBUTES = re.compile(
    "lang|charset|http-equiv|content|name|rel|href|class|id|role|type|placeholder|title|autocomplete|spellcheck|scope|"
    "tabindex|hidden|value|open|aria-(?:label|labelledby|hidden|live|pressed|sort)|"
    "data-(?:pane|do|to|kind|f|n|k|r|h|refresh)"
)


def harmless(page: Page) -> None:
    assert page.strange == []
    assert all(TAGS.fullmatch(tag) for tag, _ in page.elements)
    assert all(ATTRIBUTES.fullmatch(name) for _, attributes in page.elements for name in attributes)
    assert [len(pieces) for pieces in page.inline.values()] == [1, 1]
    assert page.inline["script"] == [paper._inline("script.js")] and page.inline["style"] == [
        paper._inline("style.css")
    ]
    for own in page.all("a"):
        assert re.fullmatch(r"#(?:d\d+(?:[fmh]\d+(?:-\d+)?)?|r-[a-z-]+)?|\./[\w.~%/-]+", own["href"], re.A)
    ids = [own["id"] for _, own in page.elements if "id" in own]
    assert len(ids) == len(set(ids))
    inner = {own["href"][1:] for own in page.all("a") if own["href"].startswith("#") and len(own["href"]) > 1}
    assert inner <= set(ids)


@given(runs())
def test_hostile_words_stay_words(run: RunReport):
    page = Page(html.report(run))
    harmless(page)
    expected = []
    for file in run.files:
        if file.source.text.strip():
            expected += [visible(line.of(file.source.text)) for line in file.source.lines]
    shown = [re.sub("‸|<U\\+(?:200B|FEFF|200C|200D|2060|00AD)>", "", line) for line in page.lines]
    assert shown == [re.sub("‸|<U\\+(?:200B|FEFF|200C|200D|2060|00AD)>", "", line) for line in expected]
    every = [item for file in run.files for item in file.listed(with_waived=run.show_waived)]
    assert len([own for own in page.all("li") if own.get("class", "").startswith("card ")]) == len(every)


@given(st.lists(st.builds(html.Row, names, words, st.sampled_from([True, False, None]), link=words, unit=words,
                          missing=st.lists(words, max_size=2).map(tuple), genre=words, title=words,
                          extra=st.lists(words, max_size=3).map(tuple), history=st.lists(words, max_size=2).map(tuple)),
                max_size=3), words, words)  # fmt: skip
def test_hostile_rows_stay_words(rows: list[html.Row], title: str, column: str):
    page = Page(html.index(rows, title=title, columns=(column, "时间"), remarks=(title,), refresh=5))
    harmless(page)
    assert len(page.all("tr")) >= len(rows)


def faulty() -> tuple[FileReport, RunReport]:
    data = (Path(__file__).parents[3] / "fixtures" / "every-fault-blanks" / "draft.txt").read_bytes()
    choice = Choice(isolated=True)
    report = lint_bytes(data, "述法报告.txt", choice=choice)
    return report, run_report([report], choice)


def test_the_page_says_what_the_other_formats_say():
    report, run = faulty()
    data = html.page(report, run)
    words = data.decode()
    assert words.startswith("<!doctype html>") and '<html lang="zh-CN">' in words
    assert "未通过：21 处必须改，2 处建议改，4 处提示" in words
    for finding in report.findings:
        assert words.count(f'data-r="{finding.rule}"')
    assert "另见<a" in words and "《党政机关公文处理工作条例》第九条第（七）项" in words
    assert html.report(run) == data == html.page(report, run)
    assert Page(data).title == "述法报告.txt——检查结果"


def test_the_policy_allows_our_script_and_style_alone():
    page = Page(html.page(*faulty()))
    (policy,) = [own["content"] for own in page.all("meta") if own.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy
    assert "base-uri 'none'" in policy and "form-action 'none'" in policy and "http" not in policy
    head = [tag for tag, _ in page.elements]
    assert head.index("meta") < head.index("style") < head.index("script")


def test_the_outline_shows_what_is_broken_and_what_is_missing():
    text = "关于学法情况的报告\n　　现将情况报告如下：\n一、学法\n（一）学。全年学法**次。\n（三）用。按时用法。\n"
    report = lint_text(text, choice=Choice(isolated=True))
    words = html.page(report, run_report([report], Choice(isolated=True))).decode()
    outline = words[words.index('aria-label="提纲"') : words.index("<article")]
    assert re.search(r'<li class="r2 broken"><a href="#d1h\d">（三）用</a>.*?序号缺号', outline)
    assert re.search(r'（一）学</a><span class="count error" title="必须改 1 处">', outline)
    assert [heading.rank for heading in report.headings] == [0, 1, 2, 2]


def test_missing_parts_stand_in_the_outline_and_in_the_row():
    report, run = faulty()
    assert "缺“下一步打算”" in html.page(report, run).decode()
    row = html.row_of(report, run, link="检查结果/述法报告.txt.检查报告.html")
    assert row.missing == ("“下一步打算”",) and row.failed and row.verdict == "未通过"
    assert (row.errors, row.warnings, row.hints) == (21, 2, 4)


def test_the_blanks_in_a_row_are_those_of_the_list_of_blanks():
    from shufa_lint.engine.blanks import blanks_of

    report, run = faulty()
    assert html.row_of(report, run, link="").blanks == len(blanks_of(report, load_rulebook().entries)) > 5


def test_many_findings_of_a_rule_are_folded_but_none_is_left_out():
    text = "关于学法情况的报告\n" + "".join(f"　　第{n}次学法**次。\n" for n in range(9))
    report = lint_text(text, choice=Choice(isolated=True))
    page = Page(html.page(report, run_report([report], Choice(isolated=True))))
    cards = [own for own in page.all("li") if own.get("data-r") == "asterisk-placeholder"]
    assert [" extra" in own["class"] for own in cards] == [False] * 5 + [True] * 4
    assert len(page.all("button", **{"data-do": "more"})) == 1


def test_private_numbers_are_shown_nowhere():
    secret = "110101199003074514"
    choice = Choice(isolated=True)
    report = lint_text(f"关于{secret}的报告\n一、{secret}情况\n张三，{secret}。\n", choice=choice)
    data = html.page(report, run_report([report], choice))
    assert secret.encode() not in data and b"110*************14" in data


def test_waived_findings_are_shown_with_their_reason_where_that_is_asked_for():
    report, run = faulty()
    waiver = Waiver.model_construct(path="x", rule="r", fingerprint="0", reason="待核定", who="王平", until=None)
    waived = replace(report, findings=report.findings[1:], waived=(Waived(report.findings[0], waiver),))
    silent = html.page(waived, replace(run, files=(waived,))).decode()
    told = html.page(waived, replace(run, files=(waived,), show_waived=True)).decode()
    assert "待核定" not in silent and "另有 1 处已经豁免" in silent
    assert "待核定" in told and 'class="card waived"' in told and 'data-kind="waived"' in told


def test_waivers_that_do_not_hold_are_told_but_not_all_of_many():
    report, run = faulty()
    waiver = Waiver.model_construct(
        path="述法报告.txt", rule="mou-placeholder", fingerprint="0", quote="⟦某⟧局<b>", reason="x", until="2025-12-31"
    )
    few = replace(report, stale=(Stale(waiver, "unused"), Stale(waiver, "expired")))
    remarks = re.findall('<p class="remark">(.*?)</p>', html.page(few, run).decode())
    assert [words.partition("：")[0] for words in remarks] == [
        "豁免用不着了，可以删掉",
        "豁免到期（2025-12-31），重新计入",
    ]
    assert "⟦某⟧局&lt;b&gt;" in remarks[0]
    remarks = re.findall('<p class="remark">(.*?)</p>', html.page(replace(few, stale=few.stale * 50), run).decode())
    assert len(remarks) == 4 and "还有 97 处豁免不起作用" in remarks[-1]


def test_a_document_that_cannot_be_read_has_a_page():
    choice = Choice(isolated=True)
    report = lint_bytes(b"\x00\x01\x02" * 99, "坏.docx", choice=choice)
    page = html.page(report, run_report([report], choice)).decode()
    assert "没有可以显示的文字" in page and "未通过：1 处必须改" in page and 'class="card error"' in page


def test_paragraphs_of_word_files_are_called_so():
    report, run = faulty()
    words = html.page(replace(report, numbered_by="段", notices=("先转成了 Word 文档",)), run).decode()
    assert "第1段第3字" in words and "第1行第3字" not in words and "先转成了 Word 文档" in words


def test_a_page_may_have_another_name_and_lead_back_to_the_table():
    data = html.page(*faulty(), name="</h1>甲局/述法报告.docx", back="../检查一览.html")
    page = Page(data)
    harmless(page)
    assert "述法报告.txt" not in data.decode() and page.title == "</h1>甲局/述法报告.docx——检查结果"
    assert page.all("a", href="./../%E6%A3%80%E6%9F%A5%E4%B8%80%E8%A7%88.html")


# The table


def test_units_are_the_folders_below_the_common_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from shufa_lint.report.html.index import units_of

    monkeypatch.chdir(tmp_path)
    assert units_of(["报送/甲局/一.txt", "报送/乙局/二/三.txt", "报送/说明.txt", "-"]) == [
        ("甲局", "一.txt"),
        ("乙局", "二/三.txt"),
        ("", "说明.txt"),
        ("", "标准输入"),
    ]
    assert units_of(["-"]) == [("", "标准输入")]
    assert units_of(["报送/一.txt", "报送/二.txt"]) == [("", "一.txt"), ("", "二.txt")]


def test_a_row_leads_below_the_tables_folder_and_nowhere_else():
    for link, href in (
        ("检查结果/a b.html", "./%E6%A3%80%E6%9F%A5%E7%BB%93%E6%9E%9C/a%20b.html"),
        ("javascript:alert(1)", "./javascript%3Aalert%281%29"),
        ("//e.cn/x", "./e.cn/x"),
        ("#d2", "#d2"),
    ):
        page = Page(html.index([html.Row("稿", "通过", False, link)]))
        assert [own["href"] for own in page.all("a")] == [href]


def test_a_units_page_holds_no_other_units_words():
    rows = [html.Row("甲.txt", "通过", False, unit="甲局"), html.Row("机密.txt", "未通过", True, unit="乙局", errors=3)]
    page = html.index(rows, unit="甲局").decode()
    assert "甲.txt" in page and "检查一览——甲局" in page and "共 1 份文稿，1 份通过" in page
    assert "机密" not in page and "乙局" not in page


def test_the_table_takes_columns_history_and_a_time_to_load_anew():
    row = html.Row("稿.txt", "在查", None, extra=("10:05",), history=("第2次：改好 3 处",))
    page = html.index([row], columns=("收到", "查完"), refresh=30).decode()
    assert 'data-refresh="30"' in page and '<td data-h="收到">10:05</td>' in page and '<td data-h="查完"></td>' in page
    assert "第2次：改好 3 处" in page and "1 份没有结论" in page
    assert "data-refresh" not in html.index([row]).decode().split("<body")[1]


# The command


def test_one_page_of_one_document_and_a_table_of_many(command: Callable[..., tuple[int, str, str]], tmp_path: Path):
    for unit in ("甲局", "乙局"):
        (tmp_path / "报送" / unit).mkdir(parents=True)
        (tmp_path / "报送" / unit / "稿.txt").write_text("关于学法情况的报告\n　　全年学法**次。\n", "utf-8")
    code, out, _ = command("报送", "--isolated", "--output-format", "html=一览.html")
    assert code == 1 and "asterisk-placeholder" in out
    page = Page((tmp_path / "一览.html").read_bytes())
    harmless(page)
    assert [own["id"] for own in page.all("section")] == ["index", "d1", "d2", "rules"]
    code, out, _ = command("报送/甲局/稿.txt", "--isolated", "--output-format", "html", "--output-file", "稿.html")
    assert code == 1 and not out
    assert [own["id"] for own in Page((tmp_path / "稿.html").read_bytes()).all("section")] == ["d1", "rules"]
    (tmp_path / "shufa-lint.toml").write_text('exclude = ["报送/**"]\n', "utf-8")
    assert command("报送/甲局/稿.txt", "--output-format", "html", "--output-file", "空.html")[0] == 0
    assert "没有文稿" in (tmp_path / "空.html").read_text("utf-8")

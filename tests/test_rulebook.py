"""Rules, profiles, tables and configurations as their authors meet them: what works, and what a mistake is told."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shufa_lint.api import Choice, lint_path, lint_text
from shufa_lint.engine.plan import Planner
from shufa_lint.rulebook.configuration import Chosen, load_configuration, nearest_configuration
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.rulebook.load import load_rulebook, rules_root

RULE = """id = "{id}"
title = "不用的词"
check = "pattern"
severity = "warning"
authority = "本局规定"
message = "“{{match}}”不用"
why = "本局不用这个词。"
"""
OPTIONS = "[options]\npattern = '大力'\n"
DRAFT = (
    "关于学法情况的报告\n一、工作情况\n　　大力开展学法**次。\n二、经验做法\n三、存在的问题\n　　学得不够。\n"
    "　　　　　　　　　　　　　　　　云岭县司法局\n　　　　　　　　　　　　　　　　2024年12月20日\n"
)

Write = Callable[[str, str], Path]
Lint = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def lint(write: Write) -> Lint:
    """Check DRAFT as the file named, under the configuration that counts for it: rule and severity of each finding."""

    def lint(name: str = "草稿.txt") -> list[tuple[str, str]]:
        return [(finding.rule, finding.severity) for finding in lint_path(write(name, DRAFT)).findings]

    return lint


def refused(path: Path, line: int | None, *words: str) -> "Refusal":
    return Refusal(path, line, words)


class Refusal:
    """The one error that a mistake must raise: it names file and line, and says all of *words*."""

    def __init__(self, path: Path, line: int | None, words: tuple[str, ...]) -> None:
        self._expected = (path, line)
        self._words = words
        self._raises = pytest.raises(SpecificationError)

    def __enter__(self) -> None:
        self._info = self._raises.__enter__()

    def __exit__(self, *exception: object) -> bool:
        caught = self._raises.__exit__(*exception)  # type: ignore[arg-type]
        error = self._info.value
        assert error.path is not None
        assert (error.path.resolve(), error.line) == (self._expected[0].resolve(), self._expected[1])
        assert "\n" not in str(error)
        for word in self._words:
            assert word in str(error)
        return caught


# Rule files


def test_a_folder_of_ones_own_adds_a_rule(write: Write, tmp_path: Path):
    write("rules/house/own-word.toml", RULE.format(id="own-word") + OPTIONS)
    book = load_rulebook([tmp_path / "rules"])
    assert book.rules["own-word"].family == "house"
    assert set(load_rulebook().rules) == set(book.rules) - {"own-word"}
    assert book.digest != load_rulebook().digest


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (RULE + "options = [\n", 9, ["TOML"]),
        (RULE + "id = \n", 8, ["TOML"]),
        (RULE.replace("severity", "serverity") + OPTIONS, 4, ["serverity", "是不是想写 severity？"]),
        (RULE.replace("warning", "warn") + OPTIONS, 4, ["warn", "warning"]),
        (RULE.replace('"pattern"', '"patern"') + OPTIONS, 3, ["patern", "是不是想写 pattern？"]),
        (RULE.replace("title", "# title") + OPTIONS, None, ["title"]),
        (RULE + OPTIONS.replace("pattern", "patterns"), 9, ["patterns", "是不是想写 pattern？"]),
        (RULE + OPTIONS + "unles = '大'\n", 10, ["unles", "是不是想写 unless？"]),
        (RULE + "[options]\npattern = '(?<=甲)大力'\n", 9, ["RE2"]),
        (RULE + "[options]\npattern = '大力(?!推进)'\n", 9, ["RE2"]),
        (RULE + "[options]\npattern = '大力'\nnot_after = '('\n", 10, ["RE2"]),
        (RULE + "[options]\nmissing = '大力'\n", 9, ["missing"]),
        (RULE.replace("check", 'yields_to = ["ordinal-gab"]\ncheck') + OPTIONS, 3, ["是不是想写 ordinal-gap？"]),
        (RULE.replace("check", 'replaces = ["ordinal-gap"]\ncheck') + OPTIONS, 3, ["ordinal-gap", "还在使用"]),
        (RULE.replace("{id}", "other-name") + OPTIONS, 1, ["other-name", "own-word"]),
        (RULE.replace("{id}", "Own_Word") + OPTIONS, 1, ["小写字母"]),
        (RULE.replace('"pattern"', '"placeholder"') + OPTIONS + "kinds = { table = 'kinds' }\n", 10, ["kinds"]),
        (RULE + OPTIONS + "[[example]]\nname = '例'\n", 10, ["例", "bad"]),
        (RULE + 'family = "house"\n' + OPTIONS, 8, ["family"]),
    ],
)  # fmt: skip
def test_a_mistake_in_a_rule_is_told_with_its_line(
    write: Write, tmp_path: Path, text: str, line: int | None, words: list[str]
):
    path = write("rules/house/own-word.toml", text.replace("{id}", "own-word").replace("{{", "{").replace("}}", "}"))
    with refused(path, line, *words):
        load_rulebook([tmp_path / "rules"])


def test_a_rule_that_is_not_utf8_is_refused(tmp_path: Path):
    path = tmp_path / "rules" / "house" / "own-word.toml"
    path.parent.mkdir(parents=True)
    path.write_bytes(RULE.format(id="own-word").encode("gb18030"))
    with refused(path, None, "UTF-8"):
        load_rulebook([tmp_path / "rules"])


def test_a_rule_cannot_take_the_name_of_another(write: Write, tmp_path: Path):
    path = write("rules/house/ordinal-gap.toml", RULE.format(id="ordinal-gap") + OPTIONS)
    with refused(path, None, "ordinal-gap", "已经有了"):
        load_rulebook([tmp_path / "rules"])


def test_a_message_can_name_only_what_the_check_finds(write: Write, tmp_path: Path):
    """A message that cannot be filled in would crash the rule in the middle of a document."""
    rule = write("rules/house/own-word.toml", RULE.format(id="own-word").replace("{match}", "{nonsense}") + OPTIONS)
    write("shufa-lint.toml", 'rule-folders = ["rules"]\n')
    draft = write("草稿.txt", DRAFT)
    try:
        report = lint_path(draft)
    except SpecificationError as error:
        assert error.path is not None and error.path.name == rule.name
    else:
        assert report.crashed == ("own-word",)
        assert any(finding.rule == "rule-failure" for finding in report.findings)


def test_the_rules_that_ship_are_all_found_and_in_order():
    book = load_rulebook()
    files = [path.stem for path in rules_root().glob("*/*.toml") if path.parent.name != "profiles"]
    assert list(book.rules) == sorted(files)
    assert {"base", "shufa-report"} <= set(book.profiles)
    for rule in book.rules.values():
        for name in rule.replaces:
            assert book.renamed[name] == rule.id


# Tables


def test_a_table_of_ones_own_lies_over_the_built_in_one(write: Write, lint: Lint):
    header = "kind\tname\tbefore\tafter\n"
    write("rules/tables/blank-kinds.tsv", header + "# 本局只关心次数\ncount\t次数\t\t次\n")
    write("shufa-lint.toml", 'rule-folders = ["rules"]\n')
    report = lint_path(write("草稿.txt", DRAFT))
    (message,) = [finding.message for finding in report.findings if finding.rule == "asterisk-placeholder"]
    assert message.endswith("缺的是次数")
    assert "数量" in lint_text(DRAFT).findings[0].message


def test_a_row_with_a_cell_too_many_is_told_with_its_line(write: Write, tmp_path: Path):
    table = "# 备注\nkind\tname\tbefore\tafter\n\ncount\t次数\t\t次\ncount\t次数\t\t次\t多\n"
    path = write("rules/tables/blank-kinds.tsv", table)
    with refused(path, 5, "5 栏", "4 栏"):
        load_rulebook([tmp_path / "rules"])


def test_a_row_whose_pattern_does_not_work_is_refused(write: Write, tmp_path: Path):
    write("rules/tables/blank-kinds.tsv", "kind\tname\tbefore\tafter\ncount\t次数\t\t(次\n")
    with pytest.raises(SpecificationError, match="RE2"):
        load_rulebook([tmp_path / "rules"])


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        ("kind name before after\ncount 次数 累计 次\n", 1, ["制表符"]),
        ("kind\tname\tbefor\tafter\ncount\t次数\t累计\t次\n", 2, ["不认识的栏 befor", "是不是想写 before？"]),
        ("kind\tname\tbefore\tafter\ncount\t\t累计\t次\n", 2, ["这一行没有写 name"]),
        ("# date: 今天\nkind\tname\tbefore\tafter\n", 1, ["今天 不是日期"]),
    ],
)
def test_a_mistake_in_a_table_is_told_with_its_line(
    write: Write, tmp_path: Path, table: str, line: int, words: list[str]
):
    path = write("rules/tables/blank-kinds.tsv", table)
    with refused(path, line, *words):
        load_rulebook([tmp_path / "rules"])


def test_a_table_of_facts_is_replaced_only_by_one_with_a_date(write: Write, tmp_path: Path):
    path = write("rules/tables/laws.tsv", "name\n中华人民共和国宪法\n")
    with refused(path, 1, "# date: 2027-01-01"):
        load_rulebook([tmp_path / "rules"])


def test_a_table_that_is_not_utf8_is_refused(tmp_path: Path):
    path = tmp_path / "rules" / "tables" / "words.tsv"
    path.parent.mkdir(parents=True)
    path.write_bytes("词\t改为\n".encode("gb18030"))
    with refused(path, None, "UTF-8"):
        load_rulebook([tmp_path / "rules"])


# Profiles


def test_a_profile_extends_another_and_switches_rules(write: Write, tmp_path: Path):
    write(
        "rules/profiles/house-report.toml",
        'id = "house-report"\ntitle = "本局报告"\nextends = "shufa-report"\npriority = 20\nignore = ["lone-child"]\n'
        '[recognise]\ntitle = "学法情况"\n[severity]\nasterisk-placeholder = "info"\n[genre]\nshort = 10\n',
    )
    write("shufa-lint.toml", 'rule-folders = ["rules"]\n')
    report = lint_path(write("草稿.txt", DRAFT))
    assert report.profile == "house-report"
    severities = {finding.rule: finding.severity for finding in report.findings}
    assert severities["asterisk-placeholder"] == "info"
    assert severities["missing-section"] == "error"  # what it inherits
    planner = Planner(nearest_configuration(tmp_path))
    assert "lone-child" not in {item.rule.id for item in planner.plan("house-report").applied}
    assert planner.plan("house-report").genre.short == 10
    assert [profile.id for profile in planner.rulebook.ancestry("house-report")] == [
        "base",
        "shufa-report",
        "house-report",
    ]


@pytest.mark.parametrize(
    ("changes", "line", "words"),
    [
        ({"extends": '"bass"'}, 3, ["bass", "是不是想写 base？"]),
        ({"ignore": '["lone-chid"]'}, 3, ["lone-chid", "是不是想写 lone-child？"]),
        ({"extends": '"house-two"'}, 3, ["绕一圈"]),
        ({"recognize": "{ title = '述法' }"}, 3, ["recognise"]),
        ({"recognise": "{ titel = '述法' }"}, 3, ["titel", "title"]),
        ({"recognise": "{ title = '(述法' }"}, 3, ["RE2"]),
        ({"genre": "{ subject = '乡镇' }"}, 3, ["party、government、department、township、assembly"]),
        ({"genre": "{ ignore = ['lone-child'] }"}, 3, ["ignore 写进了 [genre] 这一段"]),
        ({"genre": "{ parts = { id = 'work' } }"}, 3, ["[[genre.parts]]"]),
        ({"priority": '"高"'}, 3, ["整数"]),
    ],
)
def test_a_mistake_in_a_profile_is_told(
    write: Write, tmp_path: Path, changes: dict[str, str], line: int, words: list[str]
):
    write("rules/profiles/house-two.toml", 'id = "house-two"\ntitle = "乙"\nextends = "house-one"\n')
    text = 'id = "house-one"\ntitle = "甲"\n' + "".join(f"{key} = {value}\n" for key, value in changes.items())
    path = write("rules/profiles/house-one.toml", text)
    with refused(path, line, *words):
        load_rulebook([tmp_path / "rules"])


# Renamed rules


def test_a_rule_is_known_by_its_old_name_everywhere(write: Write, lint: Lint):
    rule = RULE.format(id="own-word").replace("check", 'replaces = ["old-word"]\ncheck')
    write("rules/house/own-word.toml", rule + OPTIONS)
    folders = 'rule-folders = ["rules"]\n'
    configuration = write("shufa-lint.toml", folders)
    assert ("own-word", "warning") in lint()
    for more in ('ignore = ["old-word"]\n', '[per-file-ignores]\n"*.txt" = ["old-word"]\n'):
        configuration.write_text(folders + more, "utf-8")
        nearest_configuration.cache_clear()
        assert "own-word" not in dict(lint())
    for more, expected in [
        ('select = ["old-word"]\n', [("own-word", "warning")]),
        ('select = ["own-word"]\n[severity]\nold-word = "info"\n', [("own-word", "info")]),
        ('select = ["own-word"]\n[options.old-word]\nunless_line = "学法"\n', []),
    ]:
        configuration.write_text(folders + more, "utf-8")
        nearest_configuration.cache_clear()
        assert lint() == expected


# Configuration


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    nearest_configuration.cache_clear()
    yield
    nearest_configuration.cache_clear()


def test_without_a_configuration_the_defaults_count(tmp_path: Path, lint: Lint):
    assert nearest_configuration(tmp_path) == Chosen()
    assert lint() == [("asterisk-placeholder", "error"), ("empty-section", "error")]


def test_the_nearest_configuration_counts_alone(write: Write, lint: Lint):
    write("shufa-lint.toml", 'ignore = ["empty-section"]\n')
    write("甲/shufa-lint.toml", 'ignore = ["asterisk-placeholder"]\n')
    assert lint("草稿.txt") == [("asterisk-placeholder", "error")]
    assert lint("甲/草稿.txt") == [("empty-section", "error")]
    assert lint("甲/深/草稿.txt") == [("empty-section", "error")]
    assert lint("乙/草稿.txt") == [("asterisk-placeholder", "error")]


def test_a_pyproject_counts_only_with_a_table_of_ours(write: Write, lint: Lint):
    write("shufa-lint.toml", 'ignore = ["empty-section"]\n')
    write("甲/pyproject.toml", '[project]\nname = "甲"\n')
    write("乙/pyproject.toml", '[tool.shufa-lint]\nignore = ["placeholders"]\n')
    assert lint("甲/草稿.txt") == [("asterisk-placeholder", "error")]
    assert lint("乙/草稿.txt") == [("empty-section", "error")]


def test_beside_a_pyproject_our_own_file_counts(write: Write, lint: Lint):
    write("pyproject.toml", '[tool.shufa-lint]\nignore = ["placeholders"]\n')
    write("shufa-lint.toml", 'ignore = ["structure"]\n')
    assert lint() == [("asterisk-placeholder", "error")]


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ('select = ["structure"]', ["empty-section"]),
        ('select = ["error"]', ["asterisk-placeholder", "empty-section"]),
        ('select = ["warning"]', []),
        ('select = ["all"]', ["asterisk-placeholder", "empty-section"]),
        ('ignore = ["all"]', []),
        ('ignore = ["error"]', []),
        ('ignore = ["placeholders", "empty-section"]', []),
        ('select = ["placeholders", "structure"]\nignore = ["structure"]', ["asterisk-placeholder"]),
        ('[per-file-ignores]\n"*.md" = ["all"]', ["asterisk-placeholder", "empty-section"]),
        ('[per-file-ignores]\n"草稿.txt" = ["all"]', []),
        ('[per-file-ignores]\n"草*" = ["structure"]', ["asterisk-placeholder"]),
        ('[per-file-ignores]\n"旧/*" = ["structure"]', ["asterisk-placeholder", "empty-section"]),
    ],
)
def test_rules_are_chosen_by_name_family_and_severity(
    write: Write, lint: Lint, configuration: str, expected: list[str]
):
    write("shufa-lint.toml", configuration + "\n")
    assert [rule for rule, _ in lint()] == expected


def test_a_severity_of_ones_own_counts_and_is_what_names_select(write: Write, lint: Lint):
    write("shufa-lint.toml", 'select = ["info"]\n[severity]\nasterisk-placeholder = "info"\n')
    assert lint() == [("asterisk-placeholder", "info")]


def test_options_of_ones_own_lie_over_those_of_the_rule(write: Write, lint: Lint):
    write("shufa-lint.toml", "[options.asterisk-placeholder]\nunless_line = '学法'\n")
    assert lint() == [("empty-section", "error")]


def test_nothing_switches_off_the_report_of_a_crashed_rule(write: Write, lint: Lint, monkeypatch: pytest.MonkeyPatch):
    from shufa_lint.checks import placeholder

    def crash(context, options):
        raise RuntimeError

    monkeypatch.setattr(placeholder, "find", crash)
    for configuration in (
        'ignore = ["document"]\n',
        'ignore = ["rule-failure"]\n',
        '[per-file-ignores]\n"*" = ["rule-failure", "document", "structure"]\n',
        'select = ["asterisk-placeholder"]\n',
    ):
        write("shufa-lint.toml", configuration)
        nearest_configuration.cache_clear()
        assert "rule-failure" in dict(lint()), configuration
    write("shufa-lint.toml", 'select = ["placeholders"]\n')
    nearest_configuration.cache_clear()
    assert {rule for rule, _ in lint()} == {"rule-failure"}


def test_the_command_line_lies_over_the_file_and_isolated_ignores_it(write: Write):
    write("shufa-lint.toml", 'ignore = ["empty-section"]\n')
    draft = write("草稿.txt", DRAFT)

    def rules(**choice: object) -> list[str]:
        return [finding.rule for finding in lint_path(draft, choice=Choice(**choice)).findings]  # type: ignore[arg-type]

    assert rules(isolated=True) == ["asterisk-placeholder", "empty-section"]
    assert rules(overrides={"select": ["empty-section"], "ignore": []}) == ["empty-section"]
    other = write("别处/mine.toml", 'ignore = ["placeholders"]\n')
    assert rules(config=other) == ["empty-section"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('ignore = ["lone-chid"]\n', 1, ["lone-chid", "是不是想写 lone-child？"]),
        ('# 说明\nselect = ["numbring"]\n', 2, ["numbring", "是不是想写 numbering？"]),
        ('ignores = ["lone-child"]\n', 1, ["ignores", "是不是想写 ignore？"]),
        ('profile = "shufa-reprot"\n', 1, ["shufa-reprot", "是不是想写 shufa-report？"]),
        ('fail-on = "errors"\n', 1, ["fail-on", "error"]),
        ('[severity]\nordinal-gab = "info"\n', 2, ["ordinal-gab", "是不是想写 ordinal-gap？"]),
        ('[severity]\nordinal-gap = "fatal"\n', 2, ["fatal", "warning"]),
        ('[per-file-ignores]\n"*.md" = ["ordinal-gab"]\n', 2, ["ordinal-gab", "是不是想写 ordinal-gap？"]),
        ("[options.asterisk-placeholder]\nunless_lines = '学法'\n", 2, ["unless_lines", "是不是想写 unless_line？"]),
        ("[options.asterisk-placeholder]\nunless_line = '(?=学法)'\n", 2, ["asterisk-placeholder", "RE2"]),
        ("[options.nonsense]\nunless_line = '学法'\n", 1, ["nonsense"]),
        ('rule-folders = ["../elsewhere"]\n', 1, ["../elsewhere", "之内"]),
        ('rule-folders = ["/etc"]\n', 1, ["/etc", "之内"]),
        ('rule-folders = ["nowhere"]\n', 1, ["nowhere", "不存在"]),
        ('rule-folders = ["rules"\n', 2, ["TOML"]),
        ("profile = “auto”\n", 1, ["TOML", "“ 是全角的"]),
        ('[severity]\nlone-child = "info"\nignore = ["long-heading"]\n', 3, ["ignore 写进了 [severity]"]),
        ('severity = "info"\n', 1, ["单独的一段", "[severity]"]),
        ('ignore = "lone-child"\n', 1, ["清单"]),
        ("profile = 3\n", 1, ["文字"]),
    ],
)
def test_a_mistake_in_a_configuration_is_told_with_its_line(
    write: Write, lint: Lint, text: str, line: int, words: list[str]
):
    path = write("shufa-lint.toml", text)
    with refused(path, line, *words):
        lint()


def test_a_rule_folder_cannot_be_reached_through_a_link(
    write: Write, lint: Lint, tmp_path_factory: pytest.TempPathFactory
):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    path = write("shufa-lint.toml", 'rule-folders = ["linked"]\n')
    (path.parent / "linked").symlink_to(elsewhere, target_is_directory=True)
    with refused(path, 1, "linked", "之内"):
        lint()


def test_a_configuration_names_no_code_and_no_environment(write: Write, lint: Lint):
    for key in ("plugins", "checks", "extend", "env", "python"):
        path = write("shufa-lint.toml", f'{key} = ["os"]\n')
        nearest_configuration.cache_clear()
        with refused(path, 1, key):
            lint()


def test_a_byte_order_mark_is_no_mistake(write: Write, lint: Lint):
    write("shufa-lint.toml", "\ufeffignore = ['empty-section']\n")
    assert lint() == [("asterisk-placeholder", "error")]


def test_every_error_is_one_line_that_begins_with_the_file(write: Write):
    path = write("shufa-lint.toml", "profile = 3\n")
    with pytest.raises(SpecificationError) as caught:
        load_configuration(path)
    assert re.fullmatch(rf"{re.escape(str(path))} 第 1 行：\S.*", str(caught.value))


@pytest.mark.parametrize("name", ["house.toml", "laws.tsv"])
def test_a_file_that_nothing_would_read_is_refused(write: Write, lint: Lint, name: str):
    path = write(f"rules/{name}", "id = 'house'\n")
    write("shufa-lint.toml", 'rule-folders = ["rules"]\n')
    with refused(path, None, "放错了地方"):
        lint()


def test_a_table_that_no_rule_uses_is_refused(write: Write, lint: Lint):
    path = write("rules/tables/day-name.tsv", "date\tname\n12.4\t国家宪法日\n")
    write("shufa-lint.toml", 'rule-folders = ["rules"]\n')
    with refused(path, None, "是不是想写 day-names"):
        lint()


def test_the_configuration_may_lie_among_the_rules(write: Write, lint: Lint):
    write("shufa-lint.toml", 'rule-folders = ["."]\n')
    assert lint()


def test_a_pattern_from_outside_cannot_stall_a_run(write: Write, tmp_path: Path):
    hostile = "(a+)+b"  # on the text below re needs 2**40 steps, re2 forty
    write(
        "rules/house/stalling.toml",
        RULE.format(id="stalling") + f"[options]\npattern = 'a'\nunless_line = '{hostile}'\n",
    )
    write("shufa-lint.toml", 'rule-folders = ["rules"]\n')
    report = lint_path(write("draft.txt", "关于学法情况的报告\n" + "a" * 40 + "\n"))
    assert [finding.rule for finding in report.findings].count("stalling") == 40


def test_nor_can_one_that_a_check_builds_into_its_own(write: Write):
    write("rules/tables/day-names.tsv", "date\tname\n12.4\t(a+)+b\n")
    write("shufa-lint.toml", "rule-folders = ['rules']\n[options.impossible-rate]\nnames = '(a+)+b'\n")
    hostile = "a" * 36
    report = lint_path(write("draft.txt", f"关于学法情况的报告\n{hostile}\n12.4国{hostile}\n{hostile}b达到120%\n"))
    assert "impossible-rate" in {finding.rule for finding in report.findings}


@pytest.mark.parametrize("pattern", ["(", "(?=a)"])
def test_a_pattern_in_a_table_is_verified(write: Write, pattern: str):
    table = write("rules/tables/day-names.tsv", f"date\tname\n12.4\t宪法\n3.15\t{pattern}\n")
    with refused(table, 3, "RE2"):
        load_rulebook([table.parents[1]])

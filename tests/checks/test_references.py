"""Laws, organs and programmes are judged by the year of the document, by tables with a date, never by the clock."""

import json
from pathlib import Path

import pytest

from shufa_lint.api import Choice, lint_path, lint_text
from shufa_lint.cli import main
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.rulebook.load import load_rulebook

DRAFT = "柳河县{}法治宣传工作情况\n　　宣传《合同法》，读本发放2000册。\n"


def _found(text: str, **overrides: object) -> list[tuple[str, str]]:
    report = lint_text(text, choice=Choice(isolated=True, overrides=overrides))
    return [(finding.rule, finding.severity) for finding in report.findings if finding.rule.endswith("-law")]


def test_the_year_decides() -> None:
    assert _found(DRAFT.format("2022年")) == [("superseded-law", "error")]
    assert _found(DRAFT.format("2019年")) == [("superseded-law", "info")]
    assert _found(DRAFT.format("")) == []


def test_as_of_goes_before_the_year_of_the_document() -> None:
    for as_of in (2022, "2022", "2021-01-01"):
        assert _found(DRAFT.format("2019年"), **{"as-of": as_of}) == [("superseded-law", "error")]
    assert _found(DRAFT.format("2022年"), **{"as-of": "2020-12-31"}) == [("superseded-law", "info")]


def test_what_is_not_judged_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text(DRAFT.format(""), "utf-8")
    main([str(draft), "--output-format", "concise", "--isolated", "--select", "references"])
    assert "没有找到文稿报告的年度，有 1 处引用没有判断" in capsys.readouterr().out
    main([str(draft), "--output-format", "concise", "--isolated", "--select", "references", "--as-of", "2022"])
    said = capsys.readouterr().out
    assert "没有找到" not in said
    assert "superseded-law" in said
    draft.write_text("柳河县法治宣传工作情况\n　　读本发放2000册。\n", "utf-8")
    main([str(draft), "--output-format", "concise", "--isolated"])
    assert "没有找到" not in capsys.readouterr().out


def test_json_names_year_table_and_as_of(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text(DRAFT.format("2022年"), "utf-8")
    main([str(draft), "--output-format", "json", "--isolated"])
    run = json.loads(capsysbinary.readouterr().out)
    assert (run["as_of"], run["law_table"], run["files"][0]["reporting_year"]) == (None, "2026-07-17", 2022)
    main([str(draft), "--output-format", "json", "--isolated", "--as-of", "2019-06-30"])
    run = json.loads(capsysbinary.readouterr().out)
    assert (run["as_of"], run["files"][0]["reporting_year"]) == ("2019-06-30", 2019)


@pytest.mark.parametrize("wrong", ["22", "2022-13-01", "去年", "2022-1-1", "20220101"])
def test_a_wrong_as_of_is_refused(wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--as-of", wrong, "稿.txt"])
    assert stopped.value.code == 2
    assert "写成 2022 或者 2022-06-30" in capsys.readouterr().err
    (tmp_path / "shufa-lint.toml").write_text(f'as-of = "{wrong}"\n', "utf-8")
    (tmp_path / "稿.txt").write_text(DRAFT.format(""), "utf-8")
    with pytest.raises(SpecificationError, match="2022-06-30"):
        lint_path(tmp_path / "稿.txt")


def test_as_of_in_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "稿.txt").write_text(DRAFT.format("2019年"), "utf-8")
    for value in ("2022", '"2022"', "2022-01-31"):
        (tmp_path / "shufa-lint.toml").write_text(f"as-of = {value}\n", "utf-8")
        report = lint_path(tmp_path / "稿.txt", choice=Choice())
        assert report.reporting_year == 2022
        assert any(finding.rule == "superseded-law" for finding in report.findings)


# An office lays newer tables beside its configuration.

LAWS = "# date: {}\nname\n中华人民共和国社区服务法\n中华人民共和国民法典\n"
OLD = "# date: 2027-05-01\nold\tnew\tpart\tsince\tsource\tcase\n老旧法\t社区服务法\t\t2027-03-01\t第9条\t\n"


def _office(folder: Path, **tables: str) -> Path:
    (folder / "本单位" / "tables").mkdir(parents=True)
    (folder / "shufa-lint.toml").write_text('rule-folders = ["本单位"]\n', "utf-8")
    for name, text in tables.items():
        (folder / "本单位" / "tables" / f"{name.replace('_', '-')}.tsv").write_text(text, "utf-8")
    return folder / "稿.txt"


def test_newer_tables_take_the_place_of_the_built_in_ones(tmp_path: Path) -> None:
    draft = _office(tmp_path, laws=LAWS.format("2027-05-01"), superseded_laws=OLD)
    draft.write_text("柳河县2027年工作总结\n　　落实《社区服务法》和《老旧法》，全年平稳。\n", "utf-8")
    report = lint_path(draft, choice=Choice())
    assert [finding.rule for finding in report.findings if finding.rule.endswith("-law")] == ["superseded-law"]
    assert load_rulebook([tmp_path / "本单位"]).dates["laws"] == "2027-05-01"


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"laws": LAWS.replace("# date: {}\n", "")}, r"laws\.tsv 第 1 行：.*# date: 2027-01-01"),
        ({"laws": LAWS.format("明天")}, r"laws\.tsv 第 1 行：明天 不是日期"),
        ({"laws": LAWS.format("2027-05-01").replace("name", "名称")}, r"laws\.tsv 第 3 行：不认识的栏 名称"),
        ({"superseded_laws": OLD.replace("2027-03-01", "三月")}, r"superseded-laws\.tsv 第 3 行：since"),
        ({"superseded_laws": OLD.replace("\t第9条", "")}, r"superseded-laws\.tsv 第 3 行：这一行有 5 栏，表头有 6 栏"),
        ({"misused_words": "pattern\tright\n(?=登)录\t登录\n"}, r"misused-words\.tsv 第 2 行：pattern：RE2 不接受"),
        (
            {"misused_words": "pattern\tright\tscope\n登陆\t登录\tbody\n"},
            r"misused-words\.tsv 第 2 行：不认识的栏 scope",
        ),
    ],
)
def test_a_table_is_checked_strictly(tables: dict[str, str], reason: str, tmp_path: Path) -> None:
    draft = _office(tmp_path, **tables)
    draft.write_text("柳河县2027年工作总结\n", "utf-8")
    with pytest.raises(SpecificationError, match=reason):
        lint_path(draft, choice=Choice())


def test_every_table_of_facts_has_a_date_and_a_source() -> None:
    folder = Path(__file__).parents[2] / "rules" / "tables"
    for name in ("laws", "superseded-laws", "law-short-names", "superseded-organs", "superseded-programmes"):
        remarks = [line for line in (folder / f"{name}.tsv").read_text("utf-8").splitlines() if line.startswith("#")]
        assert any(line.startswith("# date: ") for line in remarks), name
        assert any("来源：" in line for line in remarks), name


def test_many_unknown_names_cost_no_more_than_they_should() -> None:
    text = "柳河县2022年工作总结\n" + "".join(f"　　落实《第{n}号特别事务管理法》。\n" for n in range(3000))
    assert len(_found(text)) == 3000


# Short names, drafts and the past.


@pytest.mark.parametrize(
    "text",
    [
        "原《合同法》规定",
        "《合同法》（已废止）",
        "《合同法》（1999年）",
        "《合同法》时期的案件",
        "2019年，宣传《合同法》",
        "《合同法》由《民法典》取代",
        "德国《合同法》",
        "《最高人民法院关于适用〈合同法〉若干问题的解释》",
    ],
)
def test_what_is_no_citation_of_a_law_in_force(text: str) -> None:
    assert _found(f"柳河县2022年工作情况\n　　{text}，已经整理成册。\n") == []

"""Which kind a document is taken for, and how an office's own profile changes single facts of a kind."""

from pathlib import Path

import pytest

from shufa_lint.engine.lint import lint
from shufa_lint.engine.model import FileReport
from shufa_lint.engine.plan import Planner
from shufa_lint.outline.parse import parse
from shufa_lint.reading.read import read_text
from shufa_lint.rulebook.configuration import Chosen, Configuration
from shufa_lint.rulebook.errors import SpecificationError
from shufa_lint.rulebook.load import load_rulebook

BODY = (
    "现将有关情况报告如下：\n一、工作情况\n全年办好学习专栏，带头学法。\n"
    "二、存在的问题\n学得不深；用得不活。\n三、下一步打算\n按月开展学习。\n"
)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云岭县司法局2024年度述法报告", "shufa-report"),
        ("2024年度党政主要负责人履行推进法治建设第一责任人职责情况的述职报告", "shufa-report"),
        ("2024年党组书记述法工作报告（人大）", "shufa-report"),
        ("关于印发《党政主要负责人履行推进法治建设第一责任人职责规定》的通知", "notice"),
        ("2024年度述法工作方案", "plan"),
        ("云岭县2024年法治政府建设年度报告", "law-government-annual"),
        ("2024年度个人述职述廉报告", "duty-report"),
        ("云岭县司法局2024年工作总结", "work-summary"),
        ("2025年云岭县政府工作报告", "government-work-report"),
        ("云岭县司法局关于追加普法经费的请示", "request"),
        ("云岭县司法局关于普法工作情况的报告", "report"),
        ("云岭县财政局关于普法经费问题的复函", "letter"),
        ("云岭县人民政府第三次常务会议纪要", "minutes"),
        ("2025年普法工作要点", "plan"),
        ("云岭县法治宣传教育办法（试行）", "regulation"),
        ("在全县述法会议上的讲话", "base"),
        ("云岭县人民政府公告", "base"),
    ],
)
def test_the_title_tells_the_kind(title: str, kind: str):
    text = f"{title}\n{BODY}"
    assert Planner(Chosen()).profile_for(parse(text), text) == kind


def test_the_opening_tells_the_kind_where_the_title_does_not():
    opening = "2024年，本人认真学习、依法办事，各项工作平稳有序。现将履行推进法治建设第一责任人职责情况报告如下：\n"
    planner = Planner(Chosen())
    for text in (opening + BODY, "2024年度述职报告\n" + opening + BODY):
        assert planner.profile_for(parse(text), text) == "shufa-report"


def own_profile(folder: Path, text: str) -> Planner:
    profiles = folder / "rules" / "profiles"
    profiles.mkdir(parents=True)
    (profiles / "songping.toml").write_text(text, "utf-8")
    chosen = Chosen(
        configuration=Configuration.model_validate({"rule-folders": ["rules"], "profile": "songping"}),
        path=folder / "shufa-lint.toml",
    )
    return Planner(chosen, load_rulebook([folder / "rules"]))


def rules_in(report: FileReport) -> dict[str, str]:
    return {finding.rule: finding.severity for finding in report.findings}


def test_a_profile_that_extends_another_changes_single_facts(tmp_path: Path):
    text = f"云岭县司法局2024年度述法报告\n{BODY}"
    builtin = rules_in(lint(read_text(text, "a.txt"), Planner(Chosen()), "a.txt"))
    assert builtin["missing-signature"] == "info"
    assert "few-topics" in builtin
    assert "over-length" not in builtin
    planner = own_profile(
        tmp_path,
        'id = "songping"\ntitle = "松坪镇述法报告"\nextends = "shufa-report"\n'
        '[severity]\nmissing-signature = "warning"\n[genre]\nlimit = 30\nenough_topics = 1\n',
    )
    own = rules_in(lint(read_text(text, "a.txt"), planner, "a.txt"))
    assert own["missing-signature"] == "warning"
    assert "over-length" in own
    assert "few-topics" not in own
    assert "missing-topic" in own  # what the profile does not name stays as it was


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("limits = 3000", "limit"),
        ('opening = ["现(?=将)"]', "RE2"),
        ('subject = "village"', "township"),
        (
            '[[genre.topics]]\nid = "a"\nname = "甲"\ntriggers = ["甲"]\n'
            '[[genre.topics]]\nid = "a"\nname = "乙"\ntriggers = ["乙"]',
            "重复",
        ),
    ],
)
def test_a_mistake_in_a_profile_is_told(tmp_path: Path, line: str, said: str):
    with pytest.raises(SpecificationError, match=said):
        own_profile(tmp_path, f'id = "songping"\ntitle = "松坪镇述法报告"\nextends = "shufa-report"\n[genre]\n{line}\n')


def test_the_subject_leaves_out_the_topics_of_others():
    facts = Planner(Chosen()).plan("shufa-report").genre
    assert {topic.id for topic in facts.topics if topic.required} == {"thought", "own-study"}
    assert next(topic for topic in facts.topics if topic.id == "party-rules").subjects == ("party",)

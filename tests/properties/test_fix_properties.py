"""What holds for every mended document: nothing new is found, nothing is left to mend, no placeholder is touched."""

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shufa_lint.api import Choice, fix_bytes, fix_text, lint_bytes, load_rulebook
from shufa_lint.engine.fix import Mended
from shufa_lint.engine.model import FileReport
from shufa_lint.rulebook.marks import unmark

ROOT = Path(__file__).parents[2]
CHOICE = Choice(isolated=True)
BOOK = load_rulebook()
FIXING = {rule.id: rule for rule in BOOK.rules.values() if rule.fix}
EXAMPLES = [
    (rule.id, example.name, unmark(example.bad)[0], example.profile)
    for rule in FIXING.values()
    for example in rule.example
    if example.bad and example.fixed is not None and not example.options and example.layout is None
]
DRAFTS = sorted(path for path in ROOT.glob("fixtures/*/draft.*") if path.suffix in (".txt", ".md"))
HEAD = "云岭县司法局局长2024年述法报告\n\n　　现将2024年履行推进法治建设第一责任人职责情况报告如下：\n"
TAIL = "\n　　　　　　　　云岭县司法局\n　　　　　　　　2024年12月20日\n"


def counts(report: FileReport) -> Counter[str]:
    return Counter(finding.rule for finding in report.findings)


def blanks(report: FileReport, but: frozenset[str] = frozenset()) -> Counter[str]:
    return Counter(
        finding.text
        for finding in report.findings
        if BOOK.entries[finding.rule].family == "placeholders" and finding.rule not in but
    )


def check(mended: Mended, name: str, *, unsafe: bool) -> None:
    """Assert what must hold for any mended document."""
    again = fix_bytes(mended.data, name, unsafe=unsafe, choice=CHOICE)
    assert not again.applied
    assert again.after == mended.after
    before = fix_bytes(mended.original, name, choice=CHOICE).before
    assert before == mended.before
    first, last = lint_bytes(mended.original, name, choice=CHOICE), lint_bytes(mended.data, name, choice=CHOICE)
    assert last.encoding == first.encoding
    assert counts(last) <= counts(first), counts(last) - counts(first)
    removed = frozenset({"masked-name"}) if unsafe else frozenset()
    assert blanks(last, removed) == blanks(first, removed)
    mine = Counter(finding.rule for finding in mended.applied)
    held = counts(first)
    for rule, number in mine.items():
        assert counts(last)[rule] <= max(0, held[rule] - number) or number > held[rule]
    for finding in mended.applied:
        assert finding.fix is not None
        assert unsafe or finding.fix.safety == "safe"


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.parent.name)
def test_a_fixture_is_mended_soundly(path: Path, unsafe: bool):
    data = path.read_bytes()
    check(fix_bytes(data, path.name, unsafe=unsafe, choice=CHOICE), path.name, unsafe=unsafe)


@settings(max_examples=max(60, settings.default.max_examples // 2))
@given(
    st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=5), st.booleans(), st.sampled_from(["utf-8", "gb18030"])
)
def test_documents_of_faults_are_mended_soundly(
    parts: list[tuple[str, str, str, str | None]], unsafe: bool, encoding: str
):
    text = HEAD + "\n".join(part[2] for part in parts) + TAIL
    check(fix_bytes(text.encode(encoding), "稿.txt", unsafe=unsafe, choice=CHOICE), "稿.txt", unsafe=unsafe)


@pytest.mark.parametrize("rule", sorted(FIXING))
def test_each_rule_mends_in_a_whole_document(rule: str):
    """The proof must not be so strict that a rule never gets to mend anything."""
    texts = [text for name, _, text, profile in EXAMPLES if name == rule and not profile]
    texts += [HEAD + text + TAIL for text in texts]
    texts += [text for name, _, text, profile in EXAMPLES if name == rule and profile]
    if not texts:
        pytest.skip("its examples set options or a layout, which a text of its own cannot")
    assert any(rule in {f.rule for f in fix_text(text, unsafe=True, choice=CHOICE).applied} for text in texts)


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gb18030", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_what_is_not_mended_stays_byte_for_byte(encoding: str, bom: bytes, newline: str):
    text = HEAD + "　　全年修定制度**项，走访群众（试行)若干。##paidbegin##\n" + "　　认真组织学习。\n" * 5 + TAIL
    text = text.replace("\n", newline)
    mended = fix_bytes(bom + text.encode(encoding), "稿.txt", choice=CHOICE)
    assert mended.data.startswith(bom)
    after = mended.data[len(bom) :].decode(encoding)
    assert after == mended.after
    assert after == text.replace("修定", "修订").replace("（试行)", "（试行）").replace("##paidbegin##", "")
    assert len(re.findall("\r\n|\r|\n", after)) == len(re.findall("\r\n|\r|\n", text))


@given(
    st.randoms(use_true_random=False), st.text('，。、；：（）()“”"《》一二三12１２.．*×# 　的是在度项', max_size=60)
)
def test_any_text_is_mended_soundly(chance: random.Random, noise: str):
    parts = [HEAD, *(text for _, _, text, _ in chance.sample(EXAMPLES, 2)), noise, TAIL]
    check(fix_text("\n".join(parts), choice=CHOICE), "文稿.txt", unsafe=False)

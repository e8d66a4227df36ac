"""What is missing at a blank, read off its neighbours."""

import pytest

from shufa_lint import lint_text


def kind(sentence: str) -> tuple[str, str]:
    """Return kind and unit of the one placeholder in *sentence*."""
    found = [finding for finding in lint_text(f"{sentence}\n").findings if "kind" in finding.captures]
    assert len(found) == 1, [finding.rule for finding in found]
    return found[0].captures["kind"], found[0].captures["unit"]


@pytest.mark.parametrize(
    ("sentence", "expected", "unit"),
    [
        ("全年组织培训**场次。", "count", "场次"),
        ("共走访**户，化解矛盾。", "count", "户"),
        ("推进**个项目落地。", "count", "个"),
        ("建成法治文化广场**处。", "count", "处"),
        ("培育法律明白人XX 名。", "count", "名"),
        ("发放资料____余份。", "count", "份"),
        ("选配【待补充】名网格员。", "count", "名"),
        ("办结率达**%。", "percentage", ""),
        ("提高**个百分点。", "percentage", ""),
        ("县人大常委会第**次会议审议通过。", "ordinal", ""),
        ("今年**月召开会议。", "date", ""),
        ("按照**人民政府的安排抓好落实。", "place", ""),
        ("在**市委的领导下。", "place", ""),
        ("打造**街道法治文化阵地。", "place", ""),
        ("**社区率先成立工作室。", "place", ""),
        ("与××律师事务所签订合同。", "organisation", ""),
        ("由**局牵头，抓好落实。", "organisation", ""),
        ("联合××公司开展活动。", "organisation", ""),
        ("对**部门开展督查。", "organisation", ""),
        ("由**同志任组长。", "person", ""),
        ("由{{姓名}}担任组长。", "person", ""),
        ("[单位名称]认真抓好落实。", "organisation", ""),
        ("印发《**普法工作要点》。", "document", ""),
        ("认真落实**文件要求。", "document", ""),
        ("推动**工作走深走实。", "other", ""),
    ],
)
def test_the_kind_is_read_off_the_neighbours(sentence: str, expected: str, unit: str):
    assert kind(sentence) == (expected, unit)


@pytest.mark.parametrize("sentence", ["会见**人大代表。", "抓好**项目建设。", "制定**条例草案。", "抓好**日常工作。"])
def test_a_word_that_begins_like_a_measure_is_none(sentence: str):
    assert kind(sentence)[0] not in ("count", "date")

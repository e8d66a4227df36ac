"""``rules/README.md`` lists the rules that there are; ``SHUFA_LINT_UPDATE=1`` writes it anew."""

import os
import re
from pathlib import Path

from shufa_lint.report import rule_index
from shufa_lint.report.families import FAMILIES
from shufa_lint.rulebook.load import load_rulebook

PAGE = Path(__file__).parents[1] / "rules" / "README.md"


def test_the_list_of_rules_is_what_the_rule_files_say():
    page = rule_index.report(load_rulebook(), FAMILIES)
    if os.environ.get("SHUFA_LINT_UPDATE") == "1":
        PAGE.write_text(page, "utf-8", newline="\n")
    assert PAGE.is_file() and page == PAGE.read_text("utf-8"), "renew rules/README.md with SHUFA_LINT_UPDATE=1"


def test_every_rule_has_one_row_and_its_link_leads_to_its_file():
    rows = re.findall(r"^\| \[`([\w-]+)`\]\((.+?)\) \|(.*)\|$", PAGE.read_text("utf-8"), re.M)
    assert sorted(name for name, _, _ in rows) == sorted(load_rulebook().rules)
    for name, link, rest in rows:
        assert (PAGE.parent / link).stem == name and (PAGE.parent / link).is_file()
        cells = re.split(r"(?<!\\)\|", rest)
        assert len(cells) == 5 and all(cell.strip() for cell in cells), name

"""A clerk's way: save the draft, open the page, find the fault, mend it, save, and see the verdict turn.

``SHUFA_LINT_SHOTS=DIR`` keeps pictures of it.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import CLEAN, FAULTY
from .test_command import running, wait_for

_SHOTS = os.environ.get("SHUFA_LINT_SHOTS")
_FAULTY = "关于2025年学法情况的报告\n　　现将2025年学法情况报告如下。\n一、学法情况\n　　全年组织学法**次，"
_FAULTY += "培训12次。\n二、下一步打算\n　　坚持按月学法。\n　　特此报告。\n柳河县司法局\n2025年12月20日\n"


def shoot(page: Any, name: str) -> None:
    if _SHOTS:
        Path(_SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(_SHOTS) / f"{name}.png"))


@pytest.mark.slow
def test_from_the_first_draft_to_passed(browser: Any, tmp_path: Path, word: Callable[..., bytes]):
    share = tmp_path / "报送"
    draft = share / "柳河县司法局" / "述法报告.txt"
    for path, text in ((share / "青石镇/报告.txt", CLEAN.format(3)), (share / "白水镇/报告.txt", FAULTY.format(3))):
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    (share / "青石镇/述法报告.docx").write_bytes(word("关于学法情况的报告", "　　全年组织学法**次。"))
    (share / "青石镇/~$法报告.docx").write_bytes(b"owner")
    results = share / "检查结果"
    overview = results / "检查一览.html"
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    with running(share, tmp_path / "state"):
        draft.parent.mkdir()
        draft.write_text(_FAULTY, "utf-8")
        assert wait_for(lambda: overview.exists() and "柳河县司法局" in overview.read_text("utf-8"))
        own = results / "柳河县司法局" / "述法报告.检查报告.html"
        assert wait_for(own.exists)
        assert wait_for(lambda: "未通过" in page_text(page, overview, "述法报告"))
        shoot(page, "1-一览")
        page.get_by_role("row").filter(has_text="柳河县司法局").get_by_role("link").first.click()
        assert "未通过" in page.locator(".verdict").first.inner_text()
        assert page.locator("mark").first.inner_text() == "**"
        page.locator("mark").first.click()
        shoot(page, "2-报告")
        draft.write_text(_FAULTY.replace("**", "8"), "utf-8")
        slip = results / "柳河县司法局" / "述法报告.检查单.json"
        assert wait_for(slip.exists)
        page.reload()
        assert page.locator(".verdict").first.inner_text().split()[1].startswith("通过")
        shoot(page, "3-通过")
        assert wait_for(lambda: "改好 1 处" in overview.read_text("utf-8"))
        page.goto(overview.as_uri())
        page.get_by_role("row").filter(has_text="柳河县司法局").locator("summary").first.click()
        shoot(page, "4-一览")
        page.goto(own.as_uri())
        page.get_by_role("link", name="全部文稿").click()
        assert page.url == (results / "柳河县司法局" / "检查一览.html").as_uri()
        assert "青石镇" not in page.content()
        shoot(page, "5-本单位")
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(overview.as_uri())
        shoot(page, "6-手机")
    command = [sys.executable, "-m", "shufa_lint", "verify", str(slip), str(draft)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def page_text(page: Any, path: Path, name: str) -> str:
    page.goto(path.as_uri())
    return str(page.get_by_role("row").filter(has_text="柳河县司法局").filter(has_text=name).first.inner_text())

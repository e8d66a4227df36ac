"""The pages in a real browser: clicks, keys, filters, the table, paper, and nothing that leaves the page.

The fixture ``opened`` fails a test whose page says anything on the console, throws, or wants anything from elsewhere.
"""

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from shufa_lint.api import Choice, lint_bytes, lint_text, run_report
from shufa_lint.engine.model import RunReport
from shufa_lint.report import html

Open = Callable[..., AbstractContextManager[Any]]

FAULTY = (Path(__file__).parents[3] / "fixtures" / "every-fault-blanks" / "draft.txt").read_bytes()
IN_VIEW = """element => {
  const box = element.getBoundingClientRect(), head = document.querySelector(".doc.on .head").getBoundingClientRect();
  const under = getComputedStyle(document.querySelector(".doc.on .head")).position === "sticky" ? head.bottom : 0;
  return box.height > 0 && box.top >= under - 1 && box.bottom <= innerHeight + 1;
}"""


@cache
def of(*texts: str | bytes) -> RunReport:
    choice = Choice(isolated=True)
    reports = []
    for number, text in enumerate(texts, start=1):
        data = text if isinstance(text, bytes) else text.encode()
        reports.append(lint_bytes(data, f"报送/{'甲乙'[number % 2]}局/{number}号稿.txt", choice=choice))
    return run_report(reports, choice)


@cache
def one(*texts: str | bytes) -> bytes:
    return html.report(of(*texts))


def long(paragraphs: int = 120) -> str:
    lines = [
        f"　　第{n}段，全面推进依法治县各项工作，按月组织学法，严格依法决策，干部普遍受到教育。"
        for n in range(paragraphs)
    ]
    lines[-3] += "全年学法**次。"
    return "关于学法情况的报告\n" + "\n".join(lines) + "\n"


def shown(page: Any) -> list[str]:
    """The numbers of the cards that can be seen."""
    return [str(text) for text in page.locator(".doc.on .card:visible .go .n").all_inner_texts()]


def see(page: Any, selector: str) -> None:
    """Wait until the first such element is in view: what lies between may have to be laid out first."""
    for _ in range(100):
        if page.locator(selector).first.evaluate(IN_VIEW):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{selector} does not come into view")


def at(page: Any) -> str:
    return str(page.locator(".doc.on .walk .at").inner_text())


# From findings to marks and back


def test_a_click_on_a_finding_brings_its_mark_into_view(opened: Open):
    with opened(one(long())) as page:
        card = page.locator(".card", has_text="“**”处还没有填")
        mark = page.locator("mark", has_text="**")
        assert not mark.evaluate(IN_VIEW)
        card.locator(".said").click()
        see(page, "mark.current")
        assert mark.evaluate("element => element.classList.contains('current')")
        assert mark.evaluate("element => element.contains(document.activeElement)")
        assert card.get_attribute("aria-current") == "true"


def test_a_click_on_a_mark_brings_its_finding_into_view(opened: Open):
    with opened(one(FAULTY)) as page:
        card = page.locator("#d1f23")
        assert not card.evaluate(IN_VIEW)
        page.locator('mark[data-f~="23"]').click()
        see(page, "#d1f23")
        assert card.evaluate("element => element.contains(document.activeElement)")


def test_findings_that_share_a_place_are_reached_one_after_the_other(opened: Open):
    with opened(one(FAULTY)) as page:
        mark = page.locator("#d1m4")
        mark.click()
        first = at(page)
        mark.click()
        assert {first[:5], at(page)[:5]} == {"第 4 处", "第 5 处"}
        mark.click()
        assert at(page) == first


def test_what_a_finding_refers_to_is_linked(opened: Open):
    with opened(one(FAULTY)) as page:
        page.locator("#d1f11 .also a").click()
        assert page.evaluate("document.activeElement.textContent") == "一是"


def test_the_outline_leads_to_the_heading(opened: Open):
    text = long().replace("　　第99段，", "一、后面的一节\n　　第99段，")
    with opened(one(text)) as page:
        page.locator(".outline a", has_text="后面的一节").click()
        see(page, "article p.h1")


def test_a_link_to_a_finding_opens_it(opened: Open):
    with opened(one(FAULTY), "#d1f20") as page:
        see(page, "mark.current")
        assert at(page).startswith("第 20 处")


# Filters


def test_filters_by_severity_rule_and_words(opened: Open):
    with opened(one(FAULTY)) as page:
        assert len(shown(page)) == 27
        page.locator("[data-kind=error]").click()
        assert page.locator("[data-kind=error]").get_attribute("aria-pressed") == "false"
        assert len(shown(page)) == 6 and at(page) == "6 / 27 处"
        assert page.locator("#d1m9").evaluate("element => element.classList.contains('off')")
        page.locator("select").select_option("mixed-masks")
        assert shown(page) == ["5"]
        page.locator("[data-kind=info]").click()
        assert shown(page) == [] and page.locator(".none").is_visible()
        page.locator("[data-do=all]").click()
        assert len(shown(page)) == 27 and page.locator("mark.off").count() == 0
        page.locator("input[type=search]").fill("书名号")
        assert 0 < len(shown(page)) < 5


def test_many_findings_of_one_rule_unfold(opened: Open):
    text = "关于学法情况的报告\n" + "".join(f"　　第{n}次学法**次。\n" for n in range(12))
    with opened(one(text)) as page:
        rule = page.locator(".card[data-r=asterisk-placeholder]:visible")
        assert rule.count() == 5
        page.get_by_role("button", name="另有 7 处同样的问题").click()
        assert rule.count() == 12
    with opened(one(text)) as page:
        page.locator("mark", has_text="**").nth(10).click()
        see(page, ".card.current")
        assert page.locator("mark.current").inner_text() == "**"


# Keys


def test_the_keyboard_walks_through_the_findings(opened: Open):
    with opened(one(FAULTY)) as page:
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert at(page).startswith("第 2 处")
        page.keyboard.press("ArrowDown")
        assert at(page).startswith("第 3 处")
        page.keyboard.press("k")
        assert at(page).startswith("第 2 处")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('mark').textContent") == "某"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('.card').id") == "d1f2"


def test_the_slash_goes_to_the_filter_and_letters_there_are_letters(opened: Open):
    with opened(one(FAULTY)) as page:
        page.keyboard.press("/")
        page.keyboard.type("jk")
        field = page.locator("input[type=search]")
        assert field.input_value() == "jk" and page.locator(".none").is_visible()
        page.keyboard.press("Escape")
        assert field.input_value() == "" and len(shown(page)) == 27


def test_every_control_is_reached_by_tab_and_shows_that_it_is(opened: Open):
    with opened(one("关于学法情况的报告\n一、学法\n　　全年学法**次。\n")) as page:
        wanted = page.evaluate(
            "[...document.querySelectorAll('.doc :is(a, button, select, input, summary)')]"
            ".filter(e => e.checkVisibility()).length"
        )
        reached = set()
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid" or page.evaluate("document.activeElement === document.body")
        assert len(reached - {0, 1}) >= wanted
        assert page.evaluate(
            "[...document.querySelectorAll('button, select, input')].every(e => e.textContent.trim() || e.ariaLabel)"
        )


# What stands under a finding


def test_why_a_rule_is_one_is_shown_where_it_is_opened(opened: Open):
    with opened(one(FAULTY)) as page:
        page.locator("#d1f9 summary").click()
        page.locator("#d1f9 details", has_text="范文和往年底稿").wait_for()
        assert not page.locator("#rules").is_visible()


# Hostile words


def test_a_script_in_a_document_stays_text(opened: Open):
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)><a href='http://e.cn/'>点</a>"
    text = f"关于{attack}的报告\n一、{attack}\n　　全年学法**次{attack}。\n"
    with opened(one(text)) as page:
        assert page.locator("article").inner_text().count("<script>alert(1)</script>") == 3
        assert page.locator("article :is(script, img, a[href^=http])").count() == 0


def test_nothing_that_a_page_was_made_to_hold_would_run(opened: Open):
    """Were our escaping to fail, the policy would still stand: the browser says so, and does nothing."""
    data = one(FAULTY).replace(
        "的各项任务".encode(), b"<img src=http://127.0.0.1:9/x onerror=alert(1)><script>alert(1)</script>"
    )
    with pytest.raises(AssertionError, match="Content Security Policy"), opened(data) as page:
        assert page.evaluate("document.images.length") == 1


# Many documents


def many() -> RunReport:
    clean = (Path(__file__).parents[3] / "fixtures" / "clean-report" / "draft.txt").read_bytes()
    return of(
        "关于学法情况的报告\n　　全年学法**次，普法**次。\n", clean, FAULTY, "关于用法情况的报告\n　　全年用法**次。\n"
    )


def column(page: Any, number: int) -> list[str]:
    return [str(text) for text in page.locator(f"table.rows tbody tr:visible > :nth-child({number})").all_inner_texts()]


def test_the_table_sorts_by_click_and_by_key(opened: Open):
    with opened(html.report(many())) as page:
        assert column(page, 1) == ["1号稿.txt", "2号稿.txt", "3号稿.txt", "4号稿.txt"]
        head = page.get_by_role("button", name="必须改", exact=True)
        head.click()
        assert column(page, 4) == ["21", "2", "1", "0"]
        assert head.locator("xpath=..").get_attribute("aria-sort") == "descending"
        head.press("Enter")
        assert column(page, 4) == ["0", "1", "2", "21"]
        page.get_by_role("button", name="文稿", exact=True).press("Enter")
        assert column(page, 1) == ["1号稿.txt", "2号稿.txt", "3号稿.txt", "4号稿.txt"]
        assert head.locator("xpath=..").get_attribute("aria-sort") == "none"


def test_the_table_is_filtered_and_sums_up_units(opened: Open):
    with opened(html.report(many())) as page:
        assert page.locator(".units tbody tr").count() == 2
        assert page.locator(".units tfoot").inner_text().split() == ["合计", "4", "1", "3", "24", "2", "14"]
        page.locator(".units button", has_text="甲局").click()
        assert column(page, 2) == ["甲局"] * 2 and page.locator("#index .at").inner_text() == "2 份"
        page.locator("[data-do=rows]").fill("下一步打算")
        assert column(page, 1) == ["3号稿.txt"]


def test_a_unit_is_its_own_documents_and_no_other_that_its_name_occurs_in(opened: Open):
    rows = [html.Row(name, "通过", False, unit=unit) for name, unit in (("甲.txt", "一局"), ("乙.txt", "十一局"))]
    rows.append(html.Row("一局的说明.txt", "通过", False))
    with opened(html.index(rows)) as page:
        page.locator(".units button", has_text=re.compile("^一局$")).click()
        assert column(page, 1) == ["甲.txt"] and page.locator("[data-do=rows]").input_value() == "一局"
        page.reload()
        assert column(page, 1) == ["甲.txt"], "it is kept"
        page.locator(".units button", has_text="不在单位目录里").click()
        assert column(page, 1) == ["一局的说明.txt"]
        page.locator("[data-do=rows]").fill("一局")
        assert len(column(page, 1)) == 3, "what is typed is looked for everywhere"


def test_only_the_document_that_is_read_is_laid_out(opened: Open):
    with opened(html.report(many())) as page:
        assert page.locator(".doc:visible").count() == 0
        page.get_by_role("link", name="3号稿.txt").click()
        page.locator("#d3").wait_for()
        assert page.locator(".doc:visible").count() == 1 and not page.locator("#index").is_visible()
        page.locator("#d3f9 .said").click()
        see(page, "mark.current")
        page.get_by_role("link", name="下一份").click()
        page.locator("#d4").wait_for()
        assert not page.locator("#d3").is_visible()
        page.get_by_role("link", name="全部文稿").click()
        page.locator("#index").wait_for()
        assert page.locator(".doc:visible").count() == 0
        page.go_back()
        page.locator("#d4").wait_for()


def test_a_page_that_loads_itself_anew_keeps_its_order_and_filter(opened: Open):
    rows = [html.Row(f"{n}.txt", "通过", False, errors=n) for n in range(5)]
    with opened(html.index(rows, refresh=3600)) as page:
        page.get_by_role("button", name="必须改", exact=True).click()
        page.locator("[data-do=rows]").fill("txt")
        page.reload()
        assert column(page, 3) == ["4", "3", "2", "1", "0"]
        assert page.locator("[data-do=rows]").input_value() == "txt"


# Narrow, on paper, without scripts


def test_on_a_phone_one_column_is_shown_at_a_time(opened: Open):
    with opened(one(FAULTY), width=390, height=844) as page:
        assert page.locator(".list").is_visible() and not page.locator("article").is_visible()
        page.locator("#d1f12 .said").click()
        assert page.locator("article").is_visible() and not page.locator(".list").is_visible()
        see(page, "mark.current")
        page.locator("mark.current").click()
        assert page.locator("#d1f12").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_table_fits_a_phone(opened: Open):
    with opened(html.report(many()), width=390, height=844) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def printed(page: Any) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf()))
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def test_it_prints_the_text_with_numbers_and_then_the_findings(opened: Open):
    with opened(one(FAULTY)) as page:
        words = re.sub(r"\s", "", "".join(printed(page)))
        assert "××[6]" in words and "[4、5]政府" in words
        assert words.index("××[6]") < words.index("问题清单") < words.index("至少写出两个具体的问题")
        assert "全部规则" not in words and "打印" not in words
        page.locator("[data-kind=error]").click()
        assert "××[6]" not in re.sub(r"\s", "", "".join(printed(page)))


def test_it_prints_what_is_folded_and_only_the_document_that_is_read(opened: Open):
    text = "关于学法情况的报告\n" + "".join(f"　　第{n}次学法**次。\n" for n in range(12))
    with opened(html.report(of(FAULTY, text)), "#d2") as page:
        words = "".join(printed(page))
        assert words.count("“**”处还没有填") == 12 and "下一步打算" not in words


def test_without_scripts_all_of_it_is_there(browser: Any, tmp_path: Path):
    (tmp_path / "页.html").write_bytes(html.report(many()))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "页.html").as_uri())
    assert page.locator("#index").is_visible() and page.locator(".doc:visible").count() == 4
    assert page.locator("#rules").is_visible() and not page.locator(".tools").first.is_visible()
    context.close()


# Size


@pytest.mark.slow
def test_five_megabytes_stay_usable(opened: Open):
    clean = (Path(__file__).parents[3] / "fixtures" / "clean-report" / "draft.txt").read_bytes().decode()
    parts = [(FAULTY.decode() if n % 10 == 0 else clean).replace("。", f"，第{n}次。", 1) for n in range(1000)]
    text = "\n".join(parts)
    assert len(text.encode()) > 5_000_000
    report = lint_text(text, choice=Choice(isolated=True))
    with opened(html.page(report, run_report([report], Choice(isolated=True)))) as page:
        number = len(report.findings) - 5
        spent = page.evaluate(
            """async number => {
              const start = performance.now();
              location.hash = `#d1f${number}`;
              await new Promise(done => addEventListener("hashchange", () => requestAnimationFrame(() =>
                requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))), {once: true}));
              return performance.now() - start;
            }""",
            number,
        )
        see(page, "mark.current")
        assert spent < 5000, "a tenth of a second where it was measured"
        page.locator("[data-kind=error]").click()
        assert page.locator("mark.off").count() > 200


@pytest.mark.slow
def test_hundreds_of_documents_stay_usable(opened: Open):
    run = of(*[FAULTY.replace("青石镇".encode(), f"第{n}镇".encode()) for n in range(300)])
    with opened(html.report(run)) as page:
        page.get_by_role("link", name="299号稿.txt").click()
        page.locator("#d299f12 .said").click()
        see(page, "mark.current")
        assert page.locator(".doc:visible").count() == 1

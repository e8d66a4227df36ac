"""The page in a real browser, before the real command."""

import base64
import io
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shufa_lint.reading.read import read_bytes

FIXTURES = Path(__file__).parents[3] / "fixtures"
FAULTY = (FIXTURES / "every-fault-blanks" / "draft.txt").read_bytes()
WORD = (FIXTURES / "word-leftovers" / "draft.docx").read_bytes()
CLEAN = (FIXTURES / "clean-notice" / "draft.txt").read_bytes()
GBK = "关于学法情况的报告\n全年制定制度三项，走访群众（试行)若干。\n".encode("gbk")
_DROP = """([files, selector]) => {
  const carried = new DataTransfer();
  for (const [name, data] of files) {
    carried.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name));
  }
  const target = document.querySelector(selector);
  for (const kind of ["dragenter", "dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture(scope="module")
def running(serve: Callable[..., Any]) -> Any:
    return serve()


@pytest.fixture(scope="module")
def first(browser: Any) -> Any:
    """Whom the first tab of every test belongs to: to begin as somebody new takes as long as most tests do, and
    the page keeps nothing but in its tab."""
    return browser.new_context()


@pytest.fixture
def tabs(browser: Any, first: Any, running: Any) -> Iterator[Callable[..., Any]]:
    """Open the page, each time in a test as another user. What it says on the console, any error of its script, any
    request that leaves its server and any breach of its policy fails the test, unless it is expected."""
    complaints: list[str] = []
    opened = []

    def open_tab(*, width: int = 1300, height: int = 900, address: str | None = None, expected: str = "") -> Any:
        page = browser.new_page() if opened else first.new_page()
        opened.append(page)
        page.set_viewport_size({"width": width, "height": height})

        def complain(words: str) -> None:
            if not expected or expected not in words:
                complaints.append(words)

        page.on("console", lambda message: complain(message.text))
        page.on("pageerror", lambda error: complain(str(error)))
        page.on("dialog", lambda dialog: (complain(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: None if _stays(request.url, running.base) else complain(request.url))
        page.goto(address or f"{running.base}#{running.token}")
        return page

    yield open_tab
    for page in opened:
        page.close()
    assert complaints == []


def _stays(url: str, base: str) -> bool:
    return url.startswith((base, f"blob:{base}", "data:,"))


def drop(page: Any, *files: tuple[str, bytes], on: str = "#zone") -> None:
    page.evaluate(_DROP, [[[name, base64.b64encode(data).decode()] for name, data in files], on])


def settled(page: Any, number: int = 1) -> str:
    """Wait until so many drafts are done with; return the state of the last."""
    button = page.locator(f"#drafts li:nth-child({number}) button")
    page.wait_for_selector(f"#drafts li:nth-child({number}) button:is(.passed, .failed, .refused)", timeout=30_000)
    return str(button.get_attribute("class"))


def report(page: Any) -> Any:
    page.wait_for_selector("iframe")
    frame = page.locator("iframe").element_handle().content_frame()
    frame.wait_for_selector(".verdict")
    return frame


def download(page: Any, work: str) -> tuple[str, bytes]:
    with page.expect_download() as coming:
        page.click(f"[data-work={work}]")
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def test_the_token_leaves_the_address_and_stays_in_the_tab(tabs: Callable[..., Any], running: Any):
    page = tabs()
    page.wait_for_selector("#profile option:nth-child(2)", state="attached")
    assert page.url == running.base and running.token not in page.content()
    page.reload()
    page.wait_for_selector("#profile option:nth-child(2)", state="attached")
    assert page.locator("#offline").is_hidden()


def test_a_dropped_text_is_checked_and_its_copies_open(tabs: Callable[..., Any]):
    page = tabs()
    drop(page, ("述法报告.txt", FAULTY))
    assert settled(page) == "failed"
    frame = report(page)
    assert frame.locator(".verdict").inner_text().endswith("未通过：21 处必须改，2 处建议改，4 处提示")
    name, data = download(page, "mended")
    assert name == "述法报告.修改.txt" and "paidbegin" not in data.decode()
    name, data = download(page, "blanks")
    assert name == "述法报告.待填.xlsx" and openpyxl.load_workbook(io.BytesIO(data)).active.max_row > 10
    with page.expect_download() as coming:
        page.get_by_text("这份报告").click()
    assert coming.value.suggested_filename == "述法报告.检查报告.html"


def test_the_report_works_in_its_frame_and_reaches_nothing_outside(tabs: Callable[..., Any]):
    page = tabs()
    drop(page, ("述法报告.txt", FAULTY))
    settled(page)
    frame = report(page)
    frame.locator(".card .go").nth(5).click()
    assert frame.locator("mark.current").count() >= 1
    assert page.locator("iframe").get_attribute("sandbox") == "allow-scripts allow-modals"
    assert frame.evaluate("self.origin") == "null"
    assert (
        frame.evaluate("(() => { try { return parent.document.title } catch { return 'kept out' } })()") == "kept out"
    )


@pytest.mark.slow
def test_a_word_document_comes_back_with_remarks(tabs: Callable[..., Any]):
    page = tabs()
    page.set_input_files("#files", [{"name": "通知.docx", "mimeType": "", "buffer": WORD}])
    assert settled(page) == "failed"
    name, data = download(page, "annotated")
    assert name == "通知.检查.docx"
    assert read_bytes(data, name).words == read_bytes(WORD, "通知.docx").words


@pytest.mark.slow
def test_gbk_is_read_and_kept(tabs: Callable[..., Any]):
    page = tabs()
    drop(page, ("报告.txt", GBK))
    assert settled(page) == "failed"
    assert "全年制定制度三项" in report(page).locator(".text").inner_text()
    assert download(page, "mended")[1] == GBK.replace(b")", "）".encode("gbk"))


@pytest.mark.slow
def test_several_are_checked_one_after_the_other_wherever_they_fall(tabs: Callable[..., Any], bomb: bytes):
    page = tabs()
    page.set_input_files("#files", [])
    drop(page, ("一.txt", FAULTY), ("炸弹.docx", bomb), ("二.txt", CLEAN), on="header")
    assert [settled(page, number) for number in (1, 2, 3)] == ["failed", "refused", "passed"]
    page.click("#drafts li:nth-child(2) button")
    assert page.locator("iframe").count() == 0
    assert page.locator("#advice").inner_text() and page.get_by_text("再试一次").count() == 0
    page.click("#drafts li:nth-child(3) button")
    assert "通过" in report(page).locator(".verdict").inner_text()


@pytest.mark.slow
def test_too_large_is_refused_before_it_is_sent(tabs: Callable[..., Any], tmp_path: Path):
    large = tmp_path / "大.docx"
    large.write_bytes(bytes(21 << 20))
    page = tabs()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.set_input_files("#files", large)
    assert settled(page) == "refused"
    assert "超过 20 MB" in page.locator("#advice").inner_text() and sent == []


def test_pasted_text_is_checked_with_the_keyboard_alone(tabs: Callable[..., Any]):
    page = tabs(width=390, height=844)
    page.wait_for_selector("#profile option:nth-child(2)", state="attached")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "files"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(
        "关于学法情况的报告\n全年学法**次。<img src=x onerror=alert(1)><script>alert(2)</script>\n"
    )
    page.keyboard.press("Control+Enter")
    assert settled(page) == "failed"
    frame = report(page)
    assert "<script>alert(2)</script>" in frame.locator(".text").inner_text()
    assert frame.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_name_is_text(tabs: Callable[..., Any]):
    page = tabs()
    drop(page, ("<img src=x onerror=alert(1)>.txt", CLEAN), ("../../稿\u202e件.txt", FAULTY))
    settled(page, 2)
    assert page.locator("img").count() == 0
    page.click("#drafts li:nth-child(2) button")
    assert download(page, "mended")[0] == "稿件.修改.txt"


@pytest.mark.slow
def test_two_users_at_once_see_their_own(tabs: Callable[..., Any]):
    first, second = tabs(), tabs()
    drop(first, ("甲.txt", FAULTY))
    drop(second, ("乙.docx", WORD))
    assert settled(first) == settled(second) == "failed"
    assert "强化责任担当" in report(first).locator(".text").inner_text()
    assert "强化责任担当" not in report(second).locator(".text").inner_text()
    assert first.locator("#drafts li").count() == second.locator("#drafts li").count() == 1


@pytest.mark.slow
def test_the_kind_that_is_chosen_counts(tabs: Callable[..., Any]):
    page = tabs()
    page.wait_for_selector("#profile option:nth-child(2)", state="attached")
    page.select_option("#profile", "notice")
    drop(page, ("稿.txt", FAULTY))
    settled(page)
    assert "通知" in report(page).locator(".about").inner_text()


@pytest.mark.slow
def test_a_wrong_year_is_told(tabs: Callable[..., Any]):
    page = tabs(expected="400")
    page.fill("#year", "明年")
    drop(page, ("稿.txt", FAULTY))
    assert settled(page) == "refused" and "年度" in page.locator("#advice").inner_text()
    page.fill("#year", "2022")
    page.get_by_text("再试一次").click()
    page.wait_for_selector("#drafts .failed")


@pytest.mark.slow
def test_a_page_without_its_token_says_so(tabs: Callable[..., Any], running: Any):
    page = tabs(address=running.base, expected="403")
    page.wait_for_selector("#offline:not([hidden])")
    assert "口令" in page.locator("#offline").inner_text()


@pytest.mark.slow
def test_no_foreign_page_can_have_a_draft_checked(browser: Any, running: Any):
    """Not even one that has learnt the token."""
    page = browser.new_page()
    answers = page.evaluate(
        """async ([base, token]) => {
          const asked = [
            () => fetch(base + "settings", { headers: { "X-Shufa-Token": token } }),
            () => fetch(base + "check", { method: "POST", body: "稿", headers: { "X-Shufa-Token": token } }),
          ];
          return Promise.all(asked.map((ask) => ask().then((answer) => answer.status, () => "refused")));
        }""",
        [running.base, running.token],
    )
    assert answers == ["refused", "refused"]
    page.close()


@pytest.mark.slow
def test_it_says_when_the_program_has_ended(browser: Any, serve: Callable[..., Any]):
    command = serve()
    page = browser.new_page()
    page.goto(f"{command.base}#{command.token}")
    page.wait_for_selector("#profile option:nth-child(2)", state="attached")
    command.interrupt(signal.SIGINT)
    drop(page, ("稿.txt", FAULTY))
    assert settled(page) == "refused"
    assert "可能已经关闭" in page.locator("#offline").inner_text()
    page.close()


@pytest.mark.slow
def test_the_address_for_a_browser_opens_once(browser: Any, serve: Callable[..., Any], tmp_path: Path):
    note, program = tmp_path / "note", tmp_path / "browser.py"
    program.write_text(f"import sys, pathlib; pathlib.Path({str(note)!r}).write_text(sys.argv[1])", "utf-8")
    serve("--open", BROWSER=f"{sys.executable} {program} %s")
    page = browser.new_page()
    while not (note.exists() and note.read_text("utf-8")):
        page.wait_for_timeout(50)
    page.goto(note.read_text("utf-8"))
    page.wait_for_selector("#profile option:nth-child(2)", state="attached")
    drop(page, ("稿.txt", FAULTY))
    assert settled(page) == "failed"
    other = browser.new_context().new_page()
    other.goto(note.read_text("utf-8"))
    other.wait_for_selector("#offline:not([hidden])")
    assert "已经用过" in other.locator("#offline").inner_text()
    page.close()


@pytest.mark.slow
def test_while_all_places_are_taken_the_page_waits_and_comes_again(tabs: Callable[..., Any]):
    page = tabs(expected="429")
    tries = 0

    def busy_twice(route: Any) -> None:
        nonlocal tries
        tries += 1
        if tries > 2:
            route.continue_()
        else:
            route.fulfill(status=429, headers={"Retry-After": "1"}, body='{"reason": "正忙。"}')

    page.route("**/check", busy_twice)
    drop(page, ("稿.txt", FAULTY))
    page.get_by_text("在排队").first.wait_for()
    assert settled(page) == "failed" and tries == 3


@pytest.mark.slow
def test_a_check_can_be_stopped(tabs: Callable[..., Any]):
    page = tabs()
    page.route("**/check", lambda route: None)  # no answer ever
    drop(page, ("稿.txt", FAULTY), ("二.txt", CLEAN))
    page.wait_for_selector("#under-way:not([hidden])")
    page.click("#drafts li:nth-child(2) button")
    page.get_by_text("停止").click()
    assert settled(page, 2) == "refused"
    page.click("#drafts li:nth-child(1) button")
    page.get_by_text("停止").click()
    assert settled(page) == "refused" and "已经停止" in page.locator("#advice").inner_text()

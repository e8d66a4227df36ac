"""The application without a network: what it does for who may ask, and what it refuses, and how."""

import io
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, unquote

import openpyxl
import pytest
from starlette.testclient import TestClient

from shufa_lint.engine.pool import Pool
from shufa_lint.reading.read import read_bytes
from shufa_lint.service.drop_page import app
from shufa_lint.service.drop_page import work as working
from shufa_lint.service.drop_page.app import Service, app_of
from shufa_lint.service.drop_page.body import Patience

FIXTURES = Path(__file__).parents[3] / "fixtures"
FAULTY = (FIXTURES / "every-fault-blanks" / "draft.txt").read_bytes()
WORD = (FIXTURES / "word-leftovers" / "draft.docx").read_bytes()
ORIGIN = "http://127.0.0.1:8000"
SCRIPT = "关于学法情况的报告\n全年学法**次。<script>alert(1)</script>\n"


@pytest.fixture
def service(make_service: Callable[..., Service], pool: Pool) -> Service:
    return make_service(pool)


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    with client_of(service) as client:
        yield client


def client_of(service: Service) -> TestClient:
    headers = {"X-Shufa-Token": service.gate.token}
    return TestClient(app_of(service), base_url=ORIGIN, headers=headers, raise_server_exceptions=False)


def named(name: str) -> dict[str, str]:
    return {"X-File-Name": quote(name)}


# Done


def test_a_draft_is_checked_and_its_copies_are_named(client: TestClient):
    said = client.post("/check", content=FAULTY, headers=named("述法报告.txt")).json()
    assert said["failed"] and said["verdict"].startswith("未通过") and said["genre"] == "述法报告"
    assert [(copy["work"], copy["name"]) for copy in said["copies"]] == [
        ("mended", "述法报告.修改.txt"),
        ("blanks", "述法报告.待填.xlsx"),
    ]
    assert said["report"] == "述法报告.检查报告.html" and said["page"].startswith("<!doctype html>")


def test_copies_of_a_word_document_are_word_documents(client: TestClient):
    said = client.post("/check", content=WORD, headers=named("通知.docx")).json()
    assert [copy["name"] for copy in said["copies"]] == ["通知.检查.docx"]
    answer = client.post("/annotated", content=WORD, headers=named("通知.docx"))
    assert unquote(answer.headers["content-disposition"].rpartition("''")[2]) == "通知.检查.docx"
    assert "comments.xml" in str(answer.content) and answer.content != WORD
    words = read_bytes(WORD, "通知.docx").words
    assert read_bytes(answer.content, "通知.检查.docx").words == words


def test_mended_text_keeps_its_encoding(client: TestClient):
    text = "关于学法情况的报告\n##paidbegin##\n一、学法情况\n全年学法五次。\n"
    answer = client.post("/mended", content=text.encode("gbk"), headers=named("报告.txt"))
    assert answer.content.decode("gbk") == text.replace("##paidbegin##\n", "")


def test_a_mended_word_document_shows_its_changes(client: TestClient):
    import docx

    document = docx.Document()
    for line in ("关于学法情况的报告", "全年修定制度三项，走访群众（试行)若干。##paidbegin##"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    answer = client.post("/mended", content=file.getvalue(), headers=named("报告.docx"))
    assert answer.status_code == 200
    assert "修改.docx" in unquote(answer.headers["content-disposition"])
    assert "修订制度三项，走访群众（试行）若干" in read_bytes(answer.content, "报告.docx").words


def test_the_form_of_blanks_opens(client: TestClient):
    answer = client.post("/blanks", content=FAULTY, headers=named("述法报告.txt"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "答案" in cells and "述法报告.txt" in cells


def test_the_kind_and_the_year_count(client: TestClient):
    text = "关于学法情况的报告\n宣传《合同法》，与县环保局联合执法。\n".encode()
    pages = {}
    for year in ("", "2022"):
        said = client.post("/check", content=text, headers={"X-As-Of": year, "X-Profile": "notice"}).json()
        assert said["genre"] == "通知"
        pages[year] = said["page"]
    assert "superseded-law" in pages["2022"] and "superseded-law" not in pages[""]


def test_what_stands_in_a_document_is_text(client: TestClient):
    name = "<img src=x onerror=alert(1)>.txt"
    said = client.post("/check", content=SCRIPT.encode(), headers=named(name)).json()
    assert "<script>alert" not in said["page"] and "<img" not in said["page"]
    assert "<" not in said["name"]


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "空.txt", "空的"),
        (b"\x89\x01\x02\xff" * 999, "图.docx", ""),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000), "稿.doc", ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(client: TestClient, data: bytes, name: str, reason: str):
    said = client.post("/check", content=data, headers=named(name)).json()
    assert said["page"] is None and said["copies"] == [] and reason in said["unreadable"]


def test_a_bomb_is_refused_unread(client: TestClient, bomb: bytes):
    assert len(bomb) < 1 << 20
    said = client.post("/check", content=bomb, headers=named("炸弹.docx")).json()
    assert said["page"] is None and said["unreadable"]


def test_more_than_a_page_can_show_is_refused_before_the_time_is_spent(client: TestClient):
    begun = time.monotonic()
    answer = client.post("/check", content=("全年学法五次。" * 100 + "\n").encode() * 4500)
    assert answer.status_code == 422 and "300 万字" in answer.json()["reason"] and time.monotonic() - begun < 3


def test_more_findings_than_a_page_can_show_are_refused_before_it_is_made(monkeypatch: pytest.MonkeyPatch):
    from shufa_lint.report import html

    setting, draft = working.Setting(None, 20), working.Draft(FAULTY, "述法报告.txt")
    said = json.loads(working.examine(draft, setting).body)
    assert said["page"].count('class="card') > 20
    shown = len(said["page"].encode())
    # No page is refused that would go in: what each finding adds is more than is reckoned.
    twice = len(json.loads(working.examine(working.Draft(FAULTY * 2, "述法报告.txt"), setting).body)["page"].encode())
    assert twice - shown > 27 * working._LEAST_OF_A_FINDING
    monkeypatch.setattr(working, "_LARGEST_PAGE", 20 * working._LEAST_OF_A_FINDING)
    monkeypatch.setattr(html, "page", None)
    with pytest.raises(working.Unable, match="问题太多"):
        working.examine(draft, setting)


def test_copies_that_cannot_be_made_are_refused_in_a_sentence(client: TestClient):
    clean = "关于学法情况的报告\n全年学法五次。\n".encode()
    for work, reason in (("annotated", "写不了批注"), ("mended", "没有")):
        answer = client.post(f"/{work}", content=clean)
        assert answer.status_code == 422
        assert answer.json()["reason"].startswith(reason) and answer.json()["reason"].endswith("。")


# Refused


def test_who_has_no_token_gets_the_page_and_nothing_else(service: Service):
    with client_of(service) as client:
        client.headers.pop("X-Shufa-Token")
        for path in ("/", "/drop.js", "/drop.css"):
            answer = client.get(path)
            assert answer.status_code == 200 and service.gate.token not in answer.text
        assert client.get("/settings").status_code == 403
        for work in app.WORK:
            for token in (None, "", "x" * 43, "口令".encode()):
                headers = {} if token is None else {"X-Shufa-Token": token}
                answer = client.post(f"/{work}", content=FAULTY, headers=headers)  # type: ignore[arg-type]
                assert answer.status_code == 403 and "口令" in answer.json()["reason"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "", "10.0.0.1"])
def test_a_host_of_another_name_is_refused(client: TestClient, host: str):
    """A foreign page whose name is pointed to this machine asks under its own name."""
    for answer in (client.get("/", headers={"Host": host}), client.post("/check", headers={"Host": host})):
        assert answer.status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_what_another_page_asks_for_is_refused(client: TestClient, service: Service, headers: dict[str, str]):
    assert client.post("/check", content=FAULTY, headers=headers).status_code == 403
    assert client.get("/settings", headers=headers).status_code == 403
    ticket = {"X-Shufa-Ticket": service.gate.ticket()}
    assert client.post("/begin", headers=headers | ticket).status_code == 403
    assert client.post("/begin", headers=ticket).json() == {"token": service.gate.token}


def test_its_own_page_is_answered(client: TestClient):
    headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
    assert client.post("/check", content=FAULTY, headers=headers).status_code == 200


def test_a_ticket_is_good_once(client: TestClient, service: Service):
    ticket = {"X-Shufa-Ticket": service.gate.ticket()}
    assert client.post("/begin", headers=ticket).json()["token"] == service.gate.token
    assert client.post("/begin", headers=ticket).status_code == 403
    assert client.post("/begin").status_code == 403


def test_too_much_is_refused_by_what_is_announced_and_by_what_comes(make_service: Callable[..., Service], pool: Pool):
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1 << 14
            yield b"x" * (1 << 14)

    with client_of(make_service(pool, most=1 << 16)) as client:
        announced = client.post("/check", content=b"x" * ((1 << 16) + 1))
        streamed = client.post("/check", content=pieces())
        lying = client.post("/check", content=pieces(), headers={"Content-Length": "-1"})
        fitting = client.post("/check", content=b"x" * (1 << 16))
    assert [answer.status_code for answer in (announced, streamed, lying)] == [413, 413, 413]
    assert "太大" in announced.json()["reason"]
    assert fitting.status_code == 200


def test_where_all_seats_are_taken_it_is_said_when_to_come_again(make_service: Callable[..., Service]):
    begun, let = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        let.wait(20)

    class Slow(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object):  # type: ignore[no-untyped-def, override]
            return super().submit(wait)

    with Slow(1) as executor, client_of(make_service(executor, hands=1, waiting=0)) as client:
        sender = threading.Thread(target=client.post, args=("/check",))
        sender.start()
        assert begun.wait(10)
        answer = client.post("/check", content=iter([b"x"]))
        let.set()
        sender.join()
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "3" and "正忙" in answer.json()["reason"]


@pytest.mark.parametrize(
    "headers",
    [{"X-Profile": "novel"}, {"X-As-Of": "明年"}, {"X-As-Of": "2024-13-01"}, {"X-As-Of": "2' or '1"}],
    ids=str,
)
def test_a_wrong_choice_is_refused(client: TestClient, headers: dict[str, str]):
    answer = client.post("/check", content=FAULTY, headers={key: quote(value) for key, value in headers.items()})
    assert answer.status_code == 400 and answer.json()["reason"].endswith("。")


def test_a_fault_of_ours_tells_its_kind_and_nothing_of_the_document(
    make_service: Callable[..., Service], monkeypatch: pytest.MonkeyPatch
):
    class Broken(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object):  # type: ignore[no-untyped-def, override]
            raise KeyError("机密")

    told: list[int] = []
    with client_of(make_service(Broken(), log=lambda path, status, *_: told.append(status))) as client:
        answer = client.post("/check", content=FAULTY)
        assert answer.status_code == 500
        assert "KeyError" in answer.text and "机密" not in answer.text
        assert answer.headers["cache-control"] == "no-store" and "content-security-policy" in answer.headers
        assert client.post("/check", content=FAULTY).status_code == 500  # and the seat and the hand are free again
    assert told == [500, 500]


# Every answer


@pytest.mark.parametrize("path", ["/", "/drop.js", "/settings", "/nowhere", "/%2e%2e/app.py", "/drop.js/../app.py"])
def test_every_answer_is_kept_nowhere_and_framed_by_nobody(client: TestClient, path: str):
    for answer in (client.get(path), client.get(path, headers={"Host": "evil.example"})):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in answer.headers and "set-cookie" not in answer.headers
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["form-action"] == "'none'"
        assert not re.search(r"unsafe|https?:|\*", answer.headers["content-security-policy"])


def test_other_methods_are_refused(client: TestClient):
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
        assert client.request(method, "/check").status_code == 405
    assert client.get("/check").status_code == 405


def test_the_page_asks_no_third_party(client: TestClient):
    page = client.get("/").text + client.get("/drop.css").text + client.get("/drop.js").text
    assert not re.search(r"https?:|//\w|@import|innerHTML|insertAdjacent|document\.write|eval\(|\bon\w+=\"", page)


def test_the_log_tells_which_work_and_how_much_and_nothing_more(make_service: Callable[..., Service], pool: Pool):
    lines: list[tuple[object, ...]] = []
    service = make_service(pool, log=lambda *line: lines.append(line))
    with client_of(service) as client:
        client.get("/")
        client.get("/settings?name=机密")
        client.get("/机密.txt")
        client.post("/check?name=机密", content="机密".encode(), headers=named("机密.txt"))
        client.post("/check", headers={"Host": "evil.example"})
    assert [line[:3] for line in lines] == [("/check", 200, 6), ("/check", 400, 0)]
    assert all(0 <= float(str(line[3])) < 20 for line in lines)
    assert "机密" not in json.dumps(lines, ensure_ascii=False)


def test_the_patience_of_the_server_is_longer_than_that_of_people():
    assert 1 < Patience().pause < Patience().whole

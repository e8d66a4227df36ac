"""The command itself on a loopback address: deadlines, crowds, lost workers, and an end that leaves nothing behind."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from shufa_lint.service.drop_page.app import Service, app_of
from shufa_lint.service.drop_page.body import Patience
from shufa_lint.service.drop_page.server import CONNECTIONS, DropServer, listening, loopback
from shufa_lint.service.drop_page.work import Answer

DRAFT = "关于学法情况的报告\n全年学法**次。\n".encode()
PROC = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc to look for processes in")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def post(port: int, path: str, data: bytes, headers: dict[str, str]) -> tuple[int, bytes, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        connection.request("POST", path, body=data, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def listeners(pid: int) -> str:
    """The addresses that a process listens on, one a line."""
    inodes = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    lines = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text("ascii").splitlines()[1:]]
    own = [line[1] for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in inodes]
    return "\n".join(f"{socket.inet_ntoa(bytes.fromhex(at[:8])[::-1])}:{int(at[9:], 16)}" for at in own)


def until(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


# Beginning and end


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browser of the machine writes down what it is started with."""
    return tmp_path_factory.mktemp("browser") / "note"


@pytest.fixture(scope="module")
def running(serve: Callable[..., Any], note: Path) -> Any:
    program = note.with_name("browser.py")
    program.write_text(f"import sys, pathlib; pathlib.Path({str(note)!r}).write_text(sys.argv[1])", "utf-8")
    return serve("--open", "--max-mb", "1", alone=True, BROWSER=f"{sys.executable} {program} %s")


def test_the_address_holds_the_token_and_leads_to_the_page(running: Any):
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", running.base) and len(running.token) >= 40
    status, body, _ = post(running.port, "/check", DRAFT, running.headers("稿.txt"))
    assert status == 200 and '"稿.检查报告.html"' in body.decode()
    assert post(running.port, "/check", DRAFT, {})[0] == 403
    assert post(running.port, "/check", bytes(1 << 21), running.headers())[0] == 413


@PROC
def test_only_loopback_is_listened_on(running: Any):
    assert listeners(running.process.pid) == f"127.0.0.1:{running.port}"


def test_the_configuration_of_the_folder_counts_and_its_waivers_do_not(serve: Callable[..., Any], tmp_path: Path):
    (tmp_path / "稿.txt").write_bytes(DRAFT)
    waive = ["waive", "稿.txt", "asterisk-placeholder", "--reason", "看过", "--who", "王平"]
    subprocess.run([sys.executable, "-m", "shufa_lint", *waive], cwd=tmp_path, capture_output=True, check=True)
    files = {file.name: file.read_text("utf-8") for file in tmp_path.iterdir()}
    assert len(files) == 2
    files["shufa-lint.toml"] = 'profile = "notice"\nfail-on = "never"\n'
    command = serve("--no-open", files=files, alone=True)
    said = json.loads(post(command.port, "/check", DRAFT, command.headers())[1])
    assert said["genre"] == "通知" and not said["failed"] and "豁免" not in said["verdict"]
    assert "asterisk-placeholder" in said["page"]


@pytest.mark.parametrize("host", ["127.0.0.2", "::1", "localhost"])
def test_other_loopback_addresses_serve_too(serve: Callable[..., Any], host: str):
    try:
        with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
    except OSError:
        pytest.skip(f"this machine has no {host}")
    command = serve("--no-open", "--host", host, alone=True)
    with urllib.request.urlopen(command.base, timeout=10) as page:
        assert page.status == 200
    headers = command.headers() | {"Origin": command.base.rstrip("/")}
    with urllib.request.urlopen(urllib.request.Request(f"{command.base}settings", headers=headers), timeout=10) as said:
        assert said.status == 200
    command.interrupt()  # before its worker has loaded what is not asked for here


@PROC
def test_behind_a_proxy_its_name_is_known_and_no_other(serve: Callable[..., Any]):
    command = serve("--no-open", "--public-url", "https://jiancha.example.gov.cn/shufa/", alone=True)
    assert command.base == "https://jiancha.example.gov.cn/shufa/"
    greeting = command.process.stdout.readline() + command.process.stdout.readline()
    assert "反向代理" in greeting
    port = int(re.findall(r"127\.0\.0\.1:(\d+)", listeners(command.process.pid))[0])
    known = {"Host": "jiancha.example.gov.cn", "Origin": "https://jiancha.example.gov.cn"}
    assert post(port, "/check", DRAFT, command.headers() | known)[0] == 200
    for wrong in (
        {"Host": "evil.example"},
        {"Origin": "http://jiancha.example.gov.cn"},
        {"Origin": "https://evil.example"},
    ):
        assert post(port, "/check", DRAFT, command.headers() | known | wrong)[0] in (400, 403)


@POSIX
def test_what_the_browser_is_started_with_is_good_once_and_is_not_the_token(running: Any, note: Path):
    """All users of a machine see the arguments of processes."""
    assert until(lambda: note.exists() and "#" in note.read_text("utf-8"))
    base, _, ticket = note.read_text("utf-8").partition("#once-")
    assert base == running.base and running.token not in ticket
    headers = {"X-Shufa-Ticket": ticket}
    assert json.loads(post(running.port, "/begin", b"", headers)[1]) == {"token": running.token}
    assert post(running.port, "/begin", b"", headers)[0] == 403


@PROC
@POSIX
@pytest.mark.parametrize(
    "name", ["SIGINT", *(pytest.param(name, marks=pytest.mark.slow) for name in ("SIGTERM", "SIGHUP"))]
)
def test_at_the_end_nothing_is_left(serve: Callable[..., Any], name: str):
    command = serve("--no-open", alone=True)
    text = "全年学法五次，带头尊法学法守法用法。\n" * 150_000
    sender = ThreadPoolExecutor(1).submit(post, command.port, "/check", text.encode(), command.headers())
    assert until(lambda: len(command.family()) >= 1)
    time.sleep(1)
    family = command.family()
    begun = time.monotonic()
    code, said = command.interrupt(signal.Signals[name])
    assert code == 0 and said.endswith("shufa-lint：已经关闭\n") and "Traceback" not in said
    assert time.monotonic() - begun < 8
    status, body, _ = sender.result(20)
    assert status == 200 or (status == 503 and "正在关闭" in body.decode())
    assert until(lambda: not any(map(alive, family)))
    assert list(command.temporary.iterdir()) == [] and list(command.folder.iterdir()) == []


@PROC
def test_nothing_is_written_while_it_runs(running: Any):
    secret = "机密".encode() * 1000
    post(running.port, "/check", DRAFT + secret, running.headers("机密.txt"))
    post(running.port, "/blanks", DRAFT + secret, running.headers("机密.txt"))
    left = [path for path in running.temporary.rglob("*") if path.is_file()]
    assert left == [] and list(running.folder.iterdir()) == []


@pytest.mark.slow
@PROC
def test_a_worker_that_is_killed_costs_its_request_and_no_other(serve: Callable[..., Any]):
    command = serve()
    assert post(command.port, "/check", DRAFT, command.headers())[0] == 200
    text = ("全年学法五次，带头尊法学法守法用法。" * 20 + "\n").encode() * 8_000
    sender = ThreadPoolExecutor(1).submit(post, command.port, "/check", text, command.headers())
    time.sleep(0.7)
    workers = [pid for pid in command.family() if b"pool_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    status, body, _ = sender.result(30)
    assert workers and status == 500 and "意外退出" in body.decode()
    for _ in range(3):
        assert post(command.port, "/check", DRAFT, command.headers())[0] == 200
    _, said = command.interrupt()
    assert " 500 " in said and "学法" not in said and "稿.txt" not in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--host", "0.0.0.0"], "反向代理"),
        (["--host", "不是.地址.example."], "反向代理"),
        (["--host", "0.0.0.0", "--public-url", "ftp://a.example"], "--public-url"),
        (["--public-url", "https://u:p@a.example/"], "--public-url"),
        (["--public-url", "https://[/"], "--public-url"),
        (["--port", "70000"], "端口"),
        (["--port", "-1"], ""),
        (["--max-mb", "65"], "从 1 到 64"),
        (["--timeout", "0"], "秒"),
        (["--config", "没有.toml"], "没有这份配置文件"),
    ],
    ids=str,
)
def test_what_cannot_be_served_is_said_in_one_line(command: Callable[..., Any], options: list[str], words: str):
    code, out, err = command("serve", "--no-open", *options)
    assert code == 2 and out == "" and words in err and err.count("\n") == 1


def test_a_wrong_configuration_is_said_before_anything_is_served(command: Callable[..., Any]):
    Path("shufa-lint.toml").write_text('ignroe = ["x"]\n', "utf-8")
    code, out, err = command("serve", "--no-open")
    assert code == 2 and out == "" and "ignroe" in err


def test_a_port_that_is_taken_is_said(command: Callable[..., Any]):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = command("serve", "--no-open", "--port", str(port))
    assert code == 2 and f"127.0.0.1 的端口 {port} 用不了" in err


def test_what_is_loopback_and_what_is_not():
    assert loopback("127.0.0.1") and loopback("127.8.9.1") and loopback("localhost")
    assert not any(map(loopback, ["0.0.0.0", "::", "10.1.2.3", "", "256.1.1.1"]))


# Slow and many


@contextlib.contextmanager
def served(service: Service, stop: Callable[[], None] = lambda: None) -> Iterator[int]:
    """Serve in a thread; yield the port."""
    with listening("127.0.0.1", 0) as listener:
        server = DropServer(app_of(service), service.patience, stop)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


class Quick(ThreadPoolExecutor):
    """Answers with as many bytes as are asked for, and looks at nothing."""

    size = 10

    def submit(self, *_: object, **__: object):  # type: ignore[no-untyped-def, override]
        return super().submit(Answer, "application/json", b"x" * self.size)


def ended(connection: socket.socket, seconds: float) -> bool:
    """Whether the other side ends the connection in time."""
    connection.settimeout(seconds)
    with contextlib.suppress(ConnectionError):
        while connection.recv(1 << 16):
            pass
    return True


def drip(port: int, head: bytes, drops: Iterator[bytes], pause: float) -> tuple[float, bytes]:
    """Send *head* and then a drop now and then; return after how many seconds the server ended it, and what it said."""
    begun, said = time.monotonic(), b""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(head)
        connection.settimeout(pause)
        try:
            for drop in drops:
                with contextlib.suppress(TimeoutError):
                    if not (piece := connection.recv(1 << 16)):
                        break
                    said += piece
                connection.sendall(drop)
        except ConnectionError:
            pass
    return time.monotonic() - begun, said


PATIENCE = Patience(head=0.5, whole=1.0, pause=0.4, reading=0.6, grace=0.3)


@pytest.mark.slow
def test_who_sends_a_byte_now_and_then_is_cut_off(make_service: Callable[..., Service]):
    service = make_service(Quick(), patience=PATIENCE)
    head = f"POST /check HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Shufa-Token: {service.gate.token}\r\n"

    def drops(drop: bytes) -> Iterator[bytes]:
        yield from (drop for _ in range(300))

    with served(service) as port:
        silent = socket.create_connection(("127.0.0.1", port))
        for first in (b"", b"GET / HTTP/1.1\r\n", head.encode()):
            seconds, said = drip(port, first, drops(b"X"), 0.05)
            assert seconds < 3 and said == b""
        assert ended(silent, 3)
        silent.close()
        body = (head + "Content-Length: 1000\r\n\r\n").encode()
        seconds, said = drip(port, body, drops(b"x"), 0.1)
        assert b" 408 " in said and b"reason" in said and seconds < 8
        seconds, said = drip(port, body, drops(b""), 0.1)  # nothing after the head
        assert b" 408 " in said
        forbidden = b"POST /check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n"
        seconds, said = drip(port, forbidden, drops(b"x"), 0.1)
        assert b" 403 " in said and seconds < 8  # what is sent after that is not waited for without end
        assert post(port, "/check", DRAFT, {"X-Shufa-Token": service.gate.token})[0] == 200


@pytest.mark.slow
def test_who_does_not_read_is_cut_off(make_service: Callable[..., Service]):
    executor = Quick()
    executor.size = 64 << 20
    service = make_service(executor, patience=PATIENCE)
    head = (
        f"POST /check HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Shufa-Token: {service.gate.token}\r\nContent-Length: 1\r\n\r\nx"
    )
    with served(service) as port:
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            connection.sendall(head.encode())
            time.sleep(1.5)
            received = 0
            with contextlib.suppress(ConnectionError):
                while piece := connection.recv(1 << 20):
                    received += len(piece)
        assert received < executor.size
        assert len(post(port, "/check", DRAFT, {"X-Shufa-Token": service.gate.token})[1]) == executor.size


def test_a_head_without_end_is_refused(make_service: Callable[..., Service]):
    with served(make_service(Quick())) as port, socket.create_connection(("127.0.0.1", port), 5) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * (1 << 20))
        assert ended(connection, 5)


@pytest.mark.slow
def test_no_more_connections_than_there_may_be(make_service: Callable[..., Service]):
    service = make_service(Quick(), patience=PATIENCE)
    with served(service) as port, contextlib.ExitStack() as stack:
        opened = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), 5)) for _ in range(CONNECTIONS + 20)
        ]
        assert all(ended(connection, 5) for connection in opened[-5:])
        assert until(lambda: not failing(lambda: post(port, "/check", b"x", {"X-Shufa-Token": service.gate.token})))


def failing(what: Callable[[], object]) -> bool:
    try:
        what()
    except OSError:
        return True
    return False


def test_who_hangs_up_leaves_the_seat(make_service: Callable[..., Service]):
    let = threading.Event()

    class Waiting(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object):  # type: ignore[no-untyped-def, override]
            return super().submit(let.wait, 20)

    lines: list[int] = []
    service = make_service(Waiting(4), hands=1, waiting=1, log=lambda path, status, *_: lines.append(status))
    head = (
        f"POST /check HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Shufa-Token: {service.gate.token}\r\nContent-Length: 1\r\n\r\nx"
    )
    with served(service, let.set) as port:
        for _ in range(6):
            with socket.create_connection(("127.0.0.1", port), 5) as connection:
                connection.sendall(head.encode())
                time.sleep(0.05)
        assert until(lambda: len(lines) == 6)
    assert set(lines) == {499}


@PROC
@pytest.mark.slow
def test_fifty_uploads_at_once_are_answered_or_refused_within_bounds(
    serve: Callable[..., Any], heavy: bytes, record_property: Callable[[str, object], None]
):
    command = serve()
    assert post(command.port, "/check", DRAFT, command.headers())[0] == 200
    before, peaks, stop = _memory([command.process.pid]), [], threading.Event()

    def watch() -> None:
        while not stop.wait(0.05):
            peaks.append((_memory([command.process.pid]), _memory(command.family())))

    watcher = threading.Thread(target=watch)
    watcher.start()
    begun = time.monotonic()

    def send(number: int) -> int:
        data = heavy if number % 5 else heavy + bytes(4 << 20)
        with contextlib.suppress(ConnectionError):
            return post(command.port, "/check", data, command.headers(f"{number}.docx"))[0]
        return 0

    with ThreadPoolExecutor(50) as crowd:
        statuses = list(crowd.map(send, range(50)))
    seconds = time.monotonic() - begun
    stop.set()
    watcher.join()
    server, family = max(peak[0] for peak in peaks), max(peak[1] for peak in peaks)
    told = {status: statuses.count(status) for status in sorted(set(statuses))}
    record_property(
        "crowd", f"{told} in {seconds:.1f} s, server {before:.0f} to {server:.0f} MB, workers {family:.0f} MB"
    )
    print(f"\n{told} in {seconds:.1f} s; server {before:.0f} → {server:.0f} MB, workers {family:.0f} MB")
    assert set(told) <= {200, 413, 429} and told[413] == 10 and told[200] >= 2
    assert server < 700
    assert statistics.median(post(command.port, "/check", DRAFT, command.headers())[0] for _ in range(3)) == 200
    assert [path for path in command.temporary.rglob("*") if path.is_file()] == []
    code, _ = command.interrupt()
    assert code == 0 and list(command.temporary.iterdir()) == []


def _memory(pids: list[int]) -> float:
    """Megabytes that processes hold together."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError, StopIteration):
            lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return total / 1024

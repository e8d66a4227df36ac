"""A share that is served by Samba on this machine and mounted again: how Word, WPS and a slow copy save, and an outage.

The kernel's own CIFS is used where it can be, else smbnetfs, through FUSE. Clerks write with smbclient.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import CLEAN, FAULTY
from .test_command import wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can serve and mount a share"),
]
_SERVER = """
[global]
server role = standalone server
map to guest = bad user
guest account = root
smb ports = 445
interfaces = 127.0.0.1/32
bind interfaces only = yes
disable netbios = yes
load printers = no
printing = bsd
lock directory = {folder}
state directory = {folder}
cache directory = {folder}
private dir = {folder}
pid directory = {folder}
log file = {folder}/log
[drafts]
path = {share}
guest ok = yes
read only = no
force user = root
"""
_CLIENT = "[global]\ndisable netbios = yes\nclient min protocol = SMB2\nlock directory = {folder}\n"
_MOUNT = 'smb_query_browsers "false"\nshow_hidden_hosts "true"\nsmb_timeout 2000\n'


class Server:
    """Samba on the loopback interface, serving one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "samba"
        self.folder.mkdir()
        self.share = folder / "served"
        self.share.mkdir()
        self.configuration = self.folder / "smb.conf"
        self.configuration.write_text(_SERVER.format(folder=self.folder, share=self.share), "utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", 445)) == 0:
                pytest.skip("another server has port 445")
        command = ["smbd", "--foreground", "--no-process-group", "-s", str(self.configuration)]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        if not wait_for(self._answers, 15):
            self.stop()
            pytest.skip("smbd does not start here")

    def stop(self) -> None:
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", 445)) == 0

    def do(self, *commands: str) -> None:
        """Let a clerk's machine do something to the share."""
        command = ["smbclient", "-s", str(self.configuration), "-N", "//127.0.0.1/drafts", "-c", "; ".join(commands)]
        subprocess.run(command, check=True, capture_output=True, timeout=30)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    for program in ("smbd", "smbclient"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    server = Server(tmp_path)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def mount(server: Server, tmp_path: Path) -> Iterator[Path]:
    point = tmp_path / "mount"
    point.mkdir()
    options = "guest,soft,echo_interval=1,actimeo=0"
    cifs = shutil.which("mount.cifs") and subprocess.run(
        ["mount", "-t", "cifs", "//127.0.0.1/drafts", str(point), "-o", options], capture_output=True, check=False
    )
    if cifs and cifs.returncode == 0:
        try:
            yield point
        finally:
            subprocess.run(["umount", "-l", str(point)], check=False)
        return
    if not shutil.which("smbnetfs") or not Path("/dev/fuse").exists():
        pytest.skip("the kernel has no CIFS here, and there is no smbnetfs or FUSE")
    home = tmp_path / "home" / ".smb"
    home.mkdir(parents=True)
    for name, text in (("smb.conf", _CLIENT.format(folder=home)), ("smbnetfs.conf", _MOUNT)):
        (home / name).write_text(text, "utf-8")
        (home / name).chmod(0o600)
    process = subprocess.Popen(
        ["smbnetfs", str(point), "-f", "-o", f"config={home / 'smbnetfs.conf'}"],
        env={**os.environ, "HOME": str(home.parent)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        share = point / "127.0.0.1" / "drafts"
        (server.share / "marke").write_text("x")
        if not wait_for(lambda: (share / "marke").exists(), 15):
            pytest.skip("smbnetfs does not mount here")
        (server.share / "marke").unlink()
        yield share
    finally:
        subprocess.run(["umount", "-l", str(point)], check=False, capture_output=True)
        process.kill()
        process.wait()


class Watched:
    def __init__(self, log: Path) -> None:
        self.log = log

    def events(self, *names: str) -> list[dict[str, str]]:
        told = [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]
        return [event for event in told if event["event"] in names]

    def answers(self) -> Counter[tuple[str, str]]:
        return Counter((event["path"], event["sha256"]) for event in self.events("answered"))

    def wait(self, number: int, seconds: float = 30) -> None:
        assert wait_for(lambda: sum(self.answers().values()) >= number, seconds), self.log.read_text("utf-8")[-2000:]


@pytest.fixture
def watched(mount: Path, tmp_path: Path) -> Iterator[Watched]:
    log = tmp_path / "log"
    command = [sys.executable, "-m", "shufa_lint", "watch", str(mount), "--settle", "1.5", "--log-format", "json"]
    with log.open("ab") as stream:
        process = subprocess.Popen([*command, "--state-dir", str(tmp_path / "state")], stderr=stream)
    found = Watched(log)
    try:
        assert wait_for(lambda: bool(found.events("started"))), log.read_text("utf-8")
        yield found
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        finally:
            process.kill()
            process.wait()


def test_each_draft_is_answered_once_per_content(
    server: Server, watched: Watched, tmp_path: Path, word: Callable[..., bytes]
):
    files = tmp_path / "clerk"
    files.mkdir()

    def file(name: str, data: bytes | str) -> str:
        (files / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return str(files / name)

    results = server.share / "检查结果"
    first = word("关于学法情况的报告", "　　全年组织学法**次。")
    second = word("关于学法情况的报告", "　　全年组织学法3次。")

    server.do(f'put "{file("1.docx", first)}" "word.docx"', f'put "{file("1.txt", FAULTY.format(1))}" "wps.txt"')
    watched.wait(2)
    assert {path.name for path in results.iterdir()} >= {"word.检查报告.html", "word.检查.docx", "wps.检查报告.html"}

    # Word: a temporary file, two renames, the old one deleted, and an owner file as long as the document is open
    server.do(f'put "{file("o", "owner")}" "~$word.docx"', f'put "{file("2.docx", second[:999])}" "~WRD0001.tmp"')
    time.sleep(1)
    server.do(f'put "{file("2.docx", second)}" "~WRD0001.tmp"', 'rename "word.docx" "~WRL0002.tmp"')
    time.sleep(2)
    server.do('rename "~WRD0001.tmp" "word.docx"')
    time.sleep(4)
    assert sum(watched.answers().values()) == 2, "it is open"
    server.do('del "~WRL0002.tmp"', 'del "~$word.docx"')
    watched.wait(3)

    # WPS: a copy aside, the draft written in place
    server.do(f'put "{file("1.txt", FAULTY.format(1))}" ".~wps.txt"', f'put "{file("0.txt", "")}" "wps.txt"')
    time.sleep(1)
    server.do(f'put "{file("2.txt", CLEAN.format(1))}" "wps.txt"', 'del ".~wps.txt"')
    watched.wait(4)
    assert (results / "wps.检查单.json").exists()

    # a slow copy, in five parts
    text = FAULTY.format(77).encode()
    for part in range(5):
        with (server.share / "slow.txt").open("ab") as target:
            target.write(text[len(text) * part // 5 : len(text) * (part + 1) // 5])
        time.sleep(0.8)
    watched.wait(5)

    # an outage
    server.stop()
    assert wait_for(lambda: bool(watched.events("away")))
    time.sleep(6)
    server.start()
    assert wait_for(lambda: bool(watched.events("back")), 40)
    server.do(f'put "{file("3.txt", CLEAN.format(3))}" "after.txt"')
    watched.wait(6)
    time.sleep(4)

    assert Counter(path for path, _ in watched.answers()) == Counter(
        {"word.docx": 2, "wps.txt": 2, "slow.txt": 1, "after.txt": 1}
    )
    assert set(watched.answers().values()) == {1}
    assert len(watched.events("away")) == len(watched.events("back")) == 1
    assert not watched.events("withdrawn", "quarantined", "failed")
    assert not list(results.rglob(".~shufa-lint-*"))

"""The offline bundle: built here, installed where there is no network, and refused where a byte of it was changed."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "tools" / "bundle"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_bundle", BUNDLE / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_scripts_can_be_read_by_what_runs_them(build: ModuleType):
    shell = (BUNDLE / "install.sh").read_text("utf-8").replace("<VERSION>", "3.11")
    assert subprocess.run(["sh", "-n"], input=shell, text=True, timeout=20, check=False).returncode == 0
    batch = build._encoded("install.bat", (BUNDLE / "install.bat").read_text("utf-8"))
    assert b"\r\n" in batch and b"\n" not in batch.replace(b"\r\n", b"")
    assert batch.decode("gbk")  # as cmd reads it; in GB 2312 no half of a character is a sign that cmd acts on
    for script in ("install.sh", "install.bat"):
        text = (BUNDLE / script).read_text("utf-8")
        assert "--no-index" in text and "--require-hashes" in text and "--isolated" in text
        assert set(re.findall(r"<([A-Z]+)>", text)) <= {"VERSION"}


def test_every_extra_is_in_it_or_left_out_on_purpose(build: ModuleType):
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert {"test", "lint"} <= build.NOT_FOR_OFFICES
    assert {"pdf", "ofd"} <= set(extras) - build.NOT_FOR_OFFICES


def without_network(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a network of its own that leads nowhere; where that is not allowed, behind a dead proxy."""
    dead = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    environment = {**kept, **dead, "PYTHON": f"{sys.base_prefix}/bin/python3", "HOME": str(cwd)}
    unshare = shutil.which("unshare")
    alone = (
        [unshare, "-rn"] if unshare and subprocess.run([unshare, "-rn", "true"], check=False).returncode == 0 else []
    )
    command = [*alone, *map(str, words)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="drives install.sh")
def test_it_installs_and_works_without_a_network(build: ModuleType, tmp_path: Path):
    pytest.importorskip("uv")
    archive: Path = build.main(["-o", str(tmp_path / "dist")])
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path)
    (folder,) = [path for path in tmp_path.iterdir() if path.name == archive.stem]
    named = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(files) - set(named) == {"SHA256SUMS"}
    assert all(hashlib.sha256(files[name].read_bytes()).hexdigest() == digest for name, digest in named.items())
    licences = (folder / "LICENSES.tsv").read_text("utf-8")
    assert "shufa-lint\t0" in licences and "\t?\n" not in licences

    target = tmp_path / "装 到"
    done = without_network("sh", folder / "install.sh", target, cwd=tmp_path)
    assert done.returncode == 0 and "装好了" in done.stdout, done.stdout + done.stderr
    faulty = ROOT / "fixtures" / "every-fault-blanks" / "draft.txt"
    checked = without_network(
        target / "bin" / "shufa-lint", "--isolated", "--output-format", "json", faulty, cwd=tmp_path
    )
    assert checked.returncode == 1 and json.loads(checked.stdout)["totals"]["error"] > 10
    assert without_network(target / "bin" / "python", "-c", "import pypdfium2, ofdkit", cwd=tmp_path).returncode == 0

    (wheel,) = (folder / "wheels").glob("lark-*.whl")
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    refused = without_network("sh", folder / "install.sh", tmp_path / "other", cwd=tmp_path)
    assert refused.returncode != 0 and "lark" in refused.stderr and "装好了" not in refused.stdout

"""Build one archive from which shufa-lint is installed where no network is: wheels, their digests, an install script.

    python tools/bundle/build.py --platform windows-x86_64 --python 3.12 -o dist

Run it in the environment of the second command of README.md, with a network. What goes in is what constraints.txt says.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
NOT_FOR_OFFICES = {"lake", "lint", "test"}
"""Extras that no bundle holds: for development, and for clusters, which have packages of their own."""
NEWEST_GLIBC = 28
"""Linux in offices: glibc 2.28 and later (Kylin V10, UOS 20, Debian 10, RHEL 8)."""


class Platform(NamedTuple):
    """How uv names a machine, and the tags of the wheels that run on it."""

    uv: str
    tags: tuple[str, ...]


def _linux(machine: str) -> Platform:
    newer = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(NEWEST_GLIBC, 4, -1))
    return Platform(f"{machine}-manylinux_2_{NEWEST_GLIBC}", (*newer, f"manylinux2014_{machine}", f"linux_{machine}"))


PLATFORMS = {
    "linux-x86_64": _linux("x86_64"),
    "linux-aarch64": _linux("aarch64"),
    "windows-x86_64": Platform("x86_64-pc-windows-msvc", ("win_amd64",)),
}


def main(argv: list[str] | None = None) -> Path:
    """Build the archive and return its path."""
    options = _options(argv)
    with tempfile.TemporaryDirectory() as scratch:
        content = Path(scratch, "content")
        wheels = content / "wheels"
        wheels.mkdir(parents=True)
        _download(wheels, options.platform, options.python, Path(scratch, "resolved.txt"))
        _run("pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, PROJECT)
        release = _describe(content, options.platform, options.python)
        name = f"shufa-lint-{release}-{options.platform}-py{options.python}"
        options.output.mkdir(parents=True, exist_ok=True)
        archive: Path = options.output / f"{name}.zip"
        _pack(content, archive, name)
    print(f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive}")
    return archive


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = sysconfig.get_platform().replace("win-amd64", "windows-x86_64")
    here = here if here in PLATFORMS else "linux-x86_64"
    version = "{}.{}".format(*sys.version_info)
    parser.add_argument("--platform", choices=PLATFORMS, default=here, help="default: %(default)s")
    parser.add_argument("--python", default=version, help="3.11 or later, default: %(default)s")
    parser.add_argument("-o", "--output", type=Path, default=Path("dist"), help="folder, default: %(default)s")
    return parser.parse_args(argv)


def _download(wheels: Path, platform: str, python: str, resolved: Path) -> None:
    """Fetch the wheels of all that is needed at run time, each held against the digest that the index gives.

    pip would judge environment markers by the machine that it runs on, so uv says what is needed on the other one.
    """
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = sorted(set(project["optional-dependencies"]) - NOT_FOR_OFFICES)
    asked = [word for extra in extras for word in ("--extra", extra)]
    target = ("--python-platform", PLATFORMS[platform].uv, "--python-version", python, "--only-binary", ":all:")
    locked = ("--constraints", PROJECT / "constraints.txt", "--generate-hashes", "--quiet")
    _run("uv", "pip", "compile", PROJECT / "pyproject.toml", *asked, *target, *locked, "--output-file", resolved)
    tags = [word for tag in (*PLATFORMS[platform].tags, "any") for word in ("--platform", tag)]
    abi = "cp" + python.replace(".", "")
    kind = ("--implementation", "cp", "--python-version", python, "--abi", abi, "--abi", "abi3", "--abi", "none")
    checked = ("--only-binary", ":all:", "--no-deps", "--require-hashes")
    _run("pip", "download", "--quiet", "--dest", wheels, *tags, *kind, *checked, "--requirement", resolved)


def _describe(content: Path, platform: str, python: str) -> str:
    """Write all that is no wheel; return the version of shufa-lint."""
    found = {wheel: _metadata(wheel) for wheel in sorted((content / "wheels").iterdir())}
    pinned = [f"{m['Name']}=={m['Version']} --hash=sha256:{_digest(wheel)}" for wheel, m in found.items()]
    licences = [f"{m['Name']}\t{m['Version']}\t{_licence(m)}" for m in found.values()]
    release = next(m["Version"] for m in found.values() if m["Name"] == "shufa-lint")
    texts = {
        "requirements.txt": "\n".join(pinned) + "\n",
        "LICENSES.tsv": "\n".join(["name\tversion\tlicence", *licences]) + "\n",
        **{name: (HERE / name).read_text("utf-8") for name in ("install.sh", "install.bat", "README.txt")},
    }
    for name, text in texts.items():
        for key, value in {"VERSION": python, "RELEASE": release, "PLATFORM": platform}.items():
            text = text.replace(f"<{key}>", value)
        (content / name).write_bytes(_encoded(name, text))
    files = sorted(file for file in content.rglob("*") if file.is_file())
    sums = "".join(f"{_digest(file)}  {file.relative_to(content).as_posix()}\n" for file in files)
    (content / "SHA256SUMS").write_text(sums, "utf-8")
    return release


def _encoded(name: str, text: str) -> bytes:
    """Return the bytes of a file as the programs take it that open it: cmd in its code page, Notepad with a mark."""
    if name.endswith(".bat"):
        return text.replace("\n", "\r\n").encode("gb2312")
    return (
        text.replace("\n", "\r\n").encode("utf-8-sig") if name.endswith(".txt") and "README" in name else text.encode()
    )


def _metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)]
        return HeaderParser().parsestr(archive.read(name).decode("utf-8"))


def _licence(metadata: Message) -> str:
    """Return what a wheel says of its licence: an expression, the head of a text, or its classifiers."""
    said = metadata.get("License-Expression") or metadata.get("License") or ""
    head = said.strip().splitlines()[0].strip() if said.strip() else ""
    classifiers = [c.rpartition(" :: ")[2] for c in metadata.get_all("Classifier", []) if c.startswith("License ::")]
    return head if 0 < len(head) <= 60 else ", ".join(classifiers) or "?"


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _pack(content: Path, archive: Path, name: str) -> None:
    """Write the archive; the same files give the same bytes."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for file in sorted(file for file in content.rglob("*") if file.is_file()):
            entry = zipfile.ZipInfo(f"{name}/{file.relative_to(content).as_posix()}")
            entry.external_attr = (0o100755 if file.suffix == ".sh" else 0o100644) << 16
            packed.writestr(entry, file.read_bytes())


def _run(module: str, *words: object) -> None:
    subprocess.run([sys.executable, "-m", module, *map(str, words)], check=True)


if __name__ == "__main__":
    main()

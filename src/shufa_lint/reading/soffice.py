"""LibreOffice, without a window: turns a file of an older format into a Word file.

Each conversion has a profile of its own, which is thrown away: conversions that share one fail side by side. The
profile forbids macros, what a document links to, and all ways to the network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from shufa_lint.reading.refusal import UnreadableError

INSTALL = "要装上 LibreOffice 才能读（apt install libreoffice-writer；Windows、macOS 见 libreoffice.org）"

_UNREAD = "LibreOffice 打不开，文件可能已经损坏或者加了密码；请用 Word 或 WPS 打开，另存为 .docx 再检查"

_MEGABYTES = 1024
"""The memory that it may use; most documents take 200."""

_WORD = "docx:MS Word 2007 XML"
_NAMES = ("soffice", "libreoffice")
_PROGRAMS = ("Program Files", "Program Files (x86)")
_PLACES = {
    "win32": (
        "C:/Program Files/LibreOffice/program/soffice.com",
        "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}
"""Where it is installed without being on the PATH."""

_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Office.Writer/Content/Update": {"Link": "0", "Field": "false", "Chart": "false"},
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
}
"""What the profile says: nothing runs, nothing is fetched (the proxy is one that nobody serves), nothing is updated."""


def installed() -> str | None:
    """Return the command that runs LibreOffice, None where there is none."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or next((place for place in _PLACES.get(sys.platform, ()) if Path(place).is_file()), None)


def to_word(data: bytes, suffix: str, import_filter: str) -> bytes:
    """Return *data*, of the format that *suffix* and *import_filter* (LibreOffice's name for it) say, as a .docx.

    Raises UnreadableError where LibreOffice is not installed or does not take the file. Time is the caller's business.
    """
    command = installed()
    if not command:
        raise UnreadableError(f"{INSTALL}，或者另存为 .docx 再检查")
    with tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as room:
        folder = Path(room)
        source = folder / f"draft{suffix}"
        source.write_bytes(data)
        _make_profile(folder / "profile")
        _run(command, folder, source, import_filter)
        result = folder / "out" / "draft.docx"
        if not result.is_file():
            raise UnreadableError(_UNREAD)
        return result.read_bytes()


def _run(command: str, folder: Path, source: Path, import_filter: str, target: str = _WORD) -> None:
    """Convert *source* into *target*, in the folder ``out``; whether that worked shows in what stands there."""
    arguments = [
        command,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"),
        f"--infilter={import_filter}",
        *("--convert-to", target),
        *("--outdir", str(folder / "out"), str(source)),
    ]
    subprocess.run(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        preexec_fn=_own_limits if os.name == "posix" else None,
        check=False,
    )


def _own_limits() -> None:
    """Hold LibreOffice to its own measure of memory, not to that of the process that calls it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        wanted = _MEGABYTES << 20
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else hard, hard))


def _make_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )

"""Hypothesis profiles, the command as tests run it, a browser, and a PDF as samples need it.

``HYPOTHESIS_PROFILE=stress`` looks at many more examples; no profile draws new ones every run.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from shufa_lint import cli

_CHROMIUM = os.environ.get("SHUFA_LINT_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile("fast", max_examples=100, deadline=None, derandomize=True, suppress_health_check=_CALM)
settings.register_profile("stress", max_examples=5000, deadline=None, derandomize=True, suppress_health_check=_CALM)
for _name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "SHUFA_LINT_OUTPUT_FORMAT", "SHUFA_LINT_LANG"):
    os.environ.pop(_name, None)  # they decide in which format and language a report comes
os.environ["SHUFA_LINT_CACHE_DIR"] = ""  # each test looks at its documents itself

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the command in this process, in an empty folder; return the exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHUFA_LINT_DEBUG", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(arguments)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        return (code, *capfd.readouterr())

    return run


@pytest.fixture(scope="module")  # no longer: while it is open, its event loop runs in this thread
def browser() -> Iterator[Any]:
    """Debian's Chromium, without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not _CHROMIUM:
        pytest.skip("there is no chromium on this machine")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


PdfPage = Sequence[tuple[float, float, str]]
"""Lines of a page: x and y in points from its lower left corner, and the text, in 16 points."""

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500 814 939 500]/FontDescriptor 5 0 R"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>>>",
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 93>>",
)
_PIXEL = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
_PIXEL += b"stream\n\x80\nendstream"


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    """Return what makes a PDF of pages; of ``None`` a page with a picture. ``matrix`` turns the text and ``rotate`` the
    page."""

    def make(*pages: PdfPage | None, matrix: str = "1 0 0 1", rotate: int = 0) -> bytes:
        objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", *_FONT, _PIXEL]
        kids = []
        for page in pages:
            lines = b"".join(_line(*line, matrix) for line in page or ())
            content = b"q 595 0 0 842 0 0 cm /P Do Q" if page is None else lines
            objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
            objects.append(
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate %d/Contents %d 0 R"
                b"/Resources<</Font<</F 3 0 R>>/XObject<</P 6 0 R>>>>>>" % (rotate, len(objects))
            )
            kids.append(b"%d 0 R" % len(objects))
        objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
        return _file(objects)

    return make


def _line(x: float, y: float, text: str, matrix: str) -> bytes:
    return f"BT /F 16 Tf {matrix} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n".encode()


def _file(objects: list[bytes]) -> bytes:
    data, offsets = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + head + table + tail

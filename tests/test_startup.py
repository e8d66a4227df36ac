"""What does not check a document must not wait for what checks documents."""

import subprocess
import sys

import pytest

HEAVY = {"docx", "jinja2", "lark", "lsprotocol", "lxml", "pyarrow", "pydantic", "pygls", "re2", "rich"}
_RUN = "import sys\nfrom shufa_lint.cli import main\ntry:\n    main({!r})\nexcept SystemExit:\n    pass"
_LOADED = "\nprint(*(name for name in sys.modules if '.' not in name), file=sys.stderr)"


@pytest.mark.parametrize(
    "code",
    ["import sys, shufa_lint", _RUN.format(["--help"]), _RUN.format(["--version"]), _RUN.format(["rules", "--help"])],
    ids=["import", "--help", "--version", "rules --help"],
)
def test_loads_nothing_heavy(code: str) -> None:
    run = subprocess.run([sys.executable, "-c", code + _LOADED], capture_output=True, text=True, check=True)
    assert "shufa_lint" in run.stderr.split()
    assert not HEAVY & set(run.stderr.split())


def test_machine_formats_do_not_load_rich() -> None:
    code = _RUN.format(["-", "--output-format", "json", "--isolated"]) + _LOADED
    run = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=True)
    assert "rich" not in run.stderr.decode().split()

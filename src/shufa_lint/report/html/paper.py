"""Values → the bytes of a page: templates that escape all they are given, and a policy that keeps the network out."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

_PACKAGE, _PAGES = "shufa_lint.report.html", "pages"


def render(template: str, **values: Any) -> bytes:
    """Return the page that *template* makes of *values*, in UTF-8; every word in them is text."""
    style, script = _inline("style.css"), _inline("script.js")
    page = _environment().get_template(template)
    words = page.generate(style=style, script=script, policy=_policy(style, script), **values)
    return b"".join(piece.encode("utf-8", "replace") for piece in words)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(_PACKAGE, _PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _inline(name: str) -> str:
    """Return our own style or script, the only words that a template takes as they are."""
    return files(_PACKAGE).joinpath(_PAGES, name).read_text("utf-8")


class Sources(NamedTuple):
    """The script and the style of a page, as a Content-Security-Policy names them."""

    script: str
    style: str


def frame_policy() -> Sources:
    """Return what the policy of whoever shows a page in a frame of its own must allow: a page made of bytes (``blob:``)
    is held to that policy besides its own."""
    return Sources(f"'{_hash(_inline('script.js'))}'", f"'{_hash(_inline('style.css'))}'")


def _policy(style: str, script: str) -> str:
    """Return what the page may do: run our script and wear our style, known by their hashes; nothing is loaded."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(words: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(words.encode("utf-8")).digest()).decode("ascii")

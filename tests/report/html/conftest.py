"""Pages opened in a browser, without a network."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(scope="module")
def tab(browser: Any) -> tuple[Any, list[str]]:
    """One tab for all pages, and what they complain of: to begin a new one takes as long as most tests do."""
    page, complaints = browser.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: complaints.append(request.url) if leaves(request.url) else None)
    return page, complaints


@pytest.fixture
def opened(tab: tuple[Any, list[str]], tmp_path: Path) -> Open:
    """Open the bytes of a page. What it says on the console, any error of its script, any wish to load something and
    any breach of its policy fails the test."""
    page, complaints = tab

    @contextmanager
    def open_page(data: bytes, fragment: str = "", *, width: int = 1400, height: int = 900) -> Iterator[Any]:
        file = tmp_path / "页.html"
        file.write_bytes(data)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(file.as_uri() + fragment)
        try:
            yield page
        finally:
            page.evaluate("sessionStorage.clear()")
            page.goto("about:blank")
            found = [*complaints]
            complaints.clear()
        assert found == []

    return open_page


def leaves(url: str) -> bool:
    return not url.startswith(("file://", "data:,", "about:blank"))

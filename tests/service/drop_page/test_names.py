import re
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.service.drop_page.names import attachment, fit, kin


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("述法报告.docx", "述法报告.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\文件\\述法报告.docx", "述法报告.docx"),
        ("..", "文稿"),
        ("", "文稿"),
        (".docx", "docx"),
        ("报告\r\nSet-Cookie: a=b.txt", "报告Set-Cookie_ a=b.txt"),
        ("报告\u202excod.exe", "报告xcod.exe"),
        ('"><script>.txt', "___script_.txt"),
        ("a\0b.txt", "ab.txt"),
        ("𠮷县　述法 报告.wps", "𠮷县　述法 报告.wps"),
        ("报告." + "很" * 40, "报告." + "很" * 40),
    ],
)
def test_a_name_is_the_last_part_of_a_path_without_what_no_name_holds(sent: str, name: str):
    assert fit(quote(sent, safe="")) == name


def test_what_is_no_unicode_is_a_name_still():
    assert fit("%B1%A8%B8%E6.txt").endswith(".txt")


@given(st.text(max_size=400))
def test_any_name_is_fit_for_a_file_and_stays_as_it_is(sent: str):
    name = fit(quote(sent.encode("utf-8", "replace"), safe=""))
    assert fit(quote(name)) == name
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert 0 < len(kin(name, "检查报告", ".html").encode()) <= 255
    assert not re.search(r'[\x00-\x1f\x7f<>:"/\\|?*]', name)


@given(st.text(max_size=100))
def test_a_name_goes_into_one_header_and_comes_out_the_same(sent: str):
    name = fit(quote(sent.encode("utf-8", "replace"), safe=""))
    header = attachment(name)
    assert header.isascii() and header.isprintable()
    found = re.fullmatch(r"attachment; filename=\"[\w.-]+\"; filename\*=UTF-8''([\w.~%-]+)", header, re.A)
    assert found and unquote(found[1]) == name

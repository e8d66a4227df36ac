import sys
import zipfile
from io import BytesIO

import pytest

from shufa_lint.reading.ofd import read_ofd
from shufa_lint.reading.read import read_bytes
from shufa_lint.reading.refusal import UnreadableError

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
LINES = [
    (68, 40, "关于学法情况的报告"),
    (39, 60, "现将2024年学法情况报告如下。全年坚持依规决策，群众"),
    (28, 70, "满意。"),
    (39, 80, "一、学法"),
    (98, 280, "— 1 —"),
]


def text_object(number: int, x: float, y: float, text: str) -> str:
    return (
        f'<ofd:TextObject ID="{number}" Boundary="0 0 210 297" Font="1" Size="5.644">'
        f'<ofd:TextCode X="{x}" Y="{y}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def ofd(*pages: list[tuple[float, float, str]], extra: dict[str, bytes] | None = None) -> bytes:
    parts = {
        "OFD.xml": f'<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml'
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for number, lines in enumerate(pages):
        objects = "".join(text_object(100 + at, *line) for at, line in enumerate(lines))
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="9">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in {**{name: xml.encode() for name, xml in parts.items()}, **(extra or {})}.items():
            package.writestr(name, part)
    return target.getvalue()


def test_the_text_of_an_ofd_is_rebuilt():
    reading = read_bytes(ofd(LINES), "报告.ofd")
    assert reading.problems == ()
    assert reading.source.text == (
        "关于学法情况的报告\n现将2024年学法情况报告如下。全年坚持依规决策，群众满意。\n一、学法\n"
    )
    assert (reading.format, reading.encoding) == ("ofd", "ofd")
    assert "OFD 文件里没有段落" in reading.notices[0]


def test_pages_that_are_pictures_are_named():
    (problem,) = read_ofd(ofd(LINES, [], extra={"Doc_0/Res/1.jpg": b"\xff\xd8"}), "报告.ofd").problems
    assert (problem.kind, problem.reason) == ("no-text-layer", "第2页是扫描的图片，没有文字层")


def test_an_empty_page_is_no_picture():
    assert read_ofd(ofd(LINES, []), "报告.ofd").problems == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (ofd(LINES, extra={"Doc_0/bomb.xml": b"<a>" + b" " * (40 << 20)}), "压缩"),
        (ofd(LINES, extra={"Doc_0/x.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "DTD"),
        (ofd(LINES)[:-40], "损坏"),
        (ofd(LINES).replace(b"OFD.xml", b"OFD.xm_", 1), "损坏"),
    ],
)
def test_what_cannot_be_opened_is_told_why(data: bytes, words: str):
    (problem,) = read_bytes(data, "报告.ofd").problems
    assert problem.kind == "unreadable-document"
    assert words in problem.reason


def test_without_the_program_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "ofdkit", None)
    with pytest.raises(UnreadableError, match=r"pip install 'shufa-lint\[ofd\]'"):
        read_ofd(ofd(LINES), "报告.ofd")

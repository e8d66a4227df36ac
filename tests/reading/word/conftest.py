"""Word documents made up for the tests, from the XML of their parts."""

import io
import zipfile

import pytest

from shufa_lint.reading.word.model import WordText
from shufa_lint.reading.word.read import open_word

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": _MAIN,
        "r": _RELATIONS,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_ROOTS = {"header": "hdr", "footer": "ftr"}


def run(text: str, formatting: str = "") -> str:
    """Return a run."""
    return f'<w:r>{formatting and f"<w:rPr>{formatting}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str = "", properties: str = "") -> str:
    """Return a paragraph, of a run if *content* is no XML."""
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{inner}</w:p>"


def numbered(text: str, num: int, level: int = 0) -> str:
    """Return a paragraph of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(index: int, style: str, text: str, extra: str = "", start: int = 1) -> str:
    """Return one level of a list, which parts nothing from the words if *extra* does not say so."""
    suffix = "" if "w:suff" in extra else '<w:suff w:val="nothing"/>'
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{extra}{suffix}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*definitions: str, nums: str = "") -> str:
    """Return a numbering part: the first definition is that of list 1, and so on; *nums* are further w:num."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{definition}</w:abstractNum>'
        for number, definition in enumerate(definitions, 1)
    )
    return abstract + "".join(num(number, number) for number in range(1, len(definitions) + 1)) + nums


def num(number: int, definition: int, overrides: str = "") -> str:
    """Return a w:num."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


def docx(body: str, extra: dict[str, tuple[str, str, bytes]] | None = None, **parts: str) -> bytes:
    """Return a .docx; *parts* are the contents of further parts by their kind (numbering, styles, header …).

    *extra* are parts by their relation's id: its kind, the content type and the bytes.
    """
    types = [("document", _TYPE.format("document.main"))]
    files: dict[str, bytes] = {}
    links = []
    for kind, content in parts.items():
        root = _ROOTS.get(kind, kind)
        text = content if content.startswith("<?xml") else f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
        files[f"word/{kind}.xml"] = text.encode()
        types.append((kind, _TYPE.format(kind)))
        links.append(f'<Relationship Id="{kind}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/>')
    overrides = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{type_}"/>' for kind, type_ in types)
    for number, (name, (kind, type_, data)) in enumerate((extra or {}).items()):
        files[f"word/extra{number}.bin"] = data
        links.append(f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="extra{number}.bin"/>')
        overrides += f'<Override PartName="/word/extra{number}.bin" ContentType="{type_}"/>'
    files["word/document.xml"] = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode()
    files["word/_rels/document.xml.rels"] = _links("".join(links))
    files["_rels/.rels"] = _links(
        f'<Relationship Id="d" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    )
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    ).encode()
    return packed(files)


def packed(files: dict[str, bytes]) -> bytes:
    """Return a zip file of *files*."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the files of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _links(content: str) -> bytes:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'.encode()


def read(body: str, **parts: str) -> WordText:
    """Return a document with that body as it is read."""
    return open_word(docx(body, **parts))


def text(body: str, **parts: str) -> str:
    """Return the text of a document with that body."""
    return read(body, **parts).text


def of(word: WordText, kind: str) -> list[str]:
    """Return the text of the regions of that kind."""
    return [region.span.of(word.text) for region in word.regions if region.kind == kind]


@pytest.fixture
def soffice() -> str:
    """Skip a test where LibreOffice is not installed."""
    import shutil

    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice, which this is compared with, is not installed")
    return found

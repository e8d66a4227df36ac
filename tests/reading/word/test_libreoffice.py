"""Our reading of Word documents beside LibreOffice's, where it is installed; elsewhere the golden tests stand alone."""

import subprocess
from pathlib import Path

from shufa_lint.reading.word.read import open_word

from .conftest import docx, level, lists, num, numbered, paragraph, run

FORMATS = {
    "decimal": 131,
    "decimalZero": 131,
    "chineseCounting": 99,  # from here on it counts 一百, where the standard has 一○○
    "chineseCountingThousand": 131,
    "taiwaneseCountingThousand": 131,
    "japaneseCounting": 99,  # … 一百, where Japan counts 百
    "chineseLegalSimplified": 131,
    "ideographDigital": 9,  # … 一0
    "ideographTraditional": 10,  # … a letter more
    "ideographZodiac": 12,
    "decimalEnclosedCircleChinese": 10,
    "decimalEnclosedCircle": 20,
    "upperRoman": 131,
    "lowerRoman": 131,
    "upperLetter": 131,
    "lowerLetter": 131,
}
"""How far LibreOffice writes each format as Word does."""


def their_text(soffice: str, data: bytes, folder: Path) -> list[str]:
    """Return the lines of a document as LibreOffice reads it, blanks left out."""
    (folder / "draft.docx").write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(folder / "draft.docx")], capture_output=True, timeout=100, check=True
    )
    return bare((folder / "draft.txt").read_text("utf-8-sig"))


def bare(text: str) -> list[str]:
    return [kept for line in text.splitlines() if (kept := "".join(line.split()))]


def our_text(data: bytes) -> list[str]:
    return bare(open_word(data).text)


def test_number_formats(soffice: str, tmp_path: Path) -> None:
    numbering = lists(*(level(0, style, "%1、") for style in FORMATS))
    body = [
        numbered(f"|{style}|{number}", at)
        for at, (style, last) in enumerate(FORMATS.items(), 1)
        for number in range(1, last + 1)
    ]
    data = docx("".join(body), numbering=numbering)
    assert our_text(data) == their_text(soffice, data, tmp_path)


def test_lists_that_go_on_restart_and_skip_levels(soffice: str, tmp_path: Path) -> None:
    """Without w:isLgl and w:lvlRestart="0", which LibreOffice passes over."""
    official = (
        level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%1.%2.%3")
    )
    chapters = level(0, "chineseCounting", "第%1章", '<w:suff w:val="tab"/>') + level(1, "decimal", "%1.%2")
    eleventh = num(4, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="11"/></w:lvlOverride>')
    given = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (4, 0), (4, 0), (4, 1), (1, 0)]
    given += [(2, 1), (2, 1), (2, 0), (2, 1), (5, 0), (5, 1), (3, 2), (3, 1), (3, 2), (3, 0)]
    numbering = lists(official, chapters, official, nums=eleventh + num(5, 2))
    data = docx("".join(numbered(f"第{at}段", *place) for at, place in enumerate(given)), numbering=numbering)
    assert our_text(data) == their_text(soffice, data, tmp_path)


def test_words_in_all_their_wrappings(soffice: str, tmp_path: Path) -> None:
    inserted = f'<w:ins w:id="1" w:author="李" w:date="2024-01-01T00:00:00Z">{run("插入")}</w:ins>'
    cell = "<w:tc><w:tcPr/>{}</w:tc>"
    nested = f"<w:tbl><w:tr>{cell.format(paragraph('里'))}</w:tr></w:tbl>"
    body = (
        paragraph(run("一、提高") + run("政治", "<w:b/>") + '<w:proofErr w:type="spellStart"/>' + run("站位"))
        + paragraph(run("前") + inserted + run("后"))
        + paragraph("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t></w:r>")
        + paragraph(
            f'<w:hyperlink w:anchor="x">{run("链接")}</w:hyperlink><w:smartTag w:element="e">{run("标记")}</w:smartTag>'
        )
        + paragraph(f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>")
        + f"<w:sdt><w:sdtContent>{paragraph('块级控件')}</w:sdtContent></w:sdt>"
        + f"<w:tbl><w:tr>{cell.format(paragraph('表'))}{cell.format(nested + paragraph())}</w:tr></w:tbl>"
        + paragraph("末段")
    )
    data = docx(body)
    assert our_text(data) == their_text(soffice, data, tmp_path)

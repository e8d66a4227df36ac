"""Automatic numbers: what Word shows before the paragraphs of lists."""

from .conftest import level, lists, num, numbered, of, paragraph, read, text

OFFICIAL = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3．")
    + level(3, "decimal", "（%4）")
)


def lines(*paragraphs: str, numbering: str, styles: str = "") -> list[str]:
    return text("".join(paragraphs), numbering=numbering, styles=styles).splitlines()


def test_levels_of_an_official_document() -> None:
    given = [("甲", 0), ("乙", 1), ("丙", 2), ("丁", 3), ("戊", 2), ("己", 1), ("庚", 0), ("辛", 1)]
    expected = ["一、甲", "（一）乙", "1．丙", "（1）丁", "2．戊", "（二）己", "二、庚", "（一）辛"]
    assert lines(*(numbered(*item[:1], 1, item[1]) for item in given), numbering=lists(OFFICIAL)) == expected


def test_lists_of_one_definition_count_together_until_one_starts_anew() -> None:
    restarted = num(3, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="11"/></w:lvlOverride>')
    body = [numbered("甲", 1), numbered("乙", 2), numbered("丙", 3), numbered("丁", 3), numbered("戊", 1)]
    numbering = lists(OFFICIAL, nums=num(2, 1) + restarted)
    assert lines(*body, numbering=numbering) == ["一、甲", "二、乙", "十一、丙", "十二、丁", "十三、戊"]


def test_an_override_may_bring_a_level_of_its_own() -> None:
    own = num(2, 1, f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "%1.")}</w:lvlOverride>')
    body = [numbered("甲", 1), numbered("乙", 2), numbered("丙", 1)]
    assert lines(*body, numbering=lists(OFFICIAL, nums=own)) == ["一、甲", "2.乙", "三、丙"]


def test_a_level_that_never_restarts() -> None:
    definition = level(0, "decimal", "%1.") + level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    body = [numbered("甲", 1), numbered("乙", 1, 1), numbered("丙", 1), numbered("丁", 1, 1)]
    assert lines(*body, numbering=lists(definition)) == ["1.甲", "1)乙", "2.丙", "2)丁"]


def test_a_level_that_restarts_only_after_the_first() -> None:
    definition = (
        level(0, "decimal", "%1.")
        + level(1, "decimal", "%1.%2.")
        + level(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>')
    )
    given = [("甲", 0), ("乙", 1), ("丙", 2), ("丁", 1), ("戊", 2), ("己", 0), ("庚", 2)]
    expected = ["1.甲", "1.1.乙", "1)丙", "1.2.丁", "2)戊", "2.己", "1)庚"]
    assert lines(*(numbered(name, 1, at) for name, at in given), numbering=lists(definition)) == expected


def test_a_level_without_its_parents_shows_where_they_start() -> None:
    definition = level(0, "decimal", "%1.", start=3) + level(1, "decimal", "%1.%2.")
    assert lines(numbered("甲", 1, 1), numbered("乙", 1, 1), numbering=lists(definition)) == ["3.1.甲", "3.2.乙"]


def test_legal_numbering_writes_all_levels_in_digits() -> None:
    definition = level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2 ", "<w:isLgl/>")
    assert lines(numbered("甲", 1), numbered("乙", 1, 1), numbering=lists(definition)) == ["第一章甲", "1.1 乙"]


def test_numbers_come_from_styles_and_their_levels_from_links() -> None:
    definition = level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Upper"/>') + level(
        1, "chineseCounting", "（%2）", '<w:pStyle w:val="Lower"/>'
    )
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="Upper"><w:name w:val="u"/>{listed}</w:style>'
        f'<w:style w:type="paragraph" w:styleId="Lower"><w:basedOn w:val="Upper"/>{listed}</w:style>'
        '<w:style w:type="paragraph" w:styleId="Derived"><w:basedOn w:val="Lower"/></w:style>'
    )
    body = [
        paragraph(name, f'<w:pStyle w:val="{style}"/>')
        for name, style in [("甲", "Upper"), ("乙", "Lower"), ("丙", "Derived")]
    ]
    body.append(paragraph("丁", '<w:pStyle w:val="Upper"/><w:numPr><w:numId w:val="0"/></w:numPr>'))
    assert lines(*body, numbering=lists(definition), styles=styles) == ["一、甲", "（一）乙", "（二）丙", "丁"]


def test_lists_may_be_linked_through_a_numbering_style() -> None:
    numbering = lists('<w:styleLink w:val="Official"/>' + OFFICIAL, '<w:numStyleLink w:val="Official"/>')
    assert lines(numbered("甲", 2), numbered("乙", 1), numbering=numbering) == ["一、甲", "二、乙"]


def test_links_and_styles_that_go_in_a_circle_end() -> None:
    numbering = lists('<w:styleLink w:val="A"/><w:numStyleLink w:val="A"/>')
    styles = '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style>'
    body = paragraph("甲", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="1"/></w:numPr>')
    assert lines(body, numbering=numbering, styles=styles) == ["甲"]


def test_what_parts_a_number_from_the_words_is_no_word() -> None:
    definitions = [level(0, "decimal", "%1.", f'<w:suff w:val="{suffix}"/>') for suffix in ("tab", "space", "nothing")]
    word = read("".join(numbered("甲", at) for at in (1, 2, 3)), numbering=lists(*definitions))
    assert word.text.splitlines() == ["1.\t甲", "1. 甲", "1.甲"]
    assert of(word, "markup") == ["\t", " "]
    assert [span.of(word.text) for span in word.numbers] == ["1.", "1.", "1."]


def test_bullets_are_no_words() -> None:
    wingdings = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    definitions = [
        level(0, "bullet", mark, font) for mark, font in (("&#xF06C;", wingdings), ("&#xF123;", ""), ("—", ""))
    ]
    word = read("".join(numbered("甲", at) for at in (1, 2, 3)), numbering=lists(*definitions))
    assert word.text.splitlines() == ["●甲", "•甲", "—甲"]
    assert of(word, "markup") == ["●", "•", "—"]
    assert word.numbers == ()


def test_a_custom_format_is_read_from_what_word_2010_added() -> None:
    definition = (
        '<w:lvl w:ilvl="0"><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
        'w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
        '</mc:AlternateContent><w:suff w:val="nothing"/><w:lvlText w:val="编号%1："/></w:lvl>'
    )
    assert lines(numbered("甲", 1), numbered("乙", 1), numbering=lists(definition)) == ["编号001：甲", "编号002：乙"]


def test_an_unknown_format_is_a_problem_and_no_guess() -> None:
    word = read(paragraph("前") + numbered("甲", 1), numbering=lists(level(0, "thaiLetters", "%1.")))
    assert word.text == "前\n甲\n"
    assert [(problem.kind, problem.span.start) for problem in word.problems] == [("unknown-numbering", 2)]
    assert "thaiLetters" in word.problems[0].reason


def test_levels_and_lists_that_are_not_there_number_nothing() -> None:
    body = [numbered("甲", 1, 8), numbered("乙", 7), numbered("丙", 1, -3), numbered("丁", 1, 10**9)]
    assert lines(*body, numbering=lists(level(0, "decimal", "%1.%7."))) == ["甲", "乙", "1..丙", "丁"]


def test_deleted_paragraphs_do_not_count_and_hidden_ones_do() -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    deleted = paragraph("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", f"{listed}<w:rPr><w:del/></w:rPr>")
    hidden = paragraph("", f"{listed}<w:rPr><w:vanish/></w:rPr>")
    body = [numbered("甲", 1), deleted, numbered("乙", 1), hidden, numbered("丙", 1)]
    assert lines(*body, numbering=lists(OFFICIAL)) == ["一、甲", "二、乙", "四、丙"]


def test_a_run_in_heading_keeps_its_number() -> None:
    listed = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    heading = paragraph("标题。", f"{listed}<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
    assert lines(heading, paragraph("正文。"), numbering=lists(OFFICIAL)) == ["（一）标题。正文。"]


def test_lists_of_headers_count_for_themselves() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header"/></w:sectPr>'
    body = numbered("甲", 1) + numbered("乙", 1) + section
    assert text(body, numbering=lists(OFFICIAL), header=numbered("眉", 1)) == "一、甲\n二、乙\n一、眉\n"

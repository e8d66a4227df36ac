"""Which words a pattern requires; that every match holds one of them is a property test."""

import pytest

from shufa_lint.checks.patterns import PatternSet
from shufa_lint.checks.required import required_words
from shufa_lint.text.span import Span


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("甲乙", {"甲乙"}),
        ("甲|乙丙", {"甲", "乙丙"}),
        ("甲?乙", {"乙", "甲乙"}),
        ("[甲乙]丙", {"甲丙", "乙丙"}),
        ("(?:甲|乙.*丙)丁", {"丁"}),
        ("的.*复核", {"复核"}),  # 的 stands in every line, 复核 in few
        ("，。+", {"，。"}),
        ("(?:甲乙)+丙", {"甲乙丙"}),
        ("甲{2,3}", {"甲甲"}),
        ("^关于$", {"关于"}),
        ("[^a]甲", {"甲"}),
        ("甲(?P<name>[0-9])", {f"甲{digit}" for digit in range(10)}),
    ],
)
def test_the_words(pattern: str, words: set[str]):
    assert required_words(pattern) == words


@pytest.mark.parametrize("pattern", ["甲*", "甲?", "(?:甲|)", "[一-龥]+", "[^甲]", ".", "甲|[^乙]", "(?i)abc", r"\w"])
def test_a_pattern_without_words(pattern: str):
    assert required_words(pattern) is None


def test_a_pattern_without_words_is_still_found_in_its_lines():
    text = "甲\nab\n\n乙c"
    lines = [Span(0, 1), Span(2, 4), Span(5, 5), Span(6, 8)]
    for pattern in ("[a-z]+", "^[a-z]", r"[^甲乙]", "(?i)B"):
        patterns = PatternSet([pattern])
        candidates = patterns.candidates(text, lines)[pattern]
        assert patterns.hits(pattern, text, candidates) == [
            line for line in lines if patterns.hits(pattern, text, [line])
        ]


def test_a_lone_surrogate_is_no_obstacle():
    text = "甲\ud800乙复核"
    assert PatternSet(["复核"]).candidates(text, [Span(0, len(text))]) == {"复核": [Span(0, len(text))]}


def test_a_long_text_is_read_in_pieces():
    line = "　　" + "全年学法。" * 20
    text = "\n".join([line] * 2000 + ["复核"])
    lines, at = [], 0
    for part in text.split("\n"):
        lines.append(Span(at, at + len(part)))
        at += len(part) + 1
    found = PatternSet(["复核", "学法"]).candidates(text, lines)
    assert found["复核"] == [lines[-1]]
    assert len(found["学法"]) == 2000

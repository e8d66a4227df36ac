"""One dialect, two engines: both find the same with every built-in pattern, and the set of all misses nothing."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from shufa_lint.checks.patterns import PatternError, PatternSet, distrust, verify
from shufa_lint.checks.required import required_words
from shufa_lint.rulebook.load import rules_root
from shufa_lint.text.span import Span

KEYS = {
    "pattern", "not_after", "not_before", "not_between", "unless", "unless_line", "unless_within",
    "unless_document_has", "heading", "passages", "title", "opening", "before", "after",
}  # fmt: skip
EXTRA = "一年县（）*×A1 　。\x0b\ufeff😀"
SYNTAX = re.compile(r"\\[a-zA-Z]|\(\?P<\w+>|\(\?:|[\[\](){}|^$?+\\-]")


def strings(value: Any, named: bool = False) -> Iterator[str]:
    """Yield the strings that stand under a key of patterns."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, key in KEYS)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, named)
    elif isinstance(value, str) and named:
        yield value


def collected() -> dict[str, str]:
    """Return each pattern of the rule files, profiles and tables with the name of a file that holds it."""
    found: dict[str, str] = {}
    root = rules_root()
    for path in sorted(root.glob("*/*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        if path.parent.name == "profiles":
            chosen = {key: data[key] for key in ("recognise", "genre") if key in data}
        else:
            chosen = {"options": data.get("options", {})}
        for pattern in strings(chosen):
            found.setdefault(pattern, path.stem)
    for path in sorted((root / "tables").glob("*.tsv")):
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        columns = [i for i, name in enumerate(rows[0]) if name in KEYS]
        for row in rows[1:]:
            for i in columns:
                if row[i]:
                    found.setdefault(row[i], path.stem)
    return found


PATTERNS = collected()
MEMBERS = [pattern for pattern in PATTERNS if re.search(pattern, "") is None]
TOGETHER = PatternSet(MEMBERS)


def characters(pattern: str) -> str:
    """Return the characters that *pattern* speaks of, and some that it may not expect."""
    return "".join(sorted(set(SYNTAX.sub("", pattern)) | set(EXTRA)))


def lines_for(pattern: str) -> st.SearchStrategy[str]:
    """Return lines that are rich in what *pattern* finds."""
    loose = st.text(characters(pattern), max_size=12)
    matching = st.from_regex(re.compile(pattern, re.ASCII)).filter(lambda line: len(line) < 80)
    return st.tuples(loose, matching, loose).map(lambda parts: re.sub(r"[\r\n]", "", "".join(parts)))


def test_there_are_patterns_to_compare():
    assert len(PATTERNS) > 50


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: f"{PATTERNS[pattern]}-{pattern[:12]}")
def test_both_engines_find_the_same_places(pattern: str):
    verify(pattern)
    ours, theirs = re.compile(pattern, re.ASCII), re2.compile(pattern)
    words = required_words(pattern)
    may_be_empty = ours.search("") is not None  # the engines count empty matches at the end of a line differently

    @settings(max_examples=max(20, settings.default.max_examples // 5))
    @given(st.one_of(lines_for(pattern), st.text(characters(pattern), max_size=24)))
    def agree(line: str) -> None:
        one, other = ours.search(line), theirs.search(line)
        assert one is None or words is None or any(word in one.group() for word in words)
        assert (one and (one.span(), one.groupdict())) == (other and (other.span(), other.groupdict()))
        if not may_be_empty:
            found = [(match.span(), match.groupdict()) for match in ours.finditer(line)]
            assert [(match.span(), match.groupdict()) for match in theirs.finditer(line)] == found

    agree()


@settings(max_examples=max(20, settings.default.max_examples // 4), deadline=None)  # some hundred patterns an example
@given(st.lists(st.sampled_from(sorted(PATTERNS)).flatmap(lines_for), max_size=6))
def test_the_set_hits_the_lines_that_a_search_one_by_one_hits(lines: list[str]):
    text, spans, at = "\n".join(lines), [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    candidates = TOGETHER.candidates(text, spans)
    for pattern in MEMBERS:
        expected = [span for span in spans if re.search(pattern, span.of(text), re.ASCII)]
        assert TOGETHER.hits(pattern, text, candidates.get(pattern, ())) == expected
        found = [(item.base, item.match.span()) for item in TOGETHER.find(pattern, text, expected)]
        alone = [(s.start, m.span()) for s in spans for m in re.finditer(pattern, s.of(text), re.ASCII)]
        assert found == alone


@pytest.mark.parametrize(
    "pattern",
    [
        "(?<=甲)乙",
        "(?<!甲)乙",
        "甲(?=乙)",
        "甲(?!乙)",
        r"(甲)\1",
        "甲++",
        "(?>甲)",
        "(",
        "[一-",
        r"\p{Nonsense}",
        "a{2000}",
    ],
)
def test_what_one_engine_refuses_is_refused_with_a_reason(pattern: str):
    with pytest.raises(PatternError, match=r"\S"):
        verify(pattern)


@pytest.mark.parametrize("letters", [r"\s", r"\S", r"[\s_]", r"\d", r"\w", r"\W", r"."])
def test_classes_of_characters_are_the_same_to_both_engines(letters: str):
    every = "".join(
        map(chr, (*range(1, 0x250), *range(0x2000, 0x2070), 0x212A, 0x3000, 0x4E00, 0xFEFF, 0xFF11, 0x1F600))
    )
    line = every.replace("\n", "").replace("\r", "")
    text_set = PatternSet([letters])
    ours = {found.match.group() for found in text_set.find(letters, line, [Span(0, len(line))])}
    distrust(letters)
    theirs = {found.match.group() for found in text_set.find(letters, line, [Span(0, len(line))])}
    assert ours ^ theirs == set()


def test_a_pattern_never_matches_nothing():
    searched = [
        pattern
        for path in rules_root().glob("*/*.toml")
        if path.parent.name != "profiles"
        for options in [tomllib.loads(path.read_text("utf-8")).get("options", {})]
        for pattern in [options.get("pattern"), *(way.get("pattern") for way in options.get("any", []))]
        if pattern
    ]
    assert searched
    assert [pattern for pattern in searched if re.search(pattern, "")] == []

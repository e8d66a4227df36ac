import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shufa_lint.reading.layout import Layout, PageLayout, PageNumber, ParagraphLayout, RunLayout
from shufa_lint.reading.model import Format, Problem, ProblemKind, Reading, Region, RegionKind
from shufa_lint.reading.wire import pack, unpack
from shufa_lint.text.source import SourceText
from shufa_lint.text.span import Span

TEXTS = st.text(st.characters(codec=None), max_size=20)
SPANS = st.builds(Span, st.integers(0, 99), st.integers(0, 99))
FLOATS = st.floats(allow_nan=False)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=3).map(tuple)


LAYOUTS = st.builds(
    Layout,
    pages=several(st.builds(PageLayout, footers=several(st.from_type(PageNumber)), span=SPANS)),
    paragraphs=several(st.builds(ParagraphLayout, runs=several(st.from_type(RunLayout)), span=SPANS)),
    date_fields=several(SPANS),
)
READINGS = st.builds(
    Reading,
    source=TEXTS.map(SourceText),
    words=TEXTS,
    regions=several(st.builds(Region, st.sampled_from(get_args(RegionKind)), SPANS)),
    format=st.sampled_from(get_args(Format)),
    encoding=TEXTS,
    bom=st.booleans(),
    sha256=TEXTS,
    problems=several(st.builds(Problem, st.sampled_from(get_args(ProblemKind)), SPANS, TEXTS)),
    notices=several(TEXTS),
    layout=maybe(LAYOUTS),
)


@given(READINGS)
def test_a_reading_arrives_as_it_was_sent(reading: Reading):
    arrived = unpack(pack(reading))
    assert arrived.source.text == reading.source.text
    assert repr(arrived).split("words=")[1] == repr(reading).split("words=")[1]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | FLOATS | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON | READINGS.map(lambda reading: json.loads(pack(reading))[:-1]), st.binary())
def test_what_is_no_reading_is_refused(value: Any, noise: bytes):
    for data in (json.dumps(value).encode(), noise):
        with pytest.raises(ValueError):
            unpack(data)


@given(READINGS, st.data())
def test_a_reading_with_a_value_of_another_type_is_refused(reading: Reading, data: st.DataObject):
    fields = json.loads(pack(reading))
    at = data.draw(st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 8]))
    fields[at] = {"__class__": "os.system"}
    with pytest.raises(ValueError):
        unpack(json.dumps(fields).encode())

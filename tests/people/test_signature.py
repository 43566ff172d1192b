"""Strokes of a finger: taken as they should be, refused with words otherwise, drawn again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusal import Refused
from people import signature
from tests.campaigns.given import STROKES

NUMBER = st.integers(min_value=0, max_value=signature.SIDE)
POINT = st.lists(NUMBER, min_size=2, max_size=2)
SOME = st.lists(st.lists(POINT, min_size=1, max_size=8), min_size=1, max_size=8)


def answer_to(text: str):
    try:
        return signature.parse(text)
    except Refused as refused:
        return refused


def test_what_was_drawn_is_kept_as_it_is():
    assert signature.parse(json.dumps(STROKES)) == STROKES


@pytest.mark.parametrize("text", ["", "  ", "[]"])
def test_nothing_drawn_is_nothing(text):
    assert signature.parse(text) == []


@given(SOME)
def test_strokes_come_back_or_are_too_small(strokes):
    found = answer_to(json.dumps(strokes))
    assert found == strokes or "太小" in found.message


@given(st.text(max_size=80) | st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=12,
).map(json.dumps))  # fmt: skip
def test_whatever_is_sent_is_strokes_or_a_refusal(text):
    found = answer_to(text)
    if isinstance(found, Refused):
        assert found.field == "signature"
    else:
        assert all(type(number) is int for stroke in found for point in stroke for number in point)


@pytest.mark.parametrize(
    "text",
    [
        "x", "{}", "1", "null", "[1]", "[[]]", "[[[1]]]", "[[[1, 2, 3]]]", "[[[1.5, 2]]]",
        "[[[true, 2]]]", "[[[-1, 2]]]", "[[[1001, 2]]]", '[[["1", "2"]]]', "[[[NaN, 1]]]",
        "[" * 20_000, f"[[[{'9' * 5000}, 1]]]",
    ],
)  # fmt: skip
def test_what_is_no_stroke_is_asked_for_again(text):
    with pytest.raises(Refused, match="请再签一次"):
        signature.parse(text)


@pytest.mark.parametrize(
    "strokes", [[[[0, 0], [900, 900]]] * 101, [[[0, 0], [900, 900]] * 2001], [[[1, 1]] * 30_000]]
)
def test_there_are_only_so_many(strokes):
    with pytest.raises(Refused, match="笔画太多"):
        signature.parse(json.dumps(strokes))


@pytest.mark.parametrize("strokes", [[[[500, 500]]], [[[500, 500], [540, 560]]]])
def test_a_dot_is_nobodys_name(strokes):
    with pytest.raises(Refused, match="写大一点"):
        signature.parse(json.dumps(strokes))


def test_it_is_drawn_again_as_one_path():
    assert signature.path(STROKES) == "M100 300L300 320L500 700M600 200L800 800"
    assert signature.path([[[5, 6]]]) == "M5 6L5 6"
    assert signature.path([]) == ""

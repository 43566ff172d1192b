"""Money as typed and as shown: whole fen in between, nothing lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusal import Refused
from funds import money

FEN = st.integers(min_value=0, max_value=money.MOST_FEN)


@given(FEN)
def test_what_is_shown_is_read_back_as_the_same(fen):
    assert money.parse(money.yuan(fen)) == fen
    assert money.parse(f"￥{money.yuan(fen)}元") == fen


@given(FEN)
def test_a_cell_holds_the_same_sum(fen):
    assert round(float(money.cell(fen)) * 100) == fen


@given(FEN)
def test_below_nothing_it_looks_the_same_with_a_minus(fen):
    assert money.yuan(-fen) == (f"-{money.yuan(fen)}" if fen else "0")


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_sum_or_a_refusal(text):
    try:
        fen = money.parse(text)
    except Refused:
        return
    assert 0 <= fen <= money.MOST_FEN


@given(FEN, st.integers(min_value=1, max_value=200))
def test_shares_add_up_and_differ_by_one_fen_at_most(fen, parts):
    shares = money.shares(fen, parts)
    assert len(shares) == parts
    assert sum(shares) == fen
    assert max(shares) - min(shares) <= 1
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1260", 1_260_00), ("1,260.5", 1_260_50), ("￥1260", 1_260_00), ("1260元", 1_260_00),
        ("¥ 1,260.05 元", 1_260_05), ("１２６０．５", 1_260_50), ("1，260", 1_260_00),
        (" 0.01 ", 1), ("007", 7_00), ("100000000", money.MOST_FEN), ("0", 0),
        ("12\u200b60", 1_260_00),
    ],
)  # fmt: skip
def test_the_ways_people_write_it(typed, fen):
    assert money.parse(typed) == fen


@pytest.mark.parametrize(
    "typed",
    ["", " ", "元", "一百", "-5", "1.005", "1.2.3", "1,26", "12,3456", "1e5", "0x10", "1 260", ".5",
     "5.", "١٢", "12\0", "=1+1", "1260元元", "NaN", "inf"],
)  # fmt: skip
def test_what_is_no_sum_gets_an_example(typed):
    with pytest.raises(Refused, match=r"比如1260\.50"):
        money.parse(typed)


@pytest.mark.parametrize("typed", ["100000000.01", "9" * 20, "9" * 5000])
def test_what_is_too_much_is_a_slip_of_the_finger(typed):
    with pytest.raises(Refused, match="是不是多打了几位"):
        money.parse(typed)


@pytest.mark.parametrize(
    ("fen", "shown"),
    [(0, "0"), (1, "0.01"), (10, "0.10"), (1_00, "1"), (1_260_50, "1,260.50"),
     (2_000_000_00, "2,000,000"), (-30_00, "-30")],
)  # fmt: skip
def test_cents_are_shown_where_there_are_some(fen, shown):
    assert money.yuan(fen) == shown

"""What is shared gives nobody of a small group away, not even by subtraction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import small
from dashboards.tables import Table


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([0, 7, 30], [0, 7, 30]),
        ([3, 7, 30], ["少于5", "—", 30]),
        ([3, 4, 30], ["少于5", "少于5", 30]),
        ([5, 0, 4], ["—", 0, "少于5"]),
        ([4], ["少于5"]),
    ],
)
def test_groups_below_five_are_hidden_and_never_alone(values, shown):
    assert small.hidden(values) == shown


def test_without_a_sum_beside_them_the_others_stay():
    assert small.hidden([3, 7, 30], totalled=False) == ["少于5", 7, 30]


@given(st.lists(st.integers(0, 60), min_size=3))
def test_no_small_group_can_be_worked_out(values):
    shown = small.hidden(values)
    missing = [value for value, cell in zip(values, shown, strict=True) if cell != value]
    assert not any(isinstance(cell, int) and 0 < cell < small.LEAST for cell in shown)
    if missing:
        # Only where nobody else is in the row does one stand alone.
        assert len(missing) > 1 or sum(map(bool, values)) == 1


def test_a_shared_table_hides_persons_and_keeps_the_rest():
    table = Table(
        "表",
        ["工会", "快递员", "货车司机", "合计"],
        [["甲", 3, 9, 12]],
        people=(1, 2, 3),
        totals=(3,),
    )
    assert table.shared().rows == [["甲", "少于5", "—", 12]]


def test_a_percent_goes_where_a_number_it_is_worked_out_of_is_hidden():
    table = Table(
        "表",
        ["区县", "人次", "目标", "完成"],
        [["甲", 3, 40, "7%"], ["乙", 7, 10, "70%"], ["丙", 0, 10, "0%"], ["丁", 2, "没定", ""],
         ["戊", 60, 40, "150%"]],
        people=(1,), derived={3: (1,)},
    )  # fmt: skip
    assert table.shared().rows == [
        ["甲", "少于5", 40, "—"], ["乙", 7, 10, "70%"], ["丙", 0, 10, "0%"],
        ["丁", "少于5", "没定", ""], ["戊", 60, 40, "150%"],
    ]  # fmt: skip


def test_a_percent_stays_beside_hidden_numbers_it_is_not_worked_out_of():
    table = Table("表", ["区县", "超时", "补正", "按时"], [["甲", 0, 3, "100%"], ["乙", 3, 0, "90%"]],
                  people=(1, 2), derived={3: (1,)})  # fmt: skip
    assert [row[3] for row in table.shared().rows] == ["100%", "—"]


def test_what_is_shared_twice_is_shared_once():
    table = Table("表", ["区县", "人次", "占比"], [["甲", 3, 7], ["乙", 9, 22], ["丙", 29, 72]],
                  people=(1,), summed=False, derived={2: (1,)})  # fmt: skip
    assert table.shared().shared() == table.shared()

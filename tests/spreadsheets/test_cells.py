"""One thing in all the ways spreadsheets have of writing it."""

import datetime
from decimal import Decimal

import pytest

from audit.refusal import Refused
from spreadsheets import cells

DAY = datetime.date(2026, 11, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-05", "2026/11/5", "2026.11.5", "2026年11月5日", "2026年11月05日 ", "２０２６－１１－０５",
        "2026 年 11 月 5 日", "20261105", 20261105, 46331, 46331.0, "46331",
        "2026-11-05 10:30", "2026-11-05T10:30:00",
    ],
)  # fmt: skip
def test_a_day_is_understood_however_it_is_written(cell):
    assert cells.date(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("11月5日", "没有写年份"), ("11-5", "没有写年份"), ("2026-02-30", "没有“2026-02-30”这一天"),
        ("昨天", "看不出“昨天”是哪一天"), ("5/11/2026", "看不出"), (12, "看不出“12”"),
        (46331.5, "看不出"), ("2026-13-01", "没有"), (True, "看不出“是”"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_the_way_to_write_it(cell, says):
    with pytest.raises(Refused) as refused:
        cells.date(cell)
    assert says in refused.value.message


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12, 12), (12.0, 12), ("12", 12), (" 1,200 ", 1200), ("１２", 12), ("1，200", 1200),
        ("36人", 36), ("36 人次", 36), ("1 200", 1200), (0, 0),
    ],
)  # fmt: skip
def test_a_whole_number_is_understood_however_it_is_written(cell, number):
    assert cells.integer(100_000, units=("人次", "人"))(cell) == number


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (12.5, "要填整数，这里是12.5"), ("很多", "要填数字"), (-1, "要填数字"), ("1,20", "要填数字"),
        (100_001, "要在0到100,000之间"), ("2026-11-05", "要填数字"), ("9" * 40, "要填数字"),
    ],
)  # fmt: skip
def test_what_is_no_whole_number_is_refused(cell, says):
    with pytest.raises(Refused) as refused:
        cells.integer(100_000)(cell)
    assert says in refused.value.message


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("08:00", (8, 0)), ("8：30", (8, 30)), ("8点30分", (8, 30)), ("8点", (8, 0)),
        (0.5, (12, 0)), ("20:00:00", (20, 0)), ("24:00", (0, 0)), (1 / 3, (8, 0)),
    ],
)  # fmt: skip
def test_a_time_is_understood_however_it_is_written(cell, at):
    assert cells.time(cell) == datetime.time(*at)


@pytest.mark.parametrize("cell", ["25:00", "早上", 8, "8.5", "24:30", "8:70"])
def test_what_is_no_time_is_refused(cell):
    with pytest.raises(Refused):
        cells.time(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("13912345678", "13912345678"), (13912345678, "13912345678"),
        ("+86 139 1234 5678", "13912345678"), ("0936-8210000", "0936-8210000"),
        ("09368210000", "09368210000"), ("12351", "12351"), ("(0936)8210000", "09368210000"),
    ],
)  # fmt: skip
def test_a_phone_keeps_its_digits(cell, number):
    assert cells.phone(cell) == number


def test_a_fixed_line_stored_as_a_number_has_lost_its_zero():
    with pytest.raises(Refused) as refused:
        cells.phone(9368210000)
    assert "开头的0可能已经丢了" in refused.value.message


@pytest.mark.parametrize("cell", ["找老王", "123", "1391234567890", "=1+1"])
def test_what_is_no_phone_is_refused(cell):
    with pytest.raises(Refused):
        cells.phone(cell)


def test_choices_forgive_spaces_and_full_width_and_count_each_once():
    known = {"送慰问品": 1, "送体检（男）": 2}
    assert cells.choices(known, what="项目")("送慰问品、 送体检(男)，送慰问品") == [1, 2]


def test_an_unknown_choice_names_the_near_ones():
    known = {f"{name}总工会": name for name in ("甘州区", "甘南县", *map(str, range(20)))}
    with pytest.raises(Refused) as refused:
        cells.choice(known, what="工会")("甘")
    assert "名称相近的有：甘州区总工会、甘南县总工会" in refused.value.message


def test_degrees_lie_in_the_country():
    parse = cells.degrees(73, 136, what="经度")
    assert parse(100.4498) == Decimal("100.449800")
    assert parse("100.4498°") == Decimal("100.449800")
    for wrong in (38.9, "东经100", "1e2"):
        with pytest.raises(Refused):
            parse(wrong)


def test_yes_and_no_in_their_ways():
    assert [cells.yes_or_no(cell) for cell in ("是", True, "√", 1, "否", False, 0)] == [
        True, True, True, True, False, False, False,
    ]  # fmt: skip
    with pytest.raises(Refused):
        cells.yes_or_no("也许")


def test_a_text_holds_no_document_number_and_has_an_end():
    parse = cells.text(10, what="地点")
    assert parse("东街\n3号") == "东街 3号"
    assert parse(12) == "12"
    for wrong in ("一" * 11, "62990019880506123０"):
        with pytest.raises(Refused):
            parse(wrong)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""), (12.0, "12"), (1260.5, "1260.5"), (0.1 + 0.2, "0.3"), (True, "是"), ("a", "a"),
        (1e14, "100000000000000"),
    ],
)  # fmt: skip
def test_a_cell_is_shown_as_a_person_would_read_it(cell, shown):
    assert cells.shown(cell) == shown

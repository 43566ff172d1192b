"""What goes out runs nowhere, and reads back as it was."""

import datetime
import io
from decimal import Decimal

import pytest

from spreadsheets import writing
from spreadsheets.writing import Sheet
from tests.factories import local
from tests.spreadsheets.making import parts_of, read_back


def written(*values) -> list:
    return read_back(writing.book(Sheet("表", ["列"] * len(values), [values])))[1]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A",
        "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "  =1+1", "　=1",
    ],
)  # fmt: skip
def test_what_would_run_is_written_as_text_with_a_mark(text):
    content = writing.book(Sheet("表", ["列"], [[text]]))
    assert read_back(content)[1][0].startswith("'")
    assert b"<f>" not in parts_of(content)["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("text", ["甘州区", "a=b", "1-2", "'quoted", "http://example.cn", "00123"])
def test_other_text_stays_as_it_is(text):
    assert written(text) == [text]


def test_each_value_has_a_cell_of_its_kind():
    day, moment = datetime.date(2026, 11, 5), local(2026, 11, 5, 18, 30)
    assert written(3, 1.5, Decimal("1260.50"), day, moment, True, None, "") == [
        3, 1.5, 1260.5, day, datetime.datetime(2026, 11, 5, 18, 30), "是", "", "",  # noqa: DTZ001
    ]  # fmt: skip


def test_a_text_longer_than_a_cell_is_cut_not_lost():
    assert len(written("长" * 40_000)[0]) == writing.MOST_CHARACTERS


def test_control_characters_do_no_harm():
    assert written("a\x01b\x0bc")[0].startswith("a")


@pytest.mark.parametrize(
    ("given", "title"),
    [("11月[活动]:一/二?", "11月 活动  一 二"), ("'", "表"), ("", "表"), ("长" * 40, "长" * 31)],
)
def test_a_title_is_one_excel_takes(given, title):
    assert writing.title(given) == title
    writing.book(Sheet(given, ["列"], []))


def test_a_note_stands_above_and_rows_are_counted():
    out = io.BytesIO()
    assert (
        writing.write(out, Sheet("表", ["甲", "乙"], ([n, n] for n in range(3)), note="=说明")) == 3
    )
    assert read_back(out.getvalue())[:2] == [["'=说明", ""], ["甲", "乙"]]


def test_a_download_is_an_attachment_under_its_chinese_name():
    response = writing.download("11月 活动", b"x")
    assert response["Content-Disposition"] == (
        "attachment; filename*=UTF-8''11%E6%9C%88%20%E6%B4%BB%E5%8A%A8.xlsx"
    )

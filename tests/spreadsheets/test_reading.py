"""From a file to rows: what is skipped is said, what must not be read is a problem of its row."""

import datetime
import io

import pytest

from audit.refusal import Refused
from spreadsheets import cells, reading
from spreadsheets.kinds import Column
from spreadsheets.markup import MOST_ROWS
from tests.spreadsheets.making import a_book, with_part

COLUMNS = [
    Column("day", "日期", cells.date, required=True, as_date=True),
    Column("people", "人次", cells.integer(1000), required=True),
    Column("money", "支出（元）", cells.text(20)),
    Column("note", "备注", cells.text(40)),
]
HEADS = ["日期", "人次", "支出（元）", "备注"]
DAY = datetime.date(2026, 11, 5)
A_ROW = [DAY, 36, 12.5, "好"]
SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes) -> reading.Reading:
    return reading.read(io.BytesIO(content), COLUMNS, "note")


def rows_of(content: bytes) -> list[list]:
    return [row.cells for row in read(content).rows]


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    return refused.value.message


def problems(content: bytes) -> dict[int, list[tuple[str, str]]]:
    return {
        row.number: [(each["column"], each["text"]) for each in row.problems]
        for row in read(content).rows
        if row.problems
    }


def test_rows_keep_their_numbers_and_empty_ones_are_skipped():
    found = read(a_book([HEADS, A_ROW, [], ["", " ", "　"], A_ROW]))
    assert [row.number for row in found.rows] == [2, 5]
    assert found.rows[0].cells == ["2026-11-05", 36, 12.5, "好"]
    assert found.notes == []


def test_the_order_of_columns_is_free_and_optional_ones_may_be_missing():
    assert rows_of(a_book([["人次", "日期"], [36, DAY]])) == [["2026-11-05", 36, None, None]]


def test_heads_are_found_below_a_title_and_forgiven_their_spaces():
    heads = ["日 期（必填）", "人次*", "支出(元)", "备注"]
    assert rows_of(a_book([["11月活动汇总表"], [], heads, A_ROW])) == [
        ["2026-11-05", 36, 12.5, "好"]
    ]


def test_missing_heads_are_named():
    assert "少了“人次”" in refusal(a_book([["日期", "支出（元）"], [DAY, 1]]))
    assert "没有找到表头" in refusal(a_book([["姓名", "年龄"], ["甲", 3]]))


def test_a_head_that_stands_twice_is_refused():
    assert "A列和C列的表头一样" in refusal(a_book([["日期", "人次", "日期"], A_ROW]))


def test_heads_alone_are_told_so():
    assert refusal(a_book([HEADS])) == "表头下面没有内容，请填好再传。"


def test_strange_columns_and_other_sheets_are_said():
    def more(workbook, page):
        workbook.add_worksheet("去年").write(0, 0, "旧的")
        workbook.add_worksheet("底稿").hide()
        workbook.add_worksheet("很底").very_hidden()

    found = read(a_book([[*HEADS, "天气"], [*A_ROW, "晴"]], more=more))
    assert found.notes == [
        "隐藏的工作表没有读：底稿、很底。",
        "只读了工作表“活动”，没有读：去年。",
        "这几列不在模板里，没有读：天气。",
    ]


def test_a_hidden_sheet_is_not_read_even_when_it_comes_first():
    def more(workbook, page):
        other = workbook.add_worksheet("明细")
        for line, row in enumerate([HEADS, [DAY, 99, 1, "明"]]):
            for place, value in enumerate(row):
                other.write(line, place, value)
        page.hide()
        other.activate()
        other.set_first_sheet()

    assert rows_of(a_book([HEADS, A_ROW], more=more)) == [["2026-11-05", 99, 1, "明"]]


def test_hidden_rows_are_read_and_said():
    found = read(
        a_book(
            [HEADS, A_ROW, A_ROW],
            more=lambda _, page: page.set_row(2, None, None, {"hidden": True}),
        )
    )
    assert len(found.rows) == 2
    assert found.notes == ["有1行在表里是隐藏的，也读进来了，请留意。"]


def test_a_formula_is_a_problem_of_its_cell():
    def more(_, page):
        page.write_formula(2, 1, "=B2*2", None, 72)

    assert problems(a_book([HEADS, A_ROW, [DAY]], more=more)) == {3: [("people", reading.FORMULA)]}


def test_a_row_of_formulas_that_show_nothing_is_an_empty_row():
    def more(_, page):
        page.write_formula(2, 0, '=IF(1,"","")', None, "")

    assert len(read(a_book([HEADS, A_ROW], more=more)).rows) == 1


def test_an_array_formula_is_refused_with_its_row():
    def more(_, page):
        page.write_array_formula("B3:B9", "{=ROW(B3:B9)}", None, 1)

    assert "第3行有数组公式" in refusal(a_book([HEADS, A_ROW], more=more))


def test_merged_cells_are_a_problem_of_every_row_they_touch():
    def more(_, page):
        page.merge_range("A3:A4", "2026-11-06")
        page.merge_range("F2:F4", "旁边的")

    found = problems(a_book([HEADS, A_ROW, ["", 3], ["", 4]], more=more))
    assert found == {3: [("", reading.MERGED)], 4: [("", reading.MERGED)]}


def test_a_merged_title_above_the_heads_does_no_harm():
    content = a_book([[], HEADS, A_ROW], more=lambda _, page: page.merge_range("A1:D1", "汇总"))
    assert problems(content) == {}


def test_an_error_value_is_no_empty_cell():
    content = with_part(
        a_book([HEADS, A_ROW]), SHEET,
        lambda old: old.replace(b'<c r="B2"><v>36</v></c>', b'<c r="B2" t="e"><v>#N/A</v></c>'),
    )  # fmt: skip
    assert problems(content) == {2: [("people", reading.ERROR)]}


def test_a_document_number_is_neither_kept_nor_let_in():
    found = read(a_book([HEADS, [DAY, 3, 1, "身份证629900 19880506 1230"]]))
    assert found.rows[0].cells[3] == "（证件号码，没有保存）"
    assert found.rows[0].problems == [{"column": "note", "text": reading.IDENTITY}]


def test_a_number_that_lost_its_last_digits_is_refused_with_the_reason():
    found = read(a_book([HEADS, [DAY, 3, 1, 629900198805061230]]))
    assert found.rows[0].cells[3] == "（号码，没有保存）"
    assert found.rows[0].problems == [{"column": "note", "text": reading.DIGITS_LOST}]


def test_cells_come_in_the_ways_excel_keeps_them():
    def more(workbook, page):
        for line, form in enumerate(("yyyy/m/d h:mm", 'yyyy"年"m"月"d"日"', "m-d"), 1):
            page.write_datetime(line, 0, DAY, workbook.add_format({"num_format": form}))
        page.write_datetime(4, 3, datetime.time(8, 30), workbook.add_format({"num_format": "h:mm"}))
        page.write_boolean(5, 3, True)
        page.write_string(6, 3, " 一\t二\x07\n三 ")

    rows = [HEADS, *([DAY, 1] for _ in range(6))]
    found = rows_of(a_book(rows, more=more))
    assert [row[0] for row in found[:3]] == ["2026-11-05"] * 3
    assert [row[3] for row in found[3:]] == ["08:30", True, "一\t二\n三"]


def test_our_own_mark_of_neutralised_text_is_taken_off_again():
    assert rows_of(a_book([HEADS, [DAY, 1, "", "'=1+1"]]))[0][3] == "=1+1"


def test_the_example_is_skipped_and_said():
    found = read(a_book([HEADS, [DAY, 36, 1, reading.EXAMPLE], A_ROW]))
    assert [row.number for row in found.rows] == [3]
    assert found.notes == ["第2行是示例，没有读。"]


def test_more_rows_than_one_takes_are_refused():
    rows = [[DAY, 1]] * (MOST_ROWS + 1)
    assert refusal(a_book([["日期", "人次"], *rows])) == reading.TOO_MANY
    assert len(read(a_book([["日期", "人次"], *rows[1:]])).rows) == MOST_ROWS

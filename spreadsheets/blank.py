"""Sheets to fill in: the template with its drop-downs, and what could not be imported, marked."""

import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from audit.refusal import Refused
from spreadsheets import kinds, reading, sealing, writing
from spreadsheets.heads import OUR_COLUMNS, OUR_SHEETS
from spreadsheets.kinds import Column, Kind, Plan
from spreadsheets.markup import MOST_ROWS, letters
from spreadsheets.models import Import, ImportRow, RowState

HELP_SHEET, LIST_SHEET = OUR_SHEETS
PROBLEM, NUMBER = OUR_COLUMNS
PROBLEM_WIDTH = 60
# As much as Excel shows beside a cell.
MOST_HELP = 255


class _Looks(writing.Looks):
    def __init__(self, workbook: xlsxwriter.Workbook):
        super().__init__(workbook)
        line = {"border": 1, "border_color": "#D6CCBD", "bold": True}
        self.needed = workbook.add_format({"bg_color": "#FBECEA", **line})
        self.plain = workbook.add_format({"num_format": "@"})
        self.faint = workbook.add_format({"font_color": "#6B655C", "italic": True})
        self.faint_day = workbook.add_format(
            {"font_color": "#6B655C", "italic": True, "num_format": "yyyy-mm-dd", "align": "left"}
        )
        self.bad = workbook.add_format({"bg_color": "#FDECEC", "font_color": "#B31823"})
        self.doubt = workbook.add_format({"bg_color": "#FDF1D6", "font_color": "#845800"})


def template(job: Import) -> bytes:
    """The sheet to fill in, with an example row, help beside each cell and drop-downs."""
    kind = kinds.of(job)
    plan = kind.plan(job)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, writing.OPTIONS) as workbook:
        looks = _Looks(workbook)
        page = _table(workbook, kind, plan, looks)
        for place, column in enumerate(plan.columns):
            value = plan.example.get(column.name)
            day = isinstance(value, datetime.date)
            look = looks.faint_day if day else looks.faint
            writing.cell(page, (1, place), value, looks, look=look)
        _help(workbook, kind, plan, looks)
        _lists(workbook, plan)
    return out.getvalue()


def problems(job: Import) -> bytes:
    """The rows that were not imported, as they were, each with what is wrong; mended and uploaded
    they are the next import.
    """
    kind = kinds.of(job)
    plan = kind.plan(job)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, writing.OPTIONS) as workbook:
        looks = _Looks(workbook)
        page = _table(workbook, kind, plan, looks)
        width = len(plan.columns)
        for place, head in enumerate((PROBLEM, NUMBER), width):
            page.write_string(0, place, head, looks.head)
        page.set_column(width, width, PROBLEM_WIDTH)
        for line, row in enumerate(_left_over(job), 1):
            _marked(page, line, row, plan.columns, looks, hidden=kind.sealed)
        _lists(workbook, plan)
    return out.getvalue()


def _left_over(job: Import) -> Iterable[ImportRow]:
    states = (RowState.BAD, RowState.PARKED, RowState.SKIPPED)
    return job.rows.filter(state__in=states).order_by("number").iterator(1000)


def _marked(
    page, line: int, row: ImportRow, columns: Sequence[Column], looks: _Looks, *,
    hidden: Sequence[str],
) -> None:  # fmt: skip
    wrong = {problem["column"] for problem in row.problems}
    values = sealing.shown(row, [column.name for column in columns], hidden)
    for place, (column, value) in enumerate(zip(columns, values, strict=True)):
        look = looks.bad if column.name in wrong else None
        writing.cell(page, (line, place), _typed(column, value), looks, look=look)
    said = looks.bad if row.problems else looks.doubt
    titles = {column.name: column.title for column in columns}
    text = " ".join(_sentence(each, titles) for each in row.problems or row.doubts)
    writing.cell(page, (line, len(columns)), text, looks, look=said)
    writing.cell(page, (line, len(columns) + 1), row.number, looks)


def _sentence(problem: Mapping[str, str], titles: Mapping[str, str]) -> str:
    title = titles.get(problem["column"])
    return f"{title}：{problem['text']}" if title else problem["text"]


def _typed(column: Column, value: Any) -> Any:
    """A date as a date cell, so that it can be sorted and filled down."""
    if column.as_date and isinstance(value, str):
        try:
            return column.parse(value)
        except Refused:
            return value
    return value


def _table(workbook: xlsxwriter.Workbook, kind: Kind, plan: Plan, looks: _Looks):
    """The sheet with its heads, formats and drop-downs; rows are written by the caller."""
    page = workbook.add_worksheet(writing.title(kind.title))
    for place, column in enumerate(plan.columns):
        page.set_column(place, place, column.width, _format(column, looks))
        page.data_validation(1, place, MOST_ROWS, place, _validation(plan, place))
    for place, column in enumerate(plan.columns):
        page.write_string(0, place, column.title, looks.needed if column.required else looks.head)
    page.freeze_panes(1, 0)
    return page


def _format(column: Column, looks: _Looks):
    if column.as_date:
        return looks.day
    return looks.plain if column.as_text else None


def _validation(plan: Plan, place: int) -> dict[str, Any]:
    column = plan.columns[place]
    shown = {"input_title": column.title[:32], "input_message": column.help[:MOST_HELP]}
    if not column.help:
        shown = {}
    if not column.choices:
        return {"validate": "any", **shown}
    at = letters(place + 1)
    return {
        "validate": "list", "source": f"={LIST_SHEET}!${at}$1:${at}${len(column.choices)}",
        "show_error": not column.free, "error_title": "请从下拉框里选",
        "error_message": f"“{column.title}”请从下拉框里选。", **shown,
    }  # fmt: skip


def _lists(workbook: xlsxwriter.Workbook, plan: Plan) -> None:
    """What the drop-downs offer, each list in the column of its own; nobody need see it."""
    page = workbook.add_worksheet(LIST_SHEET)
    page.hide()
    longest = max((len(column.choices) for column in plan.columns), default=0)
    for line in range(longest):
        for place, column in enumerate(plan.columns):
            if line < len(column.choices):
                page.write_string(line, place, column.choices[line])


def _help(workbook: xlsxwriter.Workbook, kind: Kind, plan: Plan, looks: _Looks) -> None:
    page = workbook.add_worksheet(HELP_SHEET)
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 8)
    page.set_column(2, 2, 80)
    line = 0
    for text in (*plan.instructions, *_general(kind)):
        page.write_string(line, 0, text)
        line += 1
    for place, head in enumerate(("列", "要填吗", "怎么填")):
        page.write_string(line + 1, place, head, looks.head)
    for at, column in enumerate(plan.columns, line + 2):
        page.write_string(at, 0, column.title)
        page.write_string(at, 1, "必填" if column.required else "可不填")
        page.write_string(at, 2, column.help)


def _general(kind: Kind) -> tuple[str, ...]:
    numbers = (
        "证件号码只写在“证件号码”一列，那一列先设成“文本”。"
        if kind.sealed
        else "不要写身份证号码。"
    )
    return (
        f"在“{kind.title}”里填，一行一条；表头不要改，列的先后可以换，粉色的列必填。",
        f"写着“{reading.EXAMPLE}”的那一行不会导入，可以删掉。",
        f"一次最多{MOST_ROWS:,}行。不要合并单元格，不要写公式；从别处粘贴时选“只粘贴数值”。",
        numbers,
    )

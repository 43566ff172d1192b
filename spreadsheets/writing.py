"""Excel out: plain cells only, nothing in them that a spreadsheet program would run."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What starts a formula in some program, the full-width forms included.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Sheet:
    """`rows` of as many cells as there are `columns`: text, whole numbers, dates; a Decimal is
    money, shown with two places. `widths` in characters, by column.
    """

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    # Said above the table.
    note: str = ""
    widths: Sequence[int] = field(default_factory=tuple)
    # At the foot of every printed page: who took it out.
    watermark: str = ""


def book(*sheets: Sheet) -> bytes:
    """The bytes of an .xlsx with these sheets."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False,
                                   "strings_to_urls": False}) as workbook:  # fmt: skip
        bold = workbook.add_format({"bold": True, "bg_color": "#F4EFE6", "border": 1})
        money = workbook.add_format({"num_format": "#,##0.00"})
        for sheet in sheets:
            _write(workbook, sheet, bold, money)
    return out.getvalue()


def _write(workbook, sheet: Sheet, bold, money) -> None:
    page = workbook.add_worksheet(sheet.title[:31])
    if sheet.watermark:
        # An ampersand begins a code of the footer's own.
        page.set_footer(f"&C{sheet.watermark.replace('&', '&&')}"[:255])
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    line = 0
    if sheet.note:
        page.write_string(0, 0, safe(sheet.note))
        line = 1
    for column, title in enumerate(sheet.columns):
        page.write_string(line, column, title, bold)
    page.freeze_panes(line + 1, 0)
    for row in sheet.rows:
        line += 1
        for column, value in enumerate(row):
            _cell(page, line, column, value, money)


def _cell(page, line: int, column: int, value: Any, money) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Decimal):
        page.write_number(line, column, float(value), money)
        return
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        page.write_number(line, column, value)
    else:
        page.write_string(line, column, safe(str(value)))


def safe(text: str) -> str:
    """The text so that no program takes it for a formula, also when it is copied elsewhere."""
    return f"'{text}" if text.startswith(_RUNS) else text


def download(name: str, content: bytes) -> HttpResponse:
    """The file as an attachment; `name` without its ending, Chinese allowed."""
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response

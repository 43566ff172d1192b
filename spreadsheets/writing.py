"""Excel out: plain cells only, nothing in them that a spreadsheet program would run."""

import datetime
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any
from urllib.parse import quote

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.utils import timezone

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What starts a formula in some program, the full-width forms included.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Rows lie on disk while they are written, so that a hundred thousand need no memory.
OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
MOST_CHARACTERS = 32_767
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class Sheet:
    """`rows` of as many cells as there are `columns`: text, numbers, dates, yes or no; a Decimal is
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
    write(out, *sheets)
    return out.getvalue()


def write(out: IO[bytes], *sheets: Sheet) -> int:
    """The same into a file, for long lists; returns how many rows were written."""
    with xlsxwriter.Workbook(out, OPTIONS) as workbook:
        looks = Looks(workbook)
        return sum(_write(workbook, sheet, looks) for sheet in sheets)


class Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook):
        line = {"border": 1, "border_color": "#D6CCBD"}
        self.head = workbook.add_format({"bold": True, "bg_color": "#F4EFE6", **line})
        self.money = workbook.add_format({"num_format": "#,##0.00"})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})


def _write(workbook: xlsxwriter.Workbook, sheet: Sheet, looks: Looks) -> int:
    page = workbook.add_worksheet(title(sheet.title))
    if sheet.watermark:
        # An ampersand begins a code of the footer's own.
        page.set_footer(f"&C{sheet.watermark.replace('&', '&&')}"[:255])
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    line = 0
    if sheet.note:
        page.write_string(0, 0, safe(sheet.note))
        line = 1
    for column, head in enumerate(sheet.columns):
        page.write_string(line, column, head, looks.head)
    page.freeze_panes(line + 1, 0)
    first = line
    for row in sheet.rows:
        line += 1
        for column, value in enumerate(row):
            cell(page, (line, column), value, looks)
    return line - first


def cell(page, at: tuple[int, int], value: Any, looks: Looks, look=None) -> None:
    """One value in its own kind of cell; `look` overrides the format."""
    if value is None or value == "":
        if look:
            page.write_blank(*at, None, look)
    elif isinstance(value, bool):
        page.write_string(*at, "是" if value else "否", look)
    elif isinstance(value, Decimal):
        page.write_number(*at, float(value), look or looks.money)
    elif isinstance(value, (int, float)):
        page.write_number(*at, value, look)
    elif isinstance(value, datetime.datetime):
        naive = timezone.make_naive(value) if timezone.is_aware(value) else value
        page.write_datetime(*at, naive, look or looks.moment)
    elif isinstance(value, datetime.date):
        page.write_datetime(*at, value, look or looks.day)
    else:
        page.write_string(*at, safe(str(value)), look)


def safe(text: str) -> str:
    """The text so that no program takes it for a formula, also when it is copied elsewhere."""
    # Some programs look past spaces before what they run.
    runs = text.startswith(RUNS) or text.lstrip().startswith(RUNS)
    return f"'{text}"[:MOST_CHARACTERS] if runs else text[:MOST_CHARACTERS]


def title(text: str) -> str:
    """A name Excel takes for a sheet."""
    return _NOT_IN_A_TITLE.sub(" ", text).strip(" '")[:31].strip(" '") or "表"


def download(name: str, content: bytes) -> HttpResponse:
    """The file as an attachment; `name` without its ending, Chinese allowed."""
    return _named(HttpResponse(content, content_type=TYPE), name)


def attachment(name: str, file: IO[bytes]) -> FileResponse:
    """The same for a file on disk, sent piece by piece."""
    return _named(FileResponse(file, content_type=TYPE), name)


def _named(response: Any, name: str) -> Any:
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response

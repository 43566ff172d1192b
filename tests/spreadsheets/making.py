"""Workbooks for tests, good ones and bad ones, made of rows or of bare bytes."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

# What begins with "=" is text, as when it is typed into a cell of that format.
OPTIONS = {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}


def a_book(
    rows: Sequence[Sequence[Any]], *, sheet: str = "活动", more: Callable | None = None
) -> bytes:
    """One sheet of these rows; `more(workbook, page)` does what else is wanted of it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as workbook:
        page = workbook.add_worksheet(sheet)
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                if value not in (None, ""):
                    page.write(line, place, value)
        if more:
            more(workbook, page)
    return out.getvalue()


def an_upload(content: bytes, name: str = "11月活动.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def read_back(content: bytes, sheet: int = 0) -> list[list[Any]]:
    """The cells as a spreadsheet program shows them."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], **options: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, **options)
    return out.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one part changed (or added: it starts empty)."""
    parts = parts_of(content)
    return zipped(parts | {name: change(parts.get(name, b""))})

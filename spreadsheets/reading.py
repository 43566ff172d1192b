"""From an uploaded file to rows of cells, with everything said that a person should know."""

import datetime
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from audit.refusal import Refused
from people import identity
from spreadsheets import cells, heads, workbook
from spreadsheets.heads import Found
from spreadsheets.kinds import Cell, Column, Row
from spreadsheets.markup import MOST_ROWS
from spreadsheets.writing import RUNS

EXAMPLE = "示例，导入时跳过这一行"
TOO_MANY = f"一次最多导入{MOST_ROWS:,}行，请分成几份再传。"
MOST_KEPT = 500
FORMULA = "这一格是公式，请复制后选择性粘贴为“数值”。"
MERGED = "这一行在合并的单元格里，请取消合并，每一行都填全。"
ERROR = "这一格是错误值（#N/A一类），请改成实际内容。"
DIGITS_LOST = "这个号码被存成了数字，后几位已经丢了，请把这一列设成“文本”再重新填。"
IDENTITY = "这里不要写证件号码，请去掉。"
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass
class Reading:
    rows: list[Row]
    notes: list[str]


def read(
    file: IO[bytes], columns: Sequence[Column], marked: str, *, numbers: Sequence[str] = ()
) -> Reading:
    """All rows that are not empty, their cells not yet understood. Raises Refused about the file.

    `marked` is the column in which the template's example says that it is one; `numbers` names
    those in which a document number may stand.
    """
    with workbook.opened(file) as sheets:
        found = heads.find(sheets, columns)
        notes = heads.notes(sheets, found)
        rows = _capped(_rows(found, columns, numbers))
    at = [column.name for column in columns].index(marked)
    examples = [row for row in rows if row.cells[at] == EXAMPLE]
    notes += [f"第{row.number}行是示例，没有读。" for row in examples[:3]]
    rows = [row for row in rows if row not in examples] if examples else rows
    if not rows:
        raise Refused("表头下面没有内容，请填好再传。")
    hidden = sum(row.number in found.sheet.scan.hidden_rows for row in rows)
    if hidden:
        notes.append(f"有{hidden}行在表里是隐藏的，也读进来了，请留意。")
    return Reading(rows, notes)


def _capped(rows: Iterator[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in rows:
        if len(kept) == MOST_ROWS:
            raise Refused(TOO_MANY)
        kept.append(row)
    return kept


def _rows(found: Found, columns: Sequence[Column], numbers: Sequence[str]) -> Iterator[Row]:
    places = [found.heads.places.get(column.name) for column in columns]
    merged, scan = _merged(found), found.sheet.scan
    for number, line in enumerate(found.table[found.heads.row :], found.heads.row + 1):
        raw = [line[place - 1] if place else None for place in places]
        if all(map(cells.is_blank, raw)) and number not in scan.errors:
            continue
        row = Row(number, [])
        for column, place, cell in zip(columns, places, raw, strict=True):
            row.cells.append(_kept(cell, column.name, row, number=column.name in numbers))
            _mark(row, column.name, place in scan.formulas.get(number, ()), FORMULA)
            _mark(row, column.name, place in scan.errors.get(number, ()), ERROR)
        _mark(row, "", number in merged, MERGED)
        yield row


def _mark(row: Row, column: str, applies: bool, says: str) -> None:
    if applies:
        row.refuse(column, says)


def _merged(found: Found) -> set[int]:
    """The rows below the heads that share a cell with others, in a column that is read."""
    places = set(found.heads.places.values())
    last = found.sheet.scan.last_row
    return {
        row
        for top, left, bottom, right in found.sheet.scan.merged
        if places & set(range(left, min(right, left + 500) + 1))
        for row in range(max(top, found.heads.row + 1), min(bottom, last) + 1)
    }


def _kept(value: Any, column: str, row: Row, *, number: bool) -> Cell:
    """The cell as it is stored; what must not be stored is left out, with the reason.

    `number`: a document number belongs here.
    """
    if isinstance(value, str):
        return _kept_text(value, column, row, number=number)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _kept_number(float(value), column, row)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return value.isoformat() if isinstance(value, datetime.date) else value


def _kept_text(value: str, column: str, row: Row, *, number: bool) -> Cell:
    line = _UNSTORABLE.sub("", value).strip()
    # Our own sheets write ' before what would run; typed again it means nothing.
    if line.startswith("'") and line[1:].startswith(RUNS):
        line = line[1:]
    if not number and identity.stands_in(line):
        row.refuse(column, IDENTITY)
        return "（证件号码，没有保存）"
    return line[:MOST_KEPT] or None


def _kept_number(value: float, column: str, row: Row) -> Cell:
    if not math.isfinite(value):
        row.refuse(column, ERROR)
        return None
    if abs(value) >= cells.TOO_LONG:
        row.refuse(column, DIGITS_LOST)
        return "（号码，没有保存）"
    return int(value) if value.is_integer() else value

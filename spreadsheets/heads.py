"""Which sheet of a workbook is meant, and in which of its columns stands what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audit.refusal import Refused
from people import identity, typed
from spreadsheets.kinds import Column
from spreadsheets.markup import letters
from spreadsheets.workbook import Worksheet

# Above the heads there may be a title.
WITHIN = 10
# Sheets and columns the portal adds itself (blank.py); read back they mean nothing.
OUR_SHEETS = ("填写说明", "选项")
OUR_COLUMNS = ("问题", "原行号")


@dataclass(frozen=True)
class Heads:
    row: int
    # Column's name -> where it stands, from 1
    places: dict[str, int]
    missing: tuple[str, ...]
    strange: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    sheet: Worksheet
    table: list[list[Any]]
    heads: Heads


def find(sheets: Sequence[Worksheet], columns: Sequence[Column]) -> Found:
    """The first visible sheet with all the heads. Raises Refused saying what the best one lacks."""
    best: Heads | None = None
    for sheet in sheets:
        if sheet.is_hidden or sheet.name in OUR_SHEETS:
            continue
        table = sheet.rows()
        heads = _heads(table, columns)
        if heads and not heads.missing:
            return Found(sheet, table, heads)
        if heads and (best is None or len(heads.places) > len(best.places)):
            best = heads
    if best and len(best.places) > 1:
        raise Refused(f"表头里少了“{'”“'.join(best.missing)}”，请用模板填，不要改表头。")
    raise Refused("没有找到表头，请下载模板，把内容填在模板里再传。")


def _heads(table: list[list[Any]], columns: Sequence[Column]) -> Heads | None:
    """The row with most of the titles; their order does not matter."""
    known = {title_of(column.title): column.name for column in columns}
    best = None
    for number, line in enumerate(table[:WITHIN], 1):
        titles = [(place, title_of(cell)) for place, cell in enumerate(line, 1) if title_of(cell)]
        places = _once([(known[title], place) for place, title in titles if title in known])
        if places and (best is None or len(places) > len(best.places)):
            missing = tuple(c.title for c in columns if c.required and c.name not in places)
            strange = tuple(t for _, t in titles if t not in known and t not in OUR_COLUMNS)
            best = Heads(number, places, missing, strange)
    return best


def title_of(cell: Any) -> str:
    """A head as it is compared: without spaces, marks and line ends, in half width."""
    if not isinstance(cell, str):
        return ""
    line = re.sub(r"\s", "", typed.plain(cell))
    return line.removesuffix("(必填)").strip("*")[:40]


def _once(places: list[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, place in places:
        if name in found:
            twice = f"{letters(found[name])}列和{letters(place)}列"
            raise Refused(f"{twice}的表头一样，请删掉一列再传。")
        found[name] = place
    return found


def notes(sheets: Sequence[Worksheet], found: Found) -> list[str]:
    """What was left unread, said so that nobody misses it afterwards."""
    others = [sheet for sheet in sheets if sheet is not found.sheet]
    others = [sheet for sheet in others if sheet.name not in OUR_SHEETS]
    hidden = [sheet.name for sheet in others if sheet.is_hidden]
    seen = [sheet.name for sheet in others if not sheet.is_hidden]
    said = []
    if hidden:
        said.append(f"隐藏的工作表没有读：{_list(hidden)}。")
    if seen:
        said.append(f"只读了工作表“{found.sheet.name}”，没有读：{_list(seen)}。")
    if found.heads.strange:
        said.append(f"这几列不在模板里，没有读：{_list(found.heads.strange)}。")
    return said


def _list(names: Sequence[str]) -> str:
    more = f"等{len(names)}个" if len(names) > 5 else ""
    said = ("（号码）" if identity.stands_in(name) else name for name in names[:5])
    return "、".join(said) + more

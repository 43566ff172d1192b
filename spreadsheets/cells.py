"""Cells in all the ways spreadsheets have of writing one thing. Each parser raises Refused."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from audit.refusal import Refused
from people import identity, typed
from spreadsheets.kinds import Cell

# From here on a spreadsheet has rounded the last digits away.
TOO_LONG = 10**15
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_DAY = re.compile(r"^(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?:[ T].*)?$")
_EIGHT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
# Day 0 of the serial numbers; Excel's own mistake about 1900 lies before any date we take.
EPOCH = datetime.date(1899, 12, 30)
_SERIALS = range(18_264, 73_051)  # 1950 to 2099
_TIME = re.compile(r"^(\d{1,2})[:时点](\d{1,2})?分?(?::\d{1,2})?$")
_SEPARATORS = re.compile(r"[、,，;；/\n]+")
SHOWN = 6


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not typed.plain(cell).strip())


def shown(cell: Cell) -> str:
    """The cell as a person would read it: no ".0" behind whole numbers."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{round(cell, 6):.6f}".rstrip("0").rstrip(".")
    return str(cell)


def plain(cell: Cell) -> str:
    """One line in half width, without what cannot be seen."""
    line = _CONTROL.sub(" ", typed.plain(shown(cell)))
    return re.sub(r"\s{2,}", " ", line).strip()


def text(most: int, *, what: str = "内容") -> Callable[[Cell], str]:
    def parse(cell: Cell) -> str:
        line = _CONTROL.sub(" ", shown(cell)).strip()
        if len(line) > most:
            raise Refused(f"{what}不超过{most}个字，这里有{len(line)}个。")
        if identity.stands_in(line):
            raise Refused("这里不要写证件号码，请去掉。")
        return line

    return parse


def integer(most: int, *, least: int = 0, units: Sequence[str] = ()) -> Callable[[Cell], int]:
    def parse(cell: Cell) -> int:
        line = plain(cell).replace(" ", "")
        for unit in units:
            line = line.removesuffix(unit)
        if re.fullmatch(r"-?\d+\.\d+", line):
            raise Refused(f"要填整数，这里是{line}。")
        digits = re.sub(r",(?=\d{3}(?:,|$))", "", line)
        if not re.fullmatch(r"\d{1,15}", digits):
            raise Refused(f"要填数字，这里是“{plain(cell)[:20]}”。")
        if not least <= int(digits) <= most:
            raise Refused(f"要在{least}到{most:,}之间，这里是{int(digits):,}。")
        return int(digits)

    return parse


def date(cell: Cell) -> datetime.date:
    """A date cell, a serial number, or text such as 2026-11-05, 2026/11/5, 2026年11月5日, 20261105."""
    line = plain(cell)
    if line.isdecimal() and int(line) in _SERIALS:
        return EPOCH + datetime.timedelta(days=int(line))
    found = _DAY.match(re.sub(r"\s*([-/.年月日])\s*", r"\1", line)) or _EIGHT.match(line)
    if not found:
        raise Refused(_no_date(line))
    try:
        return datetime.date(*map(int, found.groups()))
    except ValueError:
        raise Refused(f"没有“{line[:20]}”这一天，请核对。") from None


def _no_date(line: str) -> str:
    if re.fullmatch(r"\d{1,2}[-/.月]\d{1,2}日?", line):
        return f"“{line}”没有写年份，请写成2026-11-05的样子。"
    return f"看不出“{line[:20]}”是哪一天，请写成2026-11-05的样子。"


def time(cell: Cell) -> datetime.time:
    """A time cell, a share of a day, or text such as 8:00, 08:30:00 and 8点30分."""
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 24 * 60)
        return datetime.time(minutes // 60 % 24, minutes % 60)
    line = plain(cell).replace(" ", "").replace("：", ":")
    found = _TIME.match(line)
    hour, minute = (int(part or 0) for part in found.groups()) if found else (99, 0)
    if (hour, minute) == (24, 0):
        hour = 0
    if hour > 23 or minute > 59:
        raise Refused(f"看不出“{line[:20]}”是几点，请写成08:00的样子。")
    return datetime.time(hour, minute)


def yes_or_no(cell: Cell) -> bool:
    line = plain(cell)
    if line in ("是", "有", "√", "1", "Y", "y", "24小时"):
        return True
    if line in ("否", "不是", "无", "没有", "×", "0", "N", "n"):
        return False
    raise Refused(f"请填“是”或“否”，这里是“{line[:20]}”。")


def degrees(least: float, most: float, *, what: str) -> Callable[[Cell], Decimal]:
    def parse(cell: Cell) -> Decimal:
        line = plain(cell).removesuffix("°")
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,15})?", line):
            raise Refused(f"{what}要填小数，比如{(least + most) / 2:.4f}，这里是“{line[:20]}”。")
        if not least <= float(line) <= most:
            raise Refused(f"{what}{line}不在本地范围内（{least:g}到{most:g}），请核对。")
        return Decimal(line).quantize(Decimal("0.000001"))

    return parse


def choice(known: Mapping[str, Any], *, what: str) -> Callable[[Cell], Any]:
    """One of the labels of `known`; spaces and full width are forgiven."""
    loose = {_loose(label): value for label, value in known.items()}

    def parse(cell: Cell) -> Any:
        found = loose.get(_loose(shown(cell)))
        if found is None:
            raise Refused(_not_offered(shown(cell), known, what))
        return found

    return parse


def choices(known: Mapping[str, Any], *, what: str) -> Callable[[Cell], list]:
    """Several of them, parted by 、 or a comma; each counts once."""
    one = choice(known, what=what)

    def parse(cell: Cell) -> list:
        parts = [part for part in _SEPARATORS.split(shown(cell)) if part.strip()]
        return list(dict.fromkeys(one(part) for part in parts))

    return parse


def phone(cell: Cell) -> str:
    """A telephone number as text. A mobile number kept as a number has lost nothing; a fixed line
    may have lost the 0 it begins with.
    """
    line = re.sub(r"[\s()+.]", "", plain(cell)).removeprefix("86-")
    if re.fullmatch(r"(?:86)?1[3-9]\d{9}", line):
        return line[-11:]
    if not isinstance(cell, str):
        raise Refused("电话被存成了数字，开头的0可能已经丢了，请把这一格改成“文本”再填。")
    if not re.fullmatch(r"\d{3,4}-?\d{7,8}(-\d{1,6})?|\d{5,8}", line):
        raise Refused(f"“{line[:20]}”不像电话号码，请填手机号或带区号的座机。")
    return line


def _loose(label: str) -> str:
    return re.sub(r"\s", "", typed.plain(label)).casefold()


def _not_offered(given: str, known: Mapping[str, Any], what: str) -> str:
    start = f"{what}里没有“{_CONTROL.sub(' ', given).strip()[:20]}”，请从下拉框里选"
    near = [label for label in known if _loose(given) and _loose(given) in _loose(label)]
    if near:
        return f"{start}，名称相近的有：{'、'.join(near[:SHOWN])}。"
    if len(known) <= SHOWN + 2:
        return f"{start}：{'、'.join(known)}。"
    return f"{start}。"

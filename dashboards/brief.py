"""A brief (简报): a title that answers, a lead, figures, tables with bars, activities, next steps.
Everything in it is text already, so that the page and the Word file say the same to the digit.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from dashboards import small
from dashboards.brief_text import plain
from dashboards.tables import Table
from dashboards.taking import FEW_HIDDEN


@dataclass(frozen=True)
class Figure:
    label: str
    value: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A row as text; `share` (0–100) draws its bar, None draws none."""

    head: str
    cells: list[str]
    share: int | None = None
    is_sum: bool = False


@dataclass(frozen=True)
class Grid:
    """A table as it is printed. `bar` is the head of the column of bars, or ""."""

    columns: Sequence[str]
    lines: list[Line]
    bar: str = ""
    note: str = ""


@dataclass(frozen=True)
class Told:
    """An activity worth telling, without anybody's name."""

    day: datetime.date
    where: str
    union: str
    what: str
    people: str
    groups: str
    partner: str
    why: str
    url: str = ""

    @property
    def text(self) -> str:
        """One sentence a fact: when, who, where, what, how many, with whom, and why it is told."""
        groups = f"（{self.groups}）" if self.groups else ""
        partner = f"，合作单位{self.partner}" if self.partner else ""
        done = self.what if self.what.startswith("送") else f"开展{self.what}"
        return (
            f"{short_day(self.day)}，{self.union}在{self.where}{done}，"
            f"服务{self.people}人次{groups}{partner}。{self.why}。"
        )


@dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    grid: Grid | None = None
    told: Sequence[Told] = ()
    # How the activities were chosen.
    rule: str = ""
    steps: Sequence[str] = ()


@dataclass(frozen=True)
class Brief:
    """`kicker` names the campaign or the month, `title` is the answer; `unit` and `day` say who
    says it and when. `name` is the name of its file.
    """

    kicker: str
    title: str
    unit: str
    day: datetime.date
    lead: str
    sections: Sequence[Section]
    name: str
    remark: Sequence[str] = field(default_factory=tuple)

    def with_remark(self, paragraphs: Sequence[str]) -> "Brief":
        return replace(self, remark=tuple(paragraphs))


def grid(
    table: Table, *, bar: str = "", shares: Mapping[int, int | None] | None = None
) -> Grid:  # fmt: skip
    """The table with small groups hidden. `shares[row]` is how long the bar of that row is; it goes
    where people are hidden.
    """
    safe = table.shared()
    lines = []
    for number, row in enumerate(safe.rows):
        cells = [words(cell) for cell in row]
        share = None if safe.hides(row) else (shares or {}).get(number)
        last = table.summed and number == len(safe.rows) - 1
        lines.append(Line(cells[0], cells[1:], None if share is None else min(share, 100), last))
    has_hidden = any(cell in small.HIDDEN for row in safe.rows for cell in row)
    note = "；".join(filter(None, [table.note, FEW_HIDDEN if has_hidden else ""]))
    return Grid(tuple(table.columns), lines, bar, note)


def words(value) -> str:
    """A cell as it is printed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:,.2f}".removesuffix(".00")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime.date):
        return f"{value.month}月{value.day}日"
    return plain(str(value))


def percent(share: int | None) -> str:
    return "" if share is None else f"{share}%"


def long_day(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: datetime.date) -> str:
    return f"{day.month}月{day.day}日"

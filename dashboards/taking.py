"""What of 看全局 can be taken out as a sheet, and the words about who takes it out."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboards.scope import VIEWERS, Scope
from dashboards.tables import Table
from people import identity
from spreadsheets.writing import Sheet

Query = Mapping[str, str]
Tick = Callable[[int], None]
# In place of a document number, which is no filter.
NUMBER = "（号码）"
FEW_HIDDEN = "少于5人的组不写出人数"


@dataclass(frozen=True)
class Content:
    """Tables with `size` rows in all. The rows of a long list come from an iterator, once."""

    tables: Sequence[Table]
    size: int


@dataclass(frozen=True)
class Page:
    """A page of 看全局 (`view`) or a list behind it. `read` gives what it shows for an area and the
    parameters of its address; `tick` is told how many rows are done.
    """

    name: str
    title: str
    view: str
    read: Callable[[Scope, Query, Tick], Content]
    # Which parameters of the address it reads, beside the area.
    filters: tuple[str, ...] = ()
    roles: tuple[str, ...] = field(default=VIEWERS)

    def given(self, query: Query) -> dict[str, str]:
        """The parameters as plain values, which a job and the record keep."""
        asked = {name: query[name].replace("\0", "")[:64] for name in self.filters if name in query}
        found = {
            name: NUMBER if identity.stands_in(value) else value for name, value in asked.items()
        }
        return {name: value for name, value in found.items() if value}


def of_tables(
    tables: Callable[[Scope, Query], Sequence[Table]],
) -> Callable[[Scope, Query, Tick], Content]:
    """`read` of a page that shows a handful of tables: groups of few people are hidden in them."""

    def read(scope: Scope, query: Query, tick: Tick) -> Content:
        found = [_safe(table) for table in tables(scope, query)]
        return Content(found, sum(len(table.rows) for table in found))

    return read


def _safe(table: Table) -> Table:
    if not table.people:
        return table
    note = "；".join(filter(None, [table.note.rstrip("。"), FEW_HIDDEN]))
    return replace(table.shared(), note=note)


@dataclass(frozen=True)
class Taking:
    """Who takes it out for which union, at what moment (city's time) and what for."""

    who: str
    union: str
    at: datetime.datetime
    reason: str

    @property
    def words(self) -> str:
        return f"{self.union}，{self.who}于{self.at:%Y-%m-%d %H:%M}导出，用途：{self.reason}"

    def sheets(self, content: Content) -> list[Sheet]:
        """Each table on a sheet of its own, with these words above it and at the foot of its pages."""
        names: set[str] = set()
        return [self._sheet(table, _once(table.title, names)) for table in content.tables]

    def _sheet(self, table: Table, title: str) -> Sheet:
        note = "。".join(filter(None, [table.note.rstrip("。"), self.words]))
        return replace(table, title=title, note=note).sheet(self.words)


# A sheet's name has 31 characters at most.
_LONGEST = 27


def _once(title: str, taken: set[str]) -> str:
    """The title, numbered where a sheet has it already."""
    short = title[:_LONGEST]
    tries = [short, *(f"{short} {nth}" for nth in range(2, len(taken) + 2))]
    found = next(each for each in tries if each.lower() not in taken)
    taken.add(found.lower())
    return found
